"""Campaigns planned by the installed command, checked twice, measured and kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.bench import Bench, benchmark, campaigns, name_of
from benchmarks.figures import Figures


@benchmark()
@campaigns
def plan(bench: Bench, campaigns: tuple[Path, ...]) -> Iterator[Figures]:
    """Plan each of CAMPAIGNS, print a table and keep the figures."""
    for number, campaign in enumerate(campaigns, start=1):
        name = name_of(campaign)
        yield bench.plan(name, campaign, f"{number}-{name}")


if __name__ == "__main__":
    plan()
