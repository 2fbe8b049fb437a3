"""Persons for shifts, one pool at a time: the least burdened who may serve, and then evened out."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.problem.arrays import Bools
from planner.problem.days import WEEK_DAYS
from planner.problem.roster import MOST_DAYS_IN_SEVEN, NO_SKILL, Duty, DutyPin, StaffProblem


class Shift(NamedTuple):
    """Seats of one profession that the same persons fill on some days: on all of a tour, on one of a caravan.

    Attributes
    ----------
    persons
        How many, those with a skill among them.
    skills
        Kinds of skills, and how many persons must have each.
    pinned
        Persons who must be among them.
    """

    duty: int
    first_day: int
    length_days: int
    persons: int
    skills: tuple[tuple[int, int], ...]
    pinned: tuple[int, ...]

    @property
    def days(self) -> slice:
        """Its days."""
        return slice(self.first_day, self.first_day + self.length_days)


class Pool:
    """The persons of one profession who may serve on the same shifts, and who of them does.

    Attributes
    ----------
    members
        The persons, ascending.
    crews
        By shift who serves: places among the members; empty where nobody does.
    """

    def __init__(self, staff: StaffProblem, members: NDArray[np.intp], shifts: Sequence[Shift]) -> None:
        self.members, self.shifts = members, shifts
        self.available = staff.available[members].astype(np.int8)
        self.max_days_per_week, self.max_days = staff.max_days_per_week[members], staff.max_days[members]
        self.skill = staff.skill[members]
        self.week, self.week_starts = staff.week, staff.week_starts
        self.diary = np.zeros(self.available.shape, np.int8)
        self.crews: list[list[int]] = [[] for _ in shifts]
        for number, shift in enumerate(shifts):
            self.put(number, np.flatnonzero(np.isin(members, shift.pinned)).tolist())

    def put(self, number: int, crew: list[int]) -> None:
        """Let these persons serve on a shift, and nobody else."""
        self.diary[self.crews[number], self.shifts[number].days] -= 1
        self.diary[crew, self.shifts[number].days] += 1
        self.crews[number] = crew

    def leave(self, duties: Set[int]) -> None:
        """Let nobody serve on some duties."""
        for number, shift in enumerate(self.shifts):
            if shift.duty in duties:
                self.put(number, [])

    def may_serve(self, shift: Shift) -> Bools:
        """Return by member whether they may serve on a shift beside all that they do already, by every rule of duty."""
        work = self.diary.copy()
        work[:, shift.days] += 1
        done = np.pad(work.cumsum(1), ((0, 0), (1, 0)))
        in_seven = done[:, WEEK_DAYS:] - done[:, :-WEEK_DAYS]
        in_week = np.add.reduceat(work, self.week_starts, 1)
        may: Bools = (
            (work <= self.available).all(1)
            & (in_week <= self.max_days_per_week[:, None]).all(1)
            & (in_seven <= MOST_DAYS_IN_SEVEN).all(1)
            & (done[:, -1] <= self.max_days)
        )
        return may

    def seat(self, number: int) -> None:
        """Man a shift anew with the least burdened persons who may serve, or with nobody where they are too few.

        Its pinned persons stay. Persons with a skill come last where none is asked for, as other shifts may need them.
        """
        shift = self.shifts[number]
        self.put(number, [])
        may = self.may_serve(shift)
        burden = (self.diary.sum(1) + shift.length_days) / np.maximum(self.max_days, 1)
        order = [person for person in np.lexsort((burden, self.skill != NO_SKILL)).tolist() if may[person]]
        crew = [person for person in order if self.members[person] in shift.pinned]
        if len(crew) < len(shift.pinned):
            return
        for kind, count in (*shift.skills, (None, shift.persons)):
            having = [person for person in order if kind in (None, self.skill[person])]
            missing = max(0, count - len({*crew} & {*having}))
            crew += [person for person in having if person not in crew][:missing]
            if len({*crew} & {*having}) < count:
                return
        if len(crew) == shift.persons:
            self.put(number, crew)

    def man(self) -> None:
        """Man all shifts, long ones before short ones; those that cannot be stay empty."""
        for number in sorted(range(len(self.shifts)), key=lambda number: -self.shifts[number].length_days):
            self.seat(number)

    def even_out(self) -> None:
        """Seat every crew anew, so that days spread in proportion to what each person may serve.

        Whoever served may serve again, so no shift is lost.
        """
        for number, crew in enumerate(self.crews):
            if crew:
                self.seat(number)


def build_pools(staff: StaffProblem, duties: Sequence[Duty]) -> list[Pool]:
    """Return the pools that duties need, one a profession, each with its shifts in the order of day and duty.

    A pin of a person who may not serve on its duty at all is left out.
    """
    members = staff.pool_members()
    pins: dict[tuple[bool, int], list[DutyPin]] = {}
    for pin in staff.pins:
        pins.setdefault((pin.is_tour, pin.source), []).append(pin)
    shifts: dict[int, list[Shift]] = {}
    for number, duty in enumerate(duties):
        needs = staff.crew_needs[duty.crew]
        for profession in np.unique(staff.profession_of[np.flatnonzero(needs)]).tolist():
            pool = int(staff.pools[duty.province, profession])
            kinds = np.flatnonzero((staff.profession_of == profession) & (needs > 0)).tolist()
            skills = tuple((kind, int(needs[kind])) for kind in kinds if kind != profession)
            for days in _stretches(duty):
                pinned = {
                    pin.person
                    for pin in pins.get((duty.is_tour, duty.source), ())
                    if pin.day in days
                    and pin.person in members[pool]
                    and staff.available[pin.person, days.start : days.stop].all()
                }
                shift = Shift(number, days.start, len(days), int(needs[profession]), skills, tuple(sorted(pinned)))
                shifts.setdefault(pool, []).append(shift)
    return [
        Pool(staff, members[pool], sorted(there, key=lambda shift: (shift.first_day, shift.duty)))
        for pool, there in sorted(shifts.items())
    ]


def _stretches(duty: Duty) -> list[range]:
    """Return the days on which the same persons serve: all of a tour's, each of a caravan's alone."""
    days = range(duty.first_day, duty.first_day + duty.days)
    return [days] if duty.is_tour else [range(day, day + 1) for day in days]
