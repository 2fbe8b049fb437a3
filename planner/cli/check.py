"""`riaya check`: every fault of a campaign, or what is in it."""

from __future__ import annotations

from pathlib import Path

import click

from planner.cli.session import Session
from planner.cli.spoken import PATH, spoken
from planner.pipeline import read_campaign


@spoken
@click.argument("campaign", type=PATH)
def check(session: Session, campaign: Path) -> None:
    """Read a campaign and tell what it holds."""
    there = read_campaign(campaign)
    session.tell(
        "check_done",
        code=there.settings.campaign.code,
        provinces=len(there.provinces),
        douars=len(there.douars),
        persons=sum(douar.population for douar in there.douars.values()),
        visits=sum(map(there.wanted_visits, there.douars.values())),
        units=len(there.units),
        caravans=len(there.caravans),
        ambulances=len(there.ambulances),
        staff=len(there.staff),
    )


command = check
