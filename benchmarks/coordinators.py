"""Forty people at once look at a season and change it while it is planned: how long pages and the plan take."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any, Final

import click

from benchmarks.bench import FOLDER, NEW
from benchmarks.browser import Browser
from benchmarks.command import RIAYA, run_command
from benchmarks.coordinator import Coordinator, World
from benchmarks.databases import KINDS, database_of
from benchmarks.edits import TABLE, lost_edits
from benchmarks.figures import write_results
from benchmarks.page_times import PageTimes, times_of
from benchmarks.places import place_for
from benchmarks.small import make_small
from benchmarks.squad import Squad
from benchmarks.tables import to_markdown
from benchmarks.web_server import WebServer
from planner.domain.roles import Role
from planner.domain.solve_settings import SolveSettings
from planner.files.read import read_rows
from planner.pipeline.read import read_campaign
from planner.store.campaigns import save_campaign
from planner.store.database import Database, open_database
from planner.store.migrate import upgrade
from planner.store.passwords import hash_password
from planner.store.plans import PackedCampaign, load_plan_of_run, pack_campaign
from planner.store.rows import load_table
from planner.store.runs import StoredRun, ask_run, load_run
from planner.store.users import User, add_user

MIX: Final[tuple[Role, ...]] = (
    "national", "regional", "provincial", "provincial", "field", "provincial", "regional", "provincial", "reader",
    "provincial", "national", "provincial", "regional", "provincial", "reader", "provincial", "field", "provincial",
    "regional", "reader",
)  # fmt: skip
"""The roles of twenty people, whose order the others repeat."""
PASSWORD: Final = "quarante mulets dans la neige"
BENCH: Final = "load@bench.example"
SHARED: Final = 4
"""Provinces in which provincial planners meet one another."""
LONGEST_S: Final = 3600.0
EVERY_S: Final = 0.1
ENDS_S: Final = 120.0


@dataclass(frozen=True, slots=True)
class Load:
    """What people at once met with, and what they cost the plan that was made meanwhile.

    Attributes
    ----------
    pages
        How long pages took: all, and then each kind.
    saved, conflicts
        Changes of rows that were told to be saved, and those of which two people were told.
    alone_s, beside_s
        How long the same work at a plan took with nobody there, and with people for the first `load_s` of it.
    web_cpu_s, web_memory_mb
        Of the server of the pages.
    faults
        What should not be, a line each: a change that was lost, a fault that was told wrongly, a run that failed.
    """

    database: str
    people: int
    load_s: float
    pages: tuple[PageTimes, ...]
    saved: int
    conflicts: int
    alone_s: float
    beside_s: float
    web_cpu_s: float
    web_memory_mb: int
    faults: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        """Whether every page was answered, nothing was lost and nothing told wrongly."""
        return not self.faults and not self.pages[0].failed

    @property
    def slower(self) -> float:
        """The share of the planner's speed that people took while they were there."""
        return round((self.beside_s - self.alone_s) / min(self.load_s, self.beside_s), 3)

    def row(self) -> dict[str, Any]:
        """Return what a table shows of it beside the pages."""
        return {
            "database": self.database,
            "people": self.people,
            "seconds": self.load_s,
            "saved rows": self.saved,
            "conflicts told": self.conflicts,
            "planned alone, s": self.alone_s,
            "planned beside, s": self.beside_s,
            "slower": f"{100 * self.slower:.1f} %",
            "web, processor s": self.web_cpu_s,
            "web, MB": self.web_memory_mb,
            "faults": "; ".join(self.faults) or 0,
        }


@dataclass(slots=True)
class Planning:
    """A worker, and the same work that it is given again: so many seconds' worth, counted and not timed."""

    database: Database
    squad: Squad
    campaign: int
    packed: PackedCampaign
    settings: SolveSettings

    def ask(self) -> int:
        """Ask for a plan and return the number of its run, which has begun."""
        with self.database.writing() as session:
            run = ask_run(session, self.campaign, 1, self.packed, self.settings, BENCH).number
        self._wait(run, "waiting")
        return run

    def wait(self, run: int) -> StoredRun:
        """Wait until a run has ended."""
        return self._wait(run, "running")

    def _wait(self, run: int, state: str) -> StoredRun:
        until = monotonic() + LONGEST_S
        while (there := self._load(run)).state == state:
            if monotonic() > until:
                raise TimeoutError(f"run {run} is {state}")
            sleep(EVERY_S)
        return there

    def _load(self, run: int) -> StoredRun:
        with self.database.reading() as session:
            return load_run(session, run)


def make_people(database: Database, regions: dict[str, str], count: int, chance: random.Random) -> tuple[User, ...]:
    """Add accounts of every role, each with a territory in the campaign, and return them."""
    kept, shared = hash_password(PASSWORD), chance.sample(sorted(regions), min(SHARED, len(regions)))
    people = []
    for number in range(count):
        role, province = MIX[number % len(MIX)], chance.choice(shared)
        has_region, is_bound = role in ("regional", "reader"), role != "national"
        people.append(
            User(
                f"{role}-{number + 1}@bench.example",
                kept,
                role,
                regions=(regions[province],) if has_region else (),
                provinces=(province,) if is_bound and not has_region else (),
            )
        )
    with database.writing() as session:
        for each in people:
            add_user(session, each)
    return tuple(people)


