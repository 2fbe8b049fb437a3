"""Workers, pages and databases killed: no run is lost, none is done twice, no plan and no change is half written."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import Final

import click

from benchmarks.arena import BENCH, SOON_S, Arena, wait_for
from benchmarks.bench import NEW
from benchmarks.browser import Browser
from benchmarks.databases import KINDS, database_of
from benchmarks.figures import write_results
from benchmarks.places import place_for
from benchmarks.small import DOUARS, make_small
from benchmarks.squad import Squad
from benchmarks.survival import Survival, survival_of
from benchmarks.tables import to_markdown
from benchmarks.web_kills import DEEDS, PERSON, kill_database_while_answered, kill_while_answered, kill_while_sent
from benchmarks.web_server import WebServer
from planner.domain.solve_settings import SolveSettings
from planner.files.archive import to_archive
from planner.files.read import read_rows
from planner.pipeline.read import read_campaign
from planner.store.campaigns import save_campaign
from planner.store.database import open_database
from planner.store.migrate import upgrade
from planner.store.passwords import hash_password
from planner.store.plans import pack_campaign
from planner.store.runs import MOST_LOST
from planner.store.users import User, add_user

PASSWORD: Final = "trente mulets dans la neige"
LEFT_S: Final = 20.0
"""Within which the processes of a worker that was killed are gone."""
LEASE_S: Final = 5
"""The shortest that the settings allow: what is killed is soon taken up."""


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
    arena.victim(lambda run: run.progress is not None)
    arena.kill_database()


SCRIPTED: Final[dict[str, Callable[[Arena], None]]] = {
    "as taken": kill_as_taken,
    "at work": kill_at_work,
    "at the end": kill_at_the_end,
    "all at once": kill_all,
    "frozen": freeze,
    "told to end": tell,
}
OF_PAGES: Final[dict[str, Callable[[Arena], None]]] = {
    f"pages, {name} {moment}": partial(kill, deed=deed)
    for moment, kill in (("half sent", kill_while_sent), ("answered", kill_while_answered))
    for name, deed in DEEDS.items()
}
OF_SERVERS: Final[dict[str, Callable[[Arena], None]]] = {
    "database": kill_database,
    "database, row saved": kill_database_while_answered,
}
"""Those that there are where the database is a server's."""


def kill_by_chance(arena: Arena) -> None:
    """Kill a worker, all of them, the pages or the database at any moment."""
    sleep(arena.chance.uniform(0.0, 2.0 * arena.settings.seconds))
    what = arena.chance.choice(["worker", "worker", "all", "pages", *(["database"] if arena.server else [])])
    if what == "worker":
        arena.squad.kill(arena.victim(lambda _: True))
    elif what == "all":
        kill_all(arena)
    elif what == "pages":
        kill_while_answered(arena, DEEDS[arena.chance.choice(list(DEEDS))])
    else:
        arena.kill_database()


def survive(kind: str, campaign: Path, place: Path, kills: int, workers: int, seconds: int, seed: int) -> Survival:
    """Kill all that there is of a kind, at the scripted moments and then by chance, and return what came of it."""
    begun = monotonic()
    place.mkdir()
    with database_of(kind, place) as (url, server):
        database = open_database(url)
        upgrade(database)
        rows = read_rows(campaign)
        with database.writing() as session:
            number = save_campaign(session, "kills", rows, BENCH).number
            add_user(session, User(PERSON, hash_password(PASSWORD), "national"))
        environment = {"RIAYA_DATABASE_URL": url, "RIAYA_JOBS_LEASE_S": str(LEASE_S), "RIAYA_JOBS_NICE": "0"}
        squad, web = Squad(place, environment, workers), WebServer(place, environment)
        web.start()
        browser = Browser(web.port)
        browser.log_in(PERSON, PASSWORD)
        arena = Arena(
            database=database,
            squad=squad,
            campaign=number,
            packed=pack_campaign(read_campaign(campaign)),
            settings=SolveSettings(seconds=seconds, workers=1),
            server=server,
            web=web,
            browser=browser,
            upload=to_archive(rows),
            chance=random.Random(seed),
        )
        moments = SCRIPTED | OF_PAGES | (OF_SERVERS if server else {})
        try:
            for name, kill in [*moments.items(), *[("by chance", kill_by_chance)] * kills]:
                if name not in OF_PAGES:  # who uses the pages asks for runs of their own
                    arena.fill_up()
                kill(arena)
                arena.kills[name] += 1
            squad.fill_up()
            wait_for(lambda: all(run.ended for run in arena.runs()) or None)
        except TimeoutError as error:
            arena.faults.append(str(error))
        for name in list(squad.living):
            squad.end(name, SOON_S)
        browser.close()
        web.end()
        left = squad.count_left(LEFT_S)
        found = survival_of(database, number, kind, arena.kills, left, monotonic() - begun, place)
        database.close()
    return replace(found, faults=(*arena.faults, *found.faults))


@click.command()
@click.option("--kills", default=10, show_default=True, help="Kills by chance, of each database, after the scripted.")
@click.option("--workers", default=2, show_default=True, help="Workers at once.")
@click.option("--seconds", default=2, show_default=True, help="Wall clock of each run.")
@click.option("--seed", default=1, show_default=True, help="Where chance starts.")
@click.option("--database", "kinds", multiple=True, type=click.Choice(KINDS), help="One of them; else both.")
@click.option("--results", type=NEW, help="The JSON to keep the figures in.")
@click.option("--keep", type=NEW, help="A new folder to keep databases, plans and logs in.")
def kills(
    kills: int, workers: int, seconds: int, seed: int, kinds: tuple[str, ...], results: Path | None, keep: Path | None
) -> None:
    """Kill workers and pages of both databases, and PostgreSQL itself, while small runs wait; tell what was lost."""
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
