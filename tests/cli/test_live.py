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

PROGRESS = Progress("P1", "tours", -1234567.8, None, 41.6)


def watch_on(out: StringIO, *, is_terminal: bool = False, wants_stop: StopWish | None = None) -> TerminalWatch:
    session = Session("en", wants_stop=wants_stop or StopWish())
    return TerminalWatch(session, {"P1": "Azilal"}, Console(file=out, force_terminal=is_terminal, width=120))


def test_a_progress_is_told_with_the_name_of_its_province_and_what_is_not_known_yet() -> None:
    out = StringIO()
    with watch_on(out) as watch:
        assert watch(PROGRESS) is False
    assert "Azilal · best -1,234,568 MAD · bound – MAD · 42 s left" in out.getvalue()


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
