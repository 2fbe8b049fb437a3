"""Branching: what is whole in every plan is whole in the bound of a small province."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, repeat

import numpy as np
import pytest

from planner.domain.columns import PROFESSIONS
from planner.problem.limits import TourLimits
from planner.problem.tours import TourProblem
from planner.solve.bound import branch
from planner.solve.bound.bound_tours import bound_tours
from planner.solve.bound.master import TourMaster
from planner.solve.bound.whole_numbers import Count, Counted, WholeNumbers
from tests.problem.small_tours import make_tours, no_limits
from tests.solve.bound.test_bound_tours import (
    DOCTOR,
    NEAR,
    NO_PRICES,
    VARIANTS,
    lower_mad,
    never,
    priced,
    random_province,
    search_mad,
)


def three_points() -> TourProblem:
    """Return a province of three points, any two of which fit a day, as halves of three such days fit the programme."""
    apart = [[0 if a == b else 100 for b in range(4)] for a in range(4)]
    return make_tours(apart, 3, minutes_per_consultation=(1, 1))


def test_half_a_day_is_no_day(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = three_points()
    best = search_mad(problem)
    assert lower_mad(problem) == pytest.approx(best, abs=NEAR)
    monkeypatch.setattr(branch, "MOST_NODES", 0)
    # Any two of the three points fit a day, so that three halves of such days would do for two.
    days_and_km = 2 * 260.0 + (300 + 200) * 0.6 * 2.93
    assert lower_mad(problem) == pytest.approx(best - days_and_km + 1.5 * (260.0 + 300 * 0.6 * 2.93), abs=NEAR)


def test_branching_leaves_the_programme_as_it_was() -> None:
    problem = three_points()
    found = bound_tours(problem, no_limits(problem), NO_PRICES, never, (), (), tolerance=0.0)
    assert found.offers[0].crew_days[DOCTOR] == pytest.approx(1.5)
    assert priced(found.offers[0], NO_PRICES) < found.lower_mad - 100


@pytest.mark.parametrize("doctors", [1, 2])
def test_a_doctor_fewer_costs_at_least_his_price(doctors: int) -> None:
    problem = three_points()

    def limits(doctors: int) -> TourLimits:
        return no_limits(problem, crew_in_season=np.where(np.arange(len(PROFESSIONS)) == DOCTOR, doctors, 100))

    found = bound_tours(problem, limits(doctors), NO_PRICES, never, (), (), tolerance=0.0)
    assert (found.crew_mad[DOCTOR] > 0) == (doctors == 1)
    assert found.lower_mad + found.crew_mad[DOCTOR] <= lower_mad(problem, limits(doctors - 1)) + NEAR


def few_people_and_little_money(seed: int) -> tuple[TourProblem, TourLimits]:
    """Return a small province of any kind, where people or money are short as a rule."""
    chance = np.random.default_rng(seed)
    problem = random_province(seed, **VARIANTS[list(VARIANTS)[chance.integers(len(VARIANTS))]])
    limits = no_limits(problem)
    if chance.random() < 0.5:
        limits.crew_in_season[DOCTOR] = chance.integers(0, 5)
    if chance.random() < 0.6:
        is_split = chance.random() < 0.5
        chapters = [[1, 0, 0, 1, 0], [0, 1, 0, 0, 0]] if is_split else [[1, 1, 1, 1, 1]]
        left = chance.integers(20_000, 400_000, len(chapters)).astype(float)
        limits = replace(limits, cap_chapters=np.array(chapters, bool), cap_left=left)
    return problem, limits


@pytest.mark.parametrize("seed", [231, 773, *range(8)])
def test_no_plan_of_few_people_and_little_money_is_below_a_bound_that_was_branched(seed: int) -> None:
    # In the first two a number lay beyond its limits, at their price, and could not be parted again.
    problem, limits = few_people_and_little_money(seed)
    assert lower_mad(problem, limits) <= search_mad(problem, limits) + NEAR


@pytest.mark.parametrize("seed", [54, 65, 137, 687, 906, 1008])
def test_days_tours_and_visits_that_are_whole_prove_the_best_plan(seed: int) -> None:
    problem, limits = few_people_and_little_money(seed)
    assert lower_mad(problem, limits) == pytest.approx(search_mad(problem, limits), abs=NEAR)


@pytest.mark.parametrize("what", Counted)
def test_each_of_them_raises_the_bound(what: Counted, monkeypatch: pytest.MonkeyPatch) -> None:
    problem, limits = few_people_and_little_money(65)
    whole, values = lower_mad(problem, limits), WholeNumbers.values
    monkeypatch.setattr(
        WholeNumbers, "values", lambda numbers: {each: n for each, n in values(numbers).items() if each.what != what}
    )
    assert lower_mad(problem, limits) < whole - 100


def test_time_that_is_over_between_two_programmes_leaves_what_was_proven() -> None:
    problem, limits = few_people_and_little_money(906)
    lowers = [
        bound_tours(
            problem, limits, NO_PRICES, chain([False] * done, repeat(True)).__next__, (), (), tolerance=0.0
        ).lower_mad
        for done in range(60)
    ]
    assert lowers == sorted(lowers)
    assert len({round(lower) for lower in lowers}) > 3
    assert lowers[-1] == pytest.approx(search_mad(problem, limits), abs=NEAR)


@pytest.mark.parametrize(("most", "tolerance"), [(0, 0.0), (5_000, 1e-3)])
def test_what_is_large_or_asked_roughly_is_not_branched(
    most: int, tolerance: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = three_points()
    whole = lower_mad(problem)
    monkeypatch.setattr("planner.solve.bound.bound_tours.MOST_TO_BRANCH", most)
    found = bound_tours(problem, no_limits(problem), NO_PRICES, never, (), (), tolerance)
    assert found.lower_mad < whole - 100


def test_what_fails_in_branching_leaves_the_undivided_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, limit, solve = three_points(), WholeNumbers.limit, TourMaster.solve
    limited = set()

    def noted(numbers: WholeNumbers, count: Count, least: float, most: float) -> None:
        limit(numbers, count, least, most)
        (limited.discard if (least, most) == branch.ANY else limited.add)(count)

    def broken(master: TourMaster) -> float:
        if limited:
            raise ArithmeticError
        return solve(master)

    monkeypatch.setattr(WholeNumbers, "limit", noted)
    monkeypatch.setattr(TourMaster, "solve", broken)
    in_spite = bound_tours(problem, no_limits(problem), NO_PRICES, never, (), (), tolerance=0.0)
    monkeypatch.setattr(branch, "MOST_NODES", 0)
    assert in_spite.lower_mad == pytest.approx(lower_mad(problem), abs=NEAR)
    assert in_spite.offers


def test_a_programme_that_its_last_basis_does_not_solve_is_made_plainer_first() -> None:
    late = {"late_worth": np.full(3, 1e13), "max_wait": np.array([3, 4, 5], np.int32)}
    problem = random_province(1, **late)
    assert lower_mad(problem) <= search_mad(problem) + NEAR
