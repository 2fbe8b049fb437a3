"""Small campaigns of random shape and rules: whatever is wished for, the plan keeps every rule by both checkers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date as Day
from datetime import timedelta
from decimal import Decimal
from itertools import islice
from typing import Final

import click

from benchmarks.bench import Bench, benchmark
from benchmarks.figures import Figures
from benchmarks.twenty import plan_made
from benchmarks.vary import varied
from geodata.morocco import mountain_provinces
from planner.demo import DemoShape
from planner.domain.campaign import Campaign

FIRST_DAY: Final = Day(2023, 11, 15)
LAST_DAYS: Final = 1500
"""So many days after it a season may begin: in some of them Ramadan falls."""


@benchmark(seconds=5)
@click.option("--count", default=10, show_default=True, help="How many campaigns.")
@click.option(
    "--seed", default=1, show_default=True, help="Where chance starts; the same seed makes the same campaigns."
)
def properties(bench: Bench, count: int, seed: int) -> Iterator[Figures]:
    """Make, plan and check COUNT campaigns of random shape and rules; tell those of each plan that is not sound."""
    for number, (shape, campaign) in enumerate(islice(random_campaigns(seed), count)):
        figures = plan_made(bench, f"{number:03}", campaign)
        if not figures.is_sound:
            told = f"{figures.campaign}: {figures.failure or 'faults'}\n{shape}\n{campaign.settings}\n"
            click.echo(told, err=True)
        yield figures


def random_shapes(seed: int) -> Iterator[DemoShape]:
    """Yield shapes of 5 to 12 douars in a province or two without end, every wish granted or not by chance."""
    chance = random.Random(seed)
    while True:
        yield _random_shape(chance)


def random_campaigns(seed: int) -> Iterator[tuple[DemoShape, Campaign]]:
    """Yield the campaigns of random shapes under random rules that can be planned, without end."""
    chance = random.Random(seed)
    for shape in random_shapes(seed):
        if campaign := varied(shape, chance):
            yield shape, campaign


def _random_shape(chance: random.Random) -> DemoShape:
    def maybe(share: float = 0.5) -> bool:
        return chance.random() < share

    return DemoShape(
        provinces=chance.sample(sorted(mountain_provinces()), 2 if maybe(0.25) else 1),
        douars=chance.randint(5, 12),
        seed=chance.randrange(10**6),
        start=FIRST_DAY + timedelta(chance.randrange(LAST_DAYS)),
        season_days=chance.randint(14, 137),
        engine="table" if maybe(0.25) else "winter",
        money=chance.choice(["tight", "normal", "loose", "none"]),
        foot_share=chance.choice([0.0, 0.06, 0.5]),
        coverage_floor=Decimal(chance.choice(["0", "0.5", "0.95"])),
        max_nights=chance.randint(0, 3),
        has_points=maybe(0.75),
        has_ambulances=maybe(0.75),
        has_staff=maybe(0.75),
        has_overrides=maybe(),
        has_closed_week=maybe(),
        has_mandatory_caravan=maybe(),
        has_pins=maybe(),
    )


if __name__ == "__main__":
    properties()
