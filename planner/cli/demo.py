"""`riaya demo`: a campaign to try things with."""

from __future__ import annotations

from pathlib import Path

import click

from planner.cli.places import refuse_unwritable
from planner.cli.session import Session
from planner.cli.spoken import PATH, MisuseError, spoken
from planner.demo import DemoShape, make_campaign
from planner.files import write_campaign


@spoken
@click.option("--province", "provinces", multiple=True)
@click.option("--season", is_flag=True)
@click.option("--douars", type=click.IntRange(min=1))
@click.option("--seed", type=click.IntRange(min=0))
@click.option("--out", type=PATH, required=True)
def demo(
    session: Session, provinces: tuple[str, ...], season: bool, douars: int | None, seed: int | None, out: Path
) -> None:
    """Make a campaign of a province, or of the whole season, of real places and invented figures."""
    refuse_unwritable(out, session)


command = demo
