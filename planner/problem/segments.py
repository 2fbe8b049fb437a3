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
  end elsewhere it drives at least as much more as the stop that is worst off for it, in metres and as far as it must
  fit the day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.problem.tours import FAR, TourProblem

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]

HOME, OUT, MIDDLE, IN = range(4)
"""Kinds of segments: base to base, base to night stop, night stop to night stop, night stop to base."""
MOST_STOPS: Final = 7
DIGIT_BITS: Final = 9
"""Of a point in the number of a set: MOST_STOPS of them fit 63 bits."""
LODGING_GROUPS: Final = 8


@dataclass(frozen=True, slots=True)
class UnitClass:
    """Units that drive, serve and cost alike: of one base, vehicle, pace, crew and rates."""

    units: tuple[int, ...]
    base: int
    vehicle: int
    clinicians: int
    consultations_per_day: int
    crew_size: int


@dataclass(frozen=True, slots=True)
class SegmentPool:
    """The day segments of a unit class, arrays by segment.

    Attributes
    ----------
    kind, group
        HOME, OUT, MIDDLE or IN; the group of lodgings where an OUT ends or a MIDDLE or IN begins, -1 for HOME.
    points
        The set served, shape (segments, MOST_STOPS), -1 beyond `n_stops`.
    fixed_min, setup_min
        Minutes of driving, walking and setting up; and those of setting up alone.
    to_first, from_last
        The least minutes of driving from where it begins to any of its points, and from any to where it ends.
    metres
        Driven.
    least
        Consultations that make every stop count.
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
    least: Ints
    farther: Ints

    def __len__(self) -> int:
        return len(self.kind)


class PoolTooLargeError(Exception):
    """The points, or the sets of them that fit a day, are more than a pool may hold, or the sets larger."""


def unit_classes(problem: TourProblem) -> tuple[UnitClass, ...]:
    """Return the classes of a province's units."""
    units = problem.units
    by_kind: dict[tuple[tuple[int, ...], tuple[float, ...]], list[int]] = {}
    for unit in range(len(units.base)):
        if units.available[unit].any():
            kind = (units.base[unit], units.vehicle[unit], units.clinicians[unit], units.consultations_per_day[unit])
            rates = (*units.per_km[unit], *units.per_day[unit], units.per_night[unit])
            by_kind.setdefault(((*map(int, kind), *map(int, units.crew[unit])), rates), []).append(unit)
    return tuple(
        UnitClass(tuple(there), kind[0], kind[1], kind[2], kind[3], int(units.crew_size[there[0]]))
        for (kind, _), there in by_kind.items()
    )


def closed_legs(problem: TourProblem, vehicle: int) -> tuple[Ints, Ints]:
    """Return minutes and metres between nodes, closed over passing through points (Floyd–Warshall)."""
    minutes = problem.minutes[vehicle].astype(np.int32)
    metres = problem.metres[vehicle].astype(np.int32)
    for point in range(problem.n_points):
        stay = problem.setup_min + 2 * int(problem.foot_min[point])
        minutes = np.minimum(minutes, minutes[:, [point]] + stay + minutes[[point], :])
        metres = np.minimum(metres, metres[:, [point]] + metres[[point], :])
    np.fill_diagonal(minutes, 0)
    np.fill_diagonal(metres, 0)
    return minutes, metres


def lodging_groups(problem: TourProblem, crew_size: int, metres: Ints) -> list[list[int]]:
    """Return nodes of lodgings that sleep a crew, in at most LODGING_GROUPS groups of near ones (farthest first)."""
    nodes = [problem.n_points + row for row, beds in enumerate(problem.lodging) if beds >= max(1, crew_size)]
    if not nodes or problem.max_nights == 0:
        return []
    heads = [nodes[0]]
    while len(heads) < min(LODGING_GROUPS, len(nodes)):
        apart = {node: min(metres[node, head] for head in heads) for node in nodes}
        heads.append(max(nodes, key=lambda node: (apart[node], -node)))
    groups: list[list[int]] = [[] for _ in heads]
    for node in nodes:
        groups[int(np.argmin([metres[node, head] for head in heads]))].append(node)
    return [group for group in groups if group]


@dataclass(frozen=True, slots=True)
class _Paths:
    """Least minutes and metres of paths through sets, by set and the point at their free end; sorted by set."""

    points: Ints
    keys: Longs
    last: Ints
    minutes: Ints
    metres: Ints
    least: Ints


