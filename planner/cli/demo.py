"""`riaya demo`: a campaign to try things with."""

from __future__ import annotations

from pathlib import Path

import click

from geodata.morocco import mountain_provinces
from geodata.morocco import provinces as all_provinces
from planner.cli.places import refuse_unwritable
from planner.cli.provinces import find_provinces
from planner.cli.session import Session
from planner.cli.spoken import PATH, MisuseError, spoken
from planner.demo import MOST_DOUARS, DemoShape, ImpossibleShapeError, make_campaign
from planner.domain.campaign import Province
from planner.domain.solve_settings import MOST_SEED
from planner.files.write import write_campaign


@spoken
@click.option("--province", "provinces", metavar="PROVINCE", multiple=True)
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
            provinces=None if season else find_provinces(provinces, _known(), session) or usual.provinces,
            douars=douars,
            seed=usual.seed if seed is None else seed,
        )
    except ImpossibleShapeError as error:
        raise MisuseError(session.say("demo_impossible")) from error
    campaign = make_campaign(shape)
    out.parent.mkdir(parents=True, exist_ok=True)
    write_campaign(campaign, out)
    session.written = out
    session.tell("written", out=out)


def _known() -> dict[str, Province]:
    """Return the provinces that a demonstration may have."""
    there = {code: all_provinces()[code] for code in mountain_provinces()}
    return {
        code: Province(code=code, region=each.parent, name_fr=each.name_fr, name_ar=each.name_ar)
        for code, each in there.items()
    }


command = demo
