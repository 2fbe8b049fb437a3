"""What the search for tours never changes: one province as flat arrays that compiled code can read."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from planner.problem.arrays import Bools, Floats, Ints
from planner.problem.limits import TourLimits
from planner.problem.schedule import Clockwork, build_clockwork, clock_by_reference
from planner.problem.structs import by_reference
from planner.problem.tours import FAR, TourProblem
from planner.problem.units import TRACK
from planner.solve.by_hand.ground import is_parted
from planner.solve.compressed import compressed

SLOPE: Final = 20.0
"""What a centime beyond a cap costs the search on top."""
NEIGHBOURS: Final = 12
NIGHTS_NEAR: Final = 4
"""Lodgings around a point that are thought of first."""


class Arena(NamedTuple):
    """A province for the search; a slot is `unit * n_days + day`.

    Attributes
    ----------
    least
        Consultations below which a stop counts for nobody, shape (points, units).
    density
        Worth of one consultation at a point, centimes, the mean over its douars' wanted visits.
    per_day, per_km
        Centimes by chapter of TOUR_CHAPTERS, shape (units, 5).
    per_night
        Centimes of per diem for a night of the crew, by unit.
    nights_at
        Centres as nodes where anybody may sleep.
    near
        The points nearest to each node, nearest first, shape (nodes, NEIGHBOURS).
    near_nights
        The lodgings nearest to each node, as nodes, -1 where there are fewer, shape (nodes, NIGHTS_NEAR).
    douar_start, douar_points, point_start, point_douars
        Who comes where, both ways, in compressed rows.
    powers
        repeat_value to the power of 0, 1, 2 …
    caps, cap_left, cap_slope
        By cap: which chapters it limits, the centimes left, and the centimes that each centime beyond it costs the
        search.
    prices
        By chapter: what a centime spent costs the search, 1 where no cap further away binds.
    locked, is_parted
        Slots that pins fix, and those whose day must end at the base, by slot.
    """

    clock: Clockwork
    n_points: int
    n_days: int
    n_units: int
    n_douars: int
    days_per_week: int
    max_nights: int
    gap_min_days: int
    base: Ints
    most_seen: Ints
    reach: Bools
    served: Bools
    available: Bools
    week: Ints
    demand: Ints
    least: Ints
    density: Floats
    per_day: Floats
    per_km: Floats
    per_night: Floats
    medicine: float
    lodging: Ints
    crew: Ints
    crew_size: Ints
    crew_on_day: Ints
    crew_in_week: Ints
    crew_in_season: Ints
    nights_at: Ints
    near: Ints
    near_nights: Ints
    douar_start: Ints
    douar_points: Ints
    point_start: Ints
    point_douars: Ints
    population: Ints
    wanted: Ints
    worth: Floats
    late_worth: Floats
    max_wait: Ints
    powers: Floats
    floor_persons: float
    shortfall: float
    caps: Bools
    cap_left: Floats
    cap_slope: Floats
    prices: Floats
    locked: Bools
    is_parted: Bools


arena_by_reference = by_reference(Arena)


def build_arena(problem: TourProblem, limits: TourLimits, prices: Floats) -> Arena:
    """Return a province for the search.

    Parameters
    ----------
    prices
        What a centime of each tour chapter costs the search, shape (5,).
    """
    units, n_points, n_days = problem.units, problem.n_points, problem.n_days
    n_units = len(units.base)
    powers = np.power(problem.repeat_value, np.arange(problem.wanted.max(initial=1) + 1))
    point_douars = problem.point_douars
    douar_start, douar_points = compressed(problem.douar_points)
    point_start, douars_there = compressed(point_douars)
    beds = n_points + np.flatnonzero(problem.lodging > 0).astype(np.int32)
    locked = np.zeros(n_units * n_days, bool)
    for unit, day, _ in problem.pinned:
        locked[unit * n_days + day] = True
    return Arena(
        clock=clock_by_reference(build_clockwork(problem)),
        n_points=n_points,
        n_days=n_days,
        n_units=n_units,
        n_douars=len(problem.population),
        days_per_week=problem.days_per_week,
        max_nights=problem.max_nights,
        gap_min_days=problem.gap_min_days,
        base=units.base,
        most_seen=units.consultations_per_day,
        reach=problem.reachable[units.vehicle].reshape(n_units, n_points),
        served=problem.served,
        available=units.available,
        week=problem.days.week,
        demand=problem.demand,
        least=problem.least_to_count,
        density=_density(problem, powers, point_douars),
        per_day=units.per_day,
        per_km=units.per_km,
        per_night=units.per_night,
        medicine=problem.medicine,
        lodging=problem.lodging,
        crew=units.crew,
        crew_size=units.crew_size,
        crew_on_day=limits.crew_on_day,
        crew_in_week=limits.crew_in_week,
        crew_in_season=limits.crew_in_season,
        nights_at=beds,
        near=_nearest(problem.minutes[TRACK], np.arange(n_points, dtype=np.int32), NEIGHBOURS),
        near_nights=_nearest(problem.minutes[TRACK], beds, NIGHTS_NEAR),
        douar_start=douar_start,
        douar_points=douar_points,
        point_start=point_start,
        point_douars=douars_there,
        population=problem.population,
        wanted=problem.wanted,
        worth=problem.worth,
        late_worth=problem.late_worth,
        max_wait=problem.max_wait,
        powers=powers,
        floor_persons=problem.floor_persons,
        shortfall=problem.shortfall,
        caps=limits.cap_chapters,
        cap_left=limits.cap_left,
        cap_slope=np.full(len(limits.cap_left), SLOPE),
        prices=prices,
        locked=locked,
        is_parted=is_parted(problem).ravel(),
    )


def _nearest(minutes: Ints, nodes: Ints, count: int) -> Ints:
    """Return, by node, the `count` of some nodes that are nearest by round trip, -1 where there are fewer."""
    found = np.full((len(minutes), count), -1, np.int32)
    round_trip = minutes + minutes.T
    for node in range(len(minutes)):
        others = nodes[nodes != node]
        others = others[round_trip[node, others] < FAR]
        best = others[np.argsort(round_trip[node, others], kind="stable")][:count]
        found[node, : len(best)] = best
    return found


def _density(problem: TourProblem, powers: Floats, point_douars: list[list[int]]) -> Floats:
    """Return the centimes of one consultation at each point, the mean over the visits that its douars want."""
    mean_power = np.array([powers[:n].mean() if n else 0.0 for n in problem.wanted])
    worth = problem.population * problem.worth * mean_power
    density: Floats = np.array([sum(worth[d] for d in there) for there in point_douars]) / np.maximum(problem.demand, 1)
    return density
