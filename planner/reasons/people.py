"""Who could take on one duty more, beside the duties that a plan gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from planner.domain.columns import PROFESSIONS
from planner.domain.plan import Plan
from planner.problem.arrays import Bools, Ints
from planner.problem.index import Index
from planner.problem.roster import MOST_DAYS_IN_SEVEN, StaffProblem

WINDOW: Final = MOST_DAYS_IN_SEVEN + 1


@dataclass(frozen=True, slots=True)
class FreePeople:
    """Persons who could serve more.

    Attributes
    ----------
    staff
        The people and the crews.
    by_pool
        By length of a duty in days, from 1: how many persons of each pool could take it on from each day, all its
        days, without breaking a rule; shape (lengths, pools, days). Nobody can for longer than a week allows.
    """

    staff: StaffProblem
    by_pool: Ints

    def lacking(self, crew: int, province: int, days: int) -> Ints:
        """Return how many persons of each kind a crew would lack on a duty from each day on, shape (kinds, days)."""
        if not self.staff.has_roster:
            return np.zeros((self.staff.crew_needs.shape[1], len(self.staff.week)), np.int32)
        pools = self.staff.pools[province]
        there = self.by_pool[days - 1, pools] if days <= len(self.by_pool) else np.zeros_like(self.by_pool[0, pools])
        lacking: Ints = np.maximum(0, self.staff.crew_needs[crew][:, None] - there)
        return lacking


def fewest_persons(lacking: Ints) -> int:
    """Return how many persons of one profession would make good what a crew lacks of that profession alone.

    Who is lacking of a skill is lacking of its profession too, and nobody has two skills.

    Parameters
    ----------
    lacking
        Persons by kind, 0 but for the profession and its skills.
    """
    n_professions = len(PROFESSIONS)
    return int(max(lacking[:n_professions].max(), lacking[n_professions:].sum()))


def build_free_people(plan: Plan, staff: StaffProblem, index: Index) -> FreePeople:
    """Work out who could take on a duty of how many days, the plan's other duties being as they are."""
    on_duty = np.zeros(staff.available.shape, bool)
    for duty in plan.roster:
        on_duty[index.staff[duty.staff], index.day(duty.date)] = True
    if not staff.has_roster:
        return FreePeople(staff, np.zeros((MOST_DAYS_IN_SEVEN, 0, index.n_days), np.int32))
    members = staff.pool_members()
    by_pool = np.zeros((MOST_DAYS_IN_SEVEN, len(members), index.n_days), np.int32)
    for days in range(1, MOST_DAYS_IN_SEVEN + 1):
        free = free_persons(staff, on_duty, days)
        for pool, persons in enumerate(members):
            by_pool[days - 1, pool] = free[persons].sum(0)
    return FreePeople(staff, by_pool)


def free_persons(staff: StaffProblem, on_duty: Bools, days: int) -> Bools:
    """Return who could take on a duty of some days from each day on, shape (persons, days): free and allowed to."""
    n_days = on_duty.shape[1]
    in_week = np.add.reduceat(on_duty, staff.week_starts, 1, np.int32)
    in_season = on_duty.sum(1) + days <= staff.max_days
    is_free = staff.available & ~on_duty
    free = np.zeros_like(on_duty)
    for first in range(n_days - days + 1):
        span = slice(first, first + days)
        may = in_season & is_free[:, span].all(1)
        weeks, more = np.unique(staff.week[span], return_counts=True)
        may &= (in_week[:, weeks] + more <= staff.max_days_per_week[:, None]).all(1)
        begins = max(0, first - MOST_DAYS_IN_SEVEN)
        around = on_duty[:, begins : first + days + MOST_DAYS_IN_SEVEN].copy()
        around[:, first - begins : first - begins + days] = True
        if around.shape[1] >= WINDOW:
            weeks_on_end = np.lib.stride_tricks.sliding_window_view(around, WINDOW, axis=1)
            may &= ~np.any(np.all(weeks_on_end, axis=2), axis=1)
        free[:, first] = may
    return free
