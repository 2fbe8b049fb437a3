"""A plan without a fault, every figure reckoned by hand from the contract, and ways to change it.

Many figures lie exactly at their limit: a visit 21 days after the one before, a service that ends at 12:00 on a Friday,
a centre that is full, 60 minutes of cover, caps met to the centime.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from planner.check_plan.answer import figures_of
from planner.check_plan.facts import Facts
from planner.domain.campaign import (
    Campaign,
)
from planner.domain.plan import (
    BudgetRow,
    CaravanRow,
    DutyRow,
    Plan,
    PostRow,
    ReachRow,
    Run,
    Stage,
    StopRow,
    TourRow,
    UnservedRow,
    UseRow,
    VisitRow,
)
from planner.domain.settings import Budget
from tests.check_plan.tiny_campaign import CAMPAIGN, FIRST, LAST, SETTINGS, at, drives, on


def _tour(text: str) -> TourRow:
    tour, day, start, end, origin, target, drive_min, foot_min, service_min, km, number = text.split()
    return TourRow(
        tour=tour, unit="U", province="P", date=on(day), day=int(number), start=at(start), end=at(end), from_=origin,
        to=target, drive_min=int(drive_min), foot_min=int(foot_min), service_min=int(service_min), km=Decimal(km),
    )  # fmt: skip


def _stop(text: str) -> StopRow:
    tour, day, sequence, point, arrive, service_start, service_end, depart, consultations = text.split()
    return StopRow(
        tour=tour, date=on(day), sequence=int(sequence), point=point, arrive=at(arrive),
        service_start=at(service_start), service_end=at(service_end), depart=at(depart),
        consultations=int(consultations),
    )  # fmt: skip


def _visit(text: str) -> VisitRow:
    douar, day, point, tour, number, persons, value_mad = text.split()
    return VisitRow(
        douar=douar, date=on(day), point=point, tour=tour, number=int(number), persons=int(persons),
        value_mad=Decimal(value_mad),
    )  # fmt: skip


def _money(number: int, text: str) -> BudgetRow:
    chapter, kind, source, quantity, unit, rate_mad, amount_mad = text.split()
    return BudgetRow(
        line=number, chapter=chapter, region="R", province="P", source_kind=kind, source=source,
        quantity=Decimal(quantity), unit=unit, rate_mad=Decimal(rate_mad), amount_mad=Decimal(amount_mad),
    )  # fmt: skip


TOURS: Final = (
    "U@2024-01-08 01-08 08:00 13:15 BASE GITE 75 0 240 37.5 1",
    "U@2024-01-08 01-09 08:00 11:15 GITE BASE 90 30 75 45.0 2",
    "U@2024-01-29 01-29 08:00 12:10 BASE BASE 40 0 210 30.0 1",
    "U@2024-02-02 02-02 09:30 12:45 BASE BASE 90 0 105 44.0 1",
)
STOPS: Final = (
    "U@2024-01-08 01-08 1 SOUK 08:20 08:20 10:50 10:50 40",
    "U@2024-01-08 01-08 2 ECOLE 11:20 11:20 12:50 12:50 20",
    "U@2024-01-08 01-09 1 COL 08:40 08:55 10:10 10:25 15",
    "U@2024-01-29 01-29 1 SOUK 08:20 08:20 11:50 11:50 60",
    "U@2024-02-02 02-02 1 ECOLE 10:15 10:15 12:00 12:00 25",
)
VISITS: Final = (
    "D1 01-08 SOUK U@2024-01-08 1 53 3180.00",
    "D1 01-29 SOUK U@2024-01-29 2 80 3840.00",
    "D2 01-08 SOUK U@2024-01-08 1 26 650.00",
    "D3 01-08 ECOLE U@2024-01-08 1 40 1600.00",
    "D3 02-02 ECOLE U@2024-02-02 2 50 1600.00",
    "D4 01-09 COL U@2024-01-08 1 30 450.00",
)
MONEY: Final = (
    "fuel tour U@2024-01-08 8.25 l 11.00 90.75",
    "upkeep tour U@2024-01-08 82.5 km 1.50 123.75",
    "per_diem tour U@2024-01-08 2 day 320.00 640.00",
    "per_diem tour U@2024-01-08 4 night 120.00 480.00",
    "medicines tour U@2024-01-08 75 consultation 14.00 1050.00",
    "hire tour U@2024-01-08 2 day 100.00 200.00",
    "fuel tour U@2024-01-29 3.00 l 11.00 33.00",
    "upkeep tour U@2024-01-29 30.0 km 1.50 45.00",
    "per_diem tour U@2024-01-29 1 day 320.00 320.00",
    "medicines tour U@2024-01-29 60 consultation 14.00 840.00",
    "hire tour U@2024-01-29 1 day 100.00 100.00",
    "fuel tour U@2024-02-02 4.40 l 11.00 48.40",
    "upkeep tour U@2024-02-02 44.0 km 1.50 66.00",
    "per_diem tour U@2024-02-02 1 day 320.00 320.00",
    "medicines tour U@2024-02-02 25 consultation 14.00 350.00",
    "hire tour U@2024-02-02 1 day 100.00 100.00",
    "caravans caravan K 1 caravan 1000.00 1000.00",
    "per_diem caravan K 2 day 180.00 360.00",
    "upkeep ambulance M 56 day 10.00 560.00",
)
INDICATORS: Final[dict[str, Any]] = {
    "visits_wanted": 7,
    "visits_counted": 6,
    "persons_wanted": 410,
    "persons_counted": 279,
    "persons_served": 186,
    "consultations": 160,
    "stops": 5,
    "coverage_by_province": {"P": 0.6805},
    "coverage_by_risk": {"red": 0.5542, "orange": 0.9, "yellow": 0.65, "none": 1.0},
    "equity": {"worst_province": "P", "gini": 0.0},
    "late_person_days": 560,
    "km": Decimal("156.5"),
    "nights": 1,
    "unit_days": 4,
    "caravans_held": 1,
    "persons_reached": 100,
    "covered_60": 3,
    "backed_up_60": 0,
    "money_by_chapter": {
        "fuel": Decimal("172.15"),
        "per_diem": Decimal("2120.00"),
        "medicines": Decimal("2240.00"),
        "upkeep": Decimal("794.75"),
        "caravans": Decimal("1000.00"),
        "hire": Decimal("400.00"),
        "other": Decimal("0.00"),
    },
    "persons_per_1000_mad": 56.34,
}
UNIT_CREW: Final = (("DOC", "doctor"), ("NUR1", "nurse"), ("NUR2", "nurse"), ("DRI", "driver"))
CARAVAN_CREW: Final = (("SPE", "specialist"), ("DRI2", "driver"))
TOUR_ROWS: Final = tuple(map(_tour, TOURS))
HOLIDAY: Final = on("01-11")
"""Of the holidays of Morocco, with New Year's Day, the one that falls on a weekday of the season."""
WEEKDAYS: Final = tuple(
    day for day in (FIRST + timedelta(n) for n in range(56)) if day.weekday() < 5 and day not in (FIRST, HOLIDAY)
)
PLAN: Final = Plan(
    campaign_code="tiny",
    tours=TOUR_ROWS,
    stops=tuple(map(_stop, STOPS)),
    visits=tuple(map(_visit, VISITS)),
    caravans=(
        CaravanRow(
            caravan="K", kind="general", province="P", site="SOUK", start=on("01-15"), end=on("01-16"),
            persons_reached=100, value_mad=Decimal("3000.00"),
        ),
    ),
    caravan_reach=(ReachRow(caravan="K", douar="D1", persons=80), ReachRow(caravan="K", douar="D2", persons=20)),
    ambulance_posts=(PostRow(ambulance="M", centre="GITE", from_=FIRST, to=LAST),),
    roster=(
        *(
            DutyRow(staff=staff, date=day.date, duty="tour", code=day.tour, role=role)
            for day in TOUR_ROWS
            for staff, role in UNIT_CREW
        ),
        *(
            DutyRow(staff=staff, date=day, duty="caravan", code="K", role=role)
            for day in (on("01-15"), on("01-16"))
            for staff, role in CARAVAN_CREW
        ),
    ),
    equipment_use=(UseRow(equipment="ECHO", caravan="K", from_=on("01-15"), to=on("01-16")),),
    budget=tuple(_money(number, text) for number, text in enumerate(MONEY, start=1)),
    unserved=(
        UnservedRow(kind="visit", code="D1", missing=1, reason="spacing"),
        UnservedRow(kind="cover", code="D3", missing=1, reason="too_far"),
    ),
    objective_centimes=-782710,  # 6726.90 − 11320.00 − 3000.00 − 450.00 + 56.00 + 160.00
    operations_centimes=448690,
    indicators=INDICATORS,
    open_days=WEEKDAYS,
    ramadan=(on("01-25"), on("02-10")),
    engine="table",
    engine_version="1",
)  # fmt: skip
RUN: Final = Run(
    plan=PLAN,
    bound_centimes=-800000,
    status="feasible",
    stages=(Stage("tours", "P", -500000, -510000, 300000, 1.5, "posts"),),
    seed=1,
    created="2024-01-01T00:00:00Z",
    software_version="0.1.0",
    input_sha256=CAMPAIGN.digest,
)


