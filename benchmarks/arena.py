"""Where processes are killed: a database in which runs wait, workers that take them, pages that people use."""

from __future__ import annotations

import os
import random
import signal
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from time import monotonic, sleep
from typing import Final, TypeVar

from benchmarks.browser import Browser
from benchmarks.databases import DatabaseServer
from benchmarks.squad import Squad
from benchmarks.web_server import WebServer
from planner.domain.solve_settings import SolveSettings
from planner.store.database import Database
from planner.store.plans import PackedCampaign
from planner.store.runs import MOST_LOST, StoredRun, ask_run, load_runs

SOON_S: Final = 120.0
"""Within which what must happen does, on the slowest machine."""
EVERY_S: Final = 0.05
BENCH: Final = "kills@bench.example"
"""Who asks for runs without the pages."""
AWAY_S: Final = 2.0
"""How long a database that was killed stays away."""
T = TypeVar("T")


@dataclass(slots=True)
class Arena:
    """A database in which runs wait, the workers that take them, and the pages by which somebody asks for more.

    Attributes
    ----------
    server
        Of PostgreSQL; None where the database is a file.
    upload
        The campaign as the file of an upload.
    chance
        What is left to it.
    """

    database: Database
    squad: Squad
    campaign: int
    packed: PackedCampaign
    settings: SolveSettings
    server: DatabaseServer | None
    web: WebServer
    browser: Browser
    upload: bytes
    chance: random.Random
    kills: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def fill_up(self) -> None:
        """Have as many workers as there should be, and for each a run that waits."""
        self.squad.fill_up()
        waiting = sum(run.state == "waiting" for run in self.runs())
        with self.database.writing() as session:
            for _ in range(self.squad.size - waiting):
                ask_run(session, self.campaign, 1, self.packed, self.settings, BENCH)

    def ask_long(self, seconds: int) -> int:
        """Return the number of a run of so many seconds that nobody has wished to stop, which waits or goes on."""
        settings = replace(self.settings, seconds=seconds)
        for run in self.runs():
            if run.state in ("waiting", "running") and run.settings == settings and not run.wants_stop:
                return run.number
        with self.database.writing() as session:
            return ask_run(session, self.campaign, 1, self.packed, settings, BENCH).number

    def runs(self) -> tuple[StoredRun, ...]:
        """Return every run that was asked for."""
        with self.database.reading() as session:
            return load_runs(session, self.campaign)

    def victim(self, is_it: Callable[[StoredRun], bool]) -> str:
        """Wait for a run at work of which something is true, and return its worker.

        A run over which too many fell silent fails, and rightly so: its worker is spared before that.
        """

        def there() -> str | None:
            at_work = [run for run in self.runs() if run.state == "running" and run.worker in self.squad.living]
            return next((run.worker for run in at_work if run.lost < MOST_LOST - 1 and is_it(run)), None)

        return wait_for(there)

    def kill_database(self) -> None:
        """Kill the server of the database under all who use it, and start it again."""
        assert self.server is not None
        pid = self.server.get_pid()
        assert pid, "a server that does not run cannot be killed"  # and 0 would be all of our own
        os.kill(pid, signal.SIGKILL)
        sleep(AWAY_S)
        self.server.ensure_postgres_running()


def wait_for(there: Callable[[], T | None]) -> T:
    """Return what is there as soon as it is.

    Raises
    ------
    TimeoutError
        Where it does not come.
    """
    until = monotonic() + SOON_S
    while (found := there()) is None:
        if monotonic() > until:
            raise TimeoutError("what should happen did not")
        sleep(EVERY_S)
    return found
