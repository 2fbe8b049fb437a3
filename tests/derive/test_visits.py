"""Counted visits: persons, worth, and what may not count."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.derive.visits import visit_centimes
from planner.domain.plan import Plan, TourDecision, VisitDecision
from tests.derive.small import DECISIONS, GROUND, LONG, SHORT, VISITS, Ground, day


def counting(*visits: VisitDecision, ground: Ground = GROUND, tours: tuple[TourDecision, ...] = (LONG, SHORT)) -> Plan:
    """Return the plan that counts these visits."""
    return ground.derive(replace(DECISIONS, tours=tours, visits=visits, duties=()))


def test_visits_count_the_share_of_the_demand_and_lose_worth_by_number() -> None:
    told = [(row.douar, row.number, row.persons, row.value_mad) for row in counting(*VISITS).visits]
    assert told == [
        ("D1", 1, 120, Decimal("7200.00")),
        ("D1", 2, 160, Decimal("7680.00")),
        ("D2", 1, 60, Decimal("2400.00")),
        ("D2", 2, 80, Decimal("2560.00")),
        ("D3", 1, 58, Decimal("1450.00")),  # 15 of 26 is 58.27 of 101
    ]


def test_a_visit_of_the_same_stop_left_out_renumbers_the_next() -> None:
    (row,) = counting(VISITS[1]).visits
    assert (row.number, row.value_mad) == (1, Decimal("9600.00"))


def test_worth_is_rounded_half_up_once_a_visit() -> None:
    ground = GROUND.with_policy(repeat_value=Decimal("0.0005"))
    assert visit_centimes(ground.campaign, ground.campaign.douars["D3"], 1, 2) == 1  # 1.25 centimes
    assert visit_centimes(ground.campaign, ground.campaign.douars["D3"], 2, 2) == 3  # 2.5 centimes


def test_a_first_visit_is_worth_all_where_repeats_are_worth_nothing() -> None:
    ground = GROUND.with_policy(repeat_value=Decimal(0))
    assert [row.value_mad for row in counting(*VISITS[:2], ground=ground).visits] == [Decimal(7200), Decimal(0)]


@pytest.mark.parametrize(
    ("visit", "why"),
    [
        (VisitDecision("D1", date(2024, 1, 11), "A", LONG.code), "no such stop"),
        (VisitDecision("D3", date(2024, 1, 9), "A", LONG.code), "does not come"),
    ],
)
def test_a_visit_without_its_stop_is_refused_by_name(visit: VisitDecision, why: str) -> None:
    with pytest.raises(ValueError, match=why) as refusal:
        counting(visit)
    assert str(visit) in str(refusal.value)


def test_a_stop_counts_from_exactly_its_least_share_on() -> None:
    def tour(seen: int) -> TourDecision:
        return TourDecision("U1", (day(date(2024, 1, 9), ("A", 520, seen)),))

    assert len(counting(VISITS[0], tours=(tour(30),)).visits) == 1  # half of 60, the unit's day
    with pytest.raises(ValueError, match="too few"):
        counting(VISITS[0], tours=(tour(29),))


def test_visits_may_be_exactly_the_least_gap_apart() -> None:
    assert len(counting(*VISITS[:2], ground=GROUND.with_policy(gap_min_days=28)).visits) == 2
    with pytest.raises(ValueError, match="too close"):
        counting(*VISITS[:2], ground=GROUND.with_policy(gap_min_days=29))


def test_a_visit_named_twice_is_refused_even_where_no_gap_is_asked() -> None:
    with pytest.raises(ValueError, match="too close"):
        counting(VISITS[0], VISITS[0], ground=GROUND.with_policy(gap_min_days=0))


def test_more_visits_than_wanted_are_refused() -> None:
    wants = {**GROUND.campaign.settings.policy.visits, "red": 1}
    with pytest.raises(ValueError, match="D1 wants fewer"):
        counting(*VISITS[:2], ground=GROUND.with_policy(visits=wants))


@given(st.integers(30, 60), st.integers(30, 60))
def test_more_consultations_never_lower_a_visits_worth(one: int, other: int) -> None:
    few, many = (
        counting(VISITS[0], tours=(TourDecision("U1", (day(date(2024, 1, 9), ("A", 520, seen)),)),)).visits[0]
        for seen in sorted((one, other))
    )
    assert few.persons <= many.persons
    assert few.value_mad <= many.value_mad
