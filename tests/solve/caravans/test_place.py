"""Caravans: against every way to place them, on problems small enough for that, and rule by rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from math import inf
from typing import Any, Final

import numpy as np
import pytest
from ortools.math_opt.python import mathopt

from planner.domain.solve_settings import SolveSettings
from planner.problem.answer import CaravanChoice, UseChoice
from planner.problem.budgets import Budget
from planner.problem.caravans import CaravanProblem
from planner.solve.assign_duties import assign_duties
from planner.solve.caravans import CaravanAnswer, bound_caravans, place_caravans, reach_centimes
from planner.solve.caravans.worth import CaravanPrices, free_prices, pool_days, priced_costs
from planner.solve.duties import caravan_duty
from tests.solve.caravans.few_caravans import (
    N_PROVINCES,
    PIECE_POOL,
    all_placings,
    can_be_supplied,
    few_caravans,
    few_people,
    few_supply,
)

Solve = Callable[..., Any]
solve_in_time: Final = mathopt.solve
SETTINGS = SolveSettings(seconds=2, deterministic=True)
ALL = frozenset(range(N_PROVINCES))


def worth_mad(
    problem: CaravanProblem, placing: tuple[CaravanChoice, ...], prices: CaravanPrices | None = None
) -> float:
    """Return the worth of reach less priced money and people."""
    prices = prices or free_prices(problem)
    costs = priced_costs(problem, prices)
    cost = sum(costs[choice.caravan, problem.site_province[choice.site]] for choice in placing)
    cost += prices.taken(pool_days(problem, placing))
    return float(sum(reach_centimes(problem, placing).values()) - cost) / 100


def best_mad(problem: CaravanProblem, prices: CaravanPrices | None = None, most_fixed: int = 10**9) -> float:
    """Return what the best of all ways is worth that can be supplied and cost no more than so much in `caravans`."""
    ways = [each for each in all_placings(problem) if fixed(problem, each) <= most_fixed]
    ways.sort(key=lambda each: -worth_mad(problem, each, prices))
    return next(worth_mad(problem, each, prices) for each in ways if can_be_supplied(problem, each))


def fixed(problem: CaravanProblem, placing: tuple[CaravanChoice, ...]) -> int:
    return sum(int(problem.fixed_centimes[choice.caravan]) for choice in placing)


def chance_prices(seed: int) -> CaravanPrices:
    """Return prices of money and of people, of whom some days are to spare."""
    chance = np.random.default_rng(seed)
    crew, spare = chance.random(PIECE_POOL + 1) * 4_000, chance.integers(0, 4, PIECE_POOL + 1).astype(float)
    crew[PIECE_POOL] = 0.0
    return CaravanPrices(chance.random(N_PROVINCES), chance.random(N_PROVINCES), crew, spare)


def cannot_go_on(*arguments: Any, **options: Any) -> Any:
    """Stand in for a solver that raises."""
    raise ValueError("no way")


def has_no_time(model: Any, solver_type: Any, **options: Any) -> Any:
    """Stand in for a solver whose time is over before it begins."""
    return solve_in_time(model, solver_type, params=mathopt.SolveParameters(time_limit=timedelta(0)))


def is_served(problem: CaravanProblem, answer: CaravanAnswer) -> bool:
    """Return whether the answer is one of all ways, with its pieces and a complete roster."""
    duties = [caravan_duty(problem, choice) for choice in answer.caravans]
    asked = sum(int(problem.supply.needs[choice.caravan, -1]) for choice in answer.caravans)
    return (
        answer.caravans in list(all_placings(problem))
        and can_be_supplied(problem, answer.caravans)
        and len(answer.uses) == asked
        and assign_duties(problem.staff, duties, SETTINGS).unmanned == ()
    )


@pytest.mark.parametrize("seed", range(8))
def test_no_way_to_place_caravans_is_worth_more(seed: int) -> None:
    problem, prices = few_caravans(seed), chance_prices(seed)
    answer, best = place_caravans(problem, SETTINGS, prices), best_mad(problem, prices)
    assert is_served(problem, answer)
    assert worth_mad(problem, answer.caravans, prices) == pytest.approx(answer.worth_mad) == pytest.approx(best)
    assert best <= answer.bound_mad


@pytest.mark.parametrize("seed", range(8))
def test_caravan_never_exceeds_its_chapter_cap(seed: int) -> None:
    problem = few_caravans(seed)
    most = int(problem.fixed_centimes.sum()) // 2
    budgets = [Budget(ALL, frozenset({"caravans"}), most), Budget(ALL, frozenset({"fuel"}), 0)]
    answer, best = place_caravans(problem, SETTINGS, budgets=budgets), best_mad(problem, most_fixed=most)
    assert fixed(problem, answer.caravans) <= most
    assert answer.worth_mad == pytest.approx(best)
    assert best <= answer.bound_mad


def test_a_cap_holds_in_its_own_provinces_alone() -> None:
    problem = few_caravans(0)
    held = place_caravans(problem, SETTINGS, budgets=[Budget(frozenset({0}), frozenset({"per_diem", "caravans"}), 0)])
    assert {int(problem.site_province[choice.site]) for choice in held.caravans} == {1}


def test_an_owed_caravan_is_held_though_it_is_worth_less_than_it_costs() -> None:
    problem = few_caravans(3)
    dear = replace(problem, fixed_centimes=problem.fixed_centimes + np.array([0, 0, 0, 10**6]))
    assert all(choice.caravan != 3 for choice in place_caravans(dear, SETTINGS).caravans)
    answer = place_caravans(replace(dear, is_owed=np.array([False, False, False, True])), SETTINGS)
    assert any(choice.caravan == 3 for choice in answer.caravans)
    assert answer.worth_mad <= answer.bound_mad < 0 < bound_caravans(dear, free_prices(dear)).mad


def test_an_owed_caravan_that_no_cap_allows_is_left_out_and_the_others_are_placed() -> None:
    problem = few_caravans(3)
    owed = replace(
        problem,
        fixed_centimes=np.array([300, 300, 300, 10**6]),
        is_owed=np.array([False, False, False, True]),
    )
    budgets = [Budget(ALL, frozenset({"caravans"}), 999)]
    answer = place_caravans(owed, SETTINGS, budgets=budgets)
    assert answer.caravans
    assert all(choice.caravan != 3 for choice in answer.caravans)
    assert answer.worth_mad > 0
    assert answer.worth_mad == pytest.approx(best_mad(owed, most_fixed=999))


@pytest.mark.parametrize("seed", range(8))
def test_no_way_is_worth_more_than_the_bound_where_every_person_has_a_price(seed: int) -> None:
    problem, prices = few_caravans(seed), chance_prices(seed)
    prices.spare[:] = 0.0
    best = best_mad(problem, prices)
    bound = bound_caravans(problem, prices)
    assert best <= bound.mad <= bound_caravans(problem, prices.of_money()).mad
    assert best < best_mad(problem, prices.of_money())


def test_caravans_go_where_people_are_to_spare() -> None:
    problem = few_caravans(4)
    prices = free_prices(problem)
    prices.crew[:PIECE_POOL] = 10**6
    prices.spare[problem.staff.pools[1]] = 99.0
    assert {int(problem.site_province[each.site]) for each in place_caravans(problem, SETTINGS, prices).caravans} == {1}


def test_a_dear_province_leaves_its_caravans_to_the_other() -> None:
    problem = few_caravans(4)
    prices = free_prices(problem)
    prices.fixed[0] = 10**6
    assert {int(problem.site_province[each.site]) for each in place_caravans(problem, SETTINGS).caravans} == {0, 1}
    assert {int(problem.site_province[each.site]) for each in place_caravans(problem, SETTINGS, prices).caravans} == {1}


def test_people_count_once_a_kind_nearest_first_for_who_starts_first() -> None:
    problem = few_caravans(0)
    reach = replace(
        problem.reach,
        near_start=np.array([0, 3, 5, 5], np.int32),
        near=np.array([2, 0, 1, 0, 2], np.int32),
        within=np.array([[3, 2, 0]], np.int32),
        population=np.array([4, 5, 6, 0, 0, 0], np.int32),
    )
    problem = replace(problem, reach=reach, room=np.array([8, 7, 9, 20], np.int32))
    held = [CaravanChoice(0, 0, 3), CaravanChoice(1, 1, 3), CaravanChoice(2, 0, 1), CaravanChoice(3, 0, 0)]
    assert reach_centimes(problem, held) == {3: 15 * 250, 2: 9 * 250, 0: 6 * 250, 1: 0}


def test_two_persons_who_cannot_share_the_days_send_a_caravan_elsewhere() -> None:
    """One may serve a single day and the other the first day alone: two days in all, but not the fourth and fifth."""
    problem = few_caravans(0)
    available = np.ones((3, 8), bool)
    available[2, 1:] = False
    staff = few_people(available, [1, 0, 5], 1)
    can_start = np.zeros((2, 3, 8), bool)
    can_start[1, 0, 3] = can_start[1, 1, 0] = True
    problem = replace(
        problem,
        days=np.full(4, 2, np.int32),
        length=np.ones(4, np.int32),
        room=np.full(4, 100, np.int32),
        fixed_centimes=np.zeros(4, np.int64),
        per_diem_centimes=np.zeros(4, np.int64),
        first_start=np.zeros(4, np.int32),
        last_start=np.full(4, 6, np.int32),
        can_start=can_start,
        sites_of=(np.array([0, 1], np.int32), *[np.zeros(0, np.int32)] * 3),
        reach=replace(
            problem.reach,
            near_start=np.array([0, 2, 3, 3], np.int32),
            near=np.array([0, 1, 0], np.int32),
            within=np.array([[2, 1, 0]], np.int32),
        ),
        staff=staff,
        supply=few_supply(staff, [0] * 4, np.ones((1, 8), bool)),
    )
    assert place_caravans(problem, SETTINGS).caravans == (CaravanChoice(0, 1, 0),)


def test_each_caravan_has_its_own_piece_on_its_days() -> None:
    problem = few_caravans(0)
    pieces = np.zeros((2, 8), bool)
    pieces[0, :4], pieces[1, 3:] = True, True
    staff = few_people(np.ones((3, 8), bool), [8] * 3, 0)
    problem = replace(problem, staff=staff, supply=few_supply(staff, [1] * 4, pieces))
    answer = place_caravans(problem, SETTINGS)
    first_day = {choice.caravan: choice.first_day for choice in answer.caravans}
    used = [
        (use.equipment, day)
        for use in answer.uses
        for day in range(first_day[use.caravan], first_day[use.caravan] + int(problem.days[use.caravan]))
    ]
    assert sorted(use.caravan for use in answer.uses) == sorted(first_day)
    assert len(first_day) >= 2
    assert len(used) == len(set(used))
    assert all(pieces[piece, day] for piece, day in used)
    assert all(isinstance(use, UseChoice) for use in answer.uses)


def test_caravans_without_room_reach_nobody_and_are_not_held() -> None:
    problem = replace(few_caravans(0), room=np.zeros(4, np.int32))
    answer = place_caravans(problem, SETTINGS)
    assert (answer.caravans, answer.bound_mad) == ((), 0.0)


def test_who_says_stop_gets_caravans_that_can_be_held() -> None:
    problem, told = few_caravans(2), list[float]()

    def stop(worth_mad: float) -> bool:
        told.append(worth_mad)
        return True

    answer = place_caravans(problem, SETTINGS, look_on=stop)
    assert is_served(problem, answer)
    assert answer.caravans
    assert told


def test_the_same_seed_gives_the_same_caravans() -> None:
    problem = few_caravans(5)
    assert place_caravans(problem, SETTINGS) == place_caravans(problem, SETTINGS)


def test_without_caravans_nothing_is_placed_and_nothing_is_worth_anything() -> None:
    problem = few_caravans(0)
    nowhere = replace(problem, sites_of=tuple(np.zeros(0, np.int32) for _ in range(4)))
    assert place_caravans(nowhere, SETTINGS) == CaravanAnswer((), (), 0.0, 0.0)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("fails", "why"),
    [(cannot_go_on, "ValueError: no way"), (has_no_time, "ArithmeticError: nothing proven of a block")],
)
def test_where_the_solver_fails_no_way_to_place_caravans_is_worth_more_than_the_weaker_bound(
    seed: int, fails: Solve, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem, prices = few_caravans(seed), chance_prices(seed)
    meant = place_caravans(problem, SETTINGS, prices)
    monkeypatch.setattr(mathopt, "solve", fails)
    answer = place_caravans(problem, SETTINGS, prices)
    assert why in answer.failure
    assert replace(answer, bound_mad=0.0, failure="") == replace(meant, bound_mad=0.0)
    assert max(worth_mad(problem, each, prices) for each in all_placings(problem)) <= answer.bound_mad < inf


def test_the_weaker_bound_holds_an_owed_caravan_at_its_best_site(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = few_caravans(3)
    dear = replace(problem, fixed_centimes=problem.fixed_centimes + 10**6)
    monkeypatch.setattr(mathopt, "solve", cannot_go_on)
    bound = bound_caravans(dear, free_prices(dear), owed=frozenset({1, 3}))
    best = max(worth_mad(dear, each) for each in all_placings(dear) if {1, 3} <= {choice.caravan for choice in each})
    assert best <= bound.mad < -15_000
    assert bound_caravans(dear, free_prices(dear)).mad == 0.0
