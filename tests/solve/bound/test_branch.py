"""Branching: what is whole in every plan is whole in the bound of a small province."""

from __future__ import annotations

import numpy as np
import pytest

from planner.domain.columns import PROFESSIONS
from planner.problem.limits import TourLimits
from planner.problem.tours import TourProblem
from planner.solve.bound import branch
from planner.solve.bound.bound_tours import bound_tours
from tests.problem.small_tours import make_tours, no_limits
from tests.solve.bound.test_bound_tours import DOCTOR, NEAR, NO_PRICES, lower_mad, never, priced, search_mad


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
