"""The linear programme that bounds a province's tours: days, counted visits, fills, nights, crews and money at once.

What is relaxed, and nothing else is:

- tours are day segments of the pool (`segments` says what that leaves out), any fraction of them but for what `branch`
  makes whole, by type of day (`day_types`) and not by date; they are joined over nights by flow, a class of units as
  one;
- the units of a class tour at most as many days of each type as they are there, week by week at most `days_per_week`;
- hours of points, the weekdays and closures of each, and beds are left out, but for points that no day of a type
  serves;
- a douar's counted visits may fall, spaced as they must be, on any days on which some unit that comes that way could
  serve it, whatever else units do on them: these days say how many visits a season holds, and how late so many are at
  least;
- persons of a visit are rounded down only where it is as full as can be, and the fullest visits count first;
- crews are person-days of a profession in the season; whom caravans take is for the caller to say, by the limits that
  he gives or by `TourBound.crew_mad`;
- caps that reach further than the province are prices.

Rounding to the centime is left to the caller, who lowers the bound by half a centime a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Final

import numpy as np
from ortools.linear_solver import pywraplp

from planner.problem.arrays import Floats, Ints
from planner.problem.chapters import MEDICINES
from planner.problem.limits import TourLimits
from planner.problem.tours import TourProblem
from planner.solve.bound.blocks import Column, build_blocks, open_days
from planner.solve.bound.day_types import unit_days
from planner.solve.bound.lateness import least_late_days
from planner.solve.bound.segments import SegmentPool
from planner.solve.bound.sums import SumRows, Sums, no_sums

Terms = Iterable[tuple[pywraplp.Variable, float]]

MOST_SETS: Final = 5
"""Douars at a point up to which every set of them is told apart."""


class TourRows:
    """The rows of a province's programme, and all its variables but the day segments."""

    def __init__(self, problem: TourProblem, limits: TourLimits, pools: Sequence[SegmentPool], prices: Floats) -> None:
        self.problem, self.limits, self.pools, self.prices = problem, limits, pools, prices
        self.blocks = build_blocks(problem, pools)
        self.columns: list[Column] = []
        self.variables: list[pywraplp.Variable] = []
        self.lp = pywraplp.Solver.CreateSolver("GLOP")
        self.infinity = self.lp.infinity()
        self._rows: list[pywraplp.Constraint] = []
        first_units = [pool.unit_class.units[0] for pool in pools]
        self.least = problem.least_to_count[:, first_units].min(axis=1).astype(np.float64)
        self.most = np.maximum.reduce([np.zeros(problem.n_points), *(block.most for block in self.blocks)])
        self.open_days = open_days(problem, self.blocks, self.least, len(pools))
        self.sum_rows = SumRows()
        self._add_stops()
        self._add_douars()
        self._add_units()
        self._add_nights()
        self._add_limits()

    def _row(self, low: float, high: float, terms: Terms = ()) -> pywraplp.Constraint:
        row = self.lp.Constraint(low, high)
        for variable, factor in terms:
            # A stop may count for several douars: what it brings them adds up.
            row.SetCoefficient(variable, row.GetCoefficient(variable) + factor)
        self._rows.append(row)
        return row

    def _at_most(self, high: float, terms: Terms = ()) -> pywraplp.Constraint:
        return self._row(-self.infinity, high, terms)

    def sum_row(self, low: float, high: float, factors: Sums, terms: Terms = ()) -> pywraplp.Constraint:
        """Add a row over sums of the segments, those that are there and those to come, and over other variables."""
        row = self._row(low, high, terms)
        self.sum_rows.add(row, factors)
        for column, variable in zip(self.columns, self.variables, strict=True):
            if factor := factors.of_segment(*self.place_of(column)):
                row.SetCoefficient(variable, factor)
        return row

    def no_sums(self) -> Sums:
        """Return sums of nothing, to be filled."""
        return no_sums(len(self.pools), self.problem.n_points)

    def place_of(self, column: Column) -> tuple[int, int, Ints]:
        """Return a segment's class, kind and points."""
        block = self.blocks[column.block]
        pool = block.pool
        return block.pool_number, int(pool.kind[column.segment]), pool.points[column.segment, : len(column.seen)]

    def variable(self, high: float | None = None, cost: float = 0.0) -> pywraplp.Variable:
        """Add a variable from 0 on, at a cost in MAD."""
        variable = self.lp.NumVar(0.0, self.infinity if high is None else high, "")
        if cost:
            self.lp.Objective().SetCoefficient(variable, cost)
        return variable

    def _add_stops(self) -> None:
        """Stops by point and *for whom they count*: any set of its douars but none.

        A stop that counts for nobody would be left out, and one that counts for some brings its consultations to them
        alone: so what a douar's visits see is what their own stops see, each between its least and its most. Where
        too many douars share a point for all their sets, only single douars and all of them together are told apart
        (`_add_crowd`).
        """
        problem = self.problem
        self.stop_rows: dict[int, pywraplp.Constraint] = {}
        self.seen_rows: dict[int, pywraplp.Constraint] = {}
        self.visits: dict[int, list[pywraplp.Variable]] = {}
        self.shares: dict[int, list[tuple[pywraplp.Variable, float]]] = {}
        self.seen: list[pywraplp.Variable] = []
        medicine = self.medicine_mad()
        for point, come in enumerate(problem.point_douars):
            douars = [douar for douar in come if problem.wanted[douar]]
            if not douars or self.most[point] < self.least[point]:
                continue
            stops = self.no_sums()
            stops.stops[:, :, point] = 1.0
            self.stop_rows[point], self.seen_rows[point] = self.sum_row(0.0, 0.0, stops), self._row(0.0, 0.0)
            sizes = range(1, len(douars) + 1) if len(douars) <= MOST_SETS else (1, len(douars))
            for who in (each for size in sizes for each in combinations(douars, size)):
                stop, seen = self.variable(), self.variable(cost=medicine)
                self.stop_rows[point].SetCoefficient(stop, -1.0)
                self.seen_rows[point].SetCoefficient(seen, -1.0)
                self._at_most(0.0, [(stop, self.least[point]), (seen, -1.0)])
                self._at_most(0.0, [(seen, 1.0), (stop, -self.most[point])])
                self.seen.append(seen)
                for douar in who:
                    one, part = self._add_crowd(stop, seen, point) if len(who) > MOST_SETS else (stop, seen)
                    self.visits.setdefault(douar, []).append(one)
                    self.shares.setdefault(douar, []).append((part, 1 / float(problem.demand[point])))

    def medicine_mad(self) -> float:
        """Return what a consultation's medicines cost at the prices."""
        return self.problem.medicine * float(self.prices[MEDICINES]) / 100

    def _add_crowd(
        self, stop: pywraplp.Variable, seen: pywraplp.Variable, point: int
    ) -> tuple[pywraplp.Variable, pywraplp.Variable]:
        """Return how many of a crowd's stops count for one of its douars, and what they see: others see the least."""
        one, part = self.variable(), self.variable()
        least, most = float(self.least[point]), float(self.most[point])
        self._at_most(0.0, [(one, 1.0), (stop, -1.0)])
        self._at_most(0.0, [(part, 1.0), (one, -most)])
        self._at_most(0.0, [(part, -1.0), (one, least)])
        self._at_most(0.0, [(part, 1.0), (stop, least), (one, -least), (seen, -1.0)])
        return one, part

    def _add_douars(self) -> None:
        """Numbers and worth of counted visits, lateness by how many count, and the province's shortfall."""
        problem = self.problem
        self.late: dict[int, pywraplp.Variable] = {}
        self.counted: dict[int, list[pywraplp.Variable]] = {}
        persons: list[tuple[pywraplp.Variable, float]] = []
        for douar, points in enumerate(problem.douar_points):
            wanted, population = int(problem.wanted[douar]), float(problem.population[douar])
            if wanted == 0 or population == 0:
                continue
            open_points = [point for point in points if point in self.stop_rows]
            late = self._least_late_days(douar, open_points)
            self.late[douar] = self.variable(cost=float(problem.late_worth[douar]) / 100)
            late_row = self._row(late[0], self.infinity, [(self.late[douar], 1.0)])
            self.counted[douar] = []
            if douar not in self.visits:
                continue
            # A visit counts whole persons: no more than its fullest stop brings, rounded down.
            most = (
                max(self.most[point] * population // float(problem.demand[point]) for point in open_points) / population
            )
            least = min(most, *(self.least[point] / problem.demand[point] for point in open_points))
            numbers = [(one, 1.0) for one in self.visits[douar]]
            shares = [(part, -scale) for part, scale in self.shares[douar]]
            persons += [(part, population * scale) for part, scale in self.shares[douar]]
            for number in range(len(late) - 1):
                worth = population * float(problem.worth[douar]) * problem.repeat_value**number / 100
                is_kth = self.variable(1.0)
                late_row.SetCoefficient(is_kth, late[number] - late[number + 1])
                self.counted[douar].append(is_kth)
                part = self.variable(cost=-worth)
                self._at_most(0.0, [(part, 1.0), (is_kth, -most)])
                self._at_most(0.0, [(part, -1.0), (is_kth, least)])
                numbers.append((is_kth, -1.0))
                shares.append((part, 1.0))
            self._row(0.0, 0.0, numbers)
            self._at_most(0.0, shares)
        if problem.floor_persons > 0 and problem.shortfall > 0:
            short = self.variable(cost=problem.shortfall / 100)
            self._row(problem.floor_persons, self.infinity, [(short, 1.0), *persons])

    def _least_late_days(self, douar: int, points: Sequence[int]) -> Floats:
        """Return by number of visits the fewest days that a douar waits too long, as far as the visits fit."""
        problem = self.problem
        days = np.nonzero(self.open_days[:, points].any(axis=(0, 1)))[0]
        wanted, wait = int(problem.wanted[douar]), int(problem.max_wait[douar])
        late = least_late_days(days, wanted, wait, problem.gap_min_days, problem.n_days)
        return late[np.isfinite(late)]

    def _add_units(self) -> None:
        """Unit-days by block, and by class over the types of days, whose weeks they share."""
        self.block_rows = [self._at_most(float(block.days)) for block in self.blocks]
        every_day = np.nonzero(self.problem.days.is_open)[0].astype(np.int32)
        for number, pool in enumerate(self.pools):
            its = self.no_sums()
            its.days[number] = 1.0
            self.sum_row(-self.infinity, float(unit_days(self.problem, pool.unit_class.units, every_day)), its)

    def _add_nights(self) -> None:
        """Flow over night stops, by class, night of a tour and group of lodgings: who comes leaves, or has slept on.

        Who sleeps on stays where he is at no cost until the last night, from where all go home.
        """
        self.groups = [pool.farther.shape[1] for pool in self.pools]
        self.nights = max(1, self.problem.max_nights)
        self.night_rows = {}
        for number, groups in enumerate(self.groups):
            for group in range(groups):
                for night in range(self.nights):
                    row = self.night_rows[number, night, group] = self._row(0.0, 0.0)
                    if night > 0:
                        stays = self.variable()
                        row.SetCoefficient(stays, -1.0)
                        self.night_rows[number, night - 1, group].SetCoefficient(stays, 1.0)

    def _add_limits(self) -> None:
        """Person-days by profession, and the province's own caps on tour chapters."""
        crews = self.problem.units.crew[[pool.unit_class.units[0] for pool in self.pools]]
        self.crew_rows = [
            self.sum_row(-self.infinity, float(days), self.no_sums()._replace(days=persons.astype(float)))
            for days, persons in zip(self.limits.crew_in_season, crews.T, strict=True)
        ]
        medicine = self.problem.medicine / 100
        self.cap_rows = [
            self._at_most(left / 100, [(seen, medicine) for seen in self.seen] if chapters[MEDICINES] else ())
            for chapters, left in zip(self.limits.cap_chapters, self.limits.cap_left, strict=True)
        ]
