"""A province's tours as they are planned: what its units, beds and stops leave room for, in numbers of its problem."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from planner.domain.plan import Plan
from planner.problem.arrays import Bools, Ints
from planner.problem.index import Index
from planner.problem.legs import closed_legs
from planner.problem.tours import FAR, TourProblem
from planner.reasons.money import CapLeft
from planner.reasons.people import FreePeople


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """A day of a tour that is planned: where it begins and ends (nodes), its stops in order and what each sees."""

    unit: int
    day: int
    start: int
    end: int
    points: tuple[int, ...]
    consultations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """A province beside a plan.

    Attributes
    ----------
    beds_left
        Persons who can still sleep at each centre of the problem on each night, shape (centres, days).
    closed_minutes
        By vehicle class, minutes between nodes where other points may be passed through: no way is quicker.
    """

    problem: TourProblem
    days: tuple[PlannedDay, ...]
    beds_left: Ints
    closed_minutes: Ints
    people: FreePeople
    caps: tuple[CapLeft, ...]

    def is_touring(self) -> Bools:
        """Return on which days each unit has a tour, shape (units, days)."""
        touring = np.zeros(self.problem.units.available.shape, bool)
        for each in self.days:
            touring[each.unit, each.day] = True
        return touring


def build_ground(
    plan: Plan, index: Index, problem: TourProblem, people: FreePeople, caps: tuple[CapLeft, ...]
) -> Ground:
    """Read a province's tours from a plan."""
    units = {index.units.codes[number]: unit for unit, number in enumerate(problem.units.units_of)}
    nodes = {index.points.codes[number]: node for node, number in enumerate(problem.points_of)}
    nodes |= {index.centres.codes[number]: problem.n_points + row for row, number in enumerate(problem.centres_of)}
    stops = defaultdict(list)
    for stop in sorted(plan.stops, key=lambda row: row.sequence):
        stops[stop.tour, stop.date].append(stop)
    last_days = {row.tour: row.date for row in sorted(plan.tours, key=lambda row: row.date)}
    beds_left = np.repeat(problem.lodging[:, None], problem.n_days, axis=1)
    days = []
    for row in plan.tours:
        if row.unit not in units:
            continue
        unit, day, there = units[row.unit], index.day(row.date), stops[row.tour, row.date]
        if row.date != last_days[row.tour]:
            beds_left[nodes[row.to] - problem.n_points, day] -= problem.units.crew_size[unit]
        ends = nodes[row.from_], nodes[row.to]
        points = tuple(nodes[stop.point] for stop in there)
        days.append(PlannedDay(unit, day, *ends, points, tuple(stop.consultations for stop in there)))
    closed = np.stack([closed_legs(problem, vehicle).minutes for vehicle in range(len(problem.minutes))])
    return Ground(problem, tuple(days), beds_left, np.minimum(closed, FAR), people, caps)


def empty_days(problem: TourProblem, unit: int) -> tuple[Ints, ...]:
    """Return, by nights away before a day of service, the least metres to each node where it may begin.

    The first is the base alone; each night more adds the lodgings that one day more of driving reaches, until nothing
    is gained. Beds that others take are not asked for here. Metres are FAR where it cannot begin, shape (nodes,).
    """
    units = problem.units
    vehicle, base = units.vehicle[unit], units.base[unit]
    longest = min(
        int(problem.days.work_min.max(initial=0)), int(problem.days.end_min.max(initial=0)) - problem.days.start_min
    )
    is_bed = np.arange(len(problem.metres[vehicle])) >= problem.n_points
    is_bed[problem.n_points :] = problem.lodging >= max(1, units.crew_size[unit])
    steps = np.where((problem.minutes[vehicle] <= longest) & is_bed, problem.metres[vehicle], FAR)
    at = np.full(len(steps), FAR, np.int32)
    at[base] = 0
    nights = [at]
    while len(nights) <= problem.max_nights:
        further = np.minimum((nights[-1][:, None] + steps).min(0), FAR).astype(np.int32)
        if (further >= nights[-1])[is_bed].all():
            break
        nights.append(further)
    return tuple(nights)
