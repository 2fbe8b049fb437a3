"""What rounding to the centime can bring a plan, as the programmes do not round: half a centime a line."""

from __future__ import annotations

from collections.abc import Iterable

from planner.problem import Problem
from planner.problem.rounding import post_rounding_centimes, tour_rounding_centimes


def rounding_mad(problem: Problem, provinces: Iterable[int]) -> float:
    """Return the most that rounding the money of provinces' tours, and of all ambulances, can bring."""
    tours = (problem.tours[province] for province in provinces)
    return (tour_rounding_centimes(tours) + post_rounding_centimes(problem.ambulances)) / 100


def rounded_worth_mad(problem: Problem) -> float:
    """Return the most that rounding worth, lateness and shortfall can bring."""
    return sum(int(tours.wanted.sum()) + len(tours.wanted) + 1 for tours in problem.tours) / 200
