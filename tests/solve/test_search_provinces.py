"""Rounds of searches: what one has found outlives the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

import numpy as np

from planner.domain.solve_settings import SolveSettings
from planner.domain.watch import QuietWatch
from planner.executors import Executor, Failure
from planner.solve.clock import SolveClock
from planner.solve.place_others import place_others
from planner.solve.pricing import find_prices, find_prices_of_tours
from planner.solve.search_provinces import ROUNDS, Found, search_provinces
from tests.solve.tiny_nation import tiny_nation


class FailingFrom:
    """Runs tasks in this process until a number of rounds is over."""

    def __init__(self, rounds: int) -> None:
        self.left = rounds

    def run(
        self, task: Callable[..., Any], arguments: Sequence[tuple[Any, ...]], look_on: Callable[[], bool]
    ) -> Iterator[tuple[int, Any]]:
        self.left -= 1
        for number, each in enumerate(arguments):
            yield number, task(*each) if self.left >= 0 else Failure("no way")


def search(rounds: int) -> Found:
    """Return what is found where so many rounds of searches end well."""
    clock = SolveClock(SolveSettings(seconds=1, workers=1, deterministic=True), QuietWatch())
    usual = cast(Executor, FailingFrom(1000))
    priced = find_prices(tiny_nation().problem, clock, usual)
    others = place_others(priced, clock)
    priced = find_prices_of_tours(priced, others.money, others.crew_left(), clock, usual)
    return search_provinces(others, priced, clock, cast(Executor, FailingFrom(rounds)))


def test_tours_outlive_the_failure_of_a_later_round_and_it_is_told() -> None:
    whole, first, none = search(len(ROUNDS)), search(1), search(0)
    assert whole.notes == ()
    assert {(note.what, note.province) for note in first.notes} == {("search", 0), ("search", 1)}
    assert (whole.priced_mad <= first.priced_mad + 0.01).all()
    assert (first.priced_mad <= none.priced_mad + 0.01).all()


def test_a_province_whose_searches_all_fail_is_planned_by_hand() -> None:
    found = search(0)
    assert {note.what for note in found.notes} == {"search"}
    assert all(found.tours[province] for province in range(2))
    assert np.isfinite(found.priced_mad).all()
