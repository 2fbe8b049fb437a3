"""The bound where drives are as long as a campaign may tell them: far is not impossible."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planner.problem.answer import DayChoice, TourChoice
from planner.problem.schedule import build_clockwork, schedule_day
from planner.problem.tours import FAR, TourProblem
from planner.solve.bound.bound_tours import bound_tours
from planner.solve.tours.anneal import value_tours
from tests.problem.small_tours import make_tours, no_limits

FIRST, SECOND, BASE, WEST, EAST = range(5)
MINUTES = {
    (BASE, WEST): 400,
    (WEST, BASE): 400,
    (WEST, FIRST): 30,
    (FIRST, WEST): 30,
    (FIRST, EAST): 60,
    (EAST, SECOND): 30,
    (SECOND, BASE): 400,
}


def province(km: int) -> TourProblem:
    """Return a province of two points, the way from the first of which to the farther lodging has so many km."""
    drives = np.full((5, 5), FAR)
    np.fill_diagonal(drives, 0)
    for (begin, end), minutes in MINUTES.items():
        drives[begin, end] = minutes
    beds, asked, people = (np.array(each, np.int32) for each in ([0, 9, 9], [20, 20], [3000, 3000]))
    tours = make_tours(drives, 2, n_days=5, lodging=beds, max_nights=2, demand=asked, population=people)
    metres = tours.metres.copy()
    metres[:, FIRST, EAST] = 1000 * km
    return replace(tours, metres=metres, units=replace(tours.units, per_km=np.zeros_like(tours.units.per_km)))


@pytest.mark.parametrize("km", [15, 1_500, 10_000])
def test_a_tour_may_take_the_longest_drive_and_is_no_better_than_the_bound(km: int) -> None:
    problem, prices = province(km), np.ones(5)
    days = (
        DayChoice(BASE, WEST, (), ()),
        DayChoice(WEST, EAST, (FIRST,), (20,)),
        DayChoice(EAST, BASE, (SECOND,), (20,)),
    )
    clock, limits = build_clockwork(problem), no_limits(problem)
    for day, there in enumerate(days):
        assert schedule_day(clock, 0, day, there.start, there.end, there.points, there.consultations) is not None
    reached = value_tours(problem, limits, prices, (TourChoice(0, 0, days),)).objective / 100
    assert bound_tours(problem, limits, prices, lambda: False, (), (), tolerance=0.0).lower_mad <= reached + 0.02
