"""`riaya plan`: from a campaign to a plan's folder."""

from __future__ import annotations

import shlex
from pathlib import Path

import click
from rich.console import Console

from planner.cli.live import TerminalWatch
from planner.cli.paragraphs import print_paragraph
from planner.cli.places import refuse_unwritable
from planner.cli.provinces import find_provinces
from planner.cli.session import Session
from planner.cli.spoken import PATH, spoken
from planner.domain.solve_settings import MOST_SECONDS, MOST_SEED, MOST_WORKERS, SolveSettings
from planner.explain.figures import place_name
from planner.explain.words import explain_in_short
from planner.files.plans import write_plan
from planner.pipeline.make_run import make_run_on
from planner.pipeline.read import cut_to_provinces, read_campaign


@spoken
@click.argument("campaign", type=PATH)
@click.option("--out", metavar="DIR", type=PATH, required=True)
@click.option("--seconds", metavar="N", type=click.IntRange(1, MOST_SECONDS))
@click.option("--workers", metavar="N", type=click.IntRange(0, MOST_WORKERS))
@click.option("--seed", metavar="N", type=click.IntRange(0, MOST_SEED))
@click.option("--province", "provinces", metavar="PROVINCE", multiple=True)
@click.option("--deterministic", is_flag=True)
@click.option("--dask", metavar="ADDRESS", default="")
def plan(
    session: Session,
    campaign: Path,
    out: Path,
    seconds: int | None,
    workers: int | None,
    seed: int | None,
    provinces: tuple[str, ...],
    deterministic: bool,
    dask: str,
) -> None:
    """Plan a campaign, or some of its provinces, into a new folder."""
    refuse_unwritable(out, session, campaign, may_be_workbook=False)
    there = read_campaign(campaign)
    if provinces:
        there = cut_to_provinces(there, find_provinces(provinces, there.provinces, session))
    said = there.settings.solve
    settings = SolveSettings(
        seconds=said.seconds if seconds is None else seconds,
        workers=said.workers if workers is None else workers,
        seed=said.seed if seed is None else seed,
        deterministic=deterministic,
    )
    names = {code: place_name(province, session.language) for code, province in there.provinces.items()}
    with TerminalWatch(session, names, Console(stderr=True)) as watch:
        run = make_run_on(dask)(there, settings, watch)
    session.wants_stop()
    told = explain_in_short(run, there, session.language)
    session.wants_stop.deafen()
    out.parent.mkdir(parents=True, exist_ok=True)
    write_plan(run, there, out)
    session.written = out
    for line in told:
        print_paragraph(line)
    session.tell("plan_done", out=out, quoted=shlex.quote(str(out)))


command = plan
