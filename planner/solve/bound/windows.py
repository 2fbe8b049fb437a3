"""Rows about the days on which a class of units is there: what these days cannot give, other classes have to.

A programme of a whole season knows no dates. But who is lent for a month cannot make all of a douar's visits, which
must be spaced, nor those that keep it from waiting when he is gone. For a douar, with stops of other classes counted
at all of its points,

- visits ≤ as many as the days of some classes hold + stops of the other classes;
- late days ≥ (days of an interval − days that may be waited) − slope · stops of the classes that are there in it, where
  the slope is what one visit in the interval saves at most.

Each holds for every plan, as a visit is counted at a stop of its own. They are many: only those that a solution breaks
are taken into the programme (`broken_windows`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from planner.problem.arrays import Bools, Floats, Longs
from planner.problem.tours import TourProblem

LEAST_BROKEN: Final = 0.02
"""Visits, or shares of an interval, by which a row must be broken to be taken."""


@dataclass(frozen=True, slots=True)
class Window:
    """A row: per_late · late days − per_visit · visits + per_stop · stops of some classes ≥ low.

    Attributes
    ----------
    classes
        Numbers of the pools whose stops at the douar's points count.
    """

    douar: int
    classes: tuple[int, ...]
    per_late: float
    per_visit: float
    per_stop: float
    low: float


def build_windows(problem: TourProblem, open_days: Bools) -> list[Window]:
    """Return all rows of a province that say more than those without classes do.

    Parameters
    ----------
    open_days
        Days on which a class could make a stop that counts, shape (classes, points, days).
    """
    windows = []
    for douar, points in enumerate(problem.douar_points):
        wanted = int(problem.wanted[douar])
        there = np.asarray(open_days[:, list(points)].any(axis=1))
        classes = [number for number, days in enumerate(there) if days.any()]
        if wanted and len(classes) > 1:
            spans = {number: (int(there[number].argmax()), _last(there[number])) for number in classes}
            if problem.gap_min_days > 0:
                windows += _spaced_visits(douar, wanted, problem.gap_min_days, there, spans)
            if problem.late_worth[douar] > 0:
                windows += _long_waits(douar, int(problem.max_wait[douar]), there, spans)
    return windows


def _spaced_visits(
    douar: int, wanted: int, gap: int, there: Bools, spans: Mapping[int, tuple[int, int]]
) -> list[Window]:
    """Return the rows of the visits that some classes hold, as their days lie in one interval."""
    rows: dict[tuple[int, ...], Window] = {}
    for first in {first for first, _ in spans.values()}:
        for last in {last for _, last in spans.values()}:
            inside = [number for number, (begin, end) in spans.items() if first <= begin and end <= last]
            others = tuple(number for number in spans if number not in inside)
            if inside and others and others not in rows:
                held = _most_spaced(np.nonzero(there[inside].any(axis=0))[0], gap)
                if held < wanted:
                    rows[others] = Window(douar, others, 0.0, 1.0, 1.0, -float(held))
    return list(rows.values())


def _long_waits(douar: int, wait: int, there: Bools, spans: Mapping[int, tuple[int, int]]) -> list[Window]:
    """Return the rows of the longest intervals in which nobody is there but some classes.

    Waiting is counted from the season's first day on, of which it takes nothing: a visit on it helps nobody.
    """
    longest: dict[tuple[int, ...], int] = {}
    for first in {1, *(last + 1 for _, last in spans.values())}:
        for last in {there.shape[1] - 1, *(first - 1 for first, _ in spans.values())}:
            days = last - first + 1
            if days > wait:
                present = tuple(number for number in spans if there[number, first : last + 1].any())
                if len(present) < len(spans):
                    longest[present] = max(days, longest.get(present, 0))
    return [
        Window(douar, present, 1.0, 0.0, float(min(days - wait, wait + 1)), float(days - wait))
        for present, days in longest.items()
    ]


def _last(days: Bools) -> int:
    return len(days) - 1 - int(days[::-1].argmax())


def _most_spaced(days: Longs, gap: int) -> int:
    """Return how many of some days can be chosen, each so many days after the one before."""
    count, free = 0, -1
    for day in days:
        if day >= free:
            count, free = count + 1, int(day) + gap
    return count


def broken_windows(
    windows: Sequence[Window],
    douar_points: Sequence[tuple[int, ...]],
    late: Mapping[int, float],
    visits: Mapping[int, float],
    stops: Floats,
) -> list[Window]:
    """Return the rows that a solution breaks.

    Parameters
    ----------
    late, visits
        Late days and counted visits by douar, 0 where there are none.
    stops
        By class and point.
    """
    broken = []
    for window in windows:
        made = stops[np.ix_(window.classes, douar_points[window.douar])].sum() if window.classes else 0.0
        reached = window.per_late * late.get(window.douar, 0.0) - window.per_visit * visits.get(window.douar, 0.0)
        if window.low - reached - window.per_stop * made > LEAST_BROKEN * max(1.0, window.per_stop):
            broken.append(window)
    return broken
