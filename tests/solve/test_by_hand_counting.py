"""The worth of one more stop, against counting every choice of stops."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from planner.problem.tours import TourProblem
from planner.solve.by_hand.counting import build_wants, worth_by_day, worth_of_all
from tests.problem.small_tours import make_tours

N_POINTS, N_DAYS = 3, 30


def chance_problem(chance: np.random.Generator) -> TourProblem:
    """Return three points and three douars, of which one comes to two points and one has a point to itself."""
    return make_tours(
        np.zeros((N_POINTS + 1, N_POINTS + 1)),
        N_POINTS,
        n_days=N_DAYS,
        demand=chance.integers(10, 60, N_POINTS).astype(np.int32),
        population=chance.integers(50, 500, N_POINTS).astype(np.int32),
        wanted=chance.integers(0, 4, N_POINTS).astype(np.int32),
        worth=chance.integers(1000, 6000, N_POINTS).astype(float),
        late_worth=chance.integers(0, 3000, N_POINTS).astype(float),
        max_wait=chance.integers(3, 20, N_POINTS).astype(np.int32),
        gap_min_days=int(chance.integers(0, 9)),
        douar_points=((0, 1), (1,), (2,)),
    )


def best_worth(problem: TourProblem, worth: NDArray[np.float64], counted: NDArray[np.int32]) -> float:
    """Try every choice of stops for every douar."""
    total = 0.0
    for douar, points in enumerate(problem.douar_points):
        stops = sorted((day, point) for point in points for day in np.flatnonzero(counted[point]).tolist())
        best = -np.inf
        for n in range(min(len(stops), int(problem.wanted[douar])) + 1):
            for chosen in combinations(stops, n):
                days = [day for day, _ in chosen]
                if any(later - earlier < problem.gap_min_days for earlier, later in pairwise(days)):
                    continue
                population, wait = int(problem.population[douar]), int(problem.max_wait[douar])
                persons = [int(counted[point, day]) * population // int(problem.demand[point]) for day, point in chosen]
                late = sum(max(0, later - earlier - 1 - wait) for earlier, later in pairwise([0, *days, N_DAYS]))
                value = sum(worth[douar, k] * n for k, n in enumerate(persons))
                best = max(best, value - problem.late_worth[douar] * late * (problem.wanted[douar] > 0))
        total += best
    return total


@pytest.mark.parametrize("without_gap", [False, True])
@pytest.mark.parametrize("seed", range(12))
def test_one_more_stop_is_worth_what_the_best_counting_with_it_gains(seed: int, without_gap: bool) -> None:
    chance = np.random.default_rng(seed)
    problem = chance_problem(chance)
    problem = replace(problem, gap_min_days=0) if without_gap else problem
    worth = problem.worth[:, None] * problem.repeat_value ** np.arange(4)
    wants = build_wants(problem, worth, problem.late_worth)
    counted = np.zeros((N_POINTS, N_DAYS), np.int32)
    for point, day in zip(chance.integers(0, N_POINTS, 5), chance.integers(0, N_DAYS, 5), strict=True):
        counted[point, day] = problem.demand[point] // 2
    before = best_worth(problem, worth, counted)
    assert worth_of_all(wants, counted) == pytest.approx(before)
    gains = worth_by_day(wants, counted, 1, int(problem.demand[1]))
    for day in np.flatnonzero(counted[1] == 0):
        with_it = counted.copy()
        with_it[1, day] = problem.demand[1]
        assert gains[day] == pytest.approx(best_worth(problem, worth, with_it) - before)
