"""What is easily read otherwise of tours, their hours and visits: what must pass, and what must not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

import pytest

from planner.domain.campaign import Closure
from planner.domain.plan import UnservedRow
from planner.domain.rules import Rule
from tests.check_plan.test_every_rule import (
    Case,
    after_restating,
    rules_broken,
)
from tests.check_plan.tiny_campaign import CAMPAIGN, FIRST, LAST, at, on
from tests.check_plan.tiny_plan import PLAN, campaign, changed, plan, row, settings


def two_units(lodging: int) -> Case:
    """Return a plan whose first tour a second unit drives too, with a crew of its own; its stops count for nobody."""
    one, two = "U@2024-01-08", "U2@2024-01-08"
    again: dict[str, Any] = {
        "tours": tuple(replace(each, tour=two, unit="U2") for each in PLAN.tours if each.tour == one),
        "stops": tuple(replace(each, tour=two) for each in PLAN.stops if each.tour == one),
        "roster": tuple(replace(each, code=two, staff=f"{each.staff}B") for each in PLAN.roster if each.code == one),
        "budget": tuple(replace(each, source=two, line=each.line + 100) for each in PLAN.budget if each.source == one),
    }
    staff = {f"{code}B": replace(person, code=f"{code}B") for code, person in CAMPAIGN.staff.items()}
    its_campaign = campaign(
        units={"U2": replace(CAMPAIGN.units["U"], code="U2")},
        staff=staff,
        centres={"GITE": replace(CAMPAIGN.centres["GITE"], lodging=lodging)},
    )
    return after_restating(plan(**{name: getattr(PLAN, name) + rows for name, rows in again.items()}), its_campaign)


CASES: Final[Mapping[str, tuple[Case, set[Rule]]]] = {
    "two crews fill a centre together": (two_units(8), set()),
    "two crews in a centre for seven": (two_units(7), {Rule.NIGHT_STOPS}),
    "no nights where none are allowed": (Case(campaign=settings("policy", max_nights=0)), {Rule.NIGHT_STOPS}),
    "as many tour-days as a week may have": (Case(campaign=settings("policy", unit_days_per_week=2)), set()),
    "a week is from Monday to Sunday": (
        Case(campaign=settings("policy", unit_days_per_week=1)),
        {Rule.UNIT_WEEK},
    ),
    "a tour is back by the hour of Ramadan": (
        Case(campaign=settings("calendar", ramadan_day_end=at("12:45"))),
        set(),
    ),
    "a day's work is all that may be": (Case(campaign=settings("calendar", ramadan_work_min=250)), set()),
    "a departure before the day starts": (
        Case(campaign=settings("calendar", day_start=at("08:01"))),
        {Rule.DAY_WINDOW},
    ),
    "a service that begins when the break ends": (
        Case(campaign=settings("calendar", friday_break=(at("09:15"), at("10:15")))),
        set(),
    ),
    "a break within a service": (
        Case(campaign=settings("calendar", friday_break=(at("10:45"), at("11:00")))),
        {Rule.FRIDAY_BREAK},
    ),
    "no break": (Case(campaign=settings("calendar", friday_break=())), set()),
    "a point that opens a minute later": (Case(campaign=row("points", "SOUK", opens=at("08:21"))), {Rule.POINT_HOURS}),
    "a weekday that is not the point's": (
        Case(campaign=row("points", "COL", weekdays=("mon",))),
        {Rule.POINT_HOURS},
    ),
    "a closure of tracks leaves roads open": (
        Case(campaign=campaign(closures=(Closure(from_=FIRST, to=LAST, access="track", point="SOUK"),))),
        set(),
    ),
    "a closure closes both its days, for caravans too": (
        Case(campaign=campaign(closures=(Closure(from_=on("01-16"), to=on("01-29"), point="SOUK"),))),
        {Rule.CLOSURES},
    ),
    "a polygon that holds a centre closes no centre": (
        Case(
            campaign=campaign(
                closures=(Closure(from_=FIRST, to=LAST, wkt="POLYGON((-7 32.25,-5 32.25,-5 33,-7 33,-7 32.25))"),)
            )
        ),
        set(),
    ),
    "a date listed as open is open to tours and caravans": (
        Case(campaign=settings("calendar", closed=(on("01-15"), on("02-02")), open=(on("01-15"), on("02-02")))),
        set(),
    ),
    "a wait on the way": (
        Case(plan(tours=changed(PLAN.tours, 3, start=at("09:29")))),
        {Rule.TRAVEL_TIMES},
    ),
    "no way": (
        Case(campaign=campaign(travel=CAMPAIGN.travel[1:])),
        {
            Rule.TRAVEL_TIMES,
            Rule.TOUR_FIGURES,
            Rule.BUDGET_SOURCES,
            Rule.INDICATORS,
            Rule.OBJECTIVE,
            Rule.OPERATIONS,
        },
    ),
    "a second tour of the unit on a day": (
        Case(plan(tours=(*PLAN.tours, replace(PLAN.tours[3], tour="U@2024-02-03")))),
        {
            Rule.ONE_TOUR_AT_A_TIME,
            Rule.TOUR_CODE,
            Rule.TOUR_SERVES,
            Rule.TRAVEL_TIMES,
            Rule.TOUR_FIGURES,
            Rule.CREWS_MANNED,
            Rule.BUDGET_SOURCES,
            Rule.BUDGET_CAPS,
            Rule.INDICATORS,
            Rule.OBJECTIVE,
            Rule.OPERATIONS,
        },
    ),
    "a night in another province": (
        Case(campaign=row("centres", "GITE", province="Q")),
        {Rule.TOUR_PROVINCE, Rule.AMBULANCE_POSTS},
    ),
    "a service before the walk is over": (
        Case(campaign=row("points", "COL", foot_min=16)),
        {Rule.STOPS_IN_ORDER, Rule.TOUR_FIGURES},
    ),
    "a point of another province": (Case(campaign=row("points", "COL", province="Q")), {Rule.TOUR_PROVINCE}),
    "more than a point's demand": (
        Case(campaign=row("douars", "D4", population=28)),
        {Rule.CONSULTATIONS, Rule.INDICATORS, Rule.OBJECTIVE},
    ),
    "a stop that sees just the least share": (Case(campaign=settings("policy", min_share=Decimal("0.666"))), set()),
    "a visit of a douar that does not come there": (
        Case(
            plan(
                visits=(*PLAN.visits, replace(PLAN.visits[5], douar="D2")),
            )
        ),
        {Rule.VISITS_ARE_SEEN},
    ),
    "a visit on a day without a stop": (
        Case(plan(visits=(*PLAN.visits, replace(PLAN.visits[5], date=on("01-10"))))),
        {Rule.VISITS_ARE_SEEN},
    ),
    "a visit's number": (Case(plan(visits=changed(PLAN.visits, 1, number=1))), {Rule.VISIT_FIGURES}),
    "a stop that could count and does not": (
        after_restating(
            plan(
                visits=PLAN.visits[:5],
                unserved=(*PLAN.unserved, UnservedRow(kind="visit", code="D4", missing=1, reason="search")),
            ),
            CAMPAIGN,
        ),
        set(),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_case_is_told_by_the_rules_that_it_breaks(name: str) -> None:
    case, rules = CASES[name]
    assert rules_broken(case) == rules
