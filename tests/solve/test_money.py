"""Every cap knows what posts and caravans leave of it, to the centime."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import numpy as np
import pytest

from geodata.travel import TravelTimes
from planner.derive import derive
from planner.domain.calendar import build_calendar
from planner.domain.catchments import travel_times
from planner.domain.columns import CHAPTERS
from planner.domain.money import to_centimes
from planner.domain.plan import CaravanDecision, Decisions, PostDecision
from planner.problem import Problem
from planner.problem.answer import CaravanChoice, PostChoice
from planner.solve.money import Money, no_money_spent
from tests.solve.tiny_nation import C1, C2, C3, CARAVANS_CAP, FUEL_CAP, P2_CAP, TOTAL, tiny_nation

P1, P2 = 0, 1
FUEL, PER_DIEM, CARAVANS, UPKEEP = (CHAPTERS.index(name) for name in ("fuel", "per_diem", "caravans", "upkeep"))


@pytest.fixture
def problem() -> Problem:
    return tiny_nation().problem


def left(money: Money) -> list[int]:
    """Return what the caps leave."""
    return [budget.centimes for budget in money.budgets()]


def at_rate(problem: Problem, upkeep: Fraction) -> Problem:
    """Return the problem with another upkeep a day of its first ambulance, centimes."""
    ambulances = problem.ambulances
    classes = {kind._replace(upkeep=upkeep) if 0 in each else kind: each for kind, each in ambulances.classes.items()}
    return replace(problem, ambulances=replace(ambulances, classes=classes))


def test_a_plan_that_does_nothing_leaves_every_cap_whole(problem: Problem) -> None:
    money = no_money_spent(problem)
    assert money.budgets() == problem.budgets
    assert left(money) == [900_000, 2_500_000, 1_000_000, 6_000_000]


def test_a_cap_is_lessened_by_its_own_provinces_and_chapters_alone(problem: Problem) -> None:
    spent = np.zeros((2, len(CHAPTERS)), np.int64)
    spent[P1, FUEL], spent[P2, FUEL], spent[P1, UPKEEP], spent[P2, CARAVANS] = 1, 20, 300, 4000
    left_by = {FUEL_CAP: 21, P2_CAP: 4020, CARAVANS_CAP: 4000, TOTAL: 4321}
    assert left(Money(problem, spent)) == [problem.budgets[cap].centimes - left_by[cap] for cap in sorted(left_by)]


def test_a_cap_that_is_exceeded_leaves_nothing_and_no_less(problem: Problem) -> None:
    spent = np.zeros((2, len(CHAPTERS)), np.int64)
    spent[P1, FUEL] = 900_001
    assert left(Money(problem, spent))[FUEL_CAP] == 0


def test_a_post_spends_its_ambulances_upkeep_for_each_day_in_its_own_province(problem: Problem) -> None:
    money = no_money_spent(problem).with_posts([PostChoice(0, C2, 3, 5), PostChoice(1, C3, 0, 9)])
    assert money.spent[:, UPKEEP].tolist() == [3 * 2000, 10 * 1500]
    assert money.spent.sum() == 3 * 2000 + 10 * 1500


@pytest.mark.parametrize(("days", "centimes"), [(1, 34), (2, 67), (3, 100), (10, 334)])
def test_a_posts_upkeep_is_rounded_up_once(problem: Problem, days: int, centimes: int) -> None:
    money = no_money_spent(at_rate(problem, Fraction(100, 3))).with_posts([PostChoice(0, C2, 4, 3 + days)])
    assert money.spent[P1, UPKEEP] == centimes


@pytest.mark.parametrize(("site", "province"), [(C1, P1), (C3, P2)])
def test_a_caravan_spends_in_the_province_where_it_stands(problem: Problem, site: int, province: int) -> None:
    dear = replace(problem, caravans=replace(problem.caravans, per_diem_centimes=np.array([12_345])))
    money = no_money_spent(dear).with_caravans([CaravanChoice(0, site, 20)])
    assert (money.spent[province, CARAVANS], money.spent[province, PER_DIEM]) == (900_000, 12_345)
    assert money.spent.sum() == 912_345
    assert left(money)[P2_CAP] == 2_500_000 - (912_345 if province == P2 else 0)
    assert left(money)[CARAVANS_CAP] == 100_000


def test_money_that_was_spent_stays_spent_and_what_was_before_is_kept(problem: Problem) -> None:
    whole = no_money_spent(problem)
    posted = whole.with_posts([PostChoice(0, C2, 0, 0)])
    both = posted.with_caravans([CaravanChoice(0, C1, 20)])
    caravan = whole.with_caravans([CaravanChoice(0, C1, 20)])
    assert whole.spent.sum() == 0
    assert posted.spent.sum() == 2000
    assert (both.spent == posted.spent + caravan.spent).all()


def test_what_is_reckoned_as_spent_is_what_the_plan_pays(problem: Problem) -> None:
    campaign, catchments, _ = tiny_nation()
    head = campaign.settings.campaign
    travel: TravelTimes = travel_times(campaign, catchments)
    calendar = build_calendar(campaign.settings.calendar, head.start, head.end)
    decisions = Decisions(
        caravans=(CaravanDecision("K1", "C1", head.start + timedelta(22)),),
        posts=(PostDecision("M1", "C2", head.start, head.start + timedelta(6)),),
    )
    paid = derive(campaign, catchments, travel, calendar, decisions).indicators["money_by_chapter"]
    money = no_money_spent(problem).with_posts([PostChoice(0, C2, 0, 6)]).with_caravans([CaravanChoice(0, C1, 22)])
    spent = dict(zip(CHAPTERS, money.spent.sum(axis=0).tolist(), strict=True))
    assert {chapter: to_centimes(mad) for chapter, mad in paid.items()} == spent
    assert min(spent["upkeep"], spent["caravans"], spent["per_diem"]) > 0
