"""The clock of many tour-days at once, as `planner.problem.schedule` runs that of one."""

from __future__ import annotations

import numpy as np

from planner.problem.arrays import Bools, Ints
from planner.problem.tours import TourProblem


def fits_day(problem: TourProblem, days: Ints, drives: Ints, points: Ints, services: Ints) -> Bools:
    """Return whether days' stops, work and end fit, each day leaving as early as it may; shape (n,).

    Parameters
    ----------
    drives
        Minutes to each stop and last to the day's end, shape (n, stops + 1); 0 to stops that are not there.
    points, services
        Points in order, -1 beyond the last, and the minutes of service at each, shape (n, stops).
    """
    rules = problem.days
    now = np.full(len(days), rules.start_min, np.int64)
    worked = drives[:, -1].astype(np.int64)
    fits = np.ones(len(days), bool)
    for drive, point, service in zip(drives.T, points.T, services.T, strict=False):
        is_there = point >= 0
        foot = problem.foot_min[point]
        begin = np.maximum(now + drive + foot, problem.opens[point])
        is_split = (begin < rules.pause_end[days]) & (begin + service > rules.pause_start[days])
        begin = np.where(is_split, rules.pause_end[days], begin)
        fits &= ~is_there | (begin + service <= problem.closes[point])
        now = np.where(is_there, begin + service + foot, now)
        worked += np.where(is_there, drive + 2 * foot + service, 0)
    fits &= (now + drives[:, -1] <= rules.end_min[days]) & (worked <= rules.work_min[days])
    return fits
