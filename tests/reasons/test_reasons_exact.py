"""Ways are clocked as the solver's clock does, and are worth and cost what the plan that takes them says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from planner.derive import derive
from planner.domain.calendar import build_calendar
from planner.domain.campaign import Campaign, Catchment, Staff
from planner.domain.catchments import build_catchments, closed_spans, travel_times
from planner.domain.columns import Clock
from planner.domain.plan import DayDecision, Decisions, Plan, StopDecision, TourDecision, VisitDecision
from planner.problem.days import build_days
from planner.problem.index import Index, build_index
from planner.problem.roster import build_staff
from planner.problem.schedule import build_clockwork, schedule_day
from planner.problem.tours import build_tours
from planner.reasons.ground import Ground, build_ground
from planner.reasons.people import build_free_people, free_persons
from planner.reasons.visits import net_centimes
from planner.reasons.ways import Ways, build_ways
from planner.reasons.worth import Worth
from tests.reasons.reasons_campaign import CAMPAIGN, drives, with_rules

SHARED = with_rules(
    replace(
        CAMPAIGN,
        douars=CAMPAIGN.douars | {"E": replace(CAMPAIGN.douars["D"], code="E", population=41)},
        points=CAMPAIGN.points | {"B": replace(CAMPAIGN.points["A"], code="B", foot_min=7)},
        catchments=(*CAMPAIGN.catchments, Catchment(douar="E", point="A"), Catchment(douar="E", point="B")),
        travel=drives("BASE A 60 30.3", "BASE B 35 21.1", "A B 29 7.7"),
        ambulances={},
        caravans={},
    ),
    visits={"red": 3, "orange": 1, "yellow": 1, "none": 1},
    gap_min_days=3,
    gap_max_days=4,
    coverage_floor=Decimal("0.4"),
    late_mad_per_person_day=Decimal("0.73"),
)
FRIDAY = date(2024, 1, 12)


def tour(day: date, *stops: StopDecision) -> TourDecision:
    return TourDecision("U", (DayDecision(day, Clock(480), stops, "BASE"),))


def plan_with(campaign: Campaign, decisions: Decisions) -> Plan:
    head, catchments = campaign.settings.campaign, build_catchments(campaign)
    calendar = build_calendar(campaign.settings.calendar, head.start, head.end)
    return derive(campaign, catchments, travel_times(campaign, catchments), calendar, decisions)


def beside(campaign: Campaign, plan: Plan) -> tuple[Ground, Index]:
    head, catchments = campaign.settings.campaign, build_catchments(campaign)
    calendar, index = build_calendar(campaign.settings.calendar, head.start, head.end), build_index(campaign)
    people = build_free_people(plan, build_staff(campaign, calendar, index), index)
    travel, days, shut = travel_times(campaign, catchments), build_days(calendar), closed_spans(campaign)
    problem = build_tours(campaign, catchments, travel, days, shut, index, "P")
    return build_ground(plan, index, problem, people, ()), index


def all_ways(ground: Ground) -> Ways:
    ways = build_ways(ground, np.broadcast_to(ground.problem.served, (1, *ground.problem.served.shape)))
    assert ways is not None
    return ways


def test_new_tour_is_worth_and_costs_what_the_plan_that_takes_it_says() -> None:
    first = tour(FRIDAY, StopDecision("A", Clock(540), 30))
    before = Decisions(tours=(first,), visits=(VisitDecision("D", FRIDAY, "A", first.code),))
    plan = plan_with(SHARED, before)
    ground, index = beside(SHARED, plan)
    worth = Worth(ground.problem, plan.visits, index)
    ways = all_ways(ground)
    ways = ways.at(ways.is_free & ways.is_exact & worth.more[0].is_spaced[ways.day] & (ways.point == 0))
    assert len(ways.day) > 3
    net = net_centimes(worth, ways, 0, ways.least)
    for way, day in enumerate(ways.day):
        more = tour(index.date(int(day)), StopDecision("A", Clock(540), int(ways.least[way])))
        visits = tuple(VisitDecision(code, more.days[0].date, "A", more.code) for code in ("D", "E"))
        after = plan_with(SHARED, Decisions((*before.tours, more), (*before.visits, *visits)))
        assert plan.objective_centimes - after.objective_centimes == pytest.approx(net[way], abs=ways.rounding[way] + 8)


def test_stop_more_in_a_day_costs_what_the_plan_that_takes_it_says() -> None:
    first = tour(FRIDAY, StopDecision("A", Clock(540), 30))
    plan = plan_with(SHARED, Decisions(tours=(first,)))
    ground, _ = beside(SHARED, plan)
    ways = all_ways(ground)
    ways = ways.at((ways.day == 4) & ((ways.points >= 0).sum(1) > 1))
    assert sorted(ways.slot) == [0, 1]
    for way, slot in enumerate(ways.slot):
        stops = [StopDecision("A", Clock(720), 30)]
        stops.insert(int(slot), StopDecision("B", Clock(600), int(ways.least[way])))
        after = plan_with(SHARED, Decisions(tours=(tour(FRIDAY, *stops),)))
        money_mad = sum(row.amount_mad for row in after.budget) - sum(row.amount_mad for row in plan.budget)
        assert int(money_mad * 100) == pytest.approx(ways.centimes[way].sum(), abs=ways.rounding[way])


@pytest.mark.parametrize("seen", range(1, 145, 13))
def test_many_days_at_once_fit_when_each_by_the_clock_of_the_search_does(seen: int) -> None:
    first = tour(FRIDAY, StopDecision("A", Clock(540), seen))
    ground, _ = beside(SHARED, plan_with(SHARED, Decisions(tours=(first,))))
    ways, clock = all_ways(ground), build_clockwork(ground.problem)
    ways = ways.at(ways.is_exact & ~ways.is_there)
    for way, fits in enumerate(ways.fit(ground.problem)):
        stops = tuple(int(point) for point in ways.points[way] if point >= 0)
        least = int(ways.least[way])
        consultations = tuple(least if number == ways.slot[way] else seen for number in range(len(stops)))
        base = ground.problem.n_points
        by_clock = schedule_day(clock, 0, int(ways.day[way]), base, base, stops, consultations)
        assert fits == (by_clock is not None and sum(consultations) <= 150)


def test_stops_see_no_more_than_the_hours_leave_minutes_for() -> None:
    campaign = with_rules(SHARED, min_share=Decimal("0.1"))
    ground, _ = beside(campaign, plan_with(campaign, Decisions()))
    short = replace(ground, problem=replace(ground.problem, closes=np.full(2, 600, np.int32)))
    ways = all_ways(short)
    ways = ways.at(ways.is_exact & (ways.point == 0))
    # From nine to ten there are 40 minutes of setting up and 20 of service: eight, by two clinicians in five minutes.
    assert set(ways.most(short.problem).tolist()) == {8}


def test_person_who_would_work_seven_days_on_end_is_not_free() -> None:
    campaign = replace(
        CAMPAIGN,
        settings=replace(
            CAMPAIGN.settings,
            calendar=replace(CAMPAIGN.settings.calendar, weekdays=("mon", "tue", "wed", "thu", "fri", "sat", "sun")),
        ),
    )
    head = campaign.settings.campaign
    calendar = build_calendar(campaign.settings.calendar, head.start, head.end)

    people = {"S": Staff(code="S", profession="doctor", province="P", max_days_per_week=7)}
    campaign = replace(campaign, staff=people)
    staff = build_staff(campaign, calendar, build_index(campaign))
    on_duty = np.zeros(staff.available.shape, bool)
    on_duty[0, [1, 2, 3, 5, 6, 7]] = True
    free = free_persons(staff, on_duty, 1)[0]
    assert (bool(free[4]), bool(free[0]), bool(free[8])) == (False, True, True)
    assert not free_persons(replace(staff, max_days=np.array([6], np.int32)), on_duty, 1).any()
    assert not free_persons(replace(staff, max_days_per_week=np.array([5], np.int32)), on_duty, 1)[0, :7].any()


def test_what_more_consultations_gain_is_asked_for_those_alone_that_a_unit_may_give() -> None:
    plan = plan_with(SHARED, Decisions())
    ground, index = beside(SHARED, plan)
    few = Worth(ground.problem, plan.visits, index)
    demand = int(ground.problem.demand[0])
    assert (few.gained(0, 0, 5) == few.gained(0, 0, demand)[:, :6]).all()
    many = replace(ground.problem, demand=np.full_like(ground.problem.demand, 2_000_000_000))
    assert Worth(many, plan.visits, index).gained(0, 0, 5).shape == (many.n_days, 6)
