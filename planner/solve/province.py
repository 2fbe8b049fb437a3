"""What is done for one province in a process of its own: its bound, and its search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from time import monotonic
from typing import NamedTuple

from planner.executors import is_stopped
from planner.problem.answer import Tours
from planner.problem.arrays import Floats
from planner.problem.limits import TourLimits
from planner.problem.tours import TourProblem
from planner.solve.bound.blocks import Column
from planner.solve.bound.bound_tours import TourBound, bound_tours, crude_bound, restrict_tours
from planner.solve.bound.set_paths import PoolTooLargeError
from planner.solve.by_hand.tours import plan_tours_by_hand
from planner.solve.tours.anneal import Effort, TourAnswer, anneal_tours, value_tours

MOST_ROUNDS = 80
"""Rounds of column generation where work is counted and not time."""


def bound_province(
    problem: TourProblem,
    limits: TourLimits,
    prices: Floats,
    further: Sequence[Floats],
    columns: Sequence[Column],
    seconds: float | None,
    tolerance: float,
) -> TourBound:
    """Return a province's bound; the one that needs no programme where that is better or the programme too large.

    Parameters
    ----------
    seconds
        Wall clock; None counts rounds instead.
    tolerance
        Share of the bound within which the programme need not be solved to its end.
    """
    begun, rounds = monotonic(), 0

    def is_time_over() -> bool:
        nonlocal rounds
        rounds += 1
        if seconds is None:
            return rounds >= MOST_ROUNDS
        return is_stopped() or monotonic() - begun > seconds

    try:
        found = bound_tours(problem, limits, prices, is_time_over, further, columns, tolerance)
    except PoolTooLargeError:
        return crude_bound(problem)
    crude = crude_bound(problem)
    if crude.lower_mad > found.lower_mad:
        return replace(found, lower_mad=crude.lower_mad, crew_mad=crude.crew_mad)
    return found


def restrict_province(
    problem: TourProblem, limits: TourLimits, prices: Floats, further: Sequence[Floats], columns: Sequence[Column]
) -> TourBound:
    """Return what a province's programme finds over given columns alone: no bound, but near one."""
    try:
        return restrict_tours(problem, limits, prices, further, columns)
    except PoolTooLargeError:
        return crude_bound(problem)


class Searched(NamedTuple):
    """Tours found for a province, and the wall clock that it took, seconds."""

    found: TourAnswer
    seconds: float


def search_province(
    problem: TourProblem,
    limits: TourLimits,
    prices: Floats,
    start: Tours | None,
    hot: float,
    effort: Effort,
    seed: int,
) -> Searched:
    """Return the better of given tours, or else the hand plan, and those that a search from them finds."""
    effort = replace(effort, begun_s=monotonic())
    tours = plan_tours_by_hand(problem, limits) if start is None else start
    begun = value_tours(problem, limits, prices, tours)
    if not len(problem.units.base) or not problem.n_points:
        return Searched(begun, monotonic() - effort.begun_s)
    found = anneal_tours(problem, limits, prices, tours, hot, effort, seed, lambda: not is_stopped())
    if begun.keeps_caps and (not found.keeps_caps or begun.objective < found.objective):
        found = begun
    return Searched(found, monotonic() - effort.begun_s)
