"""Branching where a programme is small: numbers of days, tours and visits that are whole in every plan.

Land and Doig (1960), "An automatic method of solving discrete programming problems", Econometrica 28: where the
solution has a fraction of one, no plan lies between, so the worse of two programmes, in which it is no more and no less
than the whole numbers beside it, bounds every plan too. The lowest is parted first, each closed by column generation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from math import ceil, floor, inf
from typing import Final

import numpy as np

from planner.problem.arrays import Floats
from planner.solve.bound.master import TourMaster
from planner.solve.bound.whole_numbers import Count, WholeNumbers

MOST_NODES: Final = 40
"""Programmes solved: where it helps at all, few do."""
LEAST_FRACTION: Final = 0.01
"""Of a number, from which on it is no whole one."""
NEAR_MAD: Final = 0.005
"""By which prices of people may stray: they are whole centimes where they are used."""

ANY: Final = (-inf, inf)

Intervals = dict[Count, tuple[float, float]]
"""Between what each of some numbers must lie; any may be whatever it is that stands in none."""


@dataclass(frozen=True, slots=True)
class Closed:
    """What column generation has proven, MAD: see `TourBound`.

    Attributes
    ----------
    is_over
        Whether the time was over before its end.
    failure
        Why it ended before its end otherwise; blank where it did not.
    """

    lower_mad: float
    crew_mad: Floats
    is_over: bool
    failure: str = ""


@dataclass(frozen=True, slots=True, order=True)
class _Node:
    """A closed programme: what it proves, its intervals, and the number to part it by, None where all are whole."""

    lower_mad: float
    number: int
    crew_mad: Floats = field(compare=False)
    intervals: Intervals = field(compare=False)
    fraction: tuple[Count, float] | None = field(compare=False)


def branch(master: TourMaster, root: Closed, close: Callable[[], Closed]) -> Closed:
    """Return a higher limit of a programme that is closed, and leave it as it was but for what was added.

    Parameters
    ----------
    close
        Closes the programme as it stands.
    """
    numbers = WholeNumbers(master)
    nodes, solved, is_over = [_node(numbers, root, {}, 0)], 0, False
    while (fraction := nodes[0].fraction) and solved < MOST_NODES and not is_over:
        node, (count, value) = heappop(nodes), fraction
        least, most = node.intervals.get(count, ANY)
        for part in ((least, float(floor(value))), (float(ceil(value)), most)):
            solved += 1
            intervals = node.intervals | {count: part}
            _set_intervals(numbers, intervals)
            try:
                found = close()
            except ArithmeticError:  # what was proven before it was parted holds here too
                heappush(nodes, replace(node, number=solved, fraction=None))
                continue
            is_over = is_over or found.is_over
            # What limits a programme more proves no less, if perhaps not yet when its time is over.
            better = found if found.lower_mad > node.lower_mad else Closed(node.lower_mad, node.crew_mad, is_over)
            heappush(nodes, _node(numbers, better, intervals, solved))
    _set_intervals(numbers, {})
    with suppress(ArithmeticError):  # then it offers nothing, but what was proven holds
        master.solve()
    crew_mad = np.minimum.reduce([node.crew_mad for node in nodes])
    # People who are worth less than at the root would be given to others too lightly.
    if (crew_mad < root.crew_mad - NEAR_MAD).any():
        return replace(root, is_over=is_over)
    return Closed(nodes[0].lower_mad, crew_mad, is_over)


def _node(numbers: WholeNumbers, closed: Closed, intervals: Intervals, number: int) -> _Node:
    """Return the programme that was just closed.

    A number that lies beyond its interval, at a price, cannot be parted again: no whole one lies between.
    """
    counts = {}
    for count, value in numbers.values().items():
        least, most = intervals.get(count, ANY)
        if least < value < most:
            counts[count] = value
    return _Node(closed.lower_mad, number, closed.crew_mad, intervals, _most_fractional(counts))


def _set_intervals(numbers: WholeNumbers, intervals: Intervals) -> None:
    """Let numbers have just these intervals."""
    for count in numbers.rows.keys() | intervals.keys():
        numbers.limit(count, *intervals.get(count, ANY))


def _most_fractional(counts: Mapping[Count, float]) -> tuple[Count, float] | None:
    """Return the number that is farthest from a whole one, of days before tours and of tours before visits."""
    fractions = {count: abs(value - round(value)) for count, value in counts.items()}
    broken = [count for count, fraction in fractions.items() if fraction > LEAST_FRACTION]
    if not broken:
        return None
    count = min(broken, key=lambda each: (each.what, -fractions[each], each.of))
    return count, counts[count]