def browse(people: Sequence[Coordinator], seconds: float, every_s: float) -> None:
    """Have all people at work at once, each in a thread, for some seconds."""
    until, never = monotonic() + seconds, Event()
    threads = [Thread(target=each.work, args=(until, every_s, never.wait)) for each in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@contextmanager
def planning_of(database: Database, campaign: Path, squad: Squad, settings: SolveSettings) -> Iterator[Planning]:
    """Give a campaign in a database and a worker that plans it."""
    with database.writing() as session:
        number = save_campaign(session, "load", read_rows(campaign), BENCH).number
    squad.fill_up()
    try:
        yield Planning(database, squad, number, pack_campaign(read_campaign(campaign)), settings)
    finally:
        for name in list(squad.living):
            squad.end(name, ENDS_S)


def measure(
    kind: str, campaign: Path, place: Path, settings: SolveSettings, count: int, every_s: float, seed: int
) -> Load:
    """Plan a campaign alone and beside people, and return what both came to."""
    place.mkdir()
    chance = random.Random(seed)
    with database_of(kind, place) as (url, _):
        database = open_database(url)
        upgrade(database)
        environment = {"RIAYA_DATABASE_URL": url}
        squad, web = Squad(place, environment, 1), WebServer(place, environment)
        with planning_of(database, campaign, squad, settings) as planning:
            run = planning.ask()
            begun = monotonic()
            alone = planning.wait(run)
            alone_s = monotonic() - begun
            world = world_of(database, planning.campaign, alone.number)
            accounts = make_people(database, dict(world.regions), count, chance)
            web.start()
            world = replace(world, run=planning.ask())
            begun = monotonic()
            people = [
                Coordinator(each, PASSWORD, world, Browser(web.port), random.Random(f"{seed} {each.email}"))
                for each in accounts
            ]
            browse(people, settings.seconds, every_s)
            load_s, cpu_s, memory_mb = monotonic() - begun, web.cpu_s(), web.memory_mb()
            beside = planning.wait(world.run)
            beside_s = monotonic() - begun
            web.end()
        before = {row.cells["code"]: row.cells for rows in world.rows.values() for row in rows}
        saved = [each for person in people for each in person.saved]
        faults = [
            f"run {run.number} is {run.state} {run.error}".strip() for run in (alone, beside) if run.state != "done"
        ]
        faults += [fault for person in people for fault in person.faults]
        faults += lost_edits(database, planning.campaign, before, saved)
        database.close()
    return Load(
        database=kind,
        people=count,
        load_s=round(load_s, 1),
        pages=times_of(each for person in people for each in person.asked),
        saved=len(saved),
        conflicts=sum(person.conflicts for person in people),
        alone_s=round(alone_s, 1),
        beside_s=round(beside_s, 1),
        web_cpu_s=round(cpu_s, 1),
        web_memory_mb=memory_mb,
        faults=tuple(faults),
    )


def world_of(database: Database, campaign: int, run: int) -> World:
    """Return what there is to be looked at of a campaign and of the plan that a run came to."""
    with database.reading() as session:
        plan = load_plan_of_run(session, run)
        douars, provinces = load_table(session, campaign, TABLE), load_table(session, campaign, "provinces")
    assert plan is not None, "the plan that is looked at did not come to be"
    regions = {row.cells["code"]: row.cells["region"] for row in provinces}
    rows = {code: [row for row in douars if row.cells["province"] == code] for code in regions}
    there = {code: region for code, region in regions.items() if rows[code]}
    return World(campaign, plan.number, run, {code: rows[code] for code in there}, there)


@click.command()
@click.argument("campaign", required=False, type=FOLDER)
@click.option("--people", default=40, show_default=True, help="People at once.")
@click.option("--every", "every_s", default=5.0, show_default=True, help="Seconds between two requests of one person.")
@click.option("--seconds", default=300, show_default=True, help="How long they stay, and how much work the plan is.")
@click.option("--workers", default=2, show_default=True, help="Processes of the plan.")
@click.option("--seed", default=1, show_default=True, help="Where chance starts.")
@click.option(
    "--database",
    "kinds",
    default=KINDS[1:],
    show_default=True,
    multiple=True,
    type=click.Choice(KINDS),
    help="One or both.",
)
@click.option("--results", type=NEW, help="The JSON to keep the figures in.")
@click.option("--keep", type=NEW, help="A new folder to keep databases and logs in.")
def coordinators(
    campaign: Path | None,
    people: int,
    every_s: float,
    seconds: int,
    workers: int,
    seed: int,
    kinds: tuple[str, ...],
    results: Path | None,
    keep: Path | None,
) -> None:
    """Have people look at a CAMPAIGN and change it while it is planned; without one, at a season of 31 provinces."""
    with place_for(keep) as place:
        make_small(place)
        there = campaign or place / "season"
        demo: list[str | Path] = [RIAYA, "demo", "--season", "--out", there]
        if campaign is None and (ended := run_command(demo)).code:
            raise click.ClickException(ended.last_said)
        settings = SolveSettings(seconds=seconds, workers=workers, seed=seed, deterministic=True)
        loads = [measure(each, there, place / each, settings, people, every_s, seed) for each in kinds]
    for load in loads:
        click.echo(f"{to_markdown([each.row() for each in load.pages])}\n")
    click.echo(to_markdown([load.row() for load in loads]))
    if results is not None:
        told = {"people": people, "every_s": every_s, "seconds": seconds, "workers": workers, "seed": seed}
        write_results(results, "coordinators", told, loads, "loads")
    sys.exit(0 if all(load.is_sound for load in loads) else 1)


if __name__ == "__main__":
    coordinators()
