"""A campaign in which one visit, one caravan and one ambulance are missing, though nothing stands in their way.

Two weeks from Monday 8 January 2024 without holidays or Ramadan; a base and a point an hour and 30 km from it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from planner.derive import derive
from planner.domain.calendar import build_calendar
from planner.domain.campaign import (
    Ambulance,
    Campaign,
    Caravan,
    Catchment,
    Centre,
    Douar,
    KnownDrive,
    Point,
    Province,
    Region,
    Unit,
)
from planner.domain.catchments import build_catchments, travel_times
from planner.domain.plan import Decisions, Plan, UnservedRow
from planner.domain.settings import Budget, Calendar, Head, Policy, Settings, Travel
from planner.problem import build_problem
from planner.reasons import explain_unserved

NOTHING: Final = Decisions()
MONDAY, SUNDAY = date(2024, 1, 8), date(2024, 1, 21)

SETTINGS: Final = Settings(
    campaign=Head(code="small", start=MONDAY, end=SUNDAY),
    calendar=Calendar(holidays="", ramadan=()),
    policy=Policy(visits={"red": 1, "orange": 1, "yellow": 1, "none": 1}),
    budget=Budget(),
    travel=Travel(engine="table"),
)


def drives(*texts: str) -> tuple[KnownDrive, ...]:
    """Return drives both ways, each told as `from to minutes km`."""
    found = []
    for text in texts:
        one, other, minutes, km = text.split()
        for ends in ((one, other), (other, one)):
            found.append(KnownDrive(from_=ends[0], to=ends[1], minutes=int(minutes), km=Decimal(km)))
    return tuple(found)


CAMPAIGN: Final = Campaign(
    settings=SETTINGS,
    regions={"R": Region(code="R", name_fr="R")},
    provinces={
        "P": Province(code="P", region="R", name_fr="P"),
        "Q": Province(code="Q", region="R", name_fr="Q"),
    },
    douars={"D": Douar(code="D", name_fr="D", province="P", lat=32, lon=-6, risk="red", population=100)},
    points={"A": Point(code="A", province="P", lat=32, lon=-6)},
    catchments=(Catchment(douar="D", point="A"),),
    centres={"BASE": Centre(code="BASE", name_fr="B", province="P", lat=31.5, lon=-6)},
    units={"U": Unit(code="U", province="P", base="BASE")},
    ambulances={"M": Ambulance(code="M", province="P", upkeep_mad_per_day=Decimal(1))},
    staff={},
    leave=(),
    crews=(),
    equipment={},
    caravans={"K": Caravan(code="K", region="R")},
    closures=(),
    caps=(),
    travel=drives("BASE A 60 30.0"),
    pins=(),
)


def with_rules(campaign: Campaign, **rules: Any) -> Campaign:
    """Return a campaign with other rules of policy."""
    policy = replace(campaign.settings.policy, **rules)
    return replace(campaign, settings=replace(campaign.settings, policy=policy))


def plan_of(campaign: Campaign, decisions: Decisions) -> Plan:
    """Return the plan of some decisions, explained."""
    head, catchments = campaign.settings.campaign, build_catchments(campaign)
    calendar = build_calendar(campaign.settings.calendar, head.start, head.end)
    travel = travel_times(campaign, catchments)
    plan = derive(campaign, catchments, travel, calendar, decisions)
    return explain_unserved(plan, campaign, build_problem(campaign, catchments, travel, calendar))


def row_of(campaign: Campaign, kind: str, decisions: Decisions = NOTHING) -> UnservedRow:
    """Return the row of what one kind misses first."""
    return next(row for row in plan_of(campaign, decisions).unserved if row.kind == kind)
