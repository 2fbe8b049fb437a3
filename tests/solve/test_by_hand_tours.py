"""Tours by hand: what is obvious is found, every rule and limit is kept, pins stand, and nothing is left to chance."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.columns import PROFESSIONS
from planner.problem.answer import TourChoice
from planner.problem.chapters import FUEL, MEDICINES, TOUR_CHAPTERS
from planner.problem.limits import TourLimits
from planner.problem.tours import TourProblem
from planner.problem.units import ROAD
from planner.solve.by_hand import plan_tours_by_hand
from planner.solve.by_hand.tours import keep_pinned_tours, worth_of_tours
from tests.problem.small_tours import make_days, make_tours, no_limits, one_day
from tests.solve.tour_rules import broken_rules

TWO_POINTS = [[0, 10, 60], [10, 0, 60], [60, 60, 0]]
"""Two points near each other, an hour from the base."""
FAR_POINT = [[0, 300, 30], [300, 0, 280], [30, 280, 0]]
"""A point five hours from the base and half an hour from a lodging."""
FARTHEST_POINT = [[0, 400, 60], [400, 0, 400], [60, 400, 0]]
TWO_FAR_POINTS = [[0, 20, 200, 15], [20, 0, 200, 15], [200, 200, 0, 190], [15, 15, 190, 0]]


def stops(tours: tuple[TourChoice, ...]) -> list[tuple[int, int]]:
    """Return the day and point of each stop, in order."""
    days = [(tour.first_day + n, day) for tour in tours for n, day in enumerate(tour.days)]
    return sorted((when, point) for when, day in days for point in day.points)


def cap(centimes: float, *chapters: int) -> dict[str, Any]:
    """Return one cap on some chapters, on all where none is named."""
    is_limited = [chapter in chapters or not chapters for chapter in range(len(TOUR_CHAPTERS))]
    return {"cap_chapters": np.array([is_limited]), "cap_left": np.array([centimes])}


def test_near_points_share_a_day_in_the_order_of_the_shortest_drive() -> None:
    problem = make_tours(TWO_POINTS, 2)
    (tour,) = plan_tours_by_hand(problem, no_limits(problem))
    assert sorted(tour.days[0].points) == [0, 1]
    assert tour.days[0].consultations == (40, 40)


def test_visits_of_a_douar_are_spread_over_the_season() -> None:
    problem = make_tours([[0, 30], [30, 0]], 1, n_days=60, wanted=np.array([3], np.int32), late_worth=np.zeros(1))
    days = [day for day, _ in stops(plan_tours_by_hand(problem, no_limits(problem)))]
    assert all(abs(day - turn) <= 2 for day, turn in zip(days, (14.25, 29.5, 44.75), strict=True))


def test_nobody_waits_longer_than_they_should_where_that_can_be() -> None:
    wanted, max_wait = np.array([3], np.int32), np.array([20], np.int32)
    problem = make_tours([[0, 30], [30, 0]], 1, n_days=60, wanted=wanted, max_wait=max_wait)
    days = [day for day, _ in stops(plan_tours_by_hand(problem, no_limits(problem)))]
    assert len(days) == 3
    assert all(later - earlier - 1 <= 20 for earlier, later in pairwise([0, *days, 60]))


def test_no_stop_is_made_that_costs_more_than_it_is_worth() -> None:
    problem = make_tours(TWO_POINTS, 2, worth=np.array([4000.0, 30.0]))
    assert stops(plan_tours_by_hand(problem, no_limits(problem)))[0][1] == 0
    assert len(stops(plan_tours_by_hand(problem, no_limits(problem)))) == 1


def test_a_province_below_its_floor_makes_stops_that_are_not_worth_their_cost() -> None:
    problem = make_tours(TWO_POINTS, 2, worth=np.array([30.0, 30.0]), late_worth=np.zeros(2))
    assert plan_tours_by_hand(problem, no_limits(problem)) == ()
    floor = replace(problem, floor_persons=100.0, shortfall=4000.0)
    assert len(stops(plan_tours_by_hand(floor, no_limits(floor)))) == 1


def test_where_money_is_short_the_stop_that_is_worth_more_is_made() -> None:
    problem = make_tours(TWO_POINTS, 2, worth=np.array([3000.0, 4000.0]), min_share=Fraction(1))
    limits = no_limits(problem, **cap(40 * 1400.0 + 100, MEDICINES))
    assert [point for _, point in stops(plan_tours_by_hand(problem, limits))] == [1]


def test_a_stop_sees_as_many_as_the_money_allows() -> None:
    problem = make_tours([[0, 30], [30, 0]], 1)
    (tour,) = plan_tours_by_hand(problem, no_limits(problem, **cap(25 * 1400.0 + 100, MEDICINES)))
    assert tour.days[0].consultations == (25,)


def test_a_stop_sees_as_many_as_the_day_allows() -> None:
    problem = make_tours([[0, 30], [30, 0]], 1, days=make_days(5, work=60 + 40 + 75))
    (tour,) = plan_tours_by_hand(problem, no_limits(problem))
    assert tour.days[0].consultations == (30,)


def test_what_is_too_far_for_a_day_is_served_with_a_night() -> None:
    problem = make_tours(FAR_POINT, 1, lodging=np.array([0, 4], np.int32), max_nights=1)
    (tour,) = plan_tours_by_hand(problem, no_limits(problem))
    assert len(tour.days) == 2
    assert tour.days[0].end == tour.days[1].start == 2
    assert stops((tour,)) == [(day, 0) for day, _ in stops((tour,))][:1]


@pytest.mark.parametrize("changes", [{"max_nights": 0}, {"lodging": np.array([0, 1], np.int32)}, {"days_per_week": 1}])
def test_what_needs_a_night_is_left_where_nobody_may_be_away(changes: dict[str, Any]) -> None:
    problem = make_tours(FAR_POINT, 1, **{"lodging": np.array([0, 4], np.int32), "max_nights": 1} | changes)
    assert plan_tours_by_hand(problem, no_limits(problem)) == ()


def test_what_needs_two_days_is_left_where_people_can_give_one() -> None:
    problem = make_tours(FAR_POINT, 1, lodging=np.array([0, 4], np.int32), max_nights=1)
    ones = np.ones_like(no_limits(problem).crew_in_season)
    assert plan_tours_by_hand(problem, no_limits(problem, crew_in_season=ones)) == ()
    assert len(plan_tours_by_hand(problem, no_limits(problem, crew_in_season=2 * ones))) == 1


def test_what_no_day_from_or_to_the_base_can_serve_is_served_between_two_that_only_drive() -> None:
    problem = make_tours(FARTHEST_POINT, 1, lodging=np.array([0, 4], np.int32), max_nights=2)
    (tour,) = plan_tours_by_hand(problem, no_limits(problem))
    assert [(day.start, day.points, day.end) for day in tour.days] == [(1, (), 2), (2, (0,), 2), (2, (), 1)]


@pytest.mark.parametrize("changes", [{"max_nights": 1}, {"lodging": np.array([0, 1], np.int32)}, {"days_per_week": 2}])
def test_what_needs_two_nights_is_left_where_they_cannot_be(changes: dict[str, Any]) -> None:
    problem = make_tours(FARTHEST_POINT, 1, **{"lodging": np.array([0, 4], np.int32), "max_nights": 2} | changes)
    assert plan_tours_by_hand(problem, no_limits(problem)) == ()


def test_what_needs_three_days_is_left_where_people_can_give_two() -> None:
    problem = make_tours(FARTHEST_POINT, 1, lodging=np.array([0, 4], np.int32), max_nights=2)
    ones = np.ones_like(no_limits(problem).crew_in_season)
    assert plan_tours_by_hand(problem, no_limits(problem, crew_in_season=2 * ones)) == ()
    assert len(plan_tours_by_hand(problem, no_limits(problem, crew_in_season=3 * ones))) == 1


def test_where_fuel_is_short_a_unit_sleeps_away() -> None:
    problem = make_tours(
        TWO_FAR_POINTS,
        2,
        lodging=np.array([0, 4], np.int32),
        max_nights=1,
        population=np.array([400, 400], np.int32),
        demand=np.array([50, 50], np.int32),
        min_share=Fraction(1),
    )
    one_way = problem.metres[0, 2, 0] / 1000 * problem.units.per_km[0, FUEL]
    (tour,) = plan_tours_by_hand(problem, no_limits(problem, **cap(2.3 * one_way, FUEL)))
    assert len(tour.days) == 2
    assert len(stops((tour,))) == 2


def test_people_who_are_missing_keep_a_unit_at_home() -> None:
    problem = make_tours([[0, 30], [30, 0]], 1)
    crew = no_limits(problem).crew_on_day.copy()
    crew[PROFESSIONS.index("doctor")] = 0
    crew[PROFESSIONS.index("doctor"), 8] = 1
    assert stops(plan_tours_by_hand(problem, no_limits(problem, crew_on_day=crew))) == [(8, 0)]


def test_pinned_tours_are_kept_exactly() -> None:
    problem = make_tours(TWO_POINTS, 2, pinned=((0, 3, (1,)),))
    tours = plan_tours_by_hand(problem, no_limits(problem))
    assert [tour.days[0].points for tour in tours if tour.first_day == 3] == [(1,)]
    assert [point for _, point in stops(tours)].count(0) == 1


def test_pinned_tours_take_only_what_makes_them_count_until_all_else_is_planned() -> None:
    problem = make_tours(TWO_POINTS, 2, pinned=((0, 3, (1,)),))
    (tour,) = keep_pinned_tours(problem, no_limits(problem))
    assert tour.days[0].consultations == (20,)
    (grown, _) = plan_tours_by_hand(problem, no_limits(problem), (tour,))
    assert (grown.first_day, grown.days[0].consultations) == (3, (40,))


def test_pinned_days_are_joined_by_a_night_where_fuel_is_too_short_to_come_home_between() -> None:
    near_lodging = [[0, 90, 5], [90, 0, 90], [5, 90, 0]]
    beds = np.array([0, 9], np.int32)
    problem = make_tours(near_lodging, 1, lodging=beds, max_nights=1, pinned=((0, 1, (0,)), (0, 2, (0,))))
    by_day = keep_pinned_tours(problem, no_limits(problem))
    assert [len(tour.days) for tour in by_day] == [1, 1]
    fuel = np.array([[chapter == FUEL for chapter in range(5)]])
    once = problem.units.per_km[0, FUEL] * 2 * (90 + 5) * 600 / 1000 / 2
    limits = no_limits(problem, cap_chapters=fuel, cap_left=np.array([1.2 * 2 * once]))
    (tour,) = keep_pinned_tours(problem, limits)
    assert [day.points for day in tour.days] == [(0,), (0,)]
    parted = replace(problem, parted=((0, 1),))
    assert [len(tour.days) for tour in keep_pinned_tours(parted, limits)] == [1]
    assert [len(tour.days) for tour in keep_pinned_tours(parted, no_limits(problem))] == [1, 1]


def test_pinned_days_that_follow_one_another_are_joined_where_each_alone_is_too_far() -> None:
    problem = make_tours(
        FAR_POINT,
        1,
        lodging=np.array([0, 4], np.int32),
        max_nights=2,
        pinned=((0, 1, (0,)), (0, 2, (0,))),
    )
    (tour,) = keep_pinned_tours(problem, no_limits(problem))
    assert (tour.first_day, len(tour.days)) == (1, 2)
    assert [day.points for day in tour.days] == [(0,), (0,)]


@pytest.mark.parametrize(
    "changes",
    [
        {"pinned": ((0, 5, (0,)),)},
        {"pinned": ((0, 3, (0, 1)),), "days": make_days(14, work=200)},
        {"pinned": ((0, 3, (0,)),), "demand": np.zeros(2, np.int32)},
    ],
)
def test_a_pin_that_cannot_run_is_left_out(changes: dict[str, Any]) -> None:
    problem = make_tours(TWO_POINTS, 2, **changes)
    assert keep_pinned_tours(problem, no_limits(problem)) == ()


def test_a_pin_that_money_does_not_allow_is_left_out() -> None:
    problem = make_tours(TWO_POINTS, 2, pinned=((0, 3, (0,)),))
    assert keep_pinned_tours(problem, no_limits(problem, **cap(100.0))) == ()


def test_tours_that_are_kept_stay_and_more_stops_are_added() -> None:
    problem = make_tours(TWO_POINTS, 2, n_days=28, wanted=np.array([2, 2], np.int32))
    tight = no_limits(problem, **cap(45 * 1400.0, MEDICINES))
    kept = plan_tours_by_hand(problem, tight)
    more = plan_tours_by_hand(problem, no_limits(problem), kept)
    assert len(stops(kept)) < len(stops(more))
    assert set(stops(kept)) <= set(stops(more))


def test_a_province_without_units_or_points_has_no_tours() -> None:
    nobody = make_tours(TWO_POINTS, 2, n_units=0)
    nowhere = make_tours([[0]], 0)
    assert plan_tours_by_hand(nobody, no_limits(nobody)) == plan_tours_by_hand(nowhere, no_limits(nowhere)) == ()


def test_worth_of_tours_is_that_of_the_best_counting_less_money_and_lateness() -> None:
    problem = make_tours([[0, 30], [30, 0]], 1, max_wait=np.array([13], np.int32), late_worth=np.array([1.0]))
    tours = plan_tours_by_hand(problem, no_limits(problem))
    cost = 60 * 600 / 1000 * 293 + 26_000 + 40 * 1400
    assert worth_of_tours(problem, tours) == pytest.approx(160 * 4000 - cost, abs=7)
    assert worth_of_tours(replace(problem, max_wait=np.array([3], np.int32)), ()) == -(14 - 1 - 3)


@st.composite
def provinces(draw: st.DrawFn) -> tuple[TourProblem, TourLimits]:
    """Draw a province of few points with everything short now and then."""
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    n_points, n_centres, n_units, n_days = (int(chance.integers(*span)) for span in ((1, 6), (1, 4), (1, 4), (5, 40)))
    nodes = n_points + n_centres
    minutes = chance.integers(5, draw(st.sampled_from([60, 200, 400])), (nodes, nodes)) * (1 - np.eye(nodes, dtype=int))
    problem = make_tours(
        minutes,
        n_points,
        n_days=n_days,
        n_units=n_units,
        days=make_days(n_days, work=int(chance.integers(250, 540))),
        demand=chance.integers(0, 120, n_points).astype(np.int32),
        population=chance.integers(1, 900, n_points).astype(np.int32),
        wanted=chance.integers(0, 5, n_points).astype(np.int32),
        foot_min=(chance.integers(0, 2, n_points) * 15).astype(np.int32),
        opens=chance.choice([0, 540, 840], n_points).astype(np.int32),
        closes=chance.choice([1440, 960], n_points).astype(np.int32),
        lodging=chance.integers(0, 7, n_centres).astype(np.int32),
        max_nights=int(chance.integers(0, 3)),
        days_per_week=int(chance.integers(1, 6)),
        gap_min_days=int(chance.integers(0, 15)),
        floor_persons=float(chance.integers(0, 900)),
        shortfall=2000.0,
    )
    served = problem.served & (chance.random((n_points, n_days)) < 0.8)
    available = problem.units.available & (chance.random((n_units, n_days)) < 0.9)
    vehicle = chance.integers(0, 2, n_units).astype(np.int32)
    reachable = problem.reachable.copy()
    reachable[ROAD] = chance.random(n_points) < 0.7
    problem = replace(
        problem,
        served=served,
        reachable=reachable,
        units=replace(problem.units, available=available, vehicle=vehicle),
    )
    weeks = int(problem.days.week[-1]) + 1
    limits = no_limits(
        problem,
        crew_on_day=chance.integers(0, 4, (len(PROFESSIONS), n_days)).astype(np.int32),
        crew_in_week=chance.integers(0, 9, (len(PROFESSIONS), weeks)).astype(np.int32),
        crew_in_season=chance.integers(0, 25, len(PROFESSIONS)).astype(np.int32),
        cap_chapters=chance.random((2, len(TOUR_CHAPTERS))) < 0.5,
        cap_left=chance.integers(0, draw(st.sampled_from([50_000, 1_000_000])), 2).astype(float),
    )
    return problem, limits


@given(provinces())
@settings(max_examples=100)
def test_every_rule_and_limit_is_kept(province: tuple[TourProblem, TourLimits]) -> None:
    problem, limits = province
    tours = plan_tours_by_hand(problem, limits)
    assert broken_rules(problem, limits, tours) == set()
    assert plan_tours_by_hand(problem, limits) == tours


def test_the_rules_of_this_test_are_seen_where_they_are_broken() -> None:
    problem = make_tours(TWO_FAR_POINTS, 2, n_days=28, wanted=np.array([3, 3], np.int32))
    tours = plan_tours_by_hand(problem, no_limits(problem))
    assert broken_rules(problem, no_limits(problem), tours) == set()
    assert broken_rules(problem, no_limits(problem, **cap(100.0)), tours) == {"money"}
    nobody = np.zeros_like(no_limits(problem).crew_in_season)
    assert broken_rules(problem, no_limits(problem, crew_in_season=nobody), tours) == {"crew in the season"}
    assert "day" in broken_rules(replace(problem, days=make_days(28, work=60)), no_limits(problem), tours)
    assert "one tour a day" in broken_rules(problem, no_limits(problem), tours * 2)


def test_no_stop_is_added_that_would_count_instead_of_one_that_saw_as_many() -> None:
    problem = make_tours([[0, 30], [30, 0]], 1, min_share=Fraction(1, 2))
    units = replace(problem.units, consultations_per_day=np.array([30], np.int32))
    problem = replace(problem, units=units)
    kept = (one_day(problem, 1, (0, 30)),)
    assert plan_tours_by_hand(problem, no_limits(problem), kept) == kept
