"""The bound of a province's tours, against all plans of tiny provinces and long searches of small ones."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import chain, combinations, pairwise, product, repeat
from typing import Any

import numpy as np
import pytest

from planner.domain.columns import PROFESSIONS
from planner.problem.answer import DayChoice, TourChoice
from planner.problem.limits import TourLimits
from planner.problem.schedule import build_clockwork, schedule_day
from planner.problem.tours import TourProblem
from planner.solve.bound.bound_tours import bound_tours, crude_bound, objective_without_tours, restrict_tours
from planner.solve.bound.lateness import least_late_days
from planner.solve.bound.offer import TourOffer
from planner.solve.by_hand.tours import plan_tours_by_hand
from planner.solve.tours.anneal import Effort, anneal_tours, value_tours
from tests.problem.small_tours import FRIDAY, make_days, make_tours, no_limits, one_day

NO_PRICES = np.ones(5)
DOCTOR = PROFESSIONS.index("doctor")
NEAR = 0.02
"""MAD by which floats may stray."""


def never() -> bool:
    return False


def lower_mad(problem: TourProblem, limits: TourLimits | None = None, prices: Any = NO_PRICES) -> float:
    return bound_tours(problem, limits or no_limits(problem), prices, never, (), (), tolerance=0.0).lower_mad


def value_mad(problem: TourProblem, tours: tuple[TourChoice, ...], prices: Any = NO_PRICES) -> float:
    return value_tours(problem, no_limits(problem), prices, tours).objective / 100


def search_mad(problem: TourProblem, limits: TourLimits | None = None, prices: Any = NO_PRICES, seed: int = 1) -> float:
    """Return the best that a search of 100,000 moves finds within the limits."""
    limits = limits or no_limits(problem)
    start = plan_tours_by_hand(problem, limits)
    by_hand = value_tours(problem, limits, prices, start)
    found = anneal_tours(problem, limits, prices, start, 3e5, Effort(0, 100_000), seed, lambda: True)
    return min(each.objective for each in (by_hand, found) if each.keeps_caps) / 100


def priced(offer: TourOffer, prices: Any) -> float:
    """Return the objective of tours at prices."""
    return float(offer.cost_mad + (prices - 1) @ offer.spent_mad)


def random_province(seed: int, **changes: Any) -> TourProblem:
    """Return three douars that come to three points, one of them to two, up to an hour and a half away."""
    chance = np.random.default_rng(seed)
    places = chance.integers(0, 70, (5, 2))
    drives = np.abs(places[:, None] - places[None]).sum(-1) + chance.integers(0, 15, (5, 5))
    np.fill_diagonal(drives, 0)
    population = chance.integers(80, 400, 3).astype(np.int32)
    usual = {
        "population": population,
        "demand": np.array([population[0] + population[1], population[1], population[2]], np.int32) // 4,
        "douar_points": ((0,), (0, 1), (2,)),
        "wanted": chance.integers(1, 4, 3).astype(np.int32),
        "worth": chance.choice([1500.0, 2500.0, 6000.0], 3),
        "foot_min": chance.integers(0, 20, 3).astype(np.int32),
    }
    return make_tours(drives, 3, **{**usual, **changes})


def all_fills(problem: TourProblem, day: int) -> list[tuple[tuple[int, int], ...]]:
    """Return what a unit can do on a day: each set of points in each order would do, as the drives are symmetric."""
    clock, base = build_clockwork(problem), int(problem.units.base[0])
    found: list[tuple[tuple[int, int], ...]] = [()]
    for size in range(1, problem.n_points + 1):
        for there in combinations(range(problem.n_points), size):
            counts = [range(int(problem.least_to_count[p, 0]), int(problem.demand[p]) + 1) for p in there]
            for seen in product(*counts):
                if sum(seen) <= 100 and schedule_day(clock, 0, day, base, base, there, seen):
                    found.append(tuple(zip(there, seen, strict=True)))
    return found


@pytest.mark.parametrize("seed", range(6))
def test_no_plan_at_all_of_a_tiny_province_is_below_its_bound(seed: int) -> None:
    chance = np.random.default_rng(seed)
    away = chance.integers(20, 150, 2)
    demand = chance.integers(3, 6, 2).astype(np.int32)
    problem = make_tours(
        [[0, 45, away[0]], [45, 0, away[1]], [*away, 0]],
        2,
        days=make_days(5, friday_break=(600, 720), end=1000),
        demand=demand,
        population=(demand * 4).astype(np.int32),
        minutes_per_consultation=(int(chance.integers(40, 120)), 1),
        wanted=chance.integers(1, 3, 2).astype(np.int32),
        worth=chance.choice([5000.0, 20000.0], 2),
        max_wait=np.array([1, 2], np.int32),
        gap_min_days=2,
        served=np.tile([False, False, True, False, True], (2, 1)),
    )
    days = [all_fills(problem, day) for day in (2, FRIDAY)]
    best = min(
        value_mad(
            problem, tuple(one_day(problem, day, *stops) for day, stops in zip((2, FRIDAY), plan, strict=True) if stops)
        )
        for plan in product(*days)
    )
    assert lower_mad(problem) <= best + NEAR
    assert best <= search_mad(problem) + NEAR


VARIANTS: dict[str, dict[str, Any]] = {
    "plain": {},
    "two units": {"n_units": 2},
    "nights": {"lodging": np.array([0, 4], np.int32), "max_nights": 2, "n_days": 10},
    "one night": {"lodging": np.array([0, 2], np.int32), "max_nights": 1, "n_days": 10},
    "fridays alone": {"served": np.tile(np.arange(14) % 7 == FRIDAY, (3, 1))},
    "fridays of ramadan": {
        "days": make_days(14, end=930, work=390),
        "served": np.tile(np.arange(14) % 7 == FRIDAY, (3, 1)),
    },
    "break until the evening": {"days": make_days(14, friday_break=(720, 1080)), "setup_min": 20},
    "break from the morning": {"days": make_days(14, friday_break=(480, 660)), "setup_min": 20},
    "partial visits": {"minutes_per_consultation": (15, 1), "min_share": Fraction(1, 4)},
    "no setting up": {"setup_min": 0},
    "no spacing": {"gap_min_days": 0, "n_days": 5, "wanted": np.array([3, 3, 4], np.int32)},
    "coverage floor": {"floor_persons": 1000.0, "shortfall": 5000.0},
    "late": {"late_worth": np.full(3, 50_000.0), "max_wait": np.array([3, 4, 5], np.int32)},
    "no tours in a week": {"days_per_week": 0},
    "one day a week": {"days_per_week": 1},
}


@pytest.mark.parametrize("name", VARIANTS)
@pytest.mark.parametrize("seed", range(2))
def test_a_search_never_ends_below_the_bound(name: str, seed: int) -> None:
    problem = random_province(seed, **VARIANTS[name])
    lower, found = lower_mad(problem), search_mad(problem)
    assert lower <= found + NEAR
    assert crude_bound(problem).lower_mad <= found + NEAR
    assert found <= objective_without_tours(problem) + NEAR


def test_a_morning_that_is_driven_home_from_in_the_break_is_within_the_bound() -> None:
    # Served from nine to twelve, then two hours home: more than Ramadan leaves after the break.
    problem = make_tours(
        [[0, 120], [60, 0]],
        1,
        days=make_days(7, end=930, work=390),
        demand=np.array([60], np.int32),
        population=np.array([600], np.int32),
        served=np.arange(7)[None] == FRIDAY,
    )
    plan = value_mad(problem, (one_day(problem, FRIDAY, (0, 56)),))
    assert plan < objective_without_tours(problem)
    assert lower_mad(problem) == pytest.approx(plan, abs=NEAR)


@pytest.mark.parametrize("seed", range(3))
def test_prices_of_money_are_within_the_bound(seed: int) -> None:
    problem, prices = random_province(seed), 1 + np.random.default_rng(seed).random(5) * 2
    assert lower_mad(problem) <= lower_mad(problem, prices=prices) + NEAR
    assert lower_mad(problem, prices=prices) <= search_mad(problem, prices=prices) + NEAR


@pytest.mark.parametrize("seed", range(3))
def test_caps_are_within_the_bound_and_a_looser_cap_never_raises_it(seed: int) -> None:
    problem = random_province(seed)
    chapters = np.array([[True, False, False, True, False], [False, False, True, False, False]])
    last = np.inf
    for left in (0.0, 20_000.0, 60_000.0, 10**9):
        limits = no_limits(problem, cap_chapters=chapters, cap_left=np.array([left, 2 * left]))
        lower = lower_mad(problem, limits)
        assert lower <= search_mad(problem, limits) + NEAR
        assert lower <= last + NEAR
        last = lower
    assert last == pytest.approx(lower_mad(problem), abs=NEAR)


@pytest.mark.parametrize("seed", range(2))
def test_people_are_within_the_bound_and_more_of_them_never_raise_it(seed: int) -> None:
    problem = random_province(seed)
    last = np.inf
    for days in (0, 1, 3, 100):
        season = no_limits(problem).crew_in_season.copy()
        season[DOCTOR] = days
        limits = no_limits(problem, crew_in_season=season)
        lower = lower_mad(problem, limits)
        assert lower <= search_mad(problem, limits) + NEAR
        assert lower <= last + NEAR
        last = lower


@pytest.mark.parametrize("seed", range(2))
def test_more_units_beds_or_days_never_raise_the_bound(seed: int) -> None:
    few = random_province(seed)
    assert lower_mad(random_province(seed, n_units=2)) <= lower_mad(few) + NEAR
    assert lower_mad(replace(few, lodging=np.array([0, 9], np.int32), max_nights=2)) <= lower_mad(few) + NEAR
    assert lower_mad(few) <= lower_mad(replace(few, days_per_week=1)) + NEAR
    shut = few.served.copy()
    shut[0] = False
    assert lower_mad(few) <= lower_mad(replace(few, served=shut)) + NEAR


def test_a_bound_that_is_stopped_after_any_round_holds_and_rises() -> None:
    problem = random_province(3, n_units=2, n_days=21, lodging=np.array([0, 4], np.int32), max_nights=2)
    limits, found = no_limits(problem), search_mad(problem)
    lowers = [
        bound_tours(
            problem, limits, NO_PRICES, chain([False] * done, repeat(True)).__next__, (), (), tolerance=0.0
        ).lower_mad
        for done in range(5)
    ]
    assert lowers == sorted(lowers)
    assert lowers[-1] <= found + NEAR


def test_columns_of_an_earlier_bound_lead_to_the_same_bound_in_two_rounds() -> None:
    problem = random_province(4, lodging=np.array([0, 4], np.int32), max_nights=2)
    limits = no_limits(problem)
    first = bound_tours(problem, limits, NO_PRICES, never, (), (), tolerance=0.0)
    two_rounds = chain([False], repeat(True)).__next__
    again = bound_tours(problem, limits, NO_PRICES, two_rounds, (), first.columns, tolerance=0.0)
    assert again.lower_mad == pytest.approx(first.lower_mad, abs=NEAR)
    assert again.offers[0].spent_mad.sum() == pytest.approx(first.offers[0].spent_mad.sum(), rel=0.2)


@pytest.mark.parametrize("seed", [0, 1, 3])
def test_whoever_is_taken_from_tours_costs_them_at_least_his_price(seed: int) -> None:
    problem = random_province(seed, n_units=2, lodging=np.array([0, 4], np.int32), max_nights=2)
    limits, few = no_limits(problem), 2
    limits.crew_in_season[DOCTOR] = few
    found = bound_tours(problem, limits, NO_PRICES, never, (), (), tolerance=0.0)
    assert found.crew_mad[DOCTOR] > 0
    assert (np.delete(found.crew_mad, DOCTOR) == 0).all()
    for days in range(1, few + 1):
        limits.crew_in_season[DOCTOR] = few - days
        least = found.lower_mad + days * float(found.crew_mad[DOCTOR])
        assert least <= lower_mad(problem, limits) + NEAR
        assert least <= search_mad(problem, limits) + NEAR


@pytest.mark.parametrize("done", range(4))
def test_prices_of_people_hold_too_where_time_ends_the_bound(done: int) -> None:
    problem = random_province(3, n_units=2, lodging=np.array([0, 4], np.int32), max_nights=2)
    limits = no_limits(problem)
    limits.crew_in_season[DOCTOR] = 2
    is_over = chain([False] * done, repeat(True)).__next__
    found = bound_tours(problem, limits, NO_PRICES, is_over, (np.full(5, 2.0),), (), tolerance=0.0)
    assert len(found.offers) == (1 if done < 2 else 2)
    for days in (1, 2):
        limits.crew_in_season[DOCTOR] = 2 - days
        assert found.lower_mad + days * float(found.crew_mad[DOCTOR]) <= lower_mad(problem, limits) + NEAR


@pytest.mark.parametrize("seed", range(3))
def test_further_prices_are_answered_as_if_they_were_asked_alone(seed: int) -> None:
    problem = random_province(seed, n_units=2)
    limits, further = no_limits(problem), [np.full(5, 1.5), np.full(5, 20.0)]
    columns = bound_tours(problem, limits, NO_PRICES, never, (), (), tolerance=0.0).columns
    together = restrict_tours(problem, limits, NO_PRICES, further, columns).offers
    for offer, prices in zip(together, (NO_PRICES, *further), strict=True):
        alone = restrict_tours(problem, limits, prices, (), columns).offers[0]
        assert [priced(offer, prices), priced(alone, prices)] == pytest.approx([priced(alone, prices)] * 2, abs=NEAR)
        assert offer.crew_days[DOCTOR] <= 28
    assert together[0].cost_mad <= together[-1].cost_mad
    assert together[0].spent_mad.sum() >= together[-1].spent_mad.sum()


def test_whoever_sleeps_far_away_has_driven_there_and_drives_home() -> None:
    # The point is half an hour from its lodging, both are seven hours from the base: out, a day there, and home.
    problem = make_tours(
        [[0, 420, 30], [420, 0, 400], [30, 400, 0]],
        1,
        n_days=5,
        demand=np.array([80], np.int32),
        population=np.array([9000], np.int32),
        lodging=np.array([9, 9], np.int32),
        max_nights=2,
    )
    days = ((1, 2, (), ()), (2, 2, (0,), (80,)), (2, 1, (), ()))
    plan = value_mad(problem, (TourChoice(0, 1, tuple(DayChoice(*day) for day in days)),))
    assert plan < objective_without_tours(problem)
    assert lower_mad(problem) == pytest.approx(plan, abs=NEAR)


@pytest.mark.parametrize("gap", [1, 2])
def test_a_tour_stops_twice_where_one_douar_comes_only_if_it_waits_no_longer_than_a_tour(gap: int) -> None:
    # Four open days, five hours from the base, half an hour from the lodging: who goes there stays a night.
    problem = make_tours(
        [[0, 300, 30], [300, 0, 300], [30, 300, 0]],
        1,
        n_days=4,
        population=np.array([9000], np.int32),
        wanted=np.array([2], np.int32),
        gap_min_days=gap,
        lodging=np.array([0, 9], np.int32),
        max_nights=1,
    )
    stop, drive = ((0,), (40,)), ((), ())
    once = TourChoice(0, 0, (DayChoice(1, 2, *stop), DayChoice(2, 1, *drive)))
    twice = replace(once, days=(DayChoice(1, 2, *stop), DayChoice(2, 1, *stop)))
    tours = (twice,) if gap == 1 else (once, replace(once, first_day=2))
    assert lower_mad(problem) == pytest.approx(value_mad(problem, tours), abs=NEAR)


def lend_the_cheaper_unit(problem: TourProblem, last_day: int | None = None, first_day: int = 0) -> TourProblem:
    """Return a province of two units, of which the second costs next to nothing and is there for some days only."""
    per_day, available = problem.units.per_day.copy(), problem.units.available.copy()
    per_day[1] /= 100
    available[1, :first_day] = False
    if last_day is not None:
        available[1, last_day + 1 :] = False
    return replace(problem, units=replace(problem.units, per_day=per_day, available=available))


def test_a_unit_that_goes_early_makes_no_more_visits_than_its_days_hold() -> None:
    problem = make_tours([[0, 30], [30, 0]], 1, n_days=21, n_units=2, wanted=np.array([2], np.int32), gap_min_days=7)
    problem = lend_the_cheaper_unit(problem, last_day=4)
    tours = (one_day(problem, 4, (0, 40), unit=1), one_day(problem, 11, (0, 40), unit=0))
    assert lower_mad(problem) == pytest.approx(value_mad(problem, tours), abs=NEAR)


def test_whoever_waits_when_a_lent_unit_is_gone_is_late_or_sees_another() -> None:
    late = {"late_worth": np.array([50_000.0]), "max_wait": np.array([7], np.int32), "gap_min_days": 1}
    problem = make_tours([[0, 30], [30, 0]], 1, n_days=21, n_units=2, wanted=np.array([2], np.int32), **late)
    problem = lend_the_cheaper_unit(problem, last_day=8)
    tours = (one_day(problem, 7, (0, 40), unit=1), one_day(problem, 14, (0, 40), unit=0))
    assert lower_mad(problem) == pytest.approx(value_mad(problem, tours), abs=NEAR)


def test_whoever_waits_for_a_unit_that_comes_late_waits_from_the_first_day_on() -> None:
    late = {"late_worth": np.array([50_000.0]), "max_wait": np.array([7], np.int32), "gap_min_days": 1}
    problem = make_tours([[0, 30], [30, 0]], 1, n_days=21, n_units=2, wanted=np.array([2], np.int32), **late)
    problem = lend_the_cheaper_unit(problem, first_day=14)
    problem.units.per_day[0] *= 1000
    tours = (one_day(problem, 14, (0, 40), unit=1), one_day(problem, 15, (0, 40), unit=1))
    assert lower_mad(problem) == pytest.approx(value_mad(problem, tours), abs=NEAR)


def test_visits_that_need_no_spacing_may_fall_on_one_day() -> None:
    served = np.zeros((1, 7), bool)
    served[0, 2] = True
    problem = make_tours([[0, 30], [30, 0]], 1, n_units=2, n_days=7, wanted=np.array([2], np.int32), served=served)
    both = tuple(one_day(problem, 2, (0, 40), unit=unit) for unit in (0, 1))
    problem = replace(problem, gap_min_days=0)
    assert lower_mad(problem) == pytest.approx(value_mad(problem, both), abs=NEAR)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("days", [(0, 3), (0, 8), (0, 11), (4, 15), (9, 15), (4, 9)])
def test_a_search_with_a_lent_unit_never_ends_below_the_bound(seed: int, days: tuple[int, int]) -> None:
    first_day, last_day = days
    late = {"late_worth": np.full(3, 20_000.0), "max_wait": np.array([3, 4, 5], np.int32)}
    problem = lend_the_cheaper_unit(random_province(seed, n_units=2, n_days=16, **late), last_day, first_day)
    assert lower_mad(problem) <= search_mad(problem) + NEAR


@pytest.mark.parametrize("seed", range(20))
def test_the_least_late_days_are_those_of_the_best_choice_of_days(seed: int) -> None:
    chance = np.random.default_rng(seed)
    n_days, wait, gap, most = 16, int(chance.integers(1, 6)), int(chance.integers(1, 5)), 4
    days = np.flatnonzero(chance.random(n_days) < 0.4)
    for visits, late in enumerate(least_late_days(days, most, wait, gap, n_days)):
        waits = [
            sum(max(0, after - before - 1 - wait) for before, after in pairwise([0, *chosen, n_days]))
            for chosen in combinations(days.tolist(), visits)
            if all(after - before >= gap for before, after in pairwise(chosen))
        ]
        assert late == min(waits, default=np.inf)


def test_a_province_where_many_douars_share_a_point_is_bounded() -> None:
    chance = np.random.default_rng(5)
    population = chance.integers(40, 90, 7).astype(np.int32)
    problem = make_tours(
        [[0, 50], [50, 0]],
        1,
        demand=np.array([population.sum() // 4], np.int32),
        population=population,
        douar_points=((0,),) * 7,
        wanted=chance.integers(1, 4, 7).astype(np.int32),
        worth=np.full(7, 3000.0),
        max_wait=np.full(7, 6, np.int32),
        late_worth=population * 10.0,
    )
    assert lower_mad(problem) <= search_mad(problem) + NEAR


def test_a_province_without_units_or_points_waits_all_season() -> None:
    alone = make_tours([[0]], 0)
    assert lower_mad(alone) == objective_without_tours(alone)
    idle = random_province(1, n_units=0)
    assert lower_mad(idle) == objective_without_tours(idle) == pytest.approx(value_mad(idle, ()))
