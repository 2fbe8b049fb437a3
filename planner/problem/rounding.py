"""By how much rounding its lines can move the money of a problem, whose rates are not rounded; caravans' costs are."""

from __future__ import annotations

from collections.abc import Iterable

from planner.domain.rounding import LINE_CENTIMES, post_lines
from planner.problem.ambulances import AmbulanceProblem
from planner.problem.tours import TourProblem


def tour_rounding_centimes(tours: Iterable[TourProblem]) -> float:
    """Return the most that rounding can move the tours of provinces, where each day of a unit is a tour of its own."""
    return sum(float(each.units.available.sum(axis=1) @ each.rounding.sum(axis=1)) for each in tours)


def post_rounding_centimes(problem: AmbulanceProblem) -> float:
    """Return the most that rounding can move the upkeep of ambulances, where each has a post of its own each day."""
    lines = sum(len(those) * post_lines(kind.upkeep / 100, problem.n_days) for kind, those in problem.classes.items())
    return LINE_CENTIMES * lines
