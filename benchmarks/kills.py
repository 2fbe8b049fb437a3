"""Workers and databases killed while runs wait: no run is lost, none is done twice, no plan is half written."""

from __future__ import annotations

import os
import random
import signal
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic, sleep
from typing import Final, TypeVar

import click

from benchmarks.bench import NEW
from benchmarks.databases import KINDS, DatabaseServer, database_of
from benchmarks.figures import write_results
from benchmarks.places import place_for
from benchmarks.small import DOUARS, make_small
from benchmarks.squad import Squad
from benchmarks.survival import Survival, survival_of
from benchmarks.tables import to_markdown
from planner.domain.solve_settings import SolveSettings
from planner.files.read import read_rows
from planner.pipeline.read import read_campaign
from planner.store.campaigns import save_campaign
from planner.store.database import Database, open_database
from planner.store.migrate import upgrade
from planner.store.plans import PackedCampaign, pack_campaign
from planner.store.runs import MOST_LOST, StoredRun, ask_run, load_runs

LEASE_S: Final = 5
"""The shortest that the settings allow: what is killed is soon taken up."""
SOON_S: Final = 120.0
"""Within which what must happen does, on the slowest machine."""
T = TypeVar("T")
EVERY_S: Final = 0.05
LEFT_S: Final = 20.0
"""Within which the processes of a worker that was killed are gone."""


@dataclass(slots=True)
class Arena:
    """A database in which runs wait, and the workers that take them.

    Attributes
    ----------
    server
        Of PostgreSQL; None where the database is a file.
    """

    database: Database
    squad: Squad
    campaign: int
    packed: PackedCampaign
    settings: SolveSettings
    server: DatabaseServer | None
    kills: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def fill_up(self) -> None:
        """Have as many workers as there should be, and for each a run that waits."""
        self.squad.fill_up()
        waiting = sum(run.state == "waiting" for run in self.runs())
        with self.database.writing() as session:
            for _ in range(self.squad.size - waiting):
                ask_run(session, self.campaign, 1, self.packed, self.settings, "kills@bench")

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


def kill_as_taken(arena: Arena) -> None:
    """Kill a worker that has just taken a run."""
    arena.squad.kill(arena.victim(lambda run: run.progress is None))


def kill_at_work(arena: Arena) -> None:
    """Kill a worker that has told how far it is."""
    arena.squad.kill(arena.victim(lambda run: run.progress is not None))


def kill_at_the_end(arena: Arena) -> None:
    """Kill a worker whose time is over, while it finishes, checks or writes its plan."""
    arena.squad.kill(arena.victim(lambda run: run.progress is not None and run.progress.seconds_left < 0.5))


def kill_all(arena: Arena) -> None:
    """Kill every worker at once."""
    arena.victim(lambda _: all(run.lost < MOST_LOST - 1 for run in arena.runs() if run.state == "running"))
    for name in list(arena.squad.living):
        arena.squad.kill(name)


def freeze(arena: Arena) -> None:
    """Have a worker stand still until its run is another's, and go on: it must keep nothing of it."""
    name = arena.victim(lambda run: run.progress is not None)
    arena.squad.freeze(name, 2 * LEASE_S)


def tell(arena: Arena) -> None:
    """Tell a worker at work to end: it gives its run back."""
    name = arena.victim(lambda run: run.progress is not None)
    number = arena.squad.end(name, SOON_S)
    if number != 0:
        arena.faults.append(f"worker {name} was told to end and ended with {number}")


def kill_database(arena: Arena) -> None:
    """Kill the server of the database under its workers, and start it again."""
    assert arena.server is not None
    arena.victim(lambda run: run.progress is not None)
    pid = arena.server.get_pid()
    assert pid, "a server that does not run cannot be killed"  # and 0 would be all of our own
    os.kill(pid, signal.SIGKILL)
    sleep(2.0)
    arena.server.ensure_postgres_running()


SCRIPTED: Final[dict[str, Callable[[Arena], None]]] = {
    "as taken": kill_as_taken,
    "at work": kill_at_work,
    "at the end": kill_at_the_end,
    "all at once": kill_all,
    "frozen": freeze,
    "told to end": tell,
    "database": kill_database,
}


def kill_by_chance(arena: Arena, chance: random.Random) -> None:
    """Kill a worker at any moment."""
    sleep(chance.uniform(0.0, 2.0 * arena.settings.seconds))
    arena.squad.kill(arena.victim(lambda _: True))


def survive(kind: str, campaign: Path, place: Path, kills: int, workers: int, seconds: int, seed: int) -> Survival:
    """Kill workers and database of a kind, at the scripted moments and then by chance, and return what came of it."""
    begun, chance = monotonic(), random.Random(seed)
    place.mkdir()
    with database_of(kind, place) as (url, server):
        database = open_database(url)
        upgrade(database)
        with database.writing() as session:
            number = save_campaign(session, "kills", read_rows(campaign), "kills@bench").number
        squad = Squad(place, {"RIAYA_DATABASE_URL": url, "RIAYA_JOBS_LEASE_S": str(LEASE_S)}, workers)
        settings = SolveSettings(seconds=seconds, workers=1)
        arena = Arena(database, squad, number, pack_campaign(read_campaign(campaign)), settings, server)
        moments = {name: kill for name, kill in SCRIPTED.items() if server is not None or name != "database"}
        try:
            for name, kill in [*moments.items(), *[("by chance", lambda it: kill_by_chance(it, chance))] * kills]:
                arena.fill_up()
                kill(arena)
                arena.kills[name] += 1
            squad.fill_up()
            wait_for(lambda: all(run.ended for run in arena.runs()) or None)
        except TimeoutError as error:
            arena.faults.append(str(error))
        for name in list(squad.living):
            squad.end(name, SOON_S)
        left = squad.count_left(LEFT_S)
        found = survival_of(database, number, kind, arena.kills, left, monotonic() - begun, place)
        database.close()
    return replace(found, faults=(*arena.faults, *found.faults))


@click.command()
@click.option("--kills", default=3, show_default=True, help="Kills by chance, of each database, after the scripted.")
@click.option("--workers", default=2, show_default=True, help="Workers at once.")
@click.option("--seconds", default=2, show_default=True, help="Wall clock of each run.")
@click.option("--seed", default=1, show_default=True, help="Where chance starts.")
@click.option("--database", "kinds", multiple=True, type=click.Choice(KINDS), help="One of them; else both.")
@click.option("--results", type=NEW, help="The JSON to keep the figures in.")
@click.option("--keep", type=NEW, help="A new folder to keep databases, plans and logs in.")
def kills(
    kills: int, workers: int, seconds: int, seed: int, kinds: tuple[str, ...], results: Path | None, keep: Path | None
) -> None:
    """Kill workers of both databases, and PostgreSQL itself, while small runs wait; tell what was lost."""
    with place_for(keep) as place:
        campaign = make_small(place)
        rows = [survive(kind, campaign, place / kind, kills, workers, seconds, seed) for kind in kinds or KINDS]
    click.echo(to_markdown([row.row() for row in rows]))
    if results is not None:
        settings = {"kills": kills, "workers": workers, "seconds": seconds, "seed": seed, "douars": DOUARS}
        write_results(results, "kills", settings, rows, "databases")
    sys.exit(0 if all(row.is_sound for row in rows) else 1)


if __name__ == "__main__":
    kills()
