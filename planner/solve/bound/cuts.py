"""Rows that a province's programme takes where a solution breaks them: there are too many of them for all.

They are those about the days on which a class of units is there (`windows`), and that a tour with nights stops at a
point once at most, where no second stop of it counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from planner.problem.tours import TourProblem
from planner.solve.bound.master import TourMaster
from planner.solve.bound.sums import AWAY, Sums
from planner.solve.bound.windows import LEAST_BROKEN, Window, broken_windows, build_windows

MOST_WINDOWS: Final = 600
"""Rows about the days of classes up to which a province has them: beyond, they take half a minute and bring little."""
MOST_ONCE: Final = 100
"""Rows about tours that stop at a point once, up to which a province has them: beyond, they take about as long as all
else and bring a ten-thousandth of the bound."""


class Cuts:
    """The rows of a programme that may yet be broken."""

    def __init__(self, master: TourMaster) -> None:
        self.master, problem = master, master.problem
        self.windows: Sequence[Window] = build_windows(problem, master.open_days)
        if len(self.windows) > MOST_WINDOWS:
            self.windows = ()
        points = _points_of_one_visit(problem)
        self.once = np.zeros((len(master.pools), problem.n_points), bool)
        if len(master.pools) * len(points) <= MOST_ONCE:
            self.once[:, points] = True

    def take_broken(self) -> bool:
        """Take the rows that the last solution breaks, and return whether there are any."""
        master, sums = self.master, self.master.sums()
        late = {douar: variable.solution_value() for douar, variable in master.late.items()}
        visits = {douar: sum(one.solution_value() for one in there) for douar, there in master.counted.items()}
        stops = sums.stops.sum(axis=1)
        broken = broken_windows(self.windows, master.problem.douar_points, late, visits, stops)
        for window in broken:
            self._take_window(window)
        again = np.argwhere(self.once & (sums.stops[:, AWAY] > sums.tours[:, None] + LEAST_BROKEN)).tolist()
        for of, point in again:
            master.sum_row(0.0, master.infinity, self._tours_less_stops(of, point))
            self.once[of, point] = False
        return bool(broken or again)

    def _take_window(self, window: Window) -> None:
        """Add a row about the days of some classes."""
        master, stops = self.master, self.master.no_sums()
        points = master.problem.douar_points[window.douar]
        stops.stops[np.ix_(window.classes, range(2), points)] = window.per_stop
        visits = [(one, -window.per_visit) for one in master.counted[window.douar]]
        master.sum_row(window.low, master.infinity, stops, [(master.late[window.douar], window.per_late), *visits])

    def _tours_less_stops(self, of: int, point: int) -> Sums:
        """Return the factors of a class's tours with nights, less those of their stops at a point."""
        sums = self.master.no_sums()
        sums.tours[of], sums.stops[of, AWAY, point] = 1.0, -1.0
        return sums


def _points_of_one_visit(problem: TourProblem) -> list[int]:
    """Return the points at which no second stop of a tour counts: one douar comes there, and waits longer than that."""
    if problem.gap_min_days <= problem.max_nights:
        return []
    come = (sum(bool(problem.wanted[douar]) for douar in there) for there in problem.point_douars)
    return [point for point, douars in enumerate(come) if douars == 1]
