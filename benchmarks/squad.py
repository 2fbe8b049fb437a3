"""Workers as processes that may be killed: started, told, frozen, killed, and started again."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

from benchmarks.command import RIAYA
from benchmarks.processors import all_told


@dataclass(slots=True)
class Squad:
    """So many workers at once; each has a name, a session of processes and a log of its own.

    Attributes
    ----------
    folder
        Where they run and log.
    settings
        Variables of the environment that set them up.
    living
        The process of each worker that was started and not ended here, by name.
    sessions
        Of every worker that there ever was.
    """

    folder: Path
    settings: Mapping[str, str]
    size: int
    living: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    sessions: set[int] = field(default_factory=set)

    def fill_up(self) -> None:
        """Start workers until there are as many as there should be, as a service manager does."""
        self.living = {name: each for name, each in self.living.items() if each.poll() is None}
        while len(self.living) < self.size:
            name = f"w{len(self.sessions) + 1}"
            with (self.folder / f"{name}.log").open("wb") as log:
                worker = subprocess.Popen(
                    [RIAYA, "work", "--name", name],
                    cwd=self.folder,
                    env=os.environ | self.settings,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            self.living[name] = worker
            self.sessions.add(worker.pid)

    def kill(self, name: str) -> None:
        """Kill a worker as the system does where memory is short: only the worker, and without a word."""
        worker = self.living.pop(name)
        worker.kill()
        worker.wait()

    def freeze(self, name: str, seconds: float) -> None:
        """Have a worker stand still for some time, as where a machine sleeps."""
        worker = self.living[name]
        worker.send_signal(signal.SIGSTOP)
        sleep(seconds)
        worker.send_signal(signal.SIGCONT)

    def end(self, name: str, within_s: float) -> int | None:
        """Tell a worker to end and return the number that it ended with; None where it did not, and was killed."""
        worker = self.living.pop(name)
        worker.terminate()
        try:
            return worker.wait(within_s)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
            return None

    def count_left(self, within_s: float) -> int:
        """Return how many processes of workers that have ended are there after some time at most."""
        ended = self.sessions - {worker.pid for worker in self.living.values()}
        until = monotonic() + within_s
        while (
            left := sum(told.lives and told.session in ended for told in all_told().values())
        ) and monotonic() < until:
            sleep(0.2)
        return left
