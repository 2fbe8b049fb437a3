"""Numbers of a province's programme that are whole in every plan, and between what they are to lie."""

from __future__ import annotations

from enum import IntEnum
from typing import Final, NamedTuple

from ortools.linear_solver import pywraplp

from planner.solve.bound.master import TourMaster

BEYOND_MAD: Final = 1e5
"""Cost of each day, tour or visit by which a number lies beyond its limits: a programme that may pay it has a solution,
and bounds what must not."""


class Counted(IntEnum):
    """What is whole in every plan: a class's tour-days, its tours with nights, and a douar's counted visits."""

    DAYS = 0
    TOURS = 1
    VISITS = 2


class Count(NamedTuple):
    """One such number; of a class of units or of a douar."""

    what: Counted
    of: int


class WholeNumbers:
    """The numbers of one programme, and the rows of those that were limited."""

    def __init__(self, master: TourMaster) -> None:
        self.master = master
        self.rows: dict[Count, pywraplp.Constraint] = {}

    def values(self) -> dict[Count, float]:
        """Return them as the last solution has them."""
        sums = self.master.sums()
        values = {Count(Counted.DAYS, of): float(days) for of, days in enumerate(sums.days)}
        values |= {Count(Counted.TOURS, of): float(tours) for of, tours in enumerate(sums.tours)}
        for douar, visits in self.master.counted.items():
            values[Count(Counted.VISITS, douar)] = sum(is_kth.solution_value() for is_kth in visits)
        return values

    def limit(self, count: Count, least: float, most: float) -> None:
        """Let a number lie within limits from now on; what it takes to be beyond them is dear."""
        if count not in self.rows:
            self.rows[count] = self._add(count)
        self.rows[count].SetBounds(least, most)

    def _add(self, count: Count) -> pywraplp.Constraint:
        """Add the row of a number, with what it is beyond its limits."""
        master, sums = self.master, self.master.no_sums()
        terms = [(master.variable(cost=BEYOND_MAD), 1.0), (master.variable(cost=BEYOND_MAD), -1.0)]
        match count.what:
            case Counted.DAYS:
                sums.days[count.of] = 1.0
            case Counted.TOURS:
                sums.tours[count.of] = 1.0
            case Counted.VISITS:
                terms += [(is_kth, 1.0) for is_kth in master.counted[count.of]]
        return master.sum_row(-master.infinity, master.infinity, sums, terms)
