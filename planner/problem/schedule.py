"""The clock of one tour-day: when a unit that leaves as early as it may arrives, serves and is back.

Leaving at `day_start` is never worse than leaving later: waiting is at stops, and everything after a stop depends
only on when its service ends. The compiled `run_day` is the one place where the solver knows these rules; the checker
knows them on its own.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from planner.problem.arrays import Ints
from planner.problem.structs import by_reference, compiled
from planner.problem.tours import TourProblem


class Clockwork(NamedTuple):
    """The arrays of a `TourProblem` that decide when a day's stops happen; see there for their meaning.

    Attributes
    ----------
    numerator, denominator
        Of the minutes per consultation.
    """

    minutes: Ints
    metres: Ints
    foot_min: Ints
    opens: Ints
    closes: Ints
    work_min: Ints
    end_min: Ints
    pause_start: Ints
    pause_end: Ints
    vehicle: Ints
    clinicians: Ints
    start_min: int
    setup_min: int
    numerator: int
    denominator: int


clock_by_reference = by_reference(Clockwork)


class DaySchedule(NamedTuple):
    """When a day's services start, when it ends, its minutes of work and its metres."""

    service_start: tuple[int, ...]
    end_min: int
    worked_min: int
    metres: int


def build_clockwork(problem: TourProblem) -> Clockwork:
    """Gather what the clock of a day needs."""
    days = problem.days
    return Clockwork(
        np.ascontiguousarray(problem.minutes),
        np.ascontiguousarray(problem.metres),
        problem.foot_min,
        problem.opens,
        problem.closes,
        days.work_min,
        days.end_min,
        days.pause_start,
        days.pause_end,
        problem.units.vehicle,
        problem.units.clinicians,
        days.start_min,
        problem.setup_min,
        *problem.minutes_per_consultation,
    )


@compiled
def service_minutes(clock: Clockwork, unit: int, consultations: int) -> int:
    """Return the minutes of a stop's service, setting up included, rounded up."""
    share = clock.denominator * clock.clinicians[unit]
    return clock.setup_min + (consultations * clock.numerator + share - 1) // share


@compiled
def most_served(clock: Clockwork, unit: int, minutes: int, most: int) -> int:
    """Return how many consultations a stop's service of some minutes has room for, at most `most`."""
    if clock.numerator == 0:
        return most
    return min(most, (minutes - clock.setup_min) * clock.denominator * clock.clinicians[unit] // clock.numerator)


@compiled
def run_day(
    clock: Clockwork,
    unit: int,
    day: int,
    start: int,
    end: int,
    stops: Ints,
    consultations: Ints,
    n_stops: int,
    starts: Ints,
) -> tuple[int, int, int]:
    """Run a day's clock.

    Parameters
    ----------
    start, end
        Nodes where the day begins and ends.
    stops, consultations
        Points in order and what each sees; the first `n_stops` count.
    starts
        Filled with the minute at which each service starts.

    Returns
    -------
    tuple[int, int, int]
        Minute at which the day ends, minutes of work, metres. The first is -1 where a stop's hours are missed; the
        day's own end and work are left to the caller to judge.
    """
    vehicle = clock.vehicle[unit]
    now, worked, metres, here = clock.start_min, 0, 0, start
    pause_start, pause_end = clock.pause_start[day], clock.pause_end[day]
    for k in range(n_stops):
        point = stops[k]
        drive = clock.minutes[vehicle, here, point]
        foot = clock.foot_min[point]
        service = service_minutes(clock, unit, consultations[k])
        begin = max(now + drive + foot, clock.opens[point])
        if begin < pause_end and begin + service > pause_start:
            begin = max(begin, pause_end)
        if begin + service > clock.closes[point]:
            return -1, 0, 0
        starts[k] = begin
        now = begin + service + foot
        worked += drive + 2 * foot + service
        metres += clock.metres[vehicle, here, point]
        here = point
    drive = clock.minutes[vehicle, here, end]
    return now + drive, worked + drive, metres + clock.metres[vehicle, here, end]


def schedule_day(
    clock: Clockwork, unit: int, day: int, start: int, end: int, stops: tuple[int, ...], consultations: tuple[int, ...]
) -> DaySchedule | None:
    """Return a day's schedule, or None where its stops, its work or its end do not fit the day.

    Parameters
    ----------
    unit, day, start, end, stops
        Numbers of a province's `TourProblem`; start and end are nodes.
    consultations
        Seen at each stop.
    """
    starts = np.zeros(max(1, len(stops)), np.int32)
    back, worked, metres = run_day(
        clock,
        unit,
        day,
        start,
        end,
        np.array(stops, np.int32),
        np.array(consultations, np.int32),
        len(stops),
        starts,
    )
    if back < 0 or back > clock.end_min[day] or worked > clock.work_min[day]:
        return None
    return DaySchedule(tuple(int(each) for each in starts[: len(stops)]), int(back), int(worked), int(metres))
