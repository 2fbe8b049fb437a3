"""Branching: what is whole in every plan is whole in the bound of a small province."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planner.domain.columns import PROFESSIONS
from planner.problem.limits import TourLimits
from planner.problem.tours import TourProblem
from planner.solve.bound import branch
from planner.solve.bound.bound_tours import bound_tours
from planner.solve.bound.master import TourMaster
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


@pytest.mark.parametrize("seed", [231, 687, 773, 1008, *range(8)])
def test_no_plan_of_few_people_and_little_money_is_below_a_bound_that_was_branched(seed: int) -> None:
    # In the first four a number lay beyond its limits, at their price, and could not be parted again.
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
    assert lower_mad(problem, limits) <= search_mad(problem, limits) + NEAR


def test_what_fails_in_branching_leaves_the_undivided_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, solve = three_points(), TourMaster.solve

    def broken(master: TourMaster) -> float:
        if any(row.lb() > -master.infinity or row.ub() < master.infinity for row in master.count_rows.values()):
            raise ArithmeticError
        return solve(master)

    monkeypatch.setattr(TourMaster, "solve", broken)
    in_spite = bound_tours(problem, no_limits(problem), NO_PRICES, never, (), (), tolerance=0.0)
    monkeypatch.setattr(branch, "MOST_NODES", 0)
    assert in_spite.lower_mad == pytest.approx(lower_mad(problem), abs=NEAR)
    assert in_spite.offers
