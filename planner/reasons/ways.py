"""Every way to make one stop more in a province: a stop more in a day that is planned, or a new tour of one stop.

A way is what the contract allows with the other decisions of the plan as they are, but three things are let pass, so
that a way which is barred here is barred: a new tour that sleeps out takes the nearest bed by minutes and the nearest
by metres, even where those are two; money is told before its lines are rounded; and a stop that is there already, and
does not count for a douar, may see more without a limit to what that is worth.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from planner.problem.arrays import Bools, Floats, Ints
from planner.problem.chapters import FUEL, MEDICINES, PER_DIEM, UPKEEP
from planner.problem.tours import FAR, TourProblem
from planner.reasons.clock import fits_day
from planner.reasons.ground import Ground, PlannedDay, empty_days


@dataclass(frozen=True, slots=True)
class Ways:
    """Ways to make one stop more, arrays of one length n.

    Attributes
    ----------
    unit, point, day
        Who would stop where and when.
    drives, points, services
        The clock of that day, its new stop seeing the least that counts; see `fits_day`.
    slot
        Which of its stops is the new one.
    least, room
        Consultations that make it count, and those that its unit may still see that day.
    has_bed
        Whether it has beds for its nights.
    is_free
        Whether its unit may tour on all its days, has no tour then and days left in those weeks.
    is_manned
        Whether a crew is free on all its days.
    centimes
        What it costs by chapter of TOUR_CHAPTERS, seeing the least, shape (n, 5).
    rounding
        Centimes by which rounding its lines can move what it costs at most, in all.
    is_exact
        Whether it is one tour-day and its money is what would be paid.
    is_there
        Whether the stop is there already, and would only see more.
    """

    unit: Ints
    point: Ints
    day: Ints
    drives: Ints
    points: Ints
    services: Ints
    slot: Ints
    least: Ints
    room: Ints
    has_bed: Bools
    is_free: Bools
    is_manned: Bools
    centimes: Floats
    rounding: Floats
    is_exact: Bools
    is_there: Bools

    def at(self, rows: Bools) -> Ways:
        """Return some of the ways."""
        return Ways(*(getattr(self, each.name)[rows] for each in fields(self)))

    def fit(self, problem: TourProblem) -> Bools:
        """Return which have the beds, minutes and consultations that they need."""
        return (
            self.has_bed
            & (self.least <= self.room)
            & fits_day(problem, self.day, self.drives, self.points, self.services)
        )

    def most(self, problem: TourProblem) -> Ints:
        """Return the most consultations that the stops of ways that fit could see, by bisection."""
        low, high = self.least, np.maximum(self.least, np.minimum(self.room, problem.demand[self.point]))
        rows = np.arange(len(self.day))
        while (low < high).any():
            middle = (low + high + 1) // 2
            services = self.services.copy()
            services[rows, self.slot] = problem.service_min(self.unit, middle)
            fits = fits_day(problem, self.day, self.drives, self.points, services)
            low, high = np.where(fits, middle, low), np.where(fits, high, middle - 1)
        return low


def build_ways(ground: Ground, possible: Bools) -> Ways | None:
    """Return the ways to stop where and when a mask says that one may, shape (units, points, days); None for none."""
    least = ground.problem.least_to_count.T
    parts = [*_new_tours(ground, possible, least), *_more_stops(ground, possible, least)]
    return _joined(parts) if parts else None


def _joined(parts: list[Ways]) -> Ways:
    """Return ways in one, their days filled up to the same number of stops; the last drive stays the last."""
    most = max(part.points.shape[1] for part in parts)

    def filled(part: Ways) -> Ways:
        missing, legs = most - part.points.shape[1], part.drives.shape[1] - 1
        return replace(
            part,
            points=np.pad(part.points, ((0, 0), (0, missing)), constant_values=-1),
            services=np.pad(part.services, ((0, 0), (0, missing))),
            drives=np.insert(part.drives, [legs] * missing, 0, axis=1),
        )

    whole = [filled(part) for part in parts]
    return Ways(*(np.concatenate([getattr(part, each.name) for part in whole]) for each in fields(Ways)))


def _new_tours(ground: Ground, possible: Bools, least: Ints) -> Iterator[Ways]:
    """Yield new tours of one stop, by unit and nights before and after it."""
    problem, touring = ground.problem, ground.is_touring()
    units, days = problem.units, problem.days
    in_week = np.zeros((len(touring), int(days.week.max()) + 1), int)
    for unit, is_on in enumerate(touring):
        in_week[unit] = np.bincount(days.week[is_on], minlength=in_week.shape[1])
    for unit in range(len(units.base)):
        nights = empty_days(problem, unit)
        for before, after in product(range(len(nights)), repeat=2):
            if before + after > problem.max_nights:
                continue
            point, day = (each.astype(np.int32) for each in np.nonzero(possible[unit]))
            inside = (day >= before) & (day + after < problem.n_days)
            point, day = point[inside], day[inside]
            length = before + after + 1
            out_min, out_m = _nearest(ground, unit, nights[before], before > 0, -1, True)
            back_min, back_m = _nearest(ground, unit, nights[after], after > 0, 0, False)
            drives = np.column_stack([out_min[day, point], back_min[day, point]]).astype(np.int32)
            metres = out_m[day, point].astype(float) + back_m[day, point]
            span = (day - before)[:, None] + np.arange(length)
            weeks = days.week[span]
            new_in_week = (weeks[:, :, None] == weeks[:, None, :]).sum(2)
            free = (units.available[unit, span] & ~touring[unit, span]).all(1)
            free &= (in_week[unit, weeks] + new_in_week <= problem.days_per_week).all(1)
            lacking = ground.people.lacking(
                int(ground.people.staff.unit_crew[units.units_of[unit]]), problem.province, length
            )
            seen = least[unit, point]
            whose = np.full(len(day), unit, np.int32)
            centimes = _driven(problem, unit, metres, seen) + units.per_day[unit] * length
            centimes[:, PER_DIEM] += units.per_night[unit] * (length - 1)
            yield Ways(
                unit=whose,
                point=point,
                day=day,
                drives=drives,
                points=point[:, None],
                services=problem.service_min(whose, seen)[:, None],
                slot=np.zeros(len(day), np.int32),
                least=seen,
                room=np.full(len(day), units.consultations_per_day[unit], np.int32),
                has_bed=drives.max(axis=1, initial=0) < FAR,
                is_free=free,
                is_manned=np.all(lacking == 0, axis=0)[day - before],
                centimes=centimes,
                rounding=np.full(len(day), problem.rounding[unit].sum()),
                is_exact=np.full(len(day), length == 1),
                is_there=np.zeros(len(day), bool),
            )


def _nearest(ground: Ground, unit: int, metres_to: Ints, sleeps: bool, night: int, goes_out: bool) -> tuple[Ints, Ints]:
    """Return the least minutes and metres from where a day may begin, or to where it may end, by day and point.

    Parameters
    ----------
    night
        Which night is slept there: -1 for the one before the day, 0 for the one after.
    """
    problem = ground.problem
    vehicle, n_points, base = problem.units.vehicle[unit], problem.n_points, problem.units.base[unit]
    minutes, metres = problem.minutes[vehicle], problem.metres[vehicle]
    if not goes_out:
        minutes, metres = minutes.T, metres.T
    if not sleeps:
        shape = (problem.n_days, n_points)
        return np.broadcast_to(minutes[base, :n_points], shape), np.broadcast_to(metres[base, :n_points], shape)
    found_min = np.full((problem.n_days, n_points), FAR, np.int32)
    found_m = np.full((problem.n_days, n_points), FAR, np.int32)
    has_beds = np.roll(ground.beds_left, -night, axis=1) >= max(1, int(problem.units.crew_size[unit]))
    for row in np.nonzero(metres_to[n_points:] < FAR)[0]:
        node, is_on = n_points + row, has_beds[row]
        found_min[is_on] = np.minimum(found_min[is_on], minutes[node, :n_points])
        found_m[is_on] = np.minimum(found_m[is_on], metres_to[node] + metres[node, :n_points])
    return found_min, found_m


def _driven(problem: TourProblem, unit: int, metres: NDArray[np.generic], seen: Ints) -> Floats:
    """Return what driving and medicines cost by chapter, centimes."""
    centimes: Floats = metres[:, None] * problem.units.per_km[unit] / 1000
    centimes[:, MEDICINES] = seen * problem.medicine
    return centimes


def _more_stops(ground: Ground, possible: Bools, least: Ints) -> Iterator[Ways]:
    """Yield a stop more at every place of each day that is planned, and stops that are there and could see more."""
    for planned in ground.days:
        points = np.nonzero(possible[planned.unit, :, planned.day])[0].astype(np.int32)
        is_there = np.isin(points, planned.points)
        for slot in range(len(planned.points) + 1):
            if len(new := points[~is_there]):
                yield _with_stop(ground.problem, planned, slot, new, least, False)
            if slot < len(planned.points) and planned.points[slot] in points:
                yield _with_stop(ground.problem, planned, slot, np.array([planned.points[slot]], np.int32), least, True)


def _with_stop(problem: TourProblem, planned: PlannedDay, slot: int, points: Ints, least: Ints, is_there: bool) -> Ways:
    """Return a planned day with one of some points at a place, instead of the stop there where it is the same."""
    units, unit, n = problem.units, planned.unit, len(points)
    vehicle = int(units.vehicle[unit])
    whose = np.full(n, unit, np.int32)
    after = slot + is_there
    seen_before = planned.consultations[slot] if is_there else 0
    seen = np.maximum(least[unit, points], seen_before)

    def around(old: Ints, new: Ints) -> Ints:
        return np.column_stack([np.tile(old[:slot], (n, 1)), new, np.tile(old[after:], (n, 1))]).astype(np.int32)

    stops = np.array(planned.points, np.int32)
    others = problem.service_min(np.full(len(stops), unit, np.int32), np.array(planned.consultations, np.int32))
    nodes = around(stops, points)
    path = np.column_stack([np.full(n, planned.start), nodes, np.full(n, planned.end)])
    before = np.array([planned.start, *planned.points, planned.end])
    metres = problem.metres[vehicle]
    more = metres[path[:, :-1], path[:, 1:]].sum(1) - metres[before[:-1], before[1:]].sum()
    return Ways(
        unit=whose,
        point=points,
        day=np.full(n, planned.day, np.int32),
        drives=problem.minutes[vehicle][path[:, :-1], path[:, 1:]],
        points=nodes,
        services=around(others, problem.service_min(whose, seen)),
        slot=np.full(n, slot, np.int32),
        least=seen,
        room=np.full(n, units.consultations_per_day[unit] - sum(planned.consultations) + seen_before, np.int32),
        has_bed=np.ones(n, bool),
        is_free=np.ones(n, bool),
        is_manned=np.ones(n, bool),
        centimes=_driven(problem, unit, more.astype(float), seen - seen_before),
        # A line that is there already was rounded, and is again.
        rounding=np.full(n, 2 * problem.rounding[unit, [FUEL, UPKEEP, MEDICINES]].sum()),
        is_exact=np.ones(n, bool),
        is_there=np.full(n, is_there),
    )
