"""Each benchmark is what its name says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

import pytest

from geodata.travel import NO_WAY
from planner.check_plan.check import check_plan
from planner.demo import DemoShape, make_campaign
from planner.demo.shape import regions_of
from planner.derive.derive import derive
from planner.derive.tours import service_min
from planner.domain.calendar import build_calendar, days_between
from planner.domain.campaign import Campaign, Caravan, Pin
from planner.domain.catchments import build_catchments, closed_spans, travel_times
from planner.domain.columns import Clock
from planner.domain.plan import (
    CaravanDecision,
    DayDecision,
    Decisions,
    DutyDecision,
    PostDecision,
    StopDecision,
    TourDecision,
    UseDecision,
)
from tests.demo.made import SHAPES, made
from tests.demo.owing import OWING


def test_tight_money_is_six_tenths_of_the_usual_and_loose_sixteen() -> None:
    usual, tight, loose = (
        make_campaign(DemoShape(money=money)).settings.budget.total_mad for money in ("normal", "tight", "loose")
    )
    assert usual and tight and loose
    assert abs(tight / usual - Decimal("0.6")) < Decimal("0.01")
    assert abs(loose / usual - Decimal("1.6")) < Decimal("0.01")


def test_chapters_together_may_spend_more_than_the_envelope_and_none_of_them_all_of_it() -> None:
    total = made("default").settings.budget.total_mad
    chapters = [cap.amount_mad for cap in made("default").caps]
    assert total and len(chapters) == 5
    assert max(chapters) < total < sum(chapters)


def test_without_a_limit_there_is_no_envelope_and_no_cap() -> None:
    assert made("no-limit").settings.budget.total_mad is None
    assert made("no-limit").caps == ()


def test_without_a_table_of_points_each_douar_is_its_own_point() -> None:
    campaign = made("no-points")
    assert campaign.points.keys() == campaign.douars.keys()
    assert campaign.catchments == ()
    assert {point.access for point in campaign.points.values()} == {"track"}


def test_with_the_table_engine_every_point_can_be_reached_from_a_base_and_left_again() -> None:
    campaign = made("table-engine")
    assert campaign.settings.travel.engine == "table"
    travel = travel_times(campaign, build_catchments(campaign))
    bases, points = sorted({unit.base for unit in campaign.units.values()}), list(campaign.points)
    assert (travel.legs(bases, points, "track").minutes != NO_WAY).any(axis=0).all()
    assert (travel.legs(points, bases, "track").minutes != NO_WAY).any(axis=1).all()
    assert all(drive.km <= 200 for drive in campaign.travel)


def test_nights_are_forbidden_only_where_asked_for() -> None:
    assert made("no-nights").settings.policy.max_nights == 0
    assert made("default").settings.policy.max_nights == 2


def test_in_the_closed_week_no_point_can_be_served_on_seven_days() -> None:
    campaign = made("closed-week")
    spans = closed_spans(campaign)
    closed = [set().union(*(days_between(*span) for span in spans[code])) for code in campaign.points]
    assert len(set.intersection(*closed)) >= 7


def test_three_weeks_are_three_weeks() -> None:
    head = made("three-weeks").settings.campaign
    assert (head.start, head.end) == (date(2024, 1, 8), date(2024, 1, 28))


def test_ramadan_lies_inside_the_season() -> None:
    settings = made("ramadan-inside").settings
    ramadan = build_calendar(settings.calendar, settings.campaign.start, settings.campaign.end).ramadan
    assert ramadan
    assert settings.campaign.start < ramadan[0] < ramadan[1] < settings.campaign.end


def test_a_caravan_must_be_held_only_where_asked_for_and_its_money_is_there() -> None:
    campaign = made("must-be-held")
    (held,) = (caravan for caravan in campaign.caravans.values() if caravan.mandatory == "1")
    assert held.fixed_mad < next(cap.amount_mad for cap in campaign.caps if cap.chapter == "caravans")
    assert not any(caravan.mandatory == "1" for caravan in made("season").caravans.values())


def test_a_region_that_has_no_caravan_holds_none() -> None:
    few = DemoShape(provinces=["05.081", "09.551"], douars=8, has_mandatory_caravan=True)
    assert [caravan.mandatory for caravan in make_campaign(few).caravans.values()] == ["1"]


def test_the_high_floor_is_high_and_money_tight() -> None:
    assert made("high-floor").settings.policy.coverage_floor == Decimal("0.95")
    assert SHAPES["high-floor"].money == "tight"


def test_own_rules_override_visits_and_risk() -> None:
    campaign = made("own-rules")
    wanted = Counter(douar.visits for douar in campaign.douars.values())
    assert {0, None} < wanted.keys()
    assert max(count for count in wanted if count is not None) > max(campaign.settings.policy.visits.values())
    assert campaign.settings.policy != made("default").settings.policy


def test_on_foot_a_third_of_the_points_is_walked_to() -> None:
    points = made("on-foot").points.values()
    assert 0.3 < sum(point.access == "foot" for point in points) / len(points) < 0.4


def test_two_provinces_of_one_region_share_its_caravans_and_specialists() -> None:
    campaign = made("two-provinces")
    assert regions_of(SHAPES["two-provinces"]) == {"09": ("09.163", "09.551")}
    assert {caravan.region for caravan in campaign.caravans.values()} == {"09"}
    assert not any(cap.region for cap in campaign.caps)


PINNED: Final = made("pinned")


def pins(kind: str, campaign: Campaign = PINNED) -> list[Pin]:
    """Return the pins of a kind in a campaign."""
    return [pin for pin in campaign.pins if pin.kind == kind]


def test_there_are_pins_of_every_kind_and_none_where_none_is_wanted() -> None:
    assert Counter(pin.kind for pin in made("pinned").pins) == {"tour": 2, "caravan": 1, "duty": 3, "ambulance": 2}
    assert made("default").pins == ()


@pytest.mark.parametrize(("campaign", "rules"), [(PINNED, {"CREWS_MANNED"}), (make_campaign(OWING), set())])
def test_a_plan_of_the_pins_alone_breaks_no_rule_but_that_crews_are_not_complete(
    campaign: Campaign, rules: set[str]
) -> None:
    start, end = campaign.settings.campaign.start, campaign.settings.campaign.end
    catchments = build_catchments(campaign)
    travel = travel_times(campaign, catchments)
    tours = tuple(TourDecision(pin.unit, (pinned_day(campaign, pin),)) for pin in pins("tour", campaign))
    (held,) = pins("caravan", campaign)
    assert held.date
    posts = (
        PostDecision(pin.ambulance, pin.centre, pin.from_ or start, pin.to or end)
        for pin in pins("ambulance", campaign)
    )
    duties = (
        DutyDecision(pin.staff, pin.date, "tour" if pin.unit else "caravan", pin.caravan or f"{pin.unit}@{pin.date}")
        for pin in pins("duty", campaign)
        if pin.date
    )
    decisions = Decisions(
        tours=tours,
        caravans=(CaravanDecision(held.caravan, held.site, held.date),),
        posts=tuple(posts),
        duties=tuple(duties),
        uses=tuple(pieces(campaign, campaign.caravans[held.caravan], held.date)),
    )
    calendar = build_calendar(campaign.settings.calendar, start, end)
    faults = check_plan(derive(campaign, catchments, travel, calendar, decisions), campaign, travel)
    assert {fault.code for fault in faults} == rules


def test_money_is_raised_only_where_what_is_owed_costs_more() -> None:
    owing, free = (
        make_campaign(replace(OWING, has_pins=is_owing, has_mandatory_caravan=is_owing)) for is_owing in (True, False)
    )
    assert [cap.chapter for cap in owing.caps if cap not in free.caps] == ["upkeep", "caravans"]
    assert make_campaign(replace(OWING, money="none")).caps == ()


def pinned_day(campaign: Campaign, pin: Pin) -> DayDecision:
    """Return the day of a pinned tour on which its unit sees at each point all who ask, up to its share of the day."""
    assert pin.date
    unit, clock = campaign.units[pin.unit], campaign.settings.calendar.day_start
    catchments = build_catchments(campaign)
    travel = travel_times(campaign, catchments)
    before, stops = unit.base, []
    for code in pin.points:
        seen = min(catchments.demand[code], unit.consultations_per_day // len(pin.points))
        leg, point = travel.leg(before, code, unit.access), campaign.points[code]
        assert leg
        begins = max(clock + leg.minutes + point.foot_min, point.opens)
        stops.append(StopDecision(code, Clock(begins), seen))
        clock = Clock(begins + service_min(campaign, unit, seen) + point.foot_min)
        before = code
    return DayDecision(pin.date, campaign.settings.calendar.day_start, tuple(stops), unit.base)


def pieces(campaign: Campaign, caravan: Caravan, first: date) -> Iterator[UseDecision]:
    """Yield the use of a caravan's equipment, of pieces that are there all season."""
    last = first + timedelta(caravan.days - 1)
    for kind, count in caravan.equipment.items():
        there = [
            piece
            for piece in campaign.equipment.values()
            if (piece.kind, piece.region, piece.from_) == (kind, caravan.region, None)
        ]
        yield from (UseDecision(piece.code, caravan.code, first, last) for piece in there[:count])


def test_a_pinned_ambulance_stands_at_its_base_or_at_a_post_that_no_other_takes() -> None:
    campaign = made("pinned")
    based = Counter(ambulance.base for ambulance in campaign.ambulances.values())
    for pin in pins("ambulance"):
        base = campaign.ambulances[pin.ambulance].base
        assert pin.centre == base or (not base and based[pin.centre] < campaign.centres[pin.centre].ambulance_posts)
