"""What one more stop would be worth on each day of the season, counting a douar's visits in the best way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from planner.problem.answer import TourChoice
from planner.problem.arrays import Floats, Ints
from planner.problem.structs import by_reference, compiled
from planner.problem.tours import TourProblem
from planner.solve.compressed import compressed


class Wants(NamedTuple):
    """Who wants visits, and what they are worth.

    Attributes
    ----------
    point_starts, point_douars
        The douars of point p are `point_douars[point_starts[p]:point_starts[p + 1]]`.
    douar_starts, douar_points
        The points of a douar, likewise.
    worth
        Centimes of a person's k-th counted visit, shape (douars, most visits wanted).
    gap_min_days
        Days between two counted visits; where it is 0, two on one day may count.
    """

    point_starts: Ints
    point_douars: Ints
    douar_starts: Ints
    douar_points: Ints
    demand: Ints
    population: Ints
    wanted: Ints
    worth: Floats
    late_worth: Floats
    max_wait: Ints
    gap_min_days: int
    n_days: int


wants_by_reference = by_reference(Wants)


def build_wants(problem: TourProblem, worth: Floats, late_worth: Floats) -> Wants:
    """Gather who wants visits in a province, for compiled code.

    Parameters
    ----------
    worth
        Centimes of a person's k-th counted visit, shape (douars, most visits wanted).
    late_worth
        Centimes of a day of a douar's waiting.
    """
    wants = Wants(
        *compressed(problem.point_douars),
        *compressed(problem.douar_points),
        problem.demand,
        problem.population,
        problem.wanted,
        worth,
        late_worth,
        problem.max_wait,
        problem.gap_min_days,
        problem.n_days,
    )
    return wants_by_reference(wants)


def count_stops(problem: TourProblem, tours: Iterable[TourChoice]) -> Ints:
    """Return the consultations of the stops of tours that see enough to count, 0 elsewhere, shape (points, days)."""
    counted, least = np.zeros(problem.served.shape, np.int32), problem.least_to_count
    for tour in tours:
        for day, choice in enumerate(tour.days, tour.first_day):
            for point, seen in zip(choice.points, choice.consultations, strict=True):
                if seen >= least[point, tour.unit]:
                    counted[point, day] = max(seen, counted[point, day])
    return counted


@compiled
def count_best(wants: Wants, douar: int, days: Ints, persons: Ints, n_stops: int, best: Floats) -> float:
    """Return the centimes of a douar's visits less those of its waiting, counting its stops in the best way.

    Parameters
    ----------
    days, persons
        Of its stops in order of day; the first `n_stops` count.
    best
        Room to work in, shape (at least `n_stops`, most visits wanted): the best that ends with a stop as k-th visit.
    """
    gap, wait, rate = wants.gap_min_days, wants.max_wait[douar], wants.late_worth[douar]
    wanted, n_days = wants.wanted[douar], wants.n_days
    if wanted == 0:
        return 0.0
    top = -rate * max(0, n_days - 1 - wait)
    for stop in range(n_stops):
        for k in range(min(wanted, stop + 1)):
            so_far = -rate * max(0, days[stop] - 1 - wait) if k == 0 else -np.inf
            if k > 0:
                for before in range(stop):
                    if days[stop] - days[before] >= gap:
                        waited = days[stop] - days[before] - 1 - wait
                        so_far = max(so_far, best[before, k - 1] - rate * max(0, waited))
            best[stop, k] = so_far + persons[stop] * wants.worth[douar, k]
            top = max(top, best[stop, k] - rate * max(0, n_days - days[stop] - 1 - wait))
        for k in range(min(wanted, stop + 1), wanted):
            best[stop, k] = -np.inf
    return top


@compiled
def worth_by_day(wants: Wants, counted: Ints, point: int, seen: int) -> Floats:
    """Return by day the centimes that one more stop at a point would bring.

    Parameters
    ----------
    counted
        Consultations of the stops that see enough to count, 0 elsewhere, shape (points, days).
    seen
        Consultations of the new stop.
    """
    gains = np.zeros(wants.n_days)
    for row in range(wants.point_starts[point], wants.point_starts[point + 1]):
        douar = wants.point_douars[row]
        days, persons = _stops_of(wants, counted, douar)
        n = len(days) - 1
        best = np.zeros((n + 1, wants.worth.shape[1]))
        without = count_best(wants, douar, days, persons, n, best)
        place = n
        persons[n] = seen * wants.population[douar] // wants.demand[point]
        for day in range(wants.n_days - 1, -1, -1):
            days[place] = day
            while place > 0 and days[place - 1] > day:
                for each in (days, persons):
                    each[place - 1], each[place] = each[place], each[place - 1]
                place -= 1
            gains[day] += count_best(wants, douar, days, persons, n + 1, best) - without
    return gains


@compiled
def worth_of_all(wants: Wants, counted: Ints) -> float:
    """Return the centimes of all visits less those of all waiting; for `counted` see `worth_by_day`."""
    worth = 0.0
    for douar in range(len(wants.wanted)):
        days, persons = _stops_of(wants, counted, douar)
        best = np.zeros((len(days), wants.worth.shape[1]))
        worth += count_best(wants, douar, days, persons, len(days) - 1, best)
    return worth


@compiled
def _stops_of(wants: Wants, counted: Ints, douar: int) -> tuple[Ints, Ints]:
    """Return days and persons of a douar's stops in order of day, and room for one more."""
    there = wants.douar_points[wants.douar_starts[douar] : wants.douar_starts[douar + 1]]
    room = (counted[there] > 0).sum() + 1
    days, persons, n = np.zeros(room, np.int32), np.zeros(room, np.int32), 0
    for day in range(wants.n_days):
        for point in there:
            if counted[point, day] > 0:
                days[n] = day
                persons[n] = counted[point, day] * wants.population[douar] // wants.demand[point]
                n += 1
    return days, persons
