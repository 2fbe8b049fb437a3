"""The days of a season as arrays: which are open, and what fits into each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from planner.domain.calendar import SeasonCalendar
from planner.problem.arrays import Bools, Ints

WEEK_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Days:
    """The season's days, arrays of length n_days.

    Attributes
    ----------
    week
        Number of the Monday-to-Sunday week, from 0.
    pause_start, pause_end
        Minutes of the day without service, both 0 where there is no pause; two that are equal elsewhere still part the
        day, and no service runs across them.
    """

    is_open: Bools
    week: Ints
    work_min: Ints
    end_min: Ints
    pause_start: Ints
    pause_end: Ints
    start_min: int


def weeks_of(first_day: date, n_days: int) -> Ints:
    """Return by day of a season the number of its Monday-to-Sunday week, from 0."""
    weeks: Ints = (first_day.weekday() + np.arange(n_days, dtype=np.int32)) // WEEK_DAYS
    return weeks


def build_days(calendar: SeasonCalendar) -> Days:
    """Return the season's days as arrays."""
    days = calendar.days
    pauses = [calendar.pause(day) or (0, 0) for day in days]
    return Days(
        is_open=np.array([day in calendar.open_days for day in days], dtype=bool),
        week=weeks_of(days[0], len(days)),
        work_min=np.array([calendar.work_min(day) for day in days], dtype=np.int32),
        end_min=np.array([calendar.day_end(day) for day in days], dtype=np.int32),
        pause_start=np.array([pause[0] for pause in pauses], dtype=np.int32),
        pause_end=np.array([pause[1] for pause in pauses], dtype=np.int32),
        start_min=calendar.rules.day_start,
    )
