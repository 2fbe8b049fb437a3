"""Every day that a unit could have: the pool of day segments over which the bound's linear programme is priced.

A segment is one day of a tour: where it begins and ends, and the *set* of points that it serves. The pool is a
relaxation that leaves out no day of any plan:

- every set is there whose least fills fit the longest day, whatever weekday, hours, closures and Friday say;
- a set's minutes and metres are the least over all orders of its stops, each by itself;
- legs are closed over passing through other points, as known drives may break the triangle inequality: a stop that
  counts for nobody, made only because it is on a shorter way, is dearer in every plan than the closed leg here;
- a minute of service is not rounded up, so that consultations of a day are bounded by one number, `room`;
- lodgings are merged into a few groups within which nobody drives;
- a middle day (from night stop to night stop) works as long as if it ended at the lodging nearest to its last stop; to
  end elsewhere it drives at least as much more as the stop that is best off for it, in metres and as far as it must
  fit the day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np

from planner.problem.arrays import Ints
from planner.problem.legs import Legs, closed_legs, lodging_groups
from planner.problem.tours import FAR, TourProblem
from planner.solve.bound.set_paths import DIGIT_BITS, MOST_IN_SET, DayRoom, Paths, PoolTooLargeError, grow_paths
from planner.solve.bound.unit_classes import UnitClass, unit_classes

HOME, OUT, MIDDLE, IN = range(4)
"""Kinds of segments: base to base, base to night stop, night stop to night stop, night stop to base."""


@dataclass(frozen=True, slots=True)
class SegmentPool:
    """The day segments of a unit class, arrays by segment.

    Attributes
    ----------
    kind, group
        HOME, OUT, MIDDLE or IN; the group of lodgings where an OUT ends or a MIDDLE or IN begins, -1 for HOME.
    points
        The set served, shape (segments, MOST_IN_SET), -1 beyond `n_stops`.
    fixed_min, setup_min
        Minutes of driving, walking and setting up; and those of setting up alone.
    to_first, from_last
        The least minutes of driving from where it begins to any of its points, and from any to where it ends.
    metres
        Driven.
    farther
        Of the middle days, which stand last: metres that they drive more to end at each group of lodgings, FAR where
        that does not fit the day, shape (middle days, groups).
    """

    unit_class: UnitClass
    kind: Ints
    group: Ints
    points: Ints
    n_stops: Ints
    fixed_min: Ints
    setup_min: Ints
    to_first: Ints
    from_last: Ints
    metres: Ints
    farther: Ints

    def __len__(self) -> int:
        return len(self.kind)


def build_pools(problem: TourProblem, most: int) -> tuple[SegmentPool, ...]:
    """Return the pool of each unit class; classes that differ in their rates alone share the arrays of one.

    Raises
    ------
    PoolTooLargeError
        Where a pool would have more than `most` segments.
    """
    made: dict[tuple[int, ...], SegmentPool] = {}
    pools = []
    for each in unit_classes(problem):
        drives = (each.base, each.vehicle, each.clinicians, each.consultations_per_day, each.crew_size)
        if drives not in made:
            made[drives] = build_pool(problem, each, most)
        pools.append(replace(made[drives], unit_class=each))
    return tuple(pools)


def build_pool(problem: TourProblem, unit_class: UnitClass, most: int) -> SegmentPool:
    """Return every day segment of a unit class.

    Parameters
    ----------
    most
        Segments that the pool may have.

    Raises
    ------
    PoolTooLargeError
        Where it would have more, or where there are too many points to number their sets.
    """
    if problem.n_points >= 2**DIGIT_BITS:
        raise PoolTooLargeError
    made, n_segments = [], 0
    for part in _Days(problem, unit_class, most).parts():
        made.append(part)
        n_segments += len(part.kind)
        if n_segments > most:
            raise PoolTooLargeError
    whole = _Part(*(np.concatenate(each).astype(np.int32) for each in zip(*made, strict=True)))
    return SegmentPool(unit_class=unit_class, setup_min=whole.n_stops * np.int32(problem.setup_min), **whole._asdict())


class _Part(NamedTuple):
    """Segments of one kind and size at one group of lodgings; for its arrays see `SegmentPool`."""

    kind: Ints
    group: Ints
    points: Ints
    n_stops: Ints
    fixed_min: Ints
    to_first: Ints
    from_last: Ints
    metres: Ints
    farther: Ints


NOBODY: Final = Paths(np.zeros((1, 0), np.int32), np.zeros(1, np.int64), *(np.zeros(1, np.int32) for _ in range(4)))
"""The path of a day that only drives."""


class _Days:
    """The days of a unit class, made of paths that grow from one end of the day and are closed at the other.

    Paths to a night stop grow from the base; those home or to another night stop grow backwards, from where they end.

    Attributes
    ----------
    legs
        Drives from point to point.
    out, home
        Drives from the base to each point, and back.
    to_groups, from_groups
        By group of lodgings, drives from each node to its nearest, and back, shape (groups, nodes).
    to_night, from_night
        Drives from each point to the nearest of all lodgings, and back.
    farther, between
        What it is more to end at a group of lodgings than at the nearest, shape (groups, points); and drives from
        group to group.
    """

    def __init__(self, problem: TourProblem, unit_class: UnitClass, most: int) -> None:
        self.problem, self.base, self.most = problem, unit_class.base, most
        self.points = points = slice(problem.n_points)
        nodes = closed_legs(problem, unit_class.vehicle)
        groups = lodging_groups(problem, unit_class.crew_size, nodes.metres)
        self.legs = nodes.over((points, points))
        self.out, self.home = nodes.over((self.base, points)), nodes.over((points, self.base))
        self.to_groups, self.from_groups = nodes.to_nearest(groups), nodes.back().to_nearest(groups)
        self.to_night = self.to_groups.over((slice(None), points)).least()
        self.from_night = self.from_groups.over((slice(None), points)).least()
        self.farther = self.to_groups.over((slice(None), points)).less(self.to_night)
        self.between = self.from_groups.to_nearest(groups).back()
        is_barred = ~problem.reachable[unit_class.vehicle] | ~problem.served.any(axis=1)
        self.room = DayRoom(
            stay_min=np.where(is_barred, FAR, problem.setup_min + 2 * problem.foot_min).astype(np.int32),
            least=problem.least_to_count[:, unit_class.units[0]],
            minutes_each=problem.minutes_each(unit_class.clinicians),
            work_min=int(problem.days.work_min.max()),
            consultations=unit_class.consultations_per_day,
        )

    def parts(self) -> Iterator[_Part]:
        """Yield all segments, the middle days last."""
        back = np.minimum(self.home.minutes, self.to_night.minutes)
        forth = np.minimum(self.out.minutes, self.from_night.minutes)
        groups = range(len(self.to_groups.minutes))
        for paths in grow_paths(self.out, self.legs, back, self.room, self.most):
            yield self._close(HOME, -1, paths, self.out, self.home)
            for group in groups:
                yield self._close(OUT, group, paths, self.out, self.to_groups.over((group, self.points)))
        if groups:
            for paths in grow_paths(self.home, self.legs.back(), forth, self.room, self.most):
                for group in groups:
                    yield self._close(IN, group, paths, self.home, self.from_groups.over((group, self.points)))
        nowhere = Legs(np.zeros(1, np.int32), np.zeros(1, np.int32))
        for group in groups:
            yield self._close(OUT, group, NOBODY, nowhere, self.to_groups.over((group, [self.base])))
            yield self._close(IN, group, NOBODY, nowhere, self.from_groups.over((group, [self.base])))
        if groups and self.problem.max_nights > 1:
            between = grow_paths(self.to_night, self.legs.back(), forth, self.room, self.most)
            for group in groups:
                yield self._close(MIDDLE, group, NOBODY, nowhere, nowhere)
                for paths in between:
                    yield self._close(MIDDLE, group, paths, self.to_night, self.from_groups.over((group, self.points)))

    def _close(self, kind: int, group: int, paths: Paths, begun: Legs, closed: Legs) -> _Part:
        """Close the paths of one size at their free end, and keep the best of each set that then fits the day.

        Parameters
        ----------
        begun, closed
            Drives between each point and the end that the paths have, and the one that they get.
        """
        heads = paths.first_of_sets()
        minutes = np.minimum.reduceat(paths.minutes + closed.minutes[paths.last], heads)
        metres = np.minimum.reduceat(paths.metres + closed.metres[paths.last], heads)
        fits = self.room.holds(minutes, paths.least[heads])
        kept, minutes = heads[fits], minutes[fits]
        there = paths.points[kept]
        n, size = there.shape
        ends = [each.minutes[there].min(axis=1) if size else np.zeros(n, np.int32) for each in (begun, closed)]
        to_first, from_last = reversed(ends) if kind in (MIDDLE, IN) else ends
        return _Part(
            kind=np.full(n, kind),
            group=np.full(n, group),
            points=np.pad(there, ((0, 0), (0, MOST_IN_SET - size)), constant_values=-1),
            n_stops=np.full(n, size),
            fixed_min=minutes,
            to_first=to_first,
            from_last=from_last,
            metres=metres[fits],
            farther=self._farther(group, there, minutes, paths.least[kept])
            if kind == MIDDLE
            else np.zeros((0, len(self.between.metres)), np.int32),
        )

    def _farther(self, group: int, there: Ints, minutes: Ints, least: Ints) -> Ints:
        """Return the metres more to end at each group of lodgings, for days of some sets that begin at one."""
        if there.shape[1]:
            more = Legs(*(each[:, there].min(axis=2).T for each in self.farther))
        else:
            more = self.between.over([group])
        fits = self.room.holds(minutes[:, None] + more.minutes, least[:, None])
        return np.where(fits, more.metres, FAR)
