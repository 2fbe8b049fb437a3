"""Posts of ambulances: against every choice there is, on problems small enough for that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import inf
from typing import Any

import numpy as np
import pytest
from ortools.sat.python import cp_model

from planner.domain.solve_settings import SolveSettings
from planner.problem.ambulances import NO_BASE, AmbulanceClass, AmbulanceProblem, PostPin
from planner.problem.answer import PostChoice
from planner.problem.budgets import Budget
from planner.solve.by_hand.posts import post_by_hand
from planner.solve.by_hand.purse import Purse
from planner.solve.post_ambulances import post_ambulances

SETTINGS = SolveSettings(seconds=10, deterministic=True)
NOBODY = -1
N_DAYS = 10
FREE_PRICES = np.zeros(2)


def chance_problem(seed: int) -> AmbulanceProblem:
    """Return five ambulances of two provinces, two centres each and six douars that any of them may reach."""
    chance = np.random.default_rng(seed)
    classes: dict[AmbulanceClass, tuple[int, ...]] = {}
    for ambulance in range(5):
        province = int(chance.integers(2))
        base = int(chance.choice([NO_BASE, 2 * province, 2 * province + 1]))
        kind = AmbulanceClass(province, int(chance.integers(2)), base, Fraction(int(chance.integers(20, 60))))
        classes[kind] = (*classes.get(kind, ()), ambulance)
    covers = chance.random((2, 4, 6)) < 0.4
    covers[0] &= covers[1]
    return AmbulanceProblem(
        n_days=N_DAYS,
        classes=classes,
        posts=chance.integers(1, 3, 4).astype(np.int32),
        centre_province=np.array([0, 0, 1, 1], np.int32),
        covers=covers,
        population=chance.integers(0, 9, 6),
        cover=Fraction(90),
        backup=Fraction(40),
        pins=(),
    )


def kinds_of(problem: AmbulanceProblem) -> list[AmbulanceClass]:
    """Return the class of each ambulance."""
    kinds = {ambulance: kind for kind, those in problem.classes.items() for ambulance in those}
    return [kinds[ambulance] for ambulance in range(len(kinds))]


def worth_mad(problem: AmbulanceProblem, centres: Sequence[int], prices: np.ndarray = FREE_PRICES) -> float:
    """Return what standing there all season is worth, less priced upkeep."""
    there = [(kind, centre) for kind, centre in zip(kinds_of(problem), centres, strict=True) if centre != NOBODY]
    near = sum((problem.covers[kind.vehicle, centre].astype(int) for kind, centre in there), np.zeros(6, int))
    worth = (
        int(problem.cover) * (near >= 1) @ problem.population + int(problem.backup) * (near >= 2) @ problem.population
    )
    cost = sum(int(kind.upkeep) * problem.n_days * (1 + prices[kind.province]) for kind, _ in there)
    return float(worth - cost) / 100


def all_posts(problem: AmbulanceProblem) -> Iterator[tuple[int, ...]]:
    """Yield every choice of one centre, or none, by ambulance."""
    may = [
        (NOBODY, kind.base)
        if kind.base != NO_BASE
        else (NOBODY, *np.flatnonzero(problem.centre_province == kind.province))
        for kind in kinds_of(problem)
    ]
    for centres in product(*may):
        crowd = Counter(centre for centre in centres if centre != NOBODY)
        if all(crowd[centre] <= room for centre, room in enumerate(problem.posts)):
            yield centres


def places(posts: Sequence[PostChoice], day: int, n_ambulances: int = 5) -> list[int]:
    """Return where each ambulance stands on a day."""
    there = {post.ambulance: post.centre for post in posts if post.first_day <= day <= post.last_day}
    return [there.get(ambulance, NOBODY) for ambulance in range(n_ambulances)]


@pytest.mark.parametrize("seed", range(12))
def test_posts_are_the_best_of_all_that_there_are(seed: int) -> None:
    problem, prices = chance_problem(seed), np.array([0.0, 0.35])
    answer = post_ambulances(problem, SETTINGS, prices)
    best = max(worth_mad(problem, centres, prices) for centres in all_posts(problem))
    assert worth_mad(problem, places(answer.posts, 0), prices) == pytest.approx(best)
    assert answer.objective_mad == pytest.approx(best, abs=0.01)
    assert best <= answer.bound_mad <= best + 0.05


@pytest.mark.parametrize("seed", range(12))
def test_upkeep_never_exceeds_its_cap(seed: int) -> None:
    problem = chance_problem(seed)
    budget = Budget(frozenset([0]), frozenset(["upkeep"]), 45 * N_DAYS)
    kinds = kinds_of(problem)

    def spent(centres: Sequence[int]) -> int:
        posted = (kind for kind, centre in zip(kinds, centres, strict=True) if centre != NOBODY and kind.province == 0)
        return sum(int(kind.upkeep) * N_DAYS for kind in posted)

    answer = post_ambulances(
        problem, SETTINGS, budgets=[budget, replace(budget, chapters=frozenset(["fuel"]), centimes=0)]
    )
    best = max(worth_mad(problem, centres) for centres in all_posts(problem) if spent(centres) <= budget.centimes)
    assert spent(places(answer.posts, 0)) <= budget.centimes
    assert answer.objective_mad == pytest.approx(best)


@pytest.mark.parametrize("seed", range(12))
def test_the_bound_holds_for_posts_that_keep_their_cap_only_once_they_are_rounded(seed: int) -> None:
    problem, season = chance_problem(seed), Fraction(404, 10)
    classes: dict[AmbulanceClass, tuple[int, ...]] = {}
    for kind, there in problem.classes.items():
        alike = kind._replace(upkeep=season / N_DAYS)
        classes[alike] = (*classes.get(alike, ()), *there)
    problem = replace(problem, classes=classes)
    kinds = kinds_of(problem)

    def spent(centres: Sequence[int]) -> int:
        return sum(round(season) for kind, at in zip(kinds, centres, strict=True) if at != NOBODY and not kind.province)

    caps = [Budget(frozenset([0]), frozenset(["upkeep"]), 2 * round(season))]
    free = max(worth_mad(problem, centres) for centres in all_posts(problem) if spent(centres) <= caps[0].centimes)
    answer = post_ambulances(problem, SETTINGS, np.zeros(2), caps)
    assert answer.objective_mad <= free <= answer.bound_mad


def span_worth_mad(problem: AmbulanceProblem, posts: Sequence[tuple[int, ...]]) -> tuple[float, int]:
    """Return what standing there day by day is worth, and what it costs in all, centimes."""
    kinds = kinds_of(problem)
    cost = sum(int(kinds[each].upkeep) for there in posts for each, at in enumerate(there) if at != NOBODY)
    return sum(worth_mad(problem, there) for there in posts) / N_DAYS, cost


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("share", [0.3, 0.5, 0.9])
def test_no_posts_that_change_within_the_season_and_keep_a_cap_are_above_the_bound(seed: int, share: float) -> None:
    problem = chance_problem(seed)
    every = sorted(all_posts(problem), key=lambda centres: -worth_mad(problem, centres))[:10]
    cap = int(share * span_worth_mad(problem, [every[0]] * N_DAYS)[1])
    plans = ([first] * days + [then] * (N_DAYS - days) for first, then, days in product(every, every, range(N_DAYS)))
    found = max((worth for worth, cost in (span_worth_mad(problem, plan) for plan in plans) if cost <= cap), default=0)
    budget = Budget(frozenset(range(2)), frozenset(["upkeep"]), cap)
    for price in (0.0, 0.4, 3.0):  # what the cap holds is paid by the price
        answer = post_ambulances(problem, SETTINGS, np.full(2, price), [budget])
        assert found - price * cap / 100 <= answer.bound_mad


@pytest.mark.parametrize("seed", range(6))
def test_a_pinned_ambulance_stands_there_on_its_days_and_the_others_make_the_best_of_it(seed: int) -> None:
    problem = chance_problem(seed)
    kind = kinds_of(problem)[0]
    centre = kind.base if kind.base != NO_BASE else 2 * kind.province
    answer = post_ambulances(replace(problem, pins=(PostPin(0, centre, 3, 5),)), SETTINGS)
    assert [places(answer.posts, day)[0] for day in (3, 4, 5)] == [centre] * 3
    free, kept = (
        max(worth_mad(problem, centres) for centres in all_posts(problem) if centres[0] in where)
        for where in ((NOBODY, *range(4)), (centre,))
    )
    assert answer.objective_mad == pytest.approx(0.7 * free + 0.3 * kept)
    by_day = sum(worth_mad(problem, places(answer.posts, day)) for day in range(N_DAYS)) / N_DAYS
    assert by_day == pytest.approx(answer.objective_mad)


def test_pins_are_kept_whatever_the_cap_says() -> None:
    problem = replace(chance_problem(0), pins=(PostPin(0, 1, 0, N_DAYS - 1), PostPin(1, 1, 0, N_DAYS - 1)))
    kind = AmbulanceClass(0, 1, NO_BASE, Fraction(50))
    problem = replace(problem, classes={kind: (0, 1, 2)}, posts=np.full(4, 2, np.int32))
    answer = post_ambulances(problem, SETTINGS, budgets=[Budget(frozenset([0]), frozenset(["upkeep"]), 0)])
    assert answer.posts == (PostChoice(0, 1, 0, N_DAYS - 1), PostChoice(1, 1, 0, N_DAYS - 1))


def test_an_ambulance_that_is_worth_less_than_its_upkeep_stays_away() -> None:
    problem = replace(chance_problem(0), population=np.zeros(6, np.int64))
    answer = post_ambulances(problem, SETTINGS)
    assert (answer.posts, answer.objective_mad) == ((), 0.0)


def test_the_bound_allows_for_worth_rounded_up_to_the_centime() -> None:
    kind = AmbulanceClass(0, 1, 0, Fraction(0))
    problem = replace(
        chance_problem(0),
        classes={kind: (0,)},
        covers=np.ones((2, 4, 6), bool),
        population=np.ones(6, np.int64),
        cover=Fraction(5, 2),
    )
    assert post_ambulances(problem, SETTINGS).bound_mad >= 6 * 0.03


def test_the_same_seed_gives_the_same_posts() -> None:
    problem = chance_problem(3)
    assert post_ambulances(problem, SETTINGS) == post_ambulances(problem, SETTINGS)


def cannot_go_on(*arguments: object) -> cp_model.CpSolverStatus:
    """Stand in for a solver that raises."""
    raise RuntimeError("no way")


def has_found_nothing(*arguments: object) -> cp_model.CpSolverStatus:
    """Stand in for a solver whose work is over before it found anything."""
    return cp_model.UNKNOWN


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("fails", "why"),
    [(cannot_go_on, "RuntimeError: no way"), (has_found_nothing, "ArithmeticError: CP-SAT found no solution")],
)
def test_where_the_solver_fails_ambulances_are_posted_by_hand_and_none_are_worth_more_than_the_weaker_bound(
    seed: int, fails: Callable[..., object], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem, prices = chance_problem(seed), np.array([0.0, 0.35])
    budgets = [Budget(frozenset([0]), frozenset(["upkeep"]), 45 * N_DAYS)]
    monkeypatch.setattr(cp_model.CpSolver, "solve", fails)
    answer = post_ambulances(problem, SETTINGS, prices, budgets)
    assert why in answer.failure
    assert answer.posts == post_by_hand(problem, Purse(budgets))
    assert worth_mad(problem, places(answer.posts, 0), prices) == pytest.approx(answer.objective_mad)
    assert max(worth_mad(problem, centres, prices) for centres in all_posts(problem)) <= answer.bound_mad < inf


@pytest.mark.parametrize("seed", range(4))
def test_where_the_solver_fails_with_caps_what_it_has_proven_without_them_holds(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem, no_money = chance_problem(seed), [Budget(frozenset([0, 1]), frozenset(["upkeep"]), 0)]
    proven, solve, calls = post_ambulances(problem, SETTINGS), cp_model.CpSolver.solve, iter([True, False])
    assert proven.posts

    def solves_once(*arguments: Any) -> cp_model.CpSolverStatus:
        return solve(*arguments) if next(calls) else cannot_go_on()

    monkeypatch.setattr(cp_model.CpSolver, "solve", solves_once)
    answer = post_ambulances(problem, SETTINGS, budgets=no_money)
    assert "no way" in answer.failure
    assert answer.posts == post_by_hand(problem, Purse(no_money))
    assert answer.bound_mad == proven.bound_mad


def test_where_the_solver_fails_pinned_ambulances_stand_on_their_days(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = replace(chance_problem(0), pins=(PostPin(0, 1, 3, 5),))
    monkeypatch.setattr(cp_model.CpSolver, "solve", cannot_go_on)
    answer = post_ambulances(problem, SETTINGS)
    assert PostChoice(0, 1, 3, 5) in answer.posts
    by_day = sum(worth_mad(problem, places(answer.posts, day)) for day in range(N_DAYS)) / N_DAYS
    assert answer.objective_mad == pytest.approx(by_day)
