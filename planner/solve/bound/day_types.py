"""Days that are alike for the bound: the same hours, the same work, the same break."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.problem.arrays import Floats, Ints
from planner.problem.tours import TourProblem
from planner.solve.bound.segments import SegmentPool


@dataclass(frozen=True, slots=True)
class DayType:
    """Open days of one kind.

    Attributes
    ----------
    days
        Numbers of the days.
    work_min
        Minutes of driving, walking and service.
    before_min, after_min
        Minutes of the day before and after its break; all are before where there is none.
    pause_min
        Length of the break, in which a unit may drive.
    """

    days: Ints
    work_min: int
    before_min: int
    after_min: int
    pause_min: int


def build_day_types(problem: TourProblem) -> tuple[DayType, ...]:
    """Return the kinds of open days of a season, the most generous first."""
    days, start = problem.days, problem.days.start_min
    kinds: dict[tuple[int, int, int, int], list[int]] = {}
    for day in np.nonzero(days.is_open)[0]:
        end, pause_start, pause_end = int(days.end_min[day]), int(days.pause_start[day]), int(days.pause_end[day])
        if pause_end > pause_start and start < pause_end and pause_start < end:
            before, after = max(0, pause_start - start), max(0, end - max(pause_end, start))
            pause = max(0, min(pause_end, end) - max(pause_start, start))
        else:
            before, after, pause = end - start, 0, 0
        kinds.setdefault((int(days.work_min[day]), before, after, pause), []).append(int(day))
    return tuple(
        DayType(np.array(there, np.int32), *kind)
        for kind, there in sorted(kinds.items(), key=lambda item: item[0][::-1])
    )


def unit_days(problem: TourProblem, units: tuple[int, ...], days: Ints) -> int:
    """Return the days that some units may tour among given days, at most `days_per_week` each from Monday to Sunday."""
    total = 0
    for unit in units:
        weeks = np.bincount(problem.days.week[days][problem.units.available[unit, days]])
        total += int(np.minimum(weeks, problem.days_per_week).sum())
    return total


def consultations_in(minutes: Floats, minutes_each: float, most: int) -> Floats:
    """Return how many consultations some minutes have room for, in fractions, at most `most`; below 0 for none."""
    return np.minimum(minutes / minutes_each, most) if minutes_each else np.where(minutes < 0, -1.0, float(most))


def most_seen(problem: TourProblem, pool: SegmentPool, kind: DayType) -> Floats:
    """Return the most consultations that a stop at each point could see on a day of a type, 0 where there can be none.

    They are those of a day without another stop, set out at `day_start`, driven straight and served in one piece that
    does not run into the break.
    """
    minutes_each = problem.minutes_each(pool.unit_class.clinicians)
    most = np.zeros(problem.n_points)
    alone = np.nonzero(pool.n_stops == 1)[0]
    points = pool.points[alone, 0]
    one_way = pool.to_first[alone].astype(float)
    back = pool.from_last[alone].astype(float)
    foot = problem.foot_min[points]
    whole = kind.before_min + kind.pause_min + kind.after_min
    before = np.minimum(kind.before_min, whole - back - foot) - one_way - foot
    after = np.minimum(kind.after_min, whole - one_way - foot) - back - foot
    longest = np.maximum(before, after)
    service = np.minimum(longest, kind.work_min - one_way - back - 2 * foot)
    seen = consultations_in(service - problem.setup_min, minutes_each, pool.unit_class.consultations_per_day)
    np.maximum.at(most, points, np.floor(seen + 1e-9))
    served = problem.served[:, kind.days].any(axis=1)
    return np.where(served, np.minimum(most, problem.demand), 0.0)


def service_minutes(pool: SegmentPool, kind: DayType) -> Ints:
    """Return the minutes of service, setting up included, that each segment leaves on a day of a type.

    Work less driving and walking; and what lies outside the break between the drive to the first stop and that from the
    last, each of which may run into the break.
    """
    whole = kind.before_min + kind.pause_min + kind.after_min
    driven = pool.fixed_min - pool.setup_min
    before = np.minimum(kind.before_min, whole - pool.from_last) - pool.to_first
    after = np.minimum(kind.after_min, whole - pool.to_first) - pool.from_last
    minutes: Ints = np.minimum.reduce(
        [kind.work_min - driven, whole - driven, np.maximum(before, 0) + np.maximum(after, 0)]
    ).astype(np.int32)
    return minutes
