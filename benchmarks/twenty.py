"""The twenty campaigns in which every rule of the contract bites somewhere: made, planned, checked twice, measured."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from benchmarks.figures import Figures, measure_plan
from benchmarks.options import end, plan_options
from benchmarks.places import place_for
from planner.demo import DemoShape, benchmark_shapes, make_campaign
from planner.files.write import write_campaign

WORKBOOK: Final = "workbook"
"""The campaign that is written, and read again, as a workbook."""


@click.command()
@click.option(
    "--only", multiple=True, type=click.Choice(list(benchmark_shapes())), help="Of this name; may be repeated."
)
@plan_options
def twenty(
    only: tuple[str, ...],
    seconds: int,
    workers: int,
    verifier: Path | None,
    results: Path | None,
    keep: Path | None,
) -> None:
    """Make the twenty campaigns, plan each, print a table and keep the figures."""
    options = ["--seconds", str(seconds), "--workers", str(workers)]
    shapes = {name: shape for name, shape in benchmark_shapes().items() if not only or name in only}
    with place_for(keep) as place:
        figures = [plan_shape(name, shape, place, options, verifier) for name, shape in shapes.items()]
    end("twenty", {"seconds": seconds, "workers": workers}, figures, results)


def plan_shape(name: str, shape: DemoShape, place: Path, options: list[str], verifier: Path | None) -> Figures:
    """Return the figures of a campaign that is made by its shape; campaign and plan lie in a place by its name."""
    campaign = place / (f"{name}.xlsx" if name == WORKBOOK else name)
    write_campaign(make_campaign(shape), campaign)
    return measure_plan(name, campaign, place / f"{name}-plan", options, verifier)


if __name__ == "__main__":
    twenty()
