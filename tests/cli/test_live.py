"""Who looks on at a terminal."""

from __future__ import annotations

import os
import signal
from io import StringIO

import pytest
from rich.console import Console

from planner.cli import live
from planner.cli.live import TerminalWatch
from planner.cli.session import Session
from planner.cli.stop import StopWish
from planner.domain.watch import Progress

PROGRESS = Progress("P1", "tours", -12345.6, -23456.7, 41.6)
WHOLE = Progress("", "tours", -1234567.8, -2345678.9, 41.6)


def watch_on(out: StringIO, *, is_terminal: bool = False, wants_stop: StopWish | None = None) -> TerminalWatch:
    session = Session("en", wants_stop=wants_stop or StopWish())
    return TerminalWatch(session, {"P1": "Azilal"}, Console(file=out, force_terminal=is_terminal, width=120))


def told_by(*progresses: Progress) -> str:
    """Return the last line that a terminal is told of some progresses."""
    with watch_on(StringIO()) as watch:
        assert [watch(progress) for progress in progresses] == [False] * len(progresses)
        return watch.line


def test_a_progress_is_told_with_the_name_of_its_province_and_without_what_is_not_known_of_the_whole() -> None:
    assert told_by(PROGRESS) == "tours Azilal · 42 s left"


def test_the_whole_plan_and_its_bound_are_told_while_a_province_is_at_work() -> None:
    assert told_by(WHOLE, PROGRESS) == "tours Azilal · best plan -1,234,568 MAD · bound -2,345,679 MAD · 42 s left"


def test_what_the_caravans_reach_is_not_set_against_the_bound_of_the_whole() -> None:
    caravans = Progress("", "caravans", -777.0, -2345678.9, 41.6)
    assert told_by(caravans) == "caravans · bound -2,345,679 MAD · 42 s left"
    assert "best plan -1,234,568 MAD" in told_by(WHOLE, caravans)


def test_without_a_terminal_a_line_is_printed_every_few_seconds_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    out = StringIO()
    with watch_on(out) as watch:
        for second in range(12):
            monkeypatch.setattr(live.time, "monotonic", lambda now=second: float(now))
            watch(PROGRESS)
    assert out.getvalue().count("\n") == 3


def test_on_a_terminal_the_line_is_drawn_again_and_taken_away_at_the_end() -> None:
    out = StringIO()
    with watch_on(out, is_terminal=True) as watch:
        watch(PROGRESS)
    assert "Azilal" in out.getvalue()
    assert out.getvalue().rstrip().endswith("\x1b[2K")


def test_the_wish_to_stop_is_passed_on_and_told() -> None:
    out = StringIO()
    with StopWish() as wants_stop, watch_on(out, wants_stop=wants_stop) as watch:
        os.kill(os.getpid(), signal.SIGINT)
        assert watch(PROGRESS) is True
    assert "Asked to stop" in out.getvalue()


def test_past_the_end_the_time_left_is_not_told() -> None:
    out = StringIO()
    with watch_on(out) as watch:
        watch(Progress("", "bound", None, -5.0, 0.2))
    assert out.getvalue() == "bound · bound -5 MAD · finishing…\n"