def _grow(
    first_min: Ints,
    first_m: Ints,
    legs_min: Ints,
    legs_m: Ints,
    closing_min: Ints,
    stay_min: Ints,
    least: Ints,
    minutes_each: float,
    longest_min: int,
    room: int,
    most: int,
) -> list[_Paths]:
    """Grow paths stop by stop from a fixed end, keeping for each set and last stop the least minutes and metres.

    `closing_min` is the least that any path still drives after its last stop. Paths of n stops are the n-th of the
    list.
    """
    fits = (first_min + stay_min + closing_min + least * minutes_each <= longest_min) & (least <= room)
    start = np.nonzero(fits)[0].astype(np.int32)
    level = _Paths(
        start[:, None], start.astype(np.int64) + 1, start, (first_min + stay_min)[start], first_m[start], least[start]
    )
    levels = [level]
    while len(level.keys):
        parts: list[tuple[Ints, Ints, Ints, Ints, Ints]] = []
        for begin in range(0, len(level.keys), 20_000):
            rows = slice(begin, begin + 20_000)
            minutes = level.minutes[rows, None] + legs_min[level.last[rows]] + stay_min[None, :]
            seen = level.least[rows, None] + least[None, :]
            good = (minutes + closing_min[None, :] + seen * minutes_each <= longest_min) & (seen <= room)
            good[np.arange(good.shape[0])[:, None], level.points[rows]] = False
            one, point = np.nonzero(good)
            points = np.sort(np.column_stack([level.points[rows][one], point]), axis=1).astype(np.int32)
            metres = level.metres[rows][one] + legs_m[level.last[rows][one], point]
            parts.append((points, point.astype(np.int32), minutes[one, point], metres, seen[one, point]))
            if sum(len(part[1]) for part in parts) > 8 * most:
                raise PoolTooLargeError
        points = np.concatenate([part[0] for part in parts])
        if not len(points):
            break
        if len(levels) == MOST_STOPS:
            raise PoolTooLargeError
        keys = _keys(points)
        order = np.lexsort((np.concatenate([part[1] for part in parts]), keys))
        points, keys = points[order], keys[order]
        last, minutes, metres, seen = (
            np.concatenate([part[k] for part in parts])[order].astype(np.int32) for k in range(1, 5)
        )
        heads = np.nonzero(np.concatenate([[True], (keys[1:] != keys[:-1]) | (last[1:] != last[:-1])]))[0]
        level = _Paths(
            points[heads],
            keys[heads],
            last[heads],
            np.minimum.reduceat(minutes, heads),
            np.minimum.reduceat(metres, heads),
            seen[heads],
        )
        if len(level.keys) > most:
            raise PoolTooLargeError
        levels.append(level)
    return levels