# --- other plans of other campaigns


def changed(rows: tuple[Any, ...], place: int, /, **columns: Any) -> tuple[Any, ...]:
    """Return rows of which one has other columns."""
    return (*rows[:place], replace(rows[place], **columns), *rows[place + 1 :])


def plan(**tables: Any) -> Plan:
    """Return the plan with other tables."""
    return replace(PLAN, **tables)


def campaign(**tables: Any) -> Campaign:
    """Return the campaign with other tables; a mapping adds to the rows by code."""
    merged = {name: getattr(CAMPAIGN, name) | rows if isinstance(rows, dict) else rows for name, rows in tables.items()}
    return replace(CAMPAIGN, **merged)


def settings(section: str, **keys: Any) -> Campaign:
    """Return the campaign with other keys in a section of its settings."""
    return campaign(settings=replace(SETTINGS, **{section: replace(getattr(SETTINGS, section), **keys)}))


def row(table: str, code: str, **columns: Any) -> Campaign:
    """Return the campaign with a row of other columns."""
    return campaign(**{table: {code: replace(getattr(CAMPAIGN, table)[code], **columns)}})


def facts_of(plan: Plan, campaign: Campaign) -> Facts:
    """Return what follows from a plan and a campaign."""
    return Facts(plan, campaign, drives(campaign))


def uncapped(campaign: Campaign) -> Campaign:
    """Return a campaign without limits on money."""
    return replace(campaign, caps=(), settings=replace(campaign.settings, budget=Budget()))


def restated(plan: Plan, campaign: Campaign) -> Plan:
    """Return a plan whose figures follow from its decisions, so that what broke them is found alone."""
    facts = facts_of(plan, campaign)
    return replace(
        plan,
        indicators=_as_stated(figures_of(facts)),
        objective_centimes=facts.objective,
        operations_centimes=facts.operations,
        open_days=tuple(sorted(facts.season.calendar.open_days)),
    )


def _as_stated(figure: Any) -> Any:
    """Return a figure as a plan states it: fractions as floats, of codes that may stand the first."""
    match figure:
        case dict():
            return {key: _as_stated(each) for key, each in figure.items()}
        case Fraction():
            return float(figure)
        case set() | frozenset():
            return min(figure)
    return figure
