"""Paths through sets of points: for each set and last stop, the least minutes and the least metres of any order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.problem.arrays import Bools, Ints, Longs
from planner.problem.legs import Legs

MOST_IN_SET: Final = 7
NEAR_MIN: Final = 1e-6
"""Minutes by which floats may stray."""
DIGIT_BITS: Final = 9
"""Of a point in the number of a set: MOST_IN_SET of them fit 63 bits."""
PATHS_AT_ONCE: Final = 20_000
ORDERS_A_SET: Final = 8
"""Paths of one size that may be held before the best of each set is known, for each that may be held after."""


class PoolTooLargeError(Exception):
    """The points, or the sets of them that fit a day, are more than a pool may hold, or the sets larger."""


@dataclass(frozen=True, slots=True)
class DayRoom:
    """What the longest day of a unit has room for.

    Attributes
    ----------
    stay_min, least
        By point, the minutes of setting up and walking there, FAR where it cannot be served; and the consultations
        that make a stop count.
    minutes_each
        Of a consultation, not rounded up.
    work_min, consultations
        At most.
    """

    stay_min: Ints
    least: Ints
    minutes_each: float
    work_min: int
    consultations: int

    def holds(self, minutes: Ints, seen: Ints) -> Bools:
        """Return whether some minutes besides consultations fit with so many of these."""
        # A day that is full to the minute must not be lost to a float.
        fits: Bools = (minutes + seen * self.minutes_each <= self.work_min + NEAR_MIN) & (seen <= self.consultations)
        return fits


@dataclass(frozen=True, slots=True)
class Paths:
    """Paths through sets of one size, sorted by set and then by the point at their free end.

    Attributes
    ----------
    points
        The set in ascending order, shape (paths, size).
    keys
        A number a set.
    last
        The stop at the free end.
    minutes, metres
        Of driving, walking and setting up; and driven: each the least of any order.
    least
        Consultations that make every stop count.
    """

    points: Ints
    keys: Longs
    last: Ints
    minutes: Ints
    metres: Ints
    least: Ints

    def __len__(self) -> int:
        return len(self.keys)

    def first_of_sets(self) -> NDArray[np.intp]:
        """Return the first path of each set."""
        return np.flatnonzero(np.diff(self.keys, prepend=-1))


def grow_paths(first: Legs, legs: Legs, closing_min: Ints, room: DayRoom, most: int) -> list[Paths]:
    """Grow paths stop by stop from a fixed end; those of n stops are the n-th of the list.

    Parameters
    ----------
    first, legs
        Drives from the fixed end to each point, and from point to point.
    closing_min
        By point, the least that any path that stops there last still drives.
    most
        Paths of one size that there may be.

    Raises
    ------
    PoolTooLargeError
        Where there would be more, or where more than MOST_IN_SET stops fit a day.
    """
    fits = room.holds(first.minutes + room.stay_min + closing_min, room.least)
    start = np.nonzero(fits)[0].astype(np.int32)
    paths = Paths(
        start[:, None],
        _keys(start[:, None]),
        start,
        (first.minutes + room.stay_min)[start],
        first.metres[start],
        room.least[start],
    )
    sizes = [paths]
    while len(paths):
        longer = _one_stop_more(paths, legs, closing_min, room, ORDERS_A_SET * most)
        if not len(longer):
            break
        paths = _best_of_each(longer)
        if len(sizes) == MOST_IN_SET or len(paths) > most:
            raise PoolTooLargeError
        sizes.append(paths)
    return sizes


def _one_stop_more(paths: Paths, legs: Legs, closing_min: Ints, room: DayRoom, most: int) -> Paths:
    """Return every path that goes on from one of some to a point more, sorted, some of them through the same set."""
    parts, found = [], 0
    for begin in range(0, len(paths), PATHS_AT_ONCE):
        rows = slice(begin, begin + PATHS_AT_ONCE)
        points, last = paths.points[rows], paths.last[rows]
        minutes = paths.minutes[rows, None] + legs.minutes[last] + room.stay_min
        least = paths.least[rows, None] + room.least
        goes_on = room.holds(minutes + closing_min, least)
        goes_on[np.arange(len(points))[:, None], points] = False
        path, point = np.nonzero(goes_on)
        sets = np.sort(np.column_stack([points[path], point]), axis=1)
        metres = paths.metres[rows][path] + legs.metres[last[path], point]
        parts.append((sets, point, minutes[path, point], metres, least[path, point]))
        found += len(point)
        if found > most:
            raise PoolTooLargeError
    sets, last, minutes, metres, least = (np.concatenate(each).astype(np.int32) for each in zip(*parts, strict=True))
    keys = _keys(sets)
    order = np.lexsort((last, keys))
    return Paths(sets[order], keys[order], last[order], minutes[order], metres[order], least[order])


def _best_of_each(paths: Paths) -> Paths:
    """Return a path for each set and last stop, with the least minutes and metres of all that share them."""
    heads = np.flatnonzero((np.diff(paths.keys, prepend=-1) != 0) | (np.diff(paths.last, prepend=-1) != 0))
    return Paths(
        paths.points[heads],
        paths.keys[heads],
        paths.last[heads],
        np.minimum.reduceat(paths.minutes, heads),
        np.minimum.reduceat(paths.metres, heads),
        paths.least[heads],
    )


def _keys(points: Ints) -> Longs:
    """Return one number a set."""
    keys = np.zeros(len(points), np.int64)
    for column in range(points.shape[1]):
        keys = (keys << DIGIT_BITS) | (points[:, column].astype(np.int64) + 1)
    return keys
