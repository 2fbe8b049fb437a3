"""What the search for tours never changes: one province as flat arrays that compiled code can read."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.problem.limits import TourLimits
from planner.problem.schedule import Clockwork, build_clockwork, clock_by_reference
from planner.problem.structs import by_reference
from planner.problem.tours import FAR, TourProblem

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

NEIGHBOURS: Final = 12
N_CHAPTERS: Final = 5


class Arena(NamedTuple):
    """A province for the search; a slot is `unit * n_days + day`.

    Attributes
    ----------
    sizes
        n_points, n_days, n_units, n_douars, days_per_week, max_nights, gap_min_days.
    least
        Consultations below which a stop counts for nobody, shape (points, units).
    density
        Worth of one consultation at a point, centimes, the mean over its douars' wanted visits.
    per_day, per_km
        Centimes by chapter, shape (units, 5).
    per_night
        Centimes of per diem for a night of the crew, by unit.
    nights_at
        Centres as nodes where anybody may sleep.
    near
        The points nearest to each node, nearest first, shape (nodes, NEIGHBOURS).
    near_nights
        The lodgings nearest to each point, as nodes, -1 where there are fewer.
    douar_start, douar_points, point_start, point_douars
        Who comes where, both ways, in compressed rows.
    powers
        repeat_value to the power of 0, 1, 2 …
    caps, cap_left, cap_slope
        By cap: which chapters it limits, the centimes left, and the centimes that each centime beyond it costs the
        search.
    prices
        By chapter: what a centime spent costs the search, 1 where no cap further away binds.
    locked
        Slots that pins fix, by slot.
    """

    clock: Clockwork
    sizes: Ints
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


arena_by_reference = by_reference(Arena)


def _compressed(rows: list[list[int]]) -> tuple[Ints, Ints]:
    """Return where each row starts, and all rows after one another."""
    starts = np.cumsum([0, *(len(row) for row in rows)], dtype=np.int32)
    return starts, np.array([each for row in rows for each in row], np.int32)


def _nearest(minutes: Ints, n_points: int, columns: Ints, count: int) -> Ints:
    """Return, by node, the `count` of some nodes that are nearest by round trip, -1 where there are fewer."""
    found = np.full((len(minutes), count), -1, np.int32)
    round_trip = minutes + minutes.T
    for node in range(len(minutes)):
        others = columns[columns != node]
        others = others[round_trip[node, others] < FAR]
        best = others[np.argsort(round_trip[node, others], kind="stable")][:count]
        found[node, : len(best)] = best
    return found


def build_arena(problem: TourProblem, limits: TourLimits, prices: Floats, slope: float) -> Arena:
    """Return a province for the search.

    Parameters
    ----------
    prices
        What a centime of each tour chapter costs the search, shape (5,).
    slope
        What a centime beyond a cap costs the search.
    """
    units, n_points, n_days = problem.units, problem.n_points, problem.n_days
    n_units, n_douars = len(units.base), len(problem.population)
    point_douars: list[list[int]] = [[] for _ in range(n_points)]
    for douar, points in enumerate(problem.douar_points):
        for point in points:
            point_douars[point].append(douar)
    most_wanted = int(problem.wanted.max(initial=1))
    powers = np.power(float(problem.repeat_value), np.arange(max(1, most_wanted) + 1)).astype(np.float64)
    mean_power = np.array([powers[:n].mean() if n else 0.0 for n in problem.wanted])
    persons_worth = problem.population * problem.worth * mean_power
    density = np.array([sum(persons_worth[d] for d in there) for there in point_douars]) / np.maximum(problem.demand, 1)
    least = np.array(
        [[problem.least_consultations(point, unit) for unit in range(n_units)] for point in range(n_points)], np.int32
    ).reshape(n_points, n_units)
    beds = n_points + np.nonzero(problem.lodging > 0)[0].astype(np.int32)
    fuel_upkeep = np.zeros((n_units, N_CHAPTERS))
    fuel_upkeep[:, 0], fuel_upkeep[:, 3] = units.per_km[:, 0], units.per_km[:, 1]
    day = np.zeros((n_units, N_CHAPTERS))
    day[:, 1], day[:, 4] = units.per_day[:, 0], units.per_day[:, 1]
    douar_start, douar_points = _compressed([list(points) for points in problem.douar_points])
    point_start, of_point = _compressed(point_douars)
    locked = np.zeros(n_units * n_days, bool)
    for unit, when, _ in problem.pinned:
        locked[unit * n_days + when] = True
    return Arena(
        clock=clock_by_reference(build_clockwork(problem)),
        sizes=np.array(
            [n_points, n_days, n_units, n_douars, problem.days_per_week, problem.max_nights, problem.gap_min_days],
            np.int32,
        ),
        base=units.base,
        most_seen=units.consultations_per_day,
        reach=problem.reachable[units.vehicle].reshape(n_units, n_points),
        served=problem.served,
        available=units.available,
        week=problem.days.week,
        demand=problem.demand,
        least=least,
        density=density,
        per_day=day,
        per_km=fuel_upkeep,
        per_night=units.per_night,
        medicine=problem.medicine,
        lodging=problem.lodging,
        crew=units.crew,
        crew_size=units.crew_size,
        crew_on_day=limits.crew_on_day,
        crew_in_week=limits.crew_in_week,
        crew_in_season=limits.crew_in_season,
        nights_at=beds,
        near=_nearest(problem.minutes[1], n_points, np.arange(n_points, dtype=np.int32), NEIGHBOURS),
        near_nights=_nearest(problem.minutes[1], n_points, beds, 4),
        douar_start=douar_start,
        douar_points=douar_points,
        point_start=point_start,
        point_douars=of_point,
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
        cap_slope=np.full(len(limits.cap_left), slope),
        prices=prices,
        locked=locked,
    )
