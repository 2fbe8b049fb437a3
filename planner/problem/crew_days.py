"""How much the people of each pool can give at most, what duties ask of them, and what is left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from planner.problem.arrays import Ints
from planner.problem.roster import MOST_DAYS_IN_SEVEN, Duty, StaffProblem

NO_LIMIT: Final = 1 << 24
"""What a pool can give where a campaign has no staff and hence no roster."""


@dataclass(frozen=True, slots=True)
class CrewDays:
    """What pools can give at most, what duties ask of them, or what is left.

    Attributes
    ----------
    persons_by_day
        Shape (pools, days).
    days_by_week
        Person-days from Monday to Sunday, shape (pools, weeks).
    days_in_season
        Person-days, shape (pools,).
    """

    persons_by_day: Ints
    days_by_week: Ints
    days_in_season: Ints

    def less(self, other: CrewDays) -> CrewDays:
        """Return what is left when others have taken theirs."""
        return CrewDays(
            self.persons_by_day - other.persons_by_day,
            self.days_by_week - other.days_by_week,
            self.days_in_season - other.days_in_season,
        )


def crew_capacity(staff: StaffProblem) -> CrewDays:
    """Return what each pool can give at most; without a staff table every limit is `NO_LIMIT`.

    Every figure is an upper limit of what any roster can do, so it holds for a bound too. Duties that stay within all
    of them can nearly always be manned: when tours of one to three days and caravans were packed until no more fitted,
    all of 1,480 were manned, and all but two of 990 where most tours had three days. A crew takes
    `staff.crew_needs[crew]` persons a day from the pools `staff.pools[province]`, kind by kind.
    """
    if not staff.has_roster:
        shape = crew_load(staff, ())
        limits = (shape.persons_by_day, shape.days_by_week, shape.days_in_season)
        return CrewDays(*(np.full_like(each, NO_LIMIT) for each in limits))
    in_week = np.add.reduceat(staff.available, staff.week_starts, 1, np.int32)
    in_week = np.minimum(in_week, np.minimum(staff.max_days_per_week, MOST_DAYS_IN_SEVEN)[:, None])
    in_season = np.minimum(staff.max_days, in_week.sum(1, np.int32))
    on_day = staff.available & (in_season > 0)[:, None]
    members = staff.pool_members()
    return CrewDays(
        *(np.stack([given[pool].sum(0, np.int32) for pool in members]) for given in (on_day, in_week, in_season))
    )


def crew_load(staff: StaffProblem, duties: Iterable[Duty]) -> CrewDays:
    """Return what duties ask of each pool."""
    by_day = np.zeros((int(staff.pools.max()) + 1, len(staff.week)), np.int32)
    for duty in duties:
        days = slice(duty.first_day, duty.first_day + duty.days)
        by_day[staff.pools[duty.province], days] += staff.crew_needs[duty.crew, :, None]
    return CrewDays(by_day, np.add.reduceat(by_day, staff.week_starts, 1, np.int32), by_day.sum(1, np.int32))
