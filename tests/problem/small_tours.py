"""Provinces of a few points as numbers, made without a campaign, and every plan of them that can be tried."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any, Final

import numpy as np

from planner.domain.columns import PROFESSIONS
from planner.problem.answer import DayChoice, TourChoice
from planner.problem.days import Days
from planner.problem.limits import TourLimits
from planner.problem.tours import FAR, TourProblem
from planner.problem.units import TRACK, Units

FRIDAY: Final = 4
NO_LIMIT: Final = 10**6


def make_days(n_days: int, *, friday_break: tuple[int, int] = (720, 840), end: int = 1080, work: int = 540) -> Days:
    """Return days from a Monday on, open from Monday to Friday, that begin at eight."""
    weekday = np.arange(n_days) % 7
    pause = np.where(weekday == FRIDAY, 1, 0)
    return Days(
        is_open=weekday < 5,
        week=(np.arange(n_days) // 7).astype(np.int32),
        work_min=np.full(n_days, work, np.int32),
        end_min=np.full(n_days, end, np.int32),
        pause_start=(pause * friday_break[0]).astype(np.int32),
        pause_end=(pause * friday_break[1]).astype(np.int32),
        start_min=480,
    )


def make_units(days: Days, base: int, n_units: int = 1) -> Units:
    """Return units alike, of two clinicians and a crew of one doctor and one driver, at one base."""
    crew = np.zeros((n_units, len(PROFESSIONS)), np.int32)
    crew[:, [PROFESSIONS.index("doctor"), PROFESSIONS.index("driver")]] = 1
    ones = np.ones(n_units, np.int32)
    return Units(
        units_of=np.arange(n_units, dtype=np.int32),
        base=ones * np.int32(base),
        vehicle=ones * np.int32(TRACK),
        clinicians=ones * np.int32(2),
        consultations_per_day=ones * np.int32(100),
        crew=crew,
        crew_size=crew.sum(axis=1, dtype=np.int32),
        per_km=np.tile([143.0, 0.0, 0.0, 150.0, 0.0], (n_units, 1)),
        per_day=np.tile([0.0, 16_000.0, 0.0, 0.0, 10_000.0], (n_units, 1)),
        per_night=np.full(n_units, 24_000.0),
        available=np.tile(days.is_open, (n_units, 1)),
    )


def make_tours(minutes: Any, n_points: int, *, n_days: int = 14, n_units: int = 1, **changes: Any) -> TourProblem:
    """Return a province whose first centre is the base of all units, with a douar at each point.

    Parameters
    ----------
    minutes
        Drives from node to node, the points first; metres are 600 a minute.
    changes
        Fields that are other than usual.
    """
    drives = np.minimum(np.array(minutes, np.int32), FAR)
    metres = np.where(drives < FAR, drives * 600, FAR).astype(np.int32)
    days = changes.pop("days", None) or make_days(n_days)
    n_days, ones = len(days.is_open), np.ones(n_points, np.int32)
    population = changes.pop("population", ones * np.int32(160))
    problem = TourProblem(
        province=0,
        days=days,
        units=make_units(days, n_points, n_units),
        points_of=np.arange(n_points, dtype=np.int32),
        centres_of=np.arange(len(drives) - n_points, dtype=np.int32),
        minutes=np.stack([drives, drives]),
        metres=np.stack([metres, metres]),
        reachable=np.ones((2, n_points), bool),
        foot_min=ones * 0,
        opens=ones * 0,
        closes=ones * 1440,
        served=np.tile(days.is_open, (n_points, 1)),
        demand=ones * np.int32(40),
        setup_min=40,
        minutes_per_consultation=(5, 1),
        medicine=1400.0,
        rounding=np.full((n_units, 5), 0.5),
        lodging=np.zeros(len(drives) - n_points, np.int32),
        max_nights=0,
        days_per_week=5,
        min_share=Fraction(1, 2),
        douars_of=np.arange(n_points, dtype=np.int32),
        douar_points=tuple((point,) for point in range(n_points)),
        population=population,
        wanted=ones.copy(),
        worth=np.full(n_points, 4000.0),
        late_worth=population * 10.0,
        max_wait=ones * np.int32(max(8, n_days // 2)),
        repeat_value=0.8,
        gap_min_days=3,
        floor_persons=0.0,
        shortfall=0.0,
        pinned=(),
    )
    return replace(problem, **changes)


def no_limits(problem: TourProblem, **changes: Any) -> TourLimits:
    """Return limits that bind nothing, but for the changes."""
    n_crew, weeks = len(PROFESSIONS), int(problem.days.week.max()) + 1
    limits = TourLimits(
        crew_on_day=np.full((n_crew, problem.n_days), NO_LIMIT, np.int32),
        crew_in_week=np.full((n_crew, weeks), NO_LIMIT, np.int32),
        crew_in_season=np.full(n_crew, NO_LIMIT, np.int32),
        cap_chapters=np.zeros((0, 5), bool),
        cap_left=np.zeros(0),
    )
    return replace(limits, **changes)


def one_day(problem: TourProblem, day: int, *stops: tuple[int, int], unit: int = 0) -> TourChoice:
    """Return a tour of one day from base to base by way of some points, each with what it sees."""
    base = int(problem.units.base[unit])
    return TourChoice(unit, day, (DayChoice(base, base, tuple(p for p, _ in stops), tuple(n for _, n in stops)),))
