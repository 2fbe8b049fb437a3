"""What is pinned or must be held, before anything is chosen; and what a pinned duty is with, which must be too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from planner.domain.columns import PROFESSIONS
from planner.problem import Problem
from planner.problem.answer import Choices, PostChoice, TourChoice
from planner.problem.caravans import CaravanProblem
from planner.problem.limits import TourLimits
from planner.problem.roster import DutyPin, StaffProblem
from planner.problem.tours import TourProblem
from planner.solve.by_hand.held import Diary
from planner.solve.by_hand.season import Season, begin
from planner.solve.by_hand.tours import plan_tours_by_hand

WHATEVER: Final = 1e9
"""Centimes that make a stop worth its cost in any case."""


def keep_owed(problem: Problem) -> Choices:
    """Return all that is pinned or must be held, as far as it can be kept together; not manned."""
    season = begin(problem)
    diary = hold_owed(season)
    posts = tuple(PostChoice(*pin) for pin in problem.ambulances.pins)
    return Choices(season.tours, tuple(diary.held), posts, uses=tuple(diary.uses))


def hold_owed(season: Season) -> Diary:
    """Hold the caravans that must be held."""
    diary = Diary(season.problem.caravans, season.crew)
    diary.hold_best(np.flatnonzero(season.problem.caravans.is_owed).tolist(), season.purse)
    return diary


def heed_duties(problem: Problem) -> Problem:
    """Return a problem in which what pinned duties are with must be too, as far as that can be."""
    for pin in problem.staff.pins:
        if not pin.is_tour:
            problem = replace(problem, caravans=_owe_caravan(problem.caravans, pin))
            continue
        for province, tours in enumerate(problem.tours):
            for unit in np.flatnonzero(tours.units.units_of == pin.source).tolist():
                if any((unit, pin.day) == pinned[:2] for pinned in tours.pinned):
                    continue
                season = begin(problem)
                kept = season.take(province)
                limits = season.limits(province, {province: 1.0})
                there = _pin_duty_day(tours, limits, kept, unit, pin.day)
                problem = replace(problem, tours=(*problem.tours[:province], there, *problem.tours[province + 1 :]))
    return replace(problem, tours=tuple(_part(tours, problem.staff) for tours in problem.tours))


def _part(problem: TourProblem, staff: StaffProblem) -> TourProblem:
    """Return a problem in which a unit comes home where pins give its next day to others: a tour has one crew."""
    crews: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    sources = {(pin.person, pin.day): (pin.is_tour, pin.source) for pin in staff.pins}
    for pin in staff.pins:
        if pin.is_tour:
            crews[pin.source, pin.day].add(pin.person)
    parted = []
    for unit, source in enumerate(problem.units.units_of.tolist()):
        for day in range(problem.n_days - 1):
            before, after = crews[source, day], crews[source, day + 1]
            if not before and not after:
                continue
            professions = staff.profession[sorted(before | after)]
            are_many = np.bincount(professions, minlength=len(PROFESSIONS)) > problem.units.crew[unit]
            is_away = any(sources.get((each, day + 1), (True, source)) != (True, source) for each in before)
            was_away = any(sources.get((each, day), (True, source)) != (True, source) for each in after)
            if are_many.any() or is_away or was_away:
                parted.append((unit, day))
    return replace(problem, parted=tuple(parted))


def _pin_duty_day(
    problem: TourProblem, limits: TourLimits, kept: Sequence[TourChoice], unit: int, day: int
) -> TourProblem:
    """Return a problem in which a unit's day is pinned to the points that it serves best on it by hand.

    Where it tours on that day already, or can serve nothing, the problem stays as it is.

    Parameters
    ----------
    kept
        Pinned tours, within the limits.
    """
    served, available = np.zeros_like(problem.served), np.zeros_like(problem.units.available)
    served[:, day] = problem.served[:, day]
    days = slice(max(0, day - 1), day + 2)
    available[unit, days] = problem.units.available[unit, days]
    alone = replace(problem, served=served, units=replace(problem.units, available=available))
    if any(_points_on(tour, unit, day) is not None for tour in kept):
        return problem
    for more in (0.0, WHATEVER):
        for tour in plan_tours_by_hand(replace(alone, worth=problem.worth + more), limits, kept):
            if points := _points_on(tour, unit, day):
                return replace(problem, pinned=(*problem.pinned, (unit, day, points)))
    return problem


def _points_on(tour: TourChoice, unit: int, day: int) -> tuple[int, ...] | None:
    """Return the points that a unit serves on a day of a tour, None where it is not that unit's or day's."""
    is_its = tour.unit == unit and 0 <= day - tour.first_day < len(tour.days)
    return tour.days[day - tour.first_day].points if is_its else None


def _owe_caravan(problem: CaravanProblem, pin: DutyPin) -> CaravanProblem:
    """Return a problem in which a pinned duty's caravan must be held over its day, where the person may serve.

    Where it cannot be, the problem stays as it is.
    """
    staff, caravan = problem.staff, pin.source
    first = max(int(problem.first_start[caravan]), pin.day - int(problem.days[caravan]) + 1)
    last = min(int(problem.last_start[caravan]), pin.day)
    sites, pools = problem.sites_of[caravan], staff.pools[:, staff.profession[pin.person]]
    is_near = pools[problem.site_province[sites]] == pools[staff.province[pin.person]]
    can_start = problem.can_start[problem.length[caravan], sites, first : max(first, last + 1)].any(axis=1)
    if not (is_near & can_start).any():
        return problem
    is_it = np.arange(len(problem)) == caravan
    its_sites = sites[is_near & can_start]
    return replace(
        problem,
        is_owed=problem.is_owed | is_it,
        first_start=np.where(is_it, np.int32(first), problem.first_start),
        last_start=np.where(is_it, np.int32(last), problem.last_start),
        sites_of=(*problem.sites_of[:caravan], its_sites, *problem.sites_of[caravan + 1 :]),
    )
