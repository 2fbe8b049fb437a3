"""A line is rounded once, as the checker has it, and money never moves by more than half a centime a line for it."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from planner.check_plan.facts import Facts
from planner.check_plan.money import budget_lines, budget_sources
from planner.domain.campaign import Campaign, Seat
from planner.domain.columns import CHAPTERS
from planner.domain.plan import Plan, PostDecision
from planner.domain.rounding import LINE_CENTIMES, duty_lines, post_lines, rounded_lines, tour_lines
from tests.derive.small import DECISIONS, FIRST, GROUND, LAST, SHORT, Ground

POSTS = (
    *(PostDecision("M1", "H", FIRST + timedelta(day), FIRST + timedelta(day)) for day in range(9)),
    PostDecision("M1", "L", FIRST + timedelta(10), LAST),
    PostDecision("M2", "L", FIRST, FIRST + timedelta(2)),
)
SEATS = (
    Seat(crew="unit", profession="specialist", specialty="cardiologie", count=1),
    Seat(crew="unit", profession="specialist", specialty="pediatrie", count=1),
    Seat(crew="unit", profession="specialist", count=3),
    Seat(crew="unit", profession="nurse", count=2),
    Seat(crew="unit", profession="nurse", count=1),
    Seat(crew="caravan", profession="specialist", count=1),
    Seat(crew="caravan", profession="specialist", specialty="cardiologie", count=2),
)


def with_rates(chance: random.Random, decimals: int) -> Campaign:
    """Return the small campaign with crews of several rows a profession and rates of so many decimals."""
    campaign = GROUND.campaign

    def rate(most: int) -> Decimal:
        return Decimal(chance.randrange(most * 10**decimals)).scaleb(-decimals)

    costs = replace(
        campaign.settings.costs,
        fuel_mad_per_l=rate(20),
        medicines_mad_per_consultation=rate(20),
        night_mad_per_person=rate(200),
        per_diem_mad={profession: rate(200) for profession in campaign.settings.costs.per_diem_mad},
    )
    return replace(
        campaign,
        settings=replace(campaign.settings, costs=costs),
        crews=SEATS,
        units={
            code: replace(each, litres_per_100km=rate(20), upkeep_mad_per_km=rate(3), hire_mad_per_day=rate(300))
            for code, each in campaign.units.items()
        },
        ambulances={code: replace(each, upkeep_mad_per_day=rate(30)) for code, each in campaign.ambulances.items()},
        caravans={code: replace(each, fixed_mad=rate(3000)) for code, each in campaign.caravans.items()},
    )


def rounding_of(plan: Plan, source: str, chapter: str) -> tuple[Fraction, int]:
    """Return by how many centimes a source's lines of a chapter were moved, and how many of them."""
    lines = [row for row in plan.budget if (row.source, row.chapter) == (source, chapter)]
    moves = [100 * (Fraction(row.amount_mad) - Fraction(row.quantity) * Fraction(row.rate_mad)) for row in lines]
    return abs(sum(moves, Fraction(0))), sum(move != 0 for move in moves)


def derived(campaign: Campaign) -> tuple[Plan, Facts]:
    ground = Ground.of(campaign)
    plan = ground.derive(replace(DECISIONS, posts=POSTS))
    return plan, Facts(plan, campaign, ground.travel)


@pytest.mark.parametrize("decimals", [0, 1, 2, 3, 6])
@pytest.mark.parametrize("seed", range(8))
def test_the_checker_has_the_same_lines_whatever_the_rates(seed: int, decimals: int) -> None:
    _, facts = derived(with_rates(random.Random(seed), decimals))
    assert not [*budget_lines(facts), *budget_sources(facts)]


def test_half_a_centime_of_each_row_of_a_crew_and_of_each_post_is_rounded_by_itself() -> None:
    campaign = GROUND.campaign
    usual = campaign.settings.costs
    costs = replace(usual, per_diem_mad=dict.fromkeys(usual.per_diem_mad, Decimal("120.005")))
    campaign = replace(
        campaign,
        settings=replace(campaign.settings, costs=costs),
        crews=SEATS,
        ambulances={c: replace(each, upkeep_mad_per_day=Decimal("0.005")) for c, each in campaign.ambulances.items()},
    )
    plan, facts = derived(campaign)
    short = [row for row in plan.budget if row.source == SHORT.code and row.chapter == "per_diem"]
    assert [(row.quantity, str(row.amount_mad)) for row in short] == [
        (3, "360.02"),
        (1, "120.01"),
        (1, "120.01"),
        (1, "120.01"),
        (2, "240.01"),
    ]
    assert sum(row.amount_mad for row in plan.budget if row.source == "M1") == 9 * Decimal("0.01") + Decimal("0.15")
    assert not list(budget_sources(facts))


@pytest.mark.parametrize("decimals", [0, 1, 2, 3, 6])
@pytest.mark.parametrize("seed", range(8))
def test_no_more_lines_are_rounded_than_the_table_has(seed: int, decimals: int) -> None:
    campaign = with_rates(random.Random(seed), decimals)
    plan, _ = derived(campaign)
    for tour in DECISIONS.tours:
        lines = tour_lines(campaign, campaign.units[tour.unit])
        for chapter in CHAPTERS:
            moved, rounded = rounding_of(plan, tour.code, chapter)
            assert rounded <= lines.get(chapter, 0)
            assert moved <= LINE_CENTIMES * lines.get(chapter, 0)
    for held in plan.caravans:
        wish = campaign.caravans[held.caravan]
        assert rounding_of(plan, wish.code, "per_diem")[1] <= duty_lines(campaign, wish.crew)
        assert rounding_of(plan, wish.code, "caravans")[1] <= rounded_lines(wish.fixed_mad)
    for code, ambulance in campaign.ambulances.items():
        days = sum((post.to - post.from_).days + 1 for post in POSTS if post.ambulance == code)
        assert rounding_of(plan, code, "upkeep")[1] <= post_lines(ambulance.upkeep_mad_per_day, days)