def _keys(points: Ints) -> Longs:
    """Return one number a set."""
    keys = np.zeros(len(points), np.int64)
    for column in range(points.shape[1]):
        keys = (keys << DIGIT_BITS) | (points[:, column].astype(np.int64) + 1)
    return keys


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
    minutes, metres = closed_legs(problem, unit_class.vehicle)
    n_points, base = problem.n_points, unit_class.base
    groups = lodging_groups(problem, unit_class.crew_size, metres)
    group_min = np.array([minutes[:, group].min(axis=1) for group in groups]).reshape(len(groups), len(minutes))
    group_m = np.array([metres[:, group].min(axis=1) for group in groups]).reshape(len(groups), len(minutes))
    from_min = np.array([minutes[group].min(axis=0) for group in groups]).reshape(len(groups), len(minutes))
    from_m = np.array([metres[group].min(axis=0) for group in groups]).reshape(len(groups), len(minutes))
    numerator, denominator = problem.minutes_per_consultation
    minutes_each = numerator / (denominator * unit_class.clinicians)
    longest = int(problem.days.work_min.max())
    share = problem.min_share
    could = np.minimum(problem.demand, unit_class.consultations_per_day)
    least = np.maximum(1, -(-could * share.numerator // share.denominator)).astype(np.int32)
    stay = (problem.setup_min + 2 * problem.foot_min).astype(np.int32)
    barred = (problem.demand == 0) | ~problem.reachable[unit_class.vehicle] | ~problem.served.any(axis=1)
    stay = np.where(barred, FAR, stay).astype(np.int32)
    legs_min, legs_m = minutes[:n_points, :n_points], metres[:n_points, :n_points]
    no_group = np.full(n_points, FAR, np.int32)
    near_min = np.minimum.reduce([*group_min[:, :n_points], no_group]).astype(np.int32)
    near_m = np.minimum.reduce([*group_m[:, :n_points], no_group]).astype(np.int32)
    back = np.minimum(minutes[:n_points, base], near_min)
    forth = np.minimum(minutes[base, :n_points], np.minimum.reduce([*from_min[:, :n_points], no_group]))
    rules = (stay, least, minutes_each, longest, unit_class.consultations_per_day, most)

    pieces: list[tuple[Ints, ...]] = []
    farther = [np.zeros((0, len(groups)), np.int32)]

    def add(kind: int, group: int, paths: _Paths, begin_min: Ints, end_min: Ints, end_m: Ints) -> None:
        """Close the paths of one size at their other end, keeping the best of each set.

        `begin_min` and `end_min` are the minutes from each point to the end that the paths have, and to the one they
        get.
        """
        if not len(paths.keys):
            return
        heads = np.nonzero(np.concatenate([[True], paths.keys[1:] != paths.keys[:-1]]))[0]
        spent = np.minimum.reduceat(paths.minutes + end_min[paths.last], heads)
        driven = np.minimum.reduceat(paths.metres + end_m[paths.last], heads)
        good = spent + paths.least[heads] * minutes_each <= longest
        kept = heads[good]
        size = paths.points.shape[1]
        points = np.full((len(kept), MOST_STOPS), -1, np.int32)
        points[:, :size] = paths.points[kept]
        whole = (np.full(len(kept), each, np.int32) for each in (kind, group, size))
        there = paths.points[kept]
        ends = (each[there].min(axis=1) if size else np.zeros(len(kept), np.int32) for each in (begin_min, end_min))
        pieces.append((*whole, points, spent[good], *ends, driven[good], paths.least[kept]))
        if kind == MIDDLE:
            if size:
                more_min, more_m = ((to - near)[:, there].min(axis=2).T for to, near in to_lodgings)
            else:
                more_min, more_m = (each[group : group + 1] for each in between_groups)
            fits = spent[good, None] + more_min + paths.least[kept, None] * minutes_each <= longest
            farther.append(np.where(fits, more_m, FAR).astype(np.int32))
        if sum(len(piece[0]) for piece in pieces) > most:
            raise PoolTooLargeError

    away = _grow(minutes[base, :n_points], metres[base, :n_points], legs_min, legs_m, back, *rules)
    for paths in away:
        set_out = minutes[base, :n_points]
        add(HOME, -1, paths, set_out, minutes[:n_points, base], metres[:n_points, base])
        for group in range(len(groups)):
            add(OUT, group, paths, set_out, group_min[group, :n_points], group_m[group, :n_points])
    if groups:
        homeward = _grow(minutes[:n_points, base], metres[:n_points, base], legs_min.T, legs_m.T, forth, *rules)
        for paths in homeward:
            for group in range(len(groups)):
                home = minutes[:n_points, base]
                add(IN, group, paths, home, from_min[group, :n_points], from_m[group, :n_points])
        empty = np.zeros((1, 0), np.int32)
        none = _Paths(empty, np.zeros(1, np.int64), np.zeros(1, np.int32), *(np.zeros(1, np.int32) for _ in range(3)))
        zero = np.zeros(max(1, n_points), np.int32)
        for group in range(len(groups)):
            add(OUT, group, none, zero, group_min[group, [base]], group_m[group, [base]])
            add(IN, group, none, zero, from_min[group, [base]], from_m[group, [base]])
    if groups and problem.max_nights > 1:
        to_lodgings = (group_min[:, :n_points], near_min), (group_m[:, :n_points], near_m)
        between_groups = [np.array([each[:, group].min(axis=1) for group in groups]).T for each in (from_min, from_m)]
        between = _grow(near_min, near_m, legs_min.T, legs_m.T, forth, *rules)
        for group in range(len(groups)):
            add(MIDDLE, group, none, zero, zero, zero)
            for paths in between:
                add(MIDDLE, group, paths, near_min, from_min[group, :n_points], from_m[group, :n_points])
    if not pieces:
        pieces.append(
            (
                *(np.zeros(0, np.int32) for _ in range(3)),
                np.zeros((0, MOST_STOPS), np.int32),
                *([np.zeros(0, np.int32)] * 5),
            )
        )
    kinds, of_group, sizes, points, fixed, first, last, driven, seen = (
        np.concatenate([piece[k] for piece in pieces]).astype(np.int32) for k in range(9)
    )
    return SegmentPool(
        unit_class=unit_class,
        kind=kinds,
        group=of_group,
        points=points,
        n_stops=sizes,
        fixed_min=fixed,
        setup_min=sizes * np.int32(problem.setup_min),
        # An IN or MIDDLE was grown backwards from where it ends.
        to_first=np.where(kinds >= MIDDLE, last, first).astype(np.int32),
        from_last=np.where(kinds >= MIDDLE, first, last).astype(np.int32),
        metres=driven,
        least=seen,
        farther=np.concatenate(farther),
    )
