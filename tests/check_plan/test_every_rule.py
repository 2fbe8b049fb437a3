"""Each way of spoiling a plan without a fault is found by the rule that it breaks, and by no other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final, NamedTuple

import pytest

from planner.check_plan import check_plan
from planner.check_plan.check import RULES
from planner.domain.campaign import Campaign, Cap, Caravan, Closure, Leave, Pin, Seat
from planner.domain.plan import BudgetRow, CaravanRow, DutyRow, Gaps, Plan, PostRow, Run, Stage, UnservedRow
from planner.domain.rules import Rule
from tests.check_plan.tiny_campaign import CAMPAIGN, FIRST, LAST, at, drives, on
from tests.check_plan.tiny_plan import PLAN, RUN, campaign, changed, plan, restated, row, settings, uncapped


class Case(NamedTuple):
    """A plan, its campaign and its run."""

    plan: Plan = PLAN
    campaign: Campaign = CAMPAIGN
    run: Run | None = RUN


def rules_broken(case: Case) -> set[Rule]:
    """Return the rules that find a fault."""
    return {Rule[fault.code] for fault in check_plan(case.plan, case.campaign, drives(case.campaign), case.run)}


def after_restating(plan: Plan, campaign: Campaign) -> Case:
    """Return a case whose plan states what follows from it; money is not short."""
    rich = uncapped(campaign)
    return Case(restated(plan, rich), rich, replace(RUN, bound_centimes=-(10**8)))


def recoded(old: str, new: str) -> Plan:
    """Return the plan with another code for a tour, wherever it stands."""
    columns = {"tours": "tour", "stops": "tour", "visits": "tour", "roster": "code", "budget": "source"}
    tables: dict[str, Any] = {}
    for table, column in columns.items():
        rows = getattr(PLAN, table)
        tables[table] = tuple(replace(each, **{column: new}) if getattr(each, column) == old else each for each in rows)
    return plan(**tables)


def without_stops() -> Case:
    """Return a plan whose last tour leaves and serves nobody."""
    tour = "U@2024-02-02"
    idle = {"start": at("09:30"), "end": at("09:30"), "drive_min": 0, "service_min": 0, "km": Decimal("0.0")}
    costs = ("fuel", "upkeep", "medicines")
    spoilt = plan(
        tours=changed(PLAN.tours, 3, **idle),
        stops=PLAN.stops[:-1],
        visits=tuple(visit for visit in PLAN.visits if visit.tour != tour),
        budget=tuple(line for line in PLAN.budget if line.source != tour or line.chapter not in costs),
        unserved=(*PLAN.unserved, UnservedRow(kind="visit", code="D3", missing=1, reason="not_worth")),
    )
    return after_restating(spoilt, CAMPAIGN)


def twice_at_a_point() -> Case:
    """Return a plan whose first tour unfolds twice at the same point."""
    again = replace(
        PLAN.stops[2], sequence=2, arrive=at("10:25"), service_start=at("10:40"), service_end=at("11:40"),
        depart=at("11:55"), consultations=10,
    )  # fmt: skip
    spoilt = plan(
        stops=(*PLAN.stops, again),
        tours=changed(PLAN.tours, 1, end=at("12:45"), foot_min=60, service_min=135),
        budget=changed(PLAN.budget, 4, quantity=Decimal(85), amount_mad=Decimal("1190.00")),
    )
    return after_restating(spoilt, CAMPAIGN)


def second_caravan(first: str, days: int, staff: str = "DRI2", **wish: Any) -> tuple[Plan, Campaign]:
    """Return a plan with a caravan of one driver more, which reaches nobody."""
    begins, ends = on(first), on(f"{first[:3]}{int(first[3:]) + days - 1:02d}")
    columns = {"radius_km": Decimal(0), "crew": "escort"} | wish
    held = CaravanRow(
        caravan="K2", kind="general", province="P", site="BASE", start=begins, end=ends, persons_reached=0,
        value_mad=Decimal("0.00"),
    )  # fmt: skip
    dates = [begins.replace(day=begins.day + n) for n in range(days)]
    pay = BudgetRow(
        line=99, chapter="per_diem", region="R", province="P", source_kind="caravan", source="K2",
        quantity=Decimal(days), unit="day", rate_mad=Decimal(60), amount_mad=Decimal(60 * days),
    )  # fmt: skip
    spoilt = plan(
        caravans=(*PLAN.caravans, held),
        roster=(
            *PLAN.roster,
            *(DutyRow(staff=staff, date=day, duty="caravan", code="K2", role="driver") for day in dates),
        ),
        budget=(*PLAN.budget, pay),
    )
    return spoilt, campaign(
        caravans={"K2": Caravan(code="K2", region="R", days=days, **columns)},
        crews=(*CAMPAIGN.crews, Seat(crew="escort", profession="driver", count=1)),
    )


def seven_days_in_a_row() -> Case:
    """Return a plan in which a driver never rests, though no week has more days than may be."""
    spoilt, its_campaign = second_caravan("01-17", 7)
    tireless = replace(CAMPAIGN.staff["DRI2"], max_days_per_week=7)
    return after_restating(spoilt, replace(its_campaign, staff=CAMPAIGN.staff | {"DRI2": tireless}))


def overlapping_posts() -> Case:
    """Return a plan that posts an ambulance twice on a day."""
    posts = (
        PostRow(ambulance="M", centre="GITE", from_=FIRST, to=on("01-31")),
        PostRow(ambulance="M", centre="GITE", from_=on("01-31"), to=LAST),
    )
    budget = changed(PLAN.budget, -1 % len(PLAN.budget), quantity=Decimal(57), amount_mad=Decimal("570.00"))
    return after_restating(plan(ambulance_posts=posts, budget=budget), CAMPAIGN)


SECOND_UNIT: Final = campaign(units={"U2": replace(CAMPAIGN.units["U"], code="U2")})
SECOND_NURSE: Final = campaign(staff={"NUR3": replace(CAMPAIGN.staff["NUR1"], code="NUR3")})
LAST_TOUR_ROSTER: Final = 12
MANDATORY: Final = Caravan(code="K2", region="R", mandatory="1")
K2_MISSING: Final = UnservedRow(kind="caravan", code="K2", missing=1, reason="crew")

SPOILINGS: Final[Mapping[Rule, Case]] = {
    Rule.REFERENCES: Case(plan(visits=changed(PLAN.visits, 0, douar="D9"))),
    Rule.UNIQUE_ROWS: Case(plan(roster=(*PLAN.roster, PLAN.roster[0]))),
    Rule.OPEN_DAYS: Case(
        plan(open_days=tuple(day for day in PLAN.open_days if day != on("02-02"))),
        settings("calendar", closed=(on("02-02"),)),
    ),
    Rule.ONE_TOUR_AT_A_TIME: Case(plan(tours=changed(PLAN.tours, 1, unit="U2")), SECOND_UNIT),
    Rule.UNIT_WEEK: Case(campaign=settings("policy", unit_days_per_week=1)),
    Rule.UNIT_AVAILABLE: Case(campaign=row("units", "U", to=on("02-01"))),
    Rule.TOUR_CODE: Case(recoded("U@2024-02-02", "U@2024-02-03")),
    Rule.TOUR_PROVINCE: Case(plan(tours=changed(PLAN.tours, 3, province="Q"))),
    Rule.TOUR_CHAIN: Case(plan(tours=changed(PLAN.tours, 1, day=3))),
    Rule.TOUR_SERVES: without_stops(),
    Rule.NIGHT_STOPS: Case(campaign=row("centres", "GITE", lodging=3)),
    Rule.STOPS_IN_ORDER: Case(
        plan(stops=changed(PLAN.stops, 2, depart=at("10:24")), tours=changed(PLAN.tours, 1, end=at("11:14")))
    ),
    Rule.POINT_ONCE_A_DAY: twice_at_a_point(),
    Rule.ACCESS: Case(campaign=row("units", "U", access="road")),
    Rule.CLOSURES: Case(
        campaign=campaign(closures=(Closure(from_=on("02-02"), to=on("02-02"), access="track", point="ECOLE"),))
    ),
    Rule.TRAVEL_TIMES: Case(plan(tours=changed(PLAN.tours, 2, end=at("12:11")))),
    Rule.TOUR_FIGURES: Case(plan(tours=changed(PLAN.tours, 2, drive_min=41))),
    Rule.DAY_WINDOW: Case(campaign=settings("calendar", ramadan_day_end=at("12:44"))),
    Rule.DAY_WORK: Case(campaign=settings("calendar", ramadan_work_min=249)),
    Rule.FRIDAY_BREAK: Case(campaign=settings("calendar", friday_break=(at("11:59"), at("14:00")))),
    Rule.POINT_HOURS: Case(campaign=row("points", "SOUK", closes=at("11:49"))),
    Rule.CONSULTATIONS: Case(campaign=row("units", "U", consultations_per_day=59)),
    Rule.SERVICE_TIME: Case(
        plan(
            stops=changed(PLAN.stops, 3, service_end=at("11:49"), depart=at("11:49")),
            tours=changed(PLAN.tours, 2, end=at("12:09")),
        )
    ),
    Rule.VISITS_ARE_SEEN: Case(campaign=settings("policy", min_share=Decimal("0.67"))),
    Rule.VISITS_ARE_SPACED: Case(campaign=settings("policy", gap_min_days=22)),
    Rule.VISITS_ARE_WANTED: after_restating(PLAN, row("douars", "D3", visits=1)),
    Rule.VISIT_FIGURES: Case(plan(visits=changed(PLAN.visits, 1, value_mad=Decimal("3840.01")))),
    Rule.CARAVAN_SITE: Case(plan(caravans=changed(PLAN.caravans, 0, kind="dental"))),
    Rule.CARAVAN_DAYS: Case(campaign=row("caravans", "K", latest=on("01-15"))),
    Rule.CARAVAN_REACH: Case(plan(caravan_reach=changed(PLAN.caravan_reach, 1, persons=19))),
    Rule.MANDATORY_CARAVANS: Case(plan(unserved=(*PLAN.unserved, K2_MISSING)), campaign(caravans={"K2": MANDATORY})),
    Rule.EQUIPMENT_NEEDS: Case(campaign=row("caravans", "K", equipment={"ultrasound": 2})),
    Rule.EQUIPMENT_FREE: Case(campaign=row("equipment", "ECHO", from_=on("01-16"))),
    Rule.AMBULANCE_POSTS: Case(campaign=row("ambulances", "M", base="BASE")),
    Rule.ONE_POST_AT_A_TIME: overlapping_posts(),
    Rule.POST_CAPACITY: Case(campaign=row("centres", "GITE", ambulance_posts=0)),
    Rule.CREWS_MANNED: Case(plan(roster=PLAN.roster[:LAST_TOUR_ROSTER] + PLAN.roster[LAST_TOUR_ROSTER + 1 :])),
    Rule.SAME_CREW: Case(plan(roster=changed(PLAN.roster, 5, staff="NUR3")), SECOND_NURSE),
    Rule.DUTY_ROLE: Case(plan(roster=changed(PLAN.roster, 5, role="midwife"))),
    Rule.ONE_DUTY_A_DAY: after_restating(*second_caravan("01-16", 1)),
    Rule.DUTY_PLACE: Case(campaign=row("staff", "DRI2", province="Q")),
    Rule.DUTY_AVAILABLE: Case(campaign=campaign(leave=(Leave(staff="DOC", from_=on("01-10"), to=on("01-29")),))),
    Rule.DUTY_LIMITS: Case(campaign=row("staff", "DRI", max_days=3)),
    Rule.DAY_OFF: seven_days_in_a_row(),
    Rule.BUDGET_LINES: Case(plan(budget=changed(PLAN.budget, 9, quantity=Decimal(61)))),
    Rule.BUDGET_SOURCES: Case(plan(budget=changed(PLAN.budget, 10, quantity=Decimal(2), amount_mad=Decimal(200)))),
    Rule.BUDGET_CAPS: Case(campaign=campaign(caps=(Cap(chapter="fuel", amount_mad=Decimal("172.14")),))),
    Rule.CALENDAR: Case(plan(open_days=PLAN.open_days[1:])),
    Rule.UNSERVED: Case(plan(unserved=changed(PLAN.unserved, 0, missing=2))),
    Rule.CHANGES: Case(plan(unserved=changed(PLAN.unserved, 0, change_code="fuel"))),
    Rule.INDICATORS: Case(plan(indicators=PLAN.indicators | {"stops": 6})),
    Rule.OBJECTIVE: Case(plan(objective_centimes=PLAN.objective_centimes + 1)),
    Rule.OPERATIONS: Case(plan(operations_centimes=PLAN.operations_centimes + 1)),
    Rule.PINS: Case(campaign=campaign(pins=(Pin(kind="tour", unit="U", date=on("01-08"), points=("ECOLE", "SOUK")),))),
    Rule.PLAN_HEAD: Case(run=replace(RUN, input_sha256="f" * 16)),
    Rule.BOUND: Case(run=replace(RUN, bound_centimes=PLAN.objective_centimes + 1)),
    Rule.GAPS: Case(run=replace(RUN, stages=(), stated_gaps=(Gaps(Decimal("0.0222"), Decimal("0.0386")),))),
    Rule.STATUS: Case(run=replace(RUN, status="optimal")),
    Rule.STAGES: Case(run=replace(RUN, stages=(Stage("posts", "", -2, -1, 0, 0.1, ""),))),
    Rule.NOTES: Case(run=replace(RUN, notes=("foo P 3",))),
}


def test_a_correct_plan_has_no_fault() -> None:
    assert check_plan(PLAN, CAMPAIGN, drives(CAMPAIGN), RUN) == ()
    assert check_plan(PLAN, CAMPAIGN, drives(CAMPAIGN)) == ()


@pytest.mark.parametrize("rule", SPOILINGS, ids=lambda rule: rule.name)
def test_spoiling_a_rule_breaks_that_rule_alone(rule: Rule) -> None:
    assert rules_broken(SPOILINGS[rule]) == {rule}


def test_every_rule_has_a_function_of_its_name_and_a_spoiling() -> None:
    assert list(RULES) == list(Rule)
    assert list(SPOILINGS) == list(Rule)
    assert [check.__name__ for check in RULES.values()] == [rule.name.lower() for rule in Rule]


def test_every_rule_has_sentences_of_its_own() -> None:
    for language in ("fr", "ar", "en"):
        assert len({rule.sentence(language) for rule in Rule}) == len(Rule.__members__)
