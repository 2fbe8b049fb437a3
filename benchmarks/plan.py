"""Campaigns planned by the installed command, checked twice, measured and kept."""

from __future__ import annotations

from pathlib import Path

import click

from benchmarks.figures import measure_plan
from benchmarks.options import campaigns, end, name_of, plan_options
from benchmarks.places import place_for


@click.command()
@campaigns
@plan_options
def plan(
    campaigns: tuple[Path, ...],
    seconds: int,
    workers: int,
    verifier: Path | None,
    results: Path | None,
    keep: Path | None,
) -> None:
    """Plan each of CAMPAIGNS, print a table and keep the figures."""
    options = ["--seconds", str(seconds), "--workers", str(workers)]
    with place_for(keep) as place:
        figures = [
            measure_plan(name_of(each), each, place / f"{number}-{name_of(each)}", options, verifier)
            for number, each in enumerate(campaigns, start=1)
        ]
    end("plan", {"seconds": seconds, "workers": workers}, figures, results)


if __name__ == "__main__":
    plan()
