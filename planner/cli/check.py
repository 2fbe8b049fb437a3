"""`riaya check`: every fault of a campaign, or what is in it."""

from __future__ import annotations

from pathlib import Path

import click

from planner.cli.session import Session
from planner.cli.spoken import PATH, spoken
from planner.explain.figures import count_text
from planner.pipeline.read import read_campaign


@spoken
@click.argument("campaign", type=PATH)
def check(session: Session, campaign: Path) -> None:
    """Read a campaign and tell what it holds."""
    there = read_campaign(campaign)
    counts = {
        "provinces": len(there.provinces),
        "douars": len(there.douars),
        "persons": sum(douar.population for douar in there.douars.values()),
        "visits": sum(map(there.wanted_visits, there.douars.values())),
        "units": len(there.units),
        "caravans": len(there.caravans),
        "ambulances": len(there.ambulances),
        "staff": len(there.staff),
    }
    told = {name: count_text(count, session.language) for name, count in counts.items()}
    session.tell("check_done", code=there.settings.campaign.code, **told)


command = check
