"""Branching where a programme is small: numbers of days, tours and visits that are whole in every plan.

Land and Doig (1960), "An automatic method of solving discrete programming problems", Econometrica 28: where the
solution has a fraction of one, no plan lies between, so the worse of two programmes, in which it is no more and no less
than the whole numbers beside it, bounds every plan too. The lowest is parted first, each closed by column generation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from math import ceil, floor, inf
from typing import Final

import numpy as np

from planner.problem.arrays import Floats
from planner.solve.bound.master import Count, TourMaster

MOST_NODES: Final = 40
"""Programmes solved: where it helps at all, few do."""
LEAST_FRACTION: Final = 0.01
"""Of a number, from which on it is no whole one."""

NEAR_MAD: Final = 0.005
"""By which prices of people may stray: they are whole centimes where they are used."""

Limits = dict[Count, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Closed:
    """What column generation has proven, MAD: see `TourBound`; and whether the time was over before its end."""

    lower_mad: float
    crew_mad: Floats
    is_over: bool


@dataclass(frozen=True, slots=True, order=True)
class _Node:
    """A closed programme: what it proves, its limits, and the number to part it by, None where all are whole."""

    lower_mad: float
    number: int
    crew_mad: Floats = field(compare=False)
    limits: Limits = field(compare=False)
    parts: tuple[Count, float] | None = field(compare=False)


def branch(master: TourMaster, root: Closed, close: Callable[[], Closed]) -> Closed:
    """Return a higher limit of a programme that is closed, and leave it as it was but for what was added.

    Parameters
    ----------
    close
        Closes the programme as it stands.
    """
    nodes, solved, is_over = [_node(master, root, {}, 0)], 0, False
    while nodes[0].parts and solved < MOST_NODES and not is_over:
        node = heappop(nodes)
        assert node.parts is not None
        count, value = node.parts
        least, most = node.limits.get(count, (-inf, inf))
        for part in ((least, float(floor(value))), (float(ceil(value)), most)):
            solved += 1
            limits = node.limits | {count: part}
            _set_limits(master, limits)
            try:
                found = close()
            except ArithmeticError:  # what the undivided programme proves holds here too
                heappush(nodes, replace(node, number=solved, parts=None))
                continue
            is_over = is_over or found.is_over
            # What limits a programme more proves no less, if perhaps not yet when its time is over.
            better = found if found.lower_mad > node.lower_mad else Closed(node.lower_mad, node.crew_mad, is_over)
            heappush(nodes, _node(master, better, limits, solved))
    _set_limits(master, {})
    master.solve()
    crew_mad = np.minimum.reduce([node.crew_mad for node in nodes])
    # People who are worth less than at the root would be given to others too lightly.
    if (crew_mad < root.crew_mad - NEAR_MAD).any():
        return replace(root, is_over=is_over)
    return Closed(nodes[0].lower_mad, crew_mad, is_over)


def _node(master: TourMaster, closed: Closed, limits: Limits, number: int) -> _Node:
    """Return the programme that was just closed.

    A number that lies beyond its limits, at their price, cannot be parted again: no whole one lies between.
    """
    inside = {
        count: value
        for count, value in master.counts().items()
        if limits.get(count, (-inf, inf))[0] < value < limits.get(count, (-inf, inf))[1]
    }
    return _Node(closed.lower_mad, number, closed.crew_mad, limits, _most_fractional(inside))


def _set_limits(master: TourMaster, limits: Limits) -> None:
    """Let a programme have just these limits."""
    for count in master.count_rows.keys() | limits.keys():
        master.limit(count, *limits.get(count, (-inf, inf)))


def _most_fractional(counts: Mapping[Count, float]) -> tuple[Count, float] | None:
    """Return the number that is farthest from a whole one, of days before tours and of tours before visits."""
    fractions = [(count.what, -abs(value - round(value)), count.of) for count, value in counts.items()]
    parted = [each for each in sorted(fractions) if -each[1] > LEAST_FRACTION]
    if not parted:
        return None
    count = Count(parted[0][0], parted[0][2])
    return count, counts[count]
