"""What rounding to the centime can bring a plan, as the programmes do not round: half a centime a line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from planner.problem import Problem
from planner.solve.share_caps import tour_rounding_mad

LINES_A_CARAVAN: Final = 8


def rounding_mad(problem: Problem, provinces: Iterable[int]) -> float:
    """Return the most that rounding the money of provinces' tours, and of all caravans and ambulances, can bring."""
    ambulances = sum(len(each) for each in problem.ambulances.classes.values())
    others_mad = (LINES_A_CARAVAN * len(problem.caravans) + 2 * ambulances) / 200
    return tour_rounding_mad(problem, provinces) + others_mad


def rounded_worth_mad(problem: Problem) -> float:
    """Return the most that rounding worth, lateness and shortfall can bring."""
    return sum(int(tours.wanted.sum()) + len(tours.wanted) + 1 for tours in problem.tours) / 200
