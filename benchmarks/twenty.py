"""The twenty campaigns in which every rule of the contract bites somewhere: made, planned, checked twice, measured."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import click

from benchmarks.bench import Bench, benchmark
from benchmarks.figures import Figures
from planner.demo import benchmark_shapes, make_campaign
from planner.domain.campaign import Campaign
from planner.files.write import write_campaign

WORKBOOK: Final = "workbook"
"""The campaign that is written, and read again, as a workbook."""


@benchmark()
@click.option(
    "--only", multiple=True, type=click.Choice(list(benchmark_shapes())), help="Of this name; may be repeated."
)
def twenty(bench: Bench, only: tuple[str, ...]) -> Iterator[Figures]:
    """Make the twenty campaigns, plan each, print a table and keep the figures."""
    for name, shape in benchmark_shapes().items():
        if not only or name in only:
            yield plan_made(bench, name, make_campaign(shape))


def plan_made(bench: Bench, name: str, made: Campaign) -> Figures:
    """Return the figures of a campaign that was made; campaign and plan lie in the place by its name."""
    campaign = bench.place / (f"{name}.xlsx" if name == WORKBOOK else name)
    write_campaign(made, campaign)
    return bench.plan(name, campaign, f"{name}-plan")


if __name__ == "__main__":
    twenty()
