"""Whatever the rules, rates, crews and hours of a small campaign, its plan by hand is passed by the checker."""

from __future__ import annotations

import random
from functools import cache
from typing import Final

import pytest

from benchmarks.vary import varied
from planner.demo import DemoShape
from planner.domain.campaign import Campaign
from planner.domain.plan import Run
from planner.domain.solve_settings import SolveSettings
from planner.domain.watch import QuietWatch, Watch
from planner.pipeline.make_run import make_run
from planner.problem import Problem
from planner.problem.answer import Answer
from planner.solve.by_hand import plan_by_hand

SETTINGS: Final = SolveSettings(seconds=1, workers=1, deterministic=True)
NO_BOUND: Final = -(10**14)
"""Centimes below anything that a plan could reach."""
CAMPAIGNS: Final = 40


def small_shape(chance: random.Random) -> DemoShape:
    """Return a shape of 3 to 9 douars in a province or two."""
    return DemoShape(
        provinces=chance.sample(["05.081", "09.551"], chance.choice([1, 1, 2])),
        douars=chance.randint(3, 9),
        seed=chance.randrange(10**5),
        season_days=chance.randint(14, 90),
        money=chance.choice(["tight", "normal", "none"]),
        engine=chance.choice(["winter", "table"]),
        has_points=chance.random() < 0.7,
        has_staff=chance.random() < 0.6,
        has_pins=chance.random() < 0.3,
        has_mandatory_caravan=chance.random() < 0.2,
    )


@cache
def campaign_of(seed: int) -> Campaign:
    """Return the first campaign of a seed that can be planned."""
    chance = random.Random(seed)
    while (campaign := varied(small_shape(chance), chance)) is None:
        pass
    return campaign


def plan(campaign: Campaign) -> Run:
    """Return a plan by hand; one that the checker refuses raises."""

    def by_hand(problem: Problem, settings: SolveSettings, _: Watch) -> Answer:
        return Answer(plan_by_hand(problem, settings), NO_BOUND)

    return make_run(campaign, SETTINGS, QuietWatch(), by_hand)


@pytest.mark.parametrize("seed", range(CAMPAIGNS))
def test_the_checker_passes_the_plan_by_hand_of_any_rules(seed: int) -> None:
    assert plan(campaign_of(seed)).status in ("feasible", "infeasible")


def test_most_of_these_campaigns_are_worth_a_tour_and_have_rows_of_one_profession_and_odd_rates() -> None:
    campaigns = [campaign_of(seed) for seed in range(CAMPAIGNS)]
    odd = [each for each in campaigns if any(rate * 100 % 1 for rate in each.settings.costs.per_diem_mad.values())]
    assert len(odd) > CAMPAIGNS // 8
    seats = [[(seat.crew, seat.profession) for seat in each.crews] for each in odd]
    assert any(len(set(there)) < len(there) for there in seats)
    assert any(unit.from_ for each in campaigns for unit in each.units.values())
