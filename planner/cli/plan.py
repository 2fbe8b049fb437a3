"""`riaya plan`: from a campaign to a plan's folder."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from planner.cli.live import TerminalWatch
from planner.cli.places import refuse_unwritable
from planner.cli.session import Session
from planner.cli.spoken import PATH, MisuseError, spoken
from planner.domain.campaign import Campaign
from planner.domain.solve_settings import MOST_SEED, SolveSettings
from planner.explain.figures import place_name
from planner.explain.words import explain_in_short
from planner.files.plans import write_plan
from planner.pipeline.make_run import make_run
from planner.pipeline.read import cut_to_provinces, read_campaign


@spoken
@click.argument("campaign", type=PATH)
@click.option("--out", metavar="DIR", type=PATH, required=True)
@click.option("--seconds", metavar="N", type=click.IntRange(min=1))
@click.option("--workers", metavar="N", type=click.IntRange(min=0))
@click.option("--seed", metavar="N", type=click.IntRange(0, MOST_SEED))
@click.option("--province", "provinces", metavar="CODE", multiple=True)
@click.option("--deterministic", is_flag=True)
def plan(
    session: Session,
    campaign: Path,
    out: Path,
    seconds: int | None,
    workers: int | None,
    seed: int | None,
    provinces: tuple[str, ...],
    deterministic: bool,
) -> None:
    """Plan a campaign, or some of its provinces, into a new folder."""
    refuse_unwritable(out, session)
    there = read_campaign(campaign)
    if provinces:
        _refuse_unknown(provinces, there, session)
        there = cut_to_provinces(there, provinces)
    said = there.settings.solve
    settings = SolveSettings(
        seconds=said.seconds if seconds is None else seconds,
        workers=said.workers if workers is None else workers,
        seed=said.seed if seed is None else seed,
        deterministic=deterministic,
    )
    names = {code: place_name(province, session.language) for code, province in there.provinces.items()}
    with TerminalWatch(session, names, Console(stderr=True)) as watch:
        run = make_run(there, settings, watch)
    told = explain_in_short(run, there, session.language)
    out.parent.mkdir(parents=True, exist_ok=True)
    write_plan(run, there, out)
    for line in told:
        click.echo(line)
    session.tell("plan_done", out=out)


def _refuse_unknown(provinces: tuple[str, ...], campaign: Campaign, session: Session) -> None:
    for code in provinces:
        if code not in campaign.provinces:
            known = ", ".join(campaign.provinces)
            raise MisuseError(session.say("province_unknown", code=code, known=known))


command = plan
