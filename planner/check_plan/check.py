"""A plan against its campaign: every rule, every fault."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from geodata.travel import TravelTimes
from planner.check_plan import (
    ambulances,
    answer,
    caravans,
    hours,
    money,
    pins,
    proof,
    roster,
    shape,
    tours,
    visits,
)
from planner.check_plan.facts import Facts
from planner.check_plan.findings import Check, to_fault
from planner.domain.campaign import Campaign
from planner.domain.plan import Plan, Run
from planner.domain.rules import Rule
from planner.errors import Fault

SHAPE: Final[Mapping[Rule, Check]] = {
    Rule.REFERENCES: shape.references,
    Rule.UNIQUE_ROWS: shape.unique_rows,
}
MEANING: Final[Mapping[Rule, Check]] = {
    Rule.OPEN_DAYS: tours.open_days,
    Rule.ONE_TOUR_AT_A_TIME: tours.one_tour_at_a_time,
    Rule.UNIT_WEEK: tours.unit_week,
    Rule.UNIT_AVAILABLE: tours.unit_available,
    Rule.TOUR_CODE: tours.tour_code,
    Rule.TOUR_PROVINCE: tours.tour_province,
    Rule.TOUR_CHAIN: tours.tour_chain,
    Rule.TOUR_SERVES: tours.tour_serves,
    Rule.NIGHT_STOPS: tours.night_stops,
    Rule.STOPS_IN_ORDER: tours.stops_in_order,
    Rule.POINT_ONCE_A_DAY: tours.point_once_a_day,
    Rule.ACCESS: tours.access,
    Rule.CLOSURES: tours.closures,
    Rule.TRAVEL_TIMES: hours.travel_times,
    Rule.TOUR_FIGURES: hours.tour_figures,
    Rule.DAY_WINDOW: hours.day_window,
    Rule.DAY_WORK: hours.day_work,
    Rule.FRIDAY_BREAK: hours.friday_break,
    Rule.POINT_HOURS: hours.point_hours,
    Rule.CONSULTATIONS: hours.consultations,
    Rule.SERVICE_TIME: hours.service_time,
    Rule.VISITS_ARE_SEEN: visits.visits_are_seen,
    Rule.VISITS_ARE_SPACED: visits.visits_are_spaced,
    Rule.VISITS_ARE_WANTED: visits.visits_are_wanted,
    Rule.VISIT_FIGURES: visits.visit_figures,
    Rule.CARAVAN_SITE: caravans.caravan_site,
    Rule.CARAVAN_DAYS: caravans.caravan_days,
    Rule.CARAVAN_REACH: caravans.caravan_reach,
    Rule.MANDATORY_CARAVANS: caravans.mandatory_caravans,
    Rule.EQUIPMENT_NEEDS: caravans.equipment_needs,
    Rule.EQUIPMENT_FREE: caravans.equipment_free,
    Rule.AMBULANCE_POSTS: ambulances.ambulance_posts,
    Rule.ONE_POST_AT_A_TIME: ambulances.one_post_at_a_time,
    Rule.POST_CAPACITY: ambulances.post_capacity,
    Rule.CREWS_MANNED: roster.crews_manned,
    Rule.SAME_CREW: roster.same_crew,
    Rule.DUTY_ROLE: roster.duty_role,
    Rule.ONE_DUTY_A_DAY: roster.one_duty_a_day,
    Rule.DUTY_PLACE: roster.duty_place,
    Rule.DUTY_AVAILABLE: roster.duty_available,
    Rule.DUTY_LIMITS: roster.duty_limits,
    Rule.DAY_OFF: roster.day_off,
    Rule.BUDGET_LINES: money.budget_lines,
    Rule.BUDGET_SOURCES: money.budget_sources,
    Rule.BUDGET_CAPS: money.budget_caps,
    Rule.CALENDAR: answer.calendar,
    Rule.UNSERVED: answer.unserved,
    Rule.CHANGES: answer.changes,
    Rule.INDICATORS: answer.indicators,
    Rule.OBJECTIVE: answer.objective,
    Rule.OPERATIONS: answer.operations,
    Rule.PINS: pins.pins,
    Rule.PLAN_HEAD: proof.plan_head,
    Rule.BOUND: proof.bound,
    Rule.GAPS: proof.gaps,
    Rule.STATUS: proof.status,
    Rule.STAGES: proof.stages,
    Rule.NOTES: proof.notes,
}
RULES: Final[Mapping[Rule, Check]] = {**SHAPE, **MEANING}


def _judge(rules: Mapping[Rule, Check], facts: Facts) -> Iterable[Fault]:
    return (to_fault(rule, finding, facts.row_numbers) for rule, check in rules.items() for finding in check(facts))


def check_plan(plan: Plan, campaign: Campaign, travel: TravelTimes, run: Run | None = None) -> tuple[Fault, ...]:
    """Return every fault of a plan, working out again all that follows from its campaign and its decisions.

    Where codes are unknown or rows there twice, only that is told: nothing else could be judged.

    Parameters
    ----------
    travel
        The drives of the campaign, as `planner.domain.catchments.travel_times` gives them.
    run
        How the plan came to be: its bound, status, stages and digest are judged too. Without one a plan must keep
        what is mandatory and pinned: only a run can say that it is infeasible.
    """
    facts = Facts(plan, campaign, travel, run)
    return tuple(_judge(SHAPE, facts)) or tuple(_judge(MEANING, facts))
