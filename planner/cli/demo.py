"""`riaya demo`: a campaign to try things with."""

from __future__ import annotations

from pathlib import Path

import click

from geodata.morocco import mountain_provinces
from planner.cli.places import refuse_unwritable
from planner.cli.session import Session
from planner.cli.spoken import PATH, MisuseError, spoken
from planner.demo import MOST_DOUARS, DemoShape, ImpossibleShapeError, make_campaign
from planner.domain.solve_settings import MOST_SEED
from planner.files.write import write_campaign


@spoken
@click.option("--province", "provinces", metavar="CODE", multiple=True)
@click.option("--season", is_flag=True)
@click.option("--douars", metavar="N", type=click.IntRange(1, MOST_DOUARS))
@click.option("--seed", metavar="N", type=click.IntRange(0, MOST_SEED))
@click.option("--out", metavar="DIR", type=PATH, required=True)
def demo(
    session: Session, provinces: tuple[str, ...], season: bool, douars: int | None, seed: int | None, out: Path
) -> None:
    """Make a campaign of a province, or of the whole season, of real places and invented figures."""
    refuse_unwritable(out, session)
    if season and provinces:
        raise MisuseError(session.say("misuse_season"))
    usual = DemoShape()
    try:
        shape = DemoShape(
            provinces=None if season else provinces or usual.provinces,
            douars=douars,
            seed=usual.seed if seed is None else seed,
        )
    except ImpossibleShapeError as error:
        raise MisuseError(session.say("demo_impossible", known=", ".join(mountain_provinces()))) from error
    campaign = make_campaign(shape)
    out.parent.mkdir(parents=True, exist_ok=True)
    write_campaign(campaign, out)
    session.tell("written", out=out)


command = demo
