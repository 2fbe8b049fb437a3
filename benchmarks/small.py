"""A campaign so small that it is planned in seconds, and planned once, so that what is compiled is compiled."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from benchmarks.command import RIAYA, run_command

DOUARS: Final = 6


def make_small(place: Path) -> Path:
    """Make a campaign in a place and plan it there; return its folder.

    Raises
    ------
    click.ClickException
        Where one of the commands fails.
    """
    campaign = place / "campaign"
    demo: list[str | Path] = ["demo", "--douars", str(DOUARS), "--out", campaign]
    plan = ["plan", campaign, "--out", place / "first", "--seconds", "1", "--workers", "1"]
    for command in (demo, plan):
        if (ended := run_command([RIAYA, *command])).code:
            raise click.ClickException(ended.last_said)
    return campaign
