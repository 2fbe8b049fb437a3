"""What a province's sheet is filled under, laid out for compiled code."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from math import ceil
from typing import Final, NamedTuple

import numpy as np

from planner.domain.columns import Chapter
from planner.problem.answer import TourChoice
from planner.problem.arrays import Bools, Floats, Ints
from planner.problem.chapters import MEDICINES, PER_DIEM, TOUR_CHAPTERS
from planner.problem.limits import TourLimits
from planner.problem.schedule import Clockwork, build_clockwork
from planner.problem.structs import by_reference
from planner.problem.tours import TourProblem
from planner.problem.units import TRACK

METRE, DAY, NIGHT, TOUR = range(4)
"""What a tour uses and pays for, in the order of rates."""
NEAR: Final = 4
"""Lodgings around a point that are thought of."""


class Ground(NamedTuple):
    """What a province's sheet is filled under, and what it may use; see `TourProblem` and `TourLimits`.

    Attributes
    ----------
    least, most
        Consultations with which a stop counts, and those that it may see, shape (points, units).
    may_reach
        Shape (points, units).
    lodgings
        By point the nodes nearest to it where anybody may sleep, nearest first, shape (points, at most NEAR).
    beds
        By node.
    is_parted
        Days on which a unit must come home, shape (units, days).
    rates
        Centimes by chapter of a metre, a tour-day, a night and, for rounding, of a tour begun, shape (units, 4, 5).
    prices
        The same of all chapters together, shape (units, 4).
    per_consultation
        Centimes by chapter.
    """

    clock: Clockwork
    demand: Ints
    base: Ints
    least: Ints
    most: Ints
    most_a_day: Ints
    may_reach: Bools
    served: Bools
    available: Bools
    is_parted: Bools
    week: Ints
    days_per_week: int
    max_nights: int
    lodgings: Ints
    beds: Ints
    crew: Ints
    crew_size: Ints
    rates: Floats
    prices: Floats
    per_consultation: Floats
    crew_on_day: Ints
    crew_in_week: Ints
    crew_in_season: Ints
    cap_chapters: Bools
    cap_left: Floats


ground_by_reference = by_reference(Ground)


def _lodgings(problem: TourProblem, beds: Ints) -> Ints:
    nodes = np.flatnonzero(beds)
    order = np.argsort(problem.metres[TRACK, : problem.n_points, nodes].T, axis=1, kind="stable")
    return nodes[order[:, :NEAR]].astype(np.int32)


def build_rates(problem: TourProblem) -> Floats:
    """Return the centimes by chapter of a metre, a tour-day, a night and a tour begun, shape (units, 4, 5)."""
    units = problem.units
    rates = np.zeros((len(units.base), 4, len(TOUR_CHAPTERS)))
    rates[:, METRE], rates[:, DAY] = units.per_km / 1000, units.per_day
    rates[:, NIGHT, PER_DIEM] = units.per_night
    rates[:, TOUR] = problem.rounding
    return rates


def is_parted(problem: TourProblem) -> Bools:
    """Return the days on which each unit must come home, shape (units, days)."""
    parted = np.zeros(problem.units.available.shape, bool)
    for unit, day in problem.parted:
        parted[unit, day] = True
    return parted


def _per_consultation(problem: TourProblem) -> Floats:
    return np.where(np.arange(len(TOUR_CHAPTERS)) == MEDICINES, problem.medicine, 0.0)


def costs_of(problem: TourProblem, tours: Iterable[TourChoice]) -> dict[Chapter, int]:
    """Return the centimes by chapter that tours cost at most, however their lines are rounded."""
    rates, metres = build_rates(problem), problem.metres[problem.units.vehicle]
    spent = np.zeros(len(TOUR_CHAPTERS))
    for tour in tours:
        legs = [leg for day in tour.days for leg in pairwise((day.start, *day.points, day.end))]
        driven = sum(int(metres[tour.unit, here, there]) for here, there in legs)
        spent += np.array([driven, len(tour.days), len(tour.days) - 1, 1]) @ rates[tour.unit]
        spent += _per_consultation(problem) * sum(sum(day.consultations) for day in tour.days)
    return dict(zip(TOUR_CHAPTERS, (ceil(centimes) for centimes in spent), strict=True))


def build_ground(problem: TourProblem, limits: TourLimits) -> Ground:
    """Gather what a province's sheet is filled under."""
    units = problem.units
    rates = build_rates(problem)
    beds = np.concatenate([np.zeros(problem.n_points, np.int32), problem.lodging])
    return Ground(
        clock=build_clockwork(problem),
        demand=problem.demand,
        base=units.base,
        least=problem.least_to_count,
        most=np.minimum(problem.demand[:, None], units.consultations_per_day),
        most_a_day=units.consultations_per_day,
        may_reach=np.ascontiguousarray(problem.reachable[units.vehicle].T),
        served=problem.served,
        available=units.available,
        is_parted=is_parted(problem),
        week=problem.days.week,
        days_per_week=problem.days_per_week,
        max_nights=problem.max_nights,
        lodgings=_lodgings(problem, beds),
        beds=beds,
        crew=units.crew,
        crew_size=units.crew_size,
        rates=rates,
        prices=rates.sum(axis=2),
        per_consultation=_per_consultation(problem),
        crew_on_day=limits.crew_on_day,
        crew_in_week=limits.crew_in_week,
        crew_in_season=limits.crew_in_season,
        cap_chapters=limits.cap_chapters,
        cap_left=limits.cap_left,
    )
