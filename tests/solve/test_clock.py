"""Solving stops by the clock, or where somebody says so; counted work knows no clock."""

from __future__ import annotations

import pytest

from planner.domain.solve_settings import SolveSettings
from planner.domain.watch import Progress, QuietWatch
from planner.solve import clock as module
from planner.solve.clock import SolveClock


class Looker:
    """A watch that remembers what it was told, and says stop or not."""

    def __init__(self, *, answer: bool = False) -> None:
        self.answer, self.told = answer, list[Progress]()

    def __call__(self, progress: Progress) -> bool:
        self.told.append(progress)
        return self.answer


def clock_at(monkeypatch: pytest.MonkeyPatch, elapsed_s: float, *, deterministic: bool = False) -> SolveClock:
    """Return the clock of a plan of ten seconds that began so long ago."""
    monkeypatch.setattr(module, "monotonic", lambda: 100.0 + elapsed_s)
    return SolveClock(SolveSettings(10, deterministic=deterministic), QuietWatch(), begun_s=100.0)


@pytest.mark.parametrize(("elapsed_s", "left_s"), [(0.0, 10.0), (4.0, 6.0), (10.0, 0.0), (11.0, 0.0)])
def test_what_is_left_is_what_has_not_passed(monkeypatch: pytest.MonkeyPatch, elapsed_s: float, left_s: float) -> None:
    clock = clock_at(monkeypatch, elapsed_s)
    assert (clock.elapsed_s, clock.left_s, clock.work_s) == (elapsed_s, left_s, left_s)


def test_a_clock_begins_when_it_is_made() -> None:
    assert 9.0 < SolveClock(SolveSettings(10), QuietWatch()).left_s <= 10.0


def test_counted_work_is_the_same_however_late_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = clock_at(monkeypatch, 25.0, deterministic=True)
    assert (clock.left_s, clock.work_s) == (0.0, 10.0)


def test_nothing_is_left_where_somebody_wants_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = clock_at(monkeypatch, 4.0)
    clock.wants_stop = True
    assert (clock.left_s, clock.work_s) == (0.0, 0.0)


def test_the_watch_is_told_how_far_solving_is(monkeypatch: pytest.MonkeyPatch) -> None:
    watch, clock = Looker(), clock_at(monkeypatch, 4.0)
    clock.watch = watch
    clock.tell("P1", "tours", -12.5, -20.0)
    clock.tell("", "bound")
    assert watch.told == [Progress("P1", "tours", -12.5, -20.0, 6.0), Progress("", "bound", None, None, 6.0)]
    assert not clock.wants_stop


def test_a_wish_to_stop_is_taken_and_kept() -> None:
    watch = Looker(answer=True)
    clock = SolveClock(SolveSettings(10), watch)
    clock.tell("", "tours")
    watch.answer = False
    clock.tell("", "tours")
    assert clock.wants_stop
    assert len(watch.told) == 2
    assert watch.told[1].seconds_left == 0.0
