"""What is easily read otherwise of caravans, posts, duties, money and the answer: what must pass, and what must not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

import pytest

from planner.domain.campaign import Campaign, Cap, Pin
from planner.domain.plan import Plan, PostRow, Stage, UnservedRow, UseRow
from planner.domain.rules import Rule
from tests.check_plan.test_every_rule import (
    K2_MISSING,
    MANDATORY,
    Case,
    after_restating,
    rules_broken,
    second_caravan,
)
from tests.check_plan.tiny_campaign import CAMPAIGN, FIRST, LAST, on
from tests.check_plan.tiny_plan import PLAN, RUN, campaign, changed, facts_of, plan, restated, row, settings, uncapped


def infeasible(plan: Plan = PLAN, campaign: Campaign = CAMPAIGN) -> Case:
    """Return a plan that says that it is infeasible."""
    return Case(plan, campaign, replace(RUN, status="infeasible"))


def at_ends(*posts: PostRow, **centre: Any) -> Case:
    """Return a plan with some posts of ambulances that cost nothing, and what they do not cover."""
    free = {code: replace(CAMPAIGN.ambulances["M"], code=code, upkeep_mad_per_day=Decimal(0)) for code in ("M", "M2")}
    its_campaign = uncapped(
        campaign(ambulances=free, centres={"GITE": replace(CAMPAIGN.centres["GITE"], **centre)}, pins=())
    )
    spoilt = plan(ambulance_posts=posts, budget=PLAN.budget[:-1])
    days = facts_of(spoilt, its_campaign).cover.once
    short = (UnservedRow(kind="cover", code=code, missing=1, reason="search") for code, n in days.items() if n < 56)
    return after_restating(replace(spoilt, unserved=(PLAN.unserved[0], *short)), its_campaign)


def shared_equipment() -> Case:
    """Return a plan whose second caravan takes the only piece while the first still has it."""
    spoilt, its_campaign = second_caravan("01-16", 1, "DRI3", equipment={"ultrasound": 1})
    staff = CAMPAIGN.staff | {"DRI3": replace(CAMPAIGN.staff["DRI2"], code="DRI3")}
    use = UseRow(equipment="ECHO", caravan="K2", from_=on("01-16"), to=on("01-16"))
    return after_restating(
        replace(spoilt, equipment_use=(*PLAN.equipment_use, use)), replace(its_campaign, staff=staff)
    )


def post(ambulance: str, first: date = FIRST, last: date = LAST, centre: str = "GITE") -> PostRow:
    """Return a post."""
    return PostRow(ambulance=ambulance, centre=centre, from_=first, to=last)


MISSING_K2: Final = plan(unserved=(*PLAN.unserved, K2_MISSING))
CASES: Final[Mapping[str, tuple[Case, set[Rule]]]] = {
    "a caravan over the season's end": (
        after_restating(*second_caravan("02-25", 2)),
        {Rule.CARAVAN_DAYS, Rule.CREWS_MANNED},
    ),
    "a caravan on a weekday that is not one": (
        Case(campaign=settings("calendar", caravan_weekdays=("mon",))),
        {Rule.CARAVAN_DAYS},
    ),
    "a caravan on a day that its site is not served": (
        Case(campaign=row("points", "SOUK", weekdays=("mon",))),
        {Rule.CARAVAN_DAYS},
    ),
    "a caravan's end alone": (Case(plan(caravans=changed(PLAN.caravans, 0, end=on("01-17")))), {Rule.CARAVAN_DAYS}),
    "a caravan until the end of time": (
        Case(plan(caravans=changed(PLAN.caravans, 0, end=date.max))),
        {Rule.CARAVAN_DAYS},
    ),
    "a caravan outside its region": (
        Case(
            campaign=campaign(
                regions={"S": replace(CAMPAIGN.regions["R"], code="S")},
                caravans={"K": replace(CAMPAIGN.caravans["K"], region="S")},
                equipment={"ECHO": replace(CAMPAIGN.equipment["ECHO"], region="S")},
            )
        ),
        {Rule.CARAVAN_SITE},
    ),
    "a douar that is reached and not said to be": (
        Case(plan(caravan_reach=PLAN.caravan_reach[:1])),
        {Rule.CARAVAN_REACH},
    ),
    "equipment that comes a day late": (
        Case(plan(equipment_use=changed(PLAN.equipment_use, 0, from_=on("01-16")))),
        {Rule.EQUIPMENT_NEEDS},
    ),
    "equipment with two caravans on a day": (
        shared_equipment(),
        {Rule.EQUIPMENT_FREE},
    ),
    "no engine's version": (Case(plan(engine_version="")), {Rule.CALENDAR}),
    "another engine's version": (Case(plan(engine_version="1x")), {Rule.CALENDAR}),
    "a day that is open twice": (Case(plan(open_days=(*PLAN.open_days, PLAN.open_days[0]))), {Rule.CALENDAR}),
    "a stage that is there twice": (Case(run=replace(RUN, stages=RUN.stages * 2)), {Rule.STAGES}),
    "no stages": (Case(run=replace(RUN, stages=())), set()),
    "made at no time": (Case(run=replace(RUN, created="2024-01-01T00:00:00Zx")), {Rule.PLAN_HEAD}),
    "made at a time of nowhere": (Case(run=replace(RUN, created="2024-01-01T00:00:00")), {Rule.PLAN_HEAD}),
    "a stop whose number is left out": (Case(plan(stops=changed(PLAN.stops, 1, sequence=3))), {Rule.STOPS_IN_ORDER}),
    "money that buys goats": (Case(plan(budget=changed(PLAN.budget, 1, unit="goat"))), {Rule.BUDGET_LINES}),
    "money that buys nights of driving": (
        Case(plan(budget=changed(PLAN.budget, 1, unit="night"))),
        {Rule.BUDGET_LINES},
    ),
    "a stage without a name": (Case(run=replace(RUN, stages=(Stage("", "P", 0, 0, 0, 0, ""),))), {Rule.STAGES}),
    "a stage of less than no money": (Case(run=replace(RUN, stages=(Stage("a", "", 0, 0, -1, 0, ""),))), {Rule.STAGES}),
    "a stage of less than no time": (Case(run=replace(RUN, stages=(Stage("a", "", 0, 0, 0, -1, ""),))), {Rule.STAGES}),
    "a caravan elsewhere than its site": (Case(campaign=row("caravans", "K", site="BASE")), {Rule.CARAVAN_SITE}),
    "a caravan elsewhere than its province": (Case(campaign=row("caravans", "K", province="Q")), {Rule.CARAVAN_SITE}),
    "an optional caravan that is not held": (
        Case(MISSING_K2, campaign(caravans={"K2": replace(MANDATORY, mandatory="0")})),
        set(),
    ),
    "a caravan that is not held and not listed": (
        Case(campaign=campaign(caravans={"K2": replace(MANDATORY, mandatory="0")})),
        {Rule.UNSERVED},
    ),
    "a mandatory caravan not held without a run": (
        Case(MISSING_K2, campaign(caravans={"K2": MANDATORY}), None),
        {Rule.MANDATORY_CARAVANS},
    ),
    "a mandatory caravan not held by an infeasible plan": (
        infeasible(MISSING_K2, campaign(caravans={"K2": MANDATORY})),
        set(),
    ),
    "infeasible for a pin": (infeasible(campaign=campaign(pins=(Pin(kind="duty", staff="DOC", date=FIRST),))), set()),
    "infeasible for no reason": (infeasible(), {Rule.STATUS}),
    "equipment kept longer": (
        Case(
            plan(equipment_use=changed(PLAN.equipment_use, 0, from_=on("01-14"), to=on("01-17"))),
            row("equipment", "ECHO", from_=None, to=None),
        ),
        set(),
    ),
    "equipment given back a day early": (
        Case(plan(equipment_use=changed(PLAN.equipment_use, 0, to=on("01-15")))),
        {Rule.EQUIPMENT_NEEDS},
    ),
    "equipment that nobody asked for": (Case(campaign=row("caravans", "K", equipment={})), {Rule.EQUIPMENT_NEEDS}),
    "equipment of another region": (
        Case(
            campaign=campaign(
                regions={"S": replace(CAMPAIGN.regions["R"], code="S")},
                equipment={"ECHO": replace(CAMPAIGN.equipment["ECHO"], region="S")},
            )
        ),
        {Rule.EQUIPMENT_FREE},
    ),
    "two posts in one centre": (at_ends(post("M"), post("M2"), ambulance_posts=2), set()),
    "two posts where there is one": (at_ends(post("M"), post("M2")), {Rule.POST_CAPACITY}),
    "one ambulance after the other": (at_ends(post("M", last=on("01-31")), post("M2", on("02-01"))), set()),
    "an ambulance that leaves when another comes": (
        at_ends(post("M", last=on("02-01")), post("M2", on("02-01"))),
        {Rule.POST_CAPACITY},
    ),
    "a post beyond the season": (at_ends(post("M", last=date(2024, 3, 1))), {Rule.AMBULANCE_POSTS}),
    "an ambulance of another province": (
        Case(campaign=row("ambulances", "M", province="Q")),
        {Rule.AMBULANCE_POSTS, Rule.BUDGET_LINES},
    ),
    "a specialist of the region": (Case(campaign=row("staff", "SPE", province="Q")), set()),
    "a specialist of another region": (
        Case(
            campaign=campaign(
                regions={"S": replace(CAMPAIGN.regions["R"], code="S")},
                provinces={"Q": replace(CAMPAIGN.provinces["Q"], region="S")},
                staff={"SPE": replace(CAMPAIGN.staff["SPE"], province="Q")},
            )
        ),
        {Rule.DUTY_PLACE},
    ),
    "a specialist of another specialty": (
        Case(campaign=row("staff", "SPE", specialty="pédiatrie")),
        {Rule.CREWS_MANNED},
    ),
    "one person too many": (
        Case(plan(roster=(*PLAN.roster, replace(PLAN.roster[-1], date=on("02-02"), duty="tour", code="U@2024-02-02")))),
        {Rule.CREWS_MANNED},
    ),
    "a duty on a day without a tour": (
        Case(plan(roster=(*PLAN.roster, replace(PLAN.roster[0], date=on("02-05"))))),
        {Rule.CREWS_MANNED},
    ),
    "a person who stays behind on the second day": (
        Case(plan(roster=PLAN.roster[:4] + PLAN.roster[5:])),
        {Rule.CREWS_MANNED, Rule.SAME_CREW},
    ),
    "no staff, no roster": (Case(plan(roster=()), replace(CAMPAIGN, staff={}, leave=(), pins=())), set()),
    "as many days as a person may serve": (Case(campaign=row("staff", "DRI", max_days=4)), set()),
    "a third day in a week of two": (Case(campaign=row("staff", "DRI", max_days_per_week=1)), {Rule.DUTY_LIMITS}),
    "a person who has left": (Case(campaign=row("staff", "DRI", to=on("02-01"))), {Rule.DUTY_AVAILABLE}),
    "six days in a row, over a Sunday": (
        after_restating(*second_caravan("01-19", 6)),
        set(),
    ),
    "a role by specialty": (Case(plan(roster=changed(PLAN.roster, 16, role="cardiologie"))), set()),
    "a crew's per diem by profession": (
        Case(
            plan(
                budget=(
                    *PLAN.budget[:13],
                    replace(PLAN.budget[13], quantity=Decimal(1), rate_mad=Decimal(160), amount_mad=Decimal(160)),
                    replace(
                        PLAN.budget[13], line=98, quantity=Decimal(2), rate_mad=Decimal(80), amount_mad=Decimal(160)
                    ),
                    *PLAN.budget[14:],
                )
            )
        ),
        set(),
    ),
    "a tour's hire in two lines": (
        Case(
            plan(
                budget=(
                    replace(PLAN.budget[5], quantity=Decimal(1), amount_mad=Decimal(100)),
                    replace(PLAN.budget[5], line=98, quantity=Decimal(1), amount_mad=Decimal(100)),
                    *PLAN.budget[:5],
                    *PLAN.budget[6:],
                )
            )
        ),
        {Rule.BUDGET_SOURCES},
    ),
    "a line left out": (Case(plan(budget=PLAN.budget[1:])), {Rule.BUDGET_SOURCES}),
    "a line of a region that is not the source's": (
        Case(
            plan(budget=changed(PLAN.budget, 0, region="S")),
            campaign(regions={"S": replace(CAMPAIGN.regions["R"], code="S")}),
        ),
        {Rule.BUDGET_LINES},
    ),
    "the envelope a centime short": (
        Case(campaign=settings("budget", total_mad=Decimal("6726.89"))),
        {Rule.BUDGET_CAPS},
    ),
    "a cap of a province and chapter": (
        Case(campaign=campaign(caps=(Cap(province="P", chapter="hire", amount_mad=Decimal("399.99")),))),
        {Rule.BUDGET_CAPS},
    ),
    "a cap of another province": (
        Case(campaign=campaign(caps=(Cap(province="Q", amount_mad=Decimal(0)),))),
        set(),
    ),
    "two reasons for one douar": (
        Case(
            replace(
                restated(PLAN, row("douars", "D1", visits=4)),
                unserved=(*PLAN.unserved, replace(PLAN.unserved[0], reason="money")),
            ),
            row("douars", "D1", visits=4),
            None,
        ),
        set(),
    ),
    "cover that is not missing": (
        Case(plan(unserved=(*PLAN.unserved, replace(PLAN.unserved[1], code="D1")))),
        {Rule.UNSERVED},
    ),
    "a reason that is none for it": (
        Case(plan(unserved=(replace(PLAN.unserved[0], reason="equipment"), *PLAN.unserved[1:]))),
        {Rule.UNSERVED},
    ),
    "a row of nothing": (
        Case(plan(unserved=(*PLAN.unserved, replace(PLAN.unserved[0], code="D2", missing=0)))),
        {Rule.UNSERVED},
    ),
    "no ambulances, no cover listed": (
        after_restating(
            plan(ambulance_posts=(), budget=PLAN.budget[:-1], unserved=PLAN.unserved[:1]),
            replace(CAMPAIGN, ambulances={}, pins=()),
        ),
        set(),
    ),
    "another engine": (Case(plan(engine="winter")), {Rule.CALENDAR}),
    "another Ramadan than the one given": (Case(plan(ramadan=(on("01-26"), on("02-10")))), {Rule.CALENDAR}),
    "another campaign's plan": (Case(plan(campaign_code="huge")), {Rule.PLAN_HEAD}),
    "no version": (Case(run=replace(RUN, software_version="")), {Rule.PLAN_HEAD}),
    "a bound that is the objective": (
        Case(run=replace(RUN, bound_centimes=PLAN.objective_centimes, status="optimal")),
        set(),
    ),
    "an optimal plan at its greatest gap": (
        Case(run=replace(RUN, bound_centimes=PLAN.objective_centimes - 78, status="optimal")),
        set(),
    ),
    "an optimal plan beyond it": (
        Case(run=replace(RUN, bound_centimes=PLAN.objective_centimes - 79, status="optimal")),
        {Rule.STATUS},
    ),
    "a stage of an unknown province": (
        Case(run=replace(RUN, stages=(Stage("a", "X", 0, 0, 0, 0, ""),))),
        {Rule.STAGES},
    ),
    "notes that are known": (Case(run=replace(RUN, notes=("unmanned P 3", "contradicted - tours 0.02 MAD"))), set()),
    "a note of nothing": (Case(run=replace(RUN, notes=("",))), {Rule.NOTES}),
    "a note of an unknown province": (Case(run=replace(RUN, notes=("unmanned X 3",))), {Rule.NOTES}),
    "a note without a detail": (Case(run=replace(RUN, notes=("unmanned P ",))), {Rule.NOTES}),
    "a note that steers a terminal": (Case(run=replace(RUN, notes=("search P \x1b[2J",))), {Rule.NOTES}),
    "a note with half a character": (Case(run=replace(RUN, notes=("search P \ud800",))), {Rule.NOTES}),
    "a version with half a character": (Case(run=replace(RUN, software_version="1\udfff")), {Rule.PLAN_HEAD}),
    "a stage that takes a bell as given": (
        Case(run=replace(RUN, stages=(Stage("a", "P", 0, 0, 0, 0, "\a"),))),
        {Rule.STAGES},
    ),
    "a pinned ambulance by two posts": (
        at_ends(post("M", last=on("01-31")), post("M", on("02-01"))),
        set(),
    ),
    "a pinned duty with a caravan, not a unit": (
        Case(campaign=campaign(pins=(Pin(kind="duty", staff="DOC", date=on("01-29"), caravan="K"),))),
        {Rule.PINS},
    ),
    "a pinned ambulance out of season": (
        Case(campaign=campaign(pins=(Pin(kind="ambulance", ambulance="M", centre="GITE", to=date(2023, 12, 31)),))),
        {Rule.PINS},
    ),
    "a pinned ambulance on some of its days": (
        Case(
            campaign=campaign(
                pins=(Pin(kind="ambulance", ambulance="M", centre="GITE", from_=on("02-01"), to=date(2024, 3, 30)),)
            )
        ),
        set(),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_case_is_told_by_the_rules_that_it_breaks(name: str) -> None:
    case, rules = CASES[name]
    assert rules_broken(case) == rules
