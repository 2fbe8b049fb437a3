"""Drives in minutes and metres, each the least by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np

from planner.problem.arrays import Ints
from planner.problem.tours import FAR, TourProblem

LODGING_GROUPS: Final = 8


class Legs(NamedTuple):
    """The minutes and metres of some drives, arrays of one shape; FAR where there is no way."""

    minutes: Ints
    metres: Ints

    def over(self, there: Any) -> Legs:
        """Return some of the drives."""
        return Legs(self.minutes[there], self.metres[there])

    def back(self) -> Legs:
        """Return the drives the other way round, of a table from node to node."""
        return Legs(self.minutes.T, self.metres.T)

    def to_nearest(self, groups: Sequence[Sequence[int]]) -> Legs:
        """Return the drives to the nearest node of each of some groups, shape (groups, rows)."""
        n = len(groups), len(self.minutes)
        return Legs(*(np.array([each[:, group].min(axis=1) for group in groups], np.int32).reshape(n) for each in self))

    def least(self) -> Legs:
        """Return the least of each column, FAR where there is none."""
        return Legs(*(each.min(axis=0, initial=FAR) for each in self))

    def less(self, other: Legs) -> Legs:
        """Return how much longer these drives are than others."""
        return Legs(self.minutes - other.minutes, self.metres - other.metres)


def closed_legs(problem: TourProblem, vehicle: int) -> Legs:
    """Return the drives from node to node, closed over passing through points (Floyd–Warshall)."""
    minutes = problem.minutes[vehicle].astype(np.int32)
    metres = problem.metres[vehicle].astype(np.int32)
    for point in range(problem.n_points):
        stay = problem.setup_min + 2 * int(problem.foot_min[point])
        minutes = np.minimum(minutes, minutes[:, [point]] + stay + minutes[[point], :])
        metres = np.minimum(metres, metres[:, [point]] + metres[[point], :])
    np.fill_diagonal(minutes, 0)
    np.fill_diagonal(metres, 0)
    return Legs(minutes, metres)


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
