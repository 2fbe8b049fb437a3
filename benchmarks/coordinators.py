"""Forty people at once look at a season and change it while it is planned: how long pages and the plan take."""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from time import monotonic, process_time
from typing import Final

import click

from benchmarks.bench import FOLDER, NEW
from benchmarks.browser import Browser
from benchmarks.command import RIAYA, run_command
from benchmarks.coordinator import Coordinator, World
from benchmarks.databases import KINDS, database_of
from benchmarks.edits import TABLE, lost_edits
from benchmarks.figures import write_results
from benchmarks.load import Load
from benchmarks.page_times import times_of
from benchmarks.places import place_for
from benchmarks.planning import BENCH, Planning
from benchmarks.processors import busy_s, cpu_s
from benchmarks.small import make_small
from benchmarks.squad import Squad
from benchmarks.tables import to_markdown
from benchmarks.web_server import WebServer
from planner.config.settings import Jobs
from planner.domain.roles import Role
from planner.domain.solve_settings import SolveSettings
from planner.files.read import read_rows
from planner.pipeline.read import read_campaign
from planner.store.campaigns import save_campaign
from planner.store.database import Database, open_database
from planner.store.migrate import upgrade
from planner.store.passwords import hash_password
from planner.store.plans import load_plan_of_run, pack_campaign
from planner.store.rows import load_table
from planner.store.users import User, add_user

MIX: Final[tuple[Role, ...]] = (
    "national", "regional", "provincial", "provincial", "field", "provincial", "regional", "provincial", "reader",
    "provincial", "national", "provincial", "regional", "provincial", "reader", "provincial", "field", "provincial",
    "regional", "reader",
)  # fmt: skip
"""The roles of twenty people, whose order the others repeat."""
PASSWORD: Final = "quarante mulets dans la neige"
SHARED: Final = 4
"""Provinces in which provincial planners meet one another."""
ENDS_S: Final = 120.0


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


def measure(
    kind: str, campaign: Path, place: Path, settings: SolveSettings, count: int, every_s: float, nice: int, seed: int
) -> Load:
    """Plan a campaign alone and beside people, and return what both came to."""
    place.mkdir()
    with ExitStack() as until_end:
        url, server = until_end.enter_context(database_of(kind, place))
        database = open_database(url)
        until_end.callback(database.close)
        upgrade(database)
        environment = {"RIAYA_DATABASE_URL": url, "RIAYA_JOBS_NICE": str(nice)}
        squad, web = Squad(place, environment, 1), WebServer(place, environment)
        with database.writing() as session:
            number = save_campaign(session, "load", read_rows(campaign), BENCH).number
        squad.fill_up()
        until_end.callback(lambda: [squad.end(name, ENDS_S) for name in list(squad.living)])
        planning = Planning(database, squad, number, pack_campaign(read_campaign(campaign)), settings)
        run = planning.ask()
        alone = planning.wait(run)
        world = world_of(database, number, run)
        accounts = make_people(database, dict(world.regions), count, random.Random(seed))
        web.start()
        until_end.callback(web.end)
        world = replace(world, run=planning.ask())
        people = [
            Coordinator(each, PASSWORD, world, Browser(web.port), random.Random(f"{seed} {each.email}"))
            for each in accounts
        ]
        servers = [web.pid, *([server.get_pid() or 0] if server else [])]
        begun, used_s, planner_s, all_s = monotonic(), used(servers), planning.cpu_s(), busy_s()
        browse(people, settings.seconds, every_s)
        load_s, used_s = monotonic() - begun, used(servers) - used_s
        others_s = busy_s() - all_s - used_s - (planning.cpu_s() - planner_s)
        web_cpu_s, memory_mb = cpu_s(web.pid), web.memory_mb()
        beside = planning.wait(world.run)
        before = {row.cells["code"]: row.cells for rows in world.rows.values() for row in rows}
        saved = [each for person in people for each in person.saved]
        faults = [*planning.faults, *(fault for person in people for fault in person.faults)]
        faults += lost_edits(database, number, before, saved)
    return Load(
        database=kind,
        people=count,
        load_s=round(load_s, 1),
        pages=times_of(each for person in people for each in person.asked),
        saved=len(saved),
        conflicts=sum(person.conflicts for person in people),
        alone=alone,
        beside=beside,
        web_cpu_s=round(web_cpu_s, 1),
        people_cpu_s=round(used_s, 1),
        others_cpu_s=round(max(0.0, others_s), 1),
        web_memory_mb=memory_mb,
        faults=tuple(faults),
    )


def used(servers: Sequence[int]) -> float:
    """Return the seconds of a processor that servers and this process, which is all browsers, have used so far."""
    return sum(map(cpu_s, servers)) + process_time()


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
@click.option("--seconds", default=300, show_default=True, help="How long they stay, and how long is planned.")
@click.option("--workers", default=2, show_default=True, help="Processes of the plan.")
@click.option("--nice", type=click.IntRange(0, 19), help="How far planning gives way; else as the settings have it.")
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
    nice: int | None,
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
        settings = SolveSettings(seconds=seconds, workers=workers, seed=seed)
        gives_way = Jobs().nice if nice is None else nice
        loads = [measure(each, there, place / each, settings, people, every_s, gives_way, seed) for each in kinds]
    for load in loads:
        click.echo(f"{to_markdown([each.row() for each in load.pages])}\n")
    click.echo(to_markdown([load.row() for load in loads]))
    if results is not None:
        told = {
            "people": people,
            "every_s": every_s,
            "seconds": seconds,
            "workers": workers,
            "nice": gives_way,
            "seed": seed,
        }
        write_results(results, "coordinators", told, loads, "loads")
    sys.exit(0 if all(load.is_sound for load in loads) else 1)


if __name__ == "__main__":
    coordinators()
