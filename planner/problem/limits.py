"""What a province's tours may use at most: its people day by day, and what is left of the caps on money."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from planner.domain.columns import PROFESSIONS
from planner.problem.arrays import Bools, Floats, Ints
from planner.problem.budgets import Budget
from planner.problem.chapters import TOUR_CHAPTERS
from planner.problem.crew_days import CrewDays
from planner.problem.roster import StaffProblem


@dataclass(frozen=True, slots=True)
class TourLimits:
    """Limits of one province's tours.

    Attributes
    ----------
    crew_on_day
        Persons that may be on duty, shape (professions, days).
    crew_in_week
        Person-days that may be given from Monday to Sunday, shape (professions, weeks).
    crew_in_season
        Person-days that may be given in the season, shape (professions,).
    cap_chapters
        Which chapters of TOUR_CHAPTERS a cap limits, shape (caps, 5).
    cap_left
        Centimes that tours may still spend under each cap, shape (caps,).
    """

    crew_on_day: Ints
    crew_in_week: Ints
    crew_in_season: Ints
    cap_chapters: Bools
    cap_left: Floats


def tour_chapters(budget: Budget) -> Bools:
    """Return which chapters of TOUR_CHAPTERS a budget limits, shape (5,)."""
    return np.array([chapter in budget.chapters for chapter in TOUR_CHAPTERS])


def build_limits(
    staff: StaffProblem, capacity: CrewDays, province: int, caps: Iterable[tuple[Bools, float]]
) -> TourLimits:
    """Return the limits of a province's tours.

    Parameters
    ----------
    capacity
        What pools can give, less what others take.
    caps
        Chapters limited, and centimes left.
    """
    pools = staff.pools[province, : len(PROFESSIONS)]
    limited = list(caps)
    return TourLimits(
        np.ascontiguousarray(capacity.persons_by_day[pools]),
        np.ascontiguousarray(capacity.days_by_week[pools]),
        np.ascontiguousarray(capacity.days_in_season[pools]),
        np.array([chapters for chapters, _ in limited], bool).reshape(-1, len(TOUR_CHAPTERS)),
        np.array([left for _, left in limited], float),
    )
