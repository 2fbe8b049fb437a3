"""The clock of many days at once says what the search's clock says of each."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any, Final, NamedTuple

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.problem.schedule import build_clockwork, schedule_day
from planner.problem.tours import TourProblem
from planner.reasons.clock import fits_day
from tests.problem.small_tours import make_days, make_tours

N_POINTS, N_DAYS, MOST_STOPS = 3, 4, 3
BASE: Final = N_POINTS


class Day(NamedTuple):
    """A day and what a unit does on it: points and what each sees."""

    day: int
    stops: tuple[tuple[int, int], ...]


def tens(least: int, most: int, count: int) -> st.SearchStrategy[np.ndarray[Any, np.dtype[np.int32]]]:
    """Return arrays of minutes in tens, so that what must not be late is often just in time."""
    numbers = st.lists(st.integers(least // 10, most // 10), min_size=count, max_size=count)
    return numbers.map(lambda each: np.array(each, np.int32) * np.int32(10))


@st.composite
def problems(draw: st.DrawFn) -> TourProblem:
    """Draw drives, walks, hours, pauses and rates such that days fit about as often as not."""
    drives = draw(tens(0, 150, (N_POINTS + 1) ** 2)).reshape(N_POINTS + 1, N_POINTS + 1)
    problem = make_tours(drives.tolist(), N_POINTS)
    pause = draw(tens(500, 900, N_DAYS))
    is_paused = draw(tens(0, 10, N_DAYS)) // 10
    days = replace(
        make_days(N_DAYS),
        work_min=draw(tens(150, 500, N_DAYS)),
        end_min=draw(tens(600, 1000, N_DAYS)),
        pause_start=pause * is_paused,
        pause_end=(pause + draw(tens(0, 180, N_DAYS))) * is_paused,
        start_min=10 * draw(st.integers(30, 60)),
    )
    rate = draw(st.sampled_from([Fraction(0), Fraction(20), Fraction(20), Fraction(17, 3)]))
    return replace(
        problem,
        days=days,
        foot_min=draw(tens(0, 40, N_POINTS)),
        opens=draw(tens(0, 700, N_POINTS)),
        closes=draw(tens(600, 1440, N_POINTS)),
        setup_min=10 * draw(st.integers(0, 6)),
        minutes_per_consultation=(rate.numerator, rate.denominator),
    )


STOPS: Final = st.lists(st.tuples(st.integers(0, N_POINTS - 1), st.integers(1, 12)), max_size=MOST_STOPS).map(tuple)
DAYS: Final = st.lists(st.builds(Day, st.integers(0, N_DAYS - 1), STOPS), min_size=1, max_size=20)


def by_both_clocks(problem: TourProblem, days: list[Day]) -> tuple[list[bool], list[bool]]:
    """Return which days fit by the clock of many at once, and by that of one."""
    points = np.full((len(days), MOST_STOPS), -1, np.int32)
    services, drives = np.zeros_like(points), np.zeros((len(days), MOST_STOPS + 1), np.int32)
    minutes = problem.minutes[problem.units.vehicle[0]]
    for row, (_, stops) in enumerate(days):
        here = BASE
        for place, (point, seen) in enumerate(stops):
            points[row, place], drives[row, place], here = point, minutes[here, point], point
            services[row, place] = problem.service_min(np.zeros(1, np.int32), np.array([seen], np.int32))[0]
        drives[row, -1] = minutes[here, BASE]
    at_once = fits_day(problem, np.array([each.day for each in days], np.int32), drives, points, services)
    clock = build_clockwork(problem)
    alone = [
        schedule_day(clock, 0, day, BASE, BASE, tuple(p for p, _ in stops), tuple(seen for _, seen in stops))
        for day, stops in days
    ]
    return at_once.tolist(), [each is not None for each in alone]


@given(problems(), DAYS)
@settings(derandomize=True, max_examples=300)
def test_many_days_at_once_fit_when_each_does_alone(problem: TourProblem, days: list[Day]) -> None:
    at_once, alone = by_both_clocks(problem, days)
    assert at_once == alone
