"""Ctrl-C, and what a service manager sends: the first keeps, the second gives up; no process is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Final

import pytest

from planner.cli.main import run
from planner.cli.stop import INTERRUPTED, SIGNALS, StopWish
from tests.tiny import write_tiny

RIAYA: Final = (sys.executable, "-c", "from planner.cli import main\nif __name__ == '__main__':\n    main()")
LONG_S: Final = 400
"""Seconds that a plan is given which is to be ended long before; the compiler may take most of them."""


@pytest.mark.parametrize("number", SIGNALS)
def test_the_first_is_a_wish_and_the_second_interrupts(number: int) -> None:
    with StopWish() as wants_stop:
        assert not wants_stop()
        os.kill(os.getpid(), number)
        assert wants_stop()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), number)


def test_once_all_is_to_be_written_nobody_interrupts_and_so_it_stays() -> None:
    before = signal.getsignal(signal.SIGINT)
    try:
        with StopWish() as wants_stop:
            wants_stop.deafen()
            for _ in range(3):
                os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN
        assert not wants_stop.gave_up
    finally:
        signal.signal(signal.SIGINT, before)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def test_a_second_that_an_extension_swallows_interrupts_at_the_next_question() -> None:
    with StopWish() as wants_stop:
        os.kill(os.getpid(), signal.SIGINT)
        with suppress(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
        for _ in range(2):
            with pytest.raises(KeyboardInterrupt):
                wants_stop()


def test_an_error_that_the_second_became_is_told_as_the_interruption_that_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*arguments: object) -> None:
        for _ in range(2):
            with suppress(KeyboardInterrupt):
                os.kill(os.getpid(), signal.SIGINT)
        raise ImportError("initialization failed")

    monkeypatch.setattr("planner.cli.plan.read_campaign", interrupted)
    with StopWish() as wants_stop:
        assert run(["--language", "en", "plan", "x", "--out", str(tmp_path / "y")], wants_stop) == INTERRUPTED
    assert "Interrupted" in capsys.readouterr().err


def test_signals_are_given_back() -> None:
    before = [signal.getsignal(number) for number in SIGNALS]
    with StopWish():
        assert [signal.getsignal(number) for number in SIGNALS] != before
    assert [signal.getsignal(number) for number in SIGNALS] == before


def test_a_command_that_keeps_nothing_is_interrupted_by_the_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    campaign = write_tiny(tmp_path / "tiny")
    with StopWish() as wants_stop:
        os.kill(os.getpid(), signal.SIGINT)
        assert run(["--language", "en", "check", str(campaign)], wants_stop) == INTERRUPTED
    assert "Interrupted" in capsys.readouterr().err


class Planning:
    """A plan in the making, in a session of its own, and the lines that it says."""

    def __init__(self, campaign: Path, out: Path) -> None:
        told = (str(campaign), "--out", str(out), "--seconds", str(LONG_S), "--workers", "2", "--language", "en")
        self.process = subprocess.Popen(
            (*RIAYA, "plan", *told), start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.lines: list[str] = []
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        with self.process.stdout as told:
            self.lines.extend(iter(told.readline, ""))

    def wait_until(self, is_so: Callable[[], bool]) -> None:
        begun = monotonic()
        while not is_so():
            assert self.process.poll() is None, self.lines
            assert monotonic() - begun < LONG_S, self.lines
            sleep(0.02)

    def listens(self) -> bool:
        status = Path(f"/proc/{self.process.pid}/status").read_text("utf-8")
        return bool(int(status.partition("SigCgt:")[2].split()[0], 16) >> (signal.SIGTERM - 1) & 1)

    def spawns(self) -> bool:
        return len(self.there()) > 2

    def searches(self) -> bool:
        return any("tours" in line for line in self.lines)

    def send(self, number: int, *, to_all: bool = True) -> None:
        """Send a signal, as a terminal does to all processes of the group."""
        (os.killpg if to_all else os.kill)(self.process.pid, number)

    def end(self) -> int:
        """Return the number it ends with."""
        number = self.process.wait(timeout=LONG_S)
        self._reader.join(timeout=10)
        return number

    def there(self) -> list[int]:
        """Return the processes of its session that are alive."""
        pids = (int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit())
        return [pid for pid in pids if _session_of(pid) == self.process.pid]

    def is_gone(self, within_s: float) -> bool:
        """Return whether no process of its session is left within some time, seconds."""
        begun = monotonic()
        while self.there() and monotonic() - begun < within_s:
            sleep(0.1)
        return not self.there()


def _session_of(pid: int) -> int:
    """Return the session of a process, 0 where it has ended."""
    try:
        state, _, _, session = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[:4]
    except OSError:
        return 0
    return 0 if state == "Z" else int(session)


@pytest.fixture
def planning(tmp_path: Path) -> Iterator[Planning]:
    there = Planning(write_tiny(tmp_path / "tiny"), tmp_path / "plan")
    yield there
    for pid in there.there():
        os.kill(pid, signal.SIGKILL)
    there.end()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("when", "number", "to_all"),
    [
        (Planning.listens, signal.SIGINT, True),
        (Planning.spawns, signal.SIGINT, True),
        (Planning.searches, signal.SIGINT, True),  # solvers that take signals over have run by then
        (Planning.searches, signal.SIGTERM, False),
        (Planning.searches, signal.SIGTERM, True),
    ],
)
def test_a_plan_that_is_asked_to_stop_keeps_the_best_and_leaves_nobody_behind(
    planning: Planning, tmp_path: Path, when: Callable[[Planning], bool], number: int, to_all: bool
) -> None:
    planning.wait_until(lambda: when(planning))
    planning.send(number, to_all=to_all)
    assert planning.end() == 0, planning.lines
    assert "Traceback" not in "".join(planning.lines)
    assert planning.is_gone(within_s=5)
    assert run(["verify", str(tmp_path / "plan")]) == 0


@pytest.mark.slow
def test_a_second_wish_gives_up_and_writes_nothing(planning: Planning, tmp_path: Path) -> None:
    planning.wait_until(planning.spawns)
    planning.send(signal.SIGINT)
    sleep(0.3)
    planning.send(signal.SIGINT)
    assert planning.end() == INTERRUPTED, planning.lines
    assert "Traceback" not in "".join(planning.lines)
    assert planning.is_gone(within_s=5)
    assert [path.name for path in tmp_path.iterdir()] == ["tiny"]


@pytest.mark.slow
def test_a_plan_that_is_killed_leaves_nobody_behind(planning: Planning) -> None:
    planning.wait_until(planning.searches)
    planning.send(signal.SIGKILL, to_all=False)
    planning.process.wait(timeout=10)
    assert planning.is_gone(within_s=30)
