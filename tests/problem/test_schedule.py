"""The clock of a tour-day."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import ceil
from typing import Any

import numpy as np
import pytest

from planner.problem.schedule import DaySchedule, build_clockwork, schedule_day
from planner.problem.tours import FAR, TourProblem
from tests.problem.small_tours import FRIDAY, make_days, make_tours

MONDAY = 0
# Points 0 and 1, and the base 2: an hour out, half an hour between, an hour and a half home.
DRIVES = [[0, 30, 90], [30, 0, 90], [60, 60, 0]]


def run(problem: TourProblem, day: int, *stops: tuple[int, int]) -> DaySchedule | None:
    points, seen = tuple(point for point, _ in stops), tuple(count for _, count in stops)
    return schedule_day(build_clockwork(problem), 0, day, 2, 2, points, seen)


def make(**changes: Any) -> TourProblem:
    return make_tours(DRIVES, 2, **changes)


def array(*numbers: int) -> np.ndarray[Any, np.dtype[np.int32]]:
    return np.array(numbers, np.int32)


def test_a_day_leaves_as_early_as_it_may_and_adds_up_its_drives_and_services() -> None:
    # 40 minutes of setting up and 20 consultations of five minutes by two clinicians are 90.
    found = run(make(), MONDAY, (0, 20), (1, 20))
    assert found == DaySchedule((540, 660), 840, 60 + 90 + 30 + 90 + 90, (60 + 30 + 90) * 600)


def test_a_day_without_stops_only_drives() -> None:
    assert run(make(), MONDAY) == DaySchedule((), 480, 0, 0)


def test_a_unit_waits_at_a_stop_until_it_opens_and_waiting_is_no_work() -> None:
    found = run(make(opens=array(600, 0)), MONDAY, (0, 20))
    assert found is not None
    assert (found.service_start, found.end_min, found.worked_min) == ((600,), 780, 240)


def test_a_service_must_end_before_its_point_closes() -> None:
    assert run(make(closes=array(630, 1440)), MONDAY, (0, 20)) is not None
    assert run(make(closes=array(629, 1440)), MONDAY, (0, 20)) is None


def test_foot_minutes_pass_before_and_after_a_service_and_count_twice_as_work() -> None:
    found = run(make(foot_min=array(10, 0)), MONDAY, (0, 20))
    assert found is not None
    assert (found.service_start, found.end_min, found.worked_min) == ((550,), 740, 60 + 20 + 90 + 90)


def test_a_service_may_end_as_the_fridays_break_begins_and_the_unit_drives_home_in_it() -> None:
    found = run(make(days=make_days(7, friday_break=(630, 840))), FRIDAY, (0, 20))
    assert found is not None
    assert (found.service_start, found.end_min) == ((540,), 720)


def test_a_service_that_would_run_into_the_fridays_break_begins_after_it() -> None:
    found = run(make(days=make_days(7, friday_break=(629, 840))), FRIDAY, (0, 20))
    assert found is not None
    assert found.service_start == (840,)


def test_a_service_that_would_begin_in_the_fridays_break_begins_after_it() -> None:
    found = run(make(days=make_days(7, friday_break=(500, 541))), FRIDAY, (0, 20))
    assert found is not None
    assert found.service_start == (541,)


def test_other_days_have_no_break() -> None:
    found = run(make(days=make_days(7, friday_break=(500, 840))), MONDAY, (0, 20))
    assert found is not None
    assert found.service_start == (540,)


def test_a_day_must_end_in_time_and_within_its_work() -> None:
    days = make_days(7, end=720, work=240)
    assert run(make(days=days), MONDAY, (0, 20)) is not None
    assert run(make(days=replace(days, end_min=days.end_min - 1)), MONDAY, (0, 20)) is None
    assert run(make(days=replace(days, work_min=days.work_min - 1)), MONDAY, (0, 20)) is None


def test_a_day_of_ramadan_is_shorter_than_the_one_before_it() -> None:
    days = make_days(2)
    short = replace(days, end_min=array(1080, 930), work_min=array(540, 390))
    assert run(make(days=short), 0, (0, 40), (1, 40)) is not None
    assert run(make(days=short), 1, (0, 40), (1, 40)) is None


def test_there_is_no_day_over_a_way_that_is_not_there() -> None:
    assert run(make_tours([[0, FAR, 90], [30, 0, 90], [60, 60, 0]], 2), MONDAY, (0, 20), (1, 20)) is None


@pytest.mark.parametrize("minutes", [Fraction(5), Fraction(7, 2), Fraction("4.7"), Fraction(0)])
@pytest.mark.parametrize("seen", [1, 19, 20, 40])
def test_a_service_is_rounded_up_to_the_whole_minute_exactly(minutes: Fraction, seen: int) -> None:
    problem = make(minutes_per_consultation=(minutes.numerator, minutes.denominator))
    found = run(problem, MONDAY, (0, seen))
    service = 40 + ceil(minutes * seen / 2)
    assert found is not None
    assert found.worked_min == 60 + service + 90
    assert problem.service_min(array(0), array(seen)).tolist() == [service]
