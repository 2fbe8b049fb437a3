"""The linear programme that bounds a province's tours: days, counted visits, fills, nights, crews and money at once.

What is relaxed, and nothing else is:

- tours are day segments of the pool (`planner.problem.segments` says what that leaves out), any fraction of them, by
  type of day (`planner.problem.day_types`) and not by date; they are joined over nights by flow, a class of units as
  one;
- the units of a class tour at most as many days of each type as they are there, week by week at most `days_per_week`;
- hours of points, the weekdays and closures of each, and beds are left out, but for points that no day of a type
  serves;
- a douar's counted visits may fall, spaced as they must be, on any days on which some unit that comes that way could
  serve it, whatever else units do on them: these days say how many visits a season holds, and how late so many are at
  least;
- persons of a visit are rounded down only where it is as full as can be, and the fullest visits count first;
- crews are person-days of a profession in the season; caravans take none of them here (they are bounded by themselves);
- caps that reach further than the province are prices.

Rounding to the centime is left to the caller, who lowers the bound by half a centime a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

from planner.problem.day_types import unit_days
from planner.problem.limits import TourLimits
from planner.problem.segments import IN, MIDDLE, OUT, SegmentPool
from planner.problem.tours import MEDICINES, PER_DIEM, TOUR_CHAPTERS, TourProblem
from planner.solve.bound.blocks import Block, Column, build_blocks, open_days
from planner.solve.bound.lateness import least_late_days
from planner.solve.bound.pricing import cheapest_end, fill_segment, price_segments
from planner.solve.bound.windows import Window, broken_windows

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
Terms = Iterable[tuple[pywraplp.Variable, float]]

MOST_SETS: Final = 5
"""Douars at a point up to which every set of them is told apart."""
N_KINDS: Final = 4
AS_IT_GROWS: Final = "use_preprocessing: false use_scaling: false"
"""The simplex goes on from its last basis only where nothing is made of the programme before it is solved."""


class TourMaster:
    """The restricted linear programme of a province, to which priced columns are added until none is missing.

    `solve`, then `price` each block and `add` its best columns, until nothing is priced below zero.
    """

    def __init__(self, problem: TourProblem, limits: TourLimits, pools: Sequence[SegmentPool], prices: Floats) -> None:
        self.problem, self.limits, self.pools, self.prices = problem, limits, pools, prices
        self.blocks = build_blocks(problem, pools)
        self.columns: list[Column] = []
        self.variables: list[pywraplp.Variable] = []
        self.constant = 0.0
        self.lp = pywraplp.Solver.CreateSolver("GLOP")
        self.infinity = self.lp.infinity()
        self._rows: list[pywraplp.Constraint] = []
        share, seen = problem.min_share, [pool.unit_class.consultations_per_day for pool in pools]
        could = np.minimum(problem.demand, min(seen))
        self.least = np.maximum(1, -(-could * share.numerator // share.denominator)).astype(np.float64)
        self.most = np.maximum.reduce([np.zeros(problem.n_points), *(block.most for block in self.blocks)])
        self.open_days = open_days(problem, self.blocks, self.least, len(pools))
        self.windows: list[Window] = []
        self.window_rows: dict[tuple[int, int], list[tuple[pywraplp.Constraint, float]]] = {}
        self._add_stops()
        self._add_douars()
        self._add_units()
        self._add_nights()
        self._add_limits()

    # --- rows and variables

    def _row(self, low: float, high: float, terms: Terms = ()) -> pywraplp.Constraint:
        row = self.lp.Constraint(low, high)
        for variable, factor in terms:
            # A stop may count for several douars: what it brings them adds up.
            row.SetCoefficient(variable, row.GetCoefficient(variable) + factor)
        self._rows.append(row)
        return row

    def _at_most(self, high: float, terms: Terms = ()) -> pywraplp.Constraint:
        return self._row(-self.infinity, high, terms)

    def _variable(self, high: float | None = None, cost: float = 0.0) -> pywraplp.Variable:
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
        at_point: list[list[int]] = [[] for _ in range(problem.n_points)]
        for douar, points in enumerate(problem.douar_points):
            for point in points:
                if problem.wanted[douar]:
                    at_point[point].append(douar)
        medicine = problem.medicine * float(self.prices[MEDICINES]) / 100
        for point, douars in enumerate(at_point):
            if not douars or self.most[point] < self.least[point]:
                continue
            self.stop_rows[point], self.seen_rows[point] = self._row(0.0, 0.0), self._row(0.0, 0.0)
            sizes = range(1, len(douars) + 1) if len(douars) <= MOST_SETS else (1, len(douars))
            for who in (each for size in sizes for each in combinations(douars, size)):
                stop, seen = self._variable(), self._variable(cost=medicine)
                self.stop_rows[point].SetCoefficient(stop, -1.0)
                self.seen_rows[point].SetCoefficient(seen, -1.0)
                self._at_most(0.0, [(stop, self.least[point]), (seen, -1.0)])
                self._at_most(0.0, [(seen, 1.0), (stop, -self.most[point])])
                self.seen.append(seen)
                for douar in who:
                    one, part = self._add_crowd(stop, seen, point) if len(who) > MOST_SETS else (stop, seen)
                    self.visits.setdefault(douar, []).append(one)
                    self.shares.setdefault(douar, []).append((part, 1 / float(problem.demand[point])))

    def _add_crowd(
        self, stop: pywraplp.Variable, seen: pywraplp.Variable, point: int
    ) -> tuple[pywraplp.Variable, pywraplp.Variable]:
        """Return how many of a crowd's stops count for one of its douars, and what they see: others see the least."""
        one, part = self._variable(), self._variable()
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
            self.late[douar] = self._variable(cost=float(problem.late_worth[douar]) / 100)
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
                is_kth = self._variable(1.0)
                late_row.SetCoefficient(is_kth, late[number] - late[number + 1])
                self.counted[douar].append(is_kth)
                part = self._variable(cost=-worth)
                self._at_most(0.0, [(part, 1.0), (is_kth, -most)])
                self._at_most(0.0, [(part, -1.0), (is_kth, least)])
                numbers.append((is_kth, -1.0))
                shares.append((part, 1.0))
            self._row(0.0, 0.0, numbers)
            self._at_most(0.0, shares)
        if problem.floor_persons > 0 and problem.shortfall > 0:
            short = self._variable(cost=problem.shortfall / 100)
            self._row(problem.floor_persons, self.infinity, [(short, 1.0), *persons])

    def _least_late_days(self, douar: int, points: Sequence[int]) -> Floats:
        """Return by number of visits the fewest days that a douar waits too long, as far as the visits fit."""
        problem = self.problem
        days = np.nonzero(self.open_days[:, points].any(axis=(0, 1)))[0]
        wanted, wait, gap = int(problem.wanted[douar]), int(problem.max_wait[douar]), max(1, problem.gap_min_days)
        late = least_late_days(days, wanted, wait, gap, problem.n_days)
        return late[np.isfinite(late)]

    def _add_units(self) -> None:
        """Unit-days by block, and by class over the types of days, whose weeks they share."""
        self.block_rows = [self._at_most(float(block.days)) for block in self.blocks]
        every_day = np.nonzero(self.problem.days.is_open)[0].astype(np.int32)
        self.class_rows = [
            self._at_most(float(unit_days(self.problem, pool.unit_class.units, every_day))) for pool in self.pools
        ]

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
                        stays = self._variable()
                        row.SetCoefficient(stays, -1.0)
                        self.night_rows[number, night - 1, group].SetCoefficient(stays, 1.0)

    def _add_limits(self) -> None:
        """Person-days by profession, and the province's own caps on tour chapters."""
        self.crew_rows = [self._at_most(float(days)) for days in self.limits.crew_in_season]
        medicine = self.problem.medicine / 100
        self.cap_rows = [
            self._at_most(left / 100, [(seen, medicine) for seen in self.seen] if chapters[MEDICINES] else ())
            for chapters, left in zip(self.limits.cap_chapters, self.limits.cap_left, strict=True)
        ]

    def keep_basis(self) -> None:
        """Let every solution begin at the basis of the last: fast where columns are added, slow for a single one."""
        self.lp.SetSolverSpecificParametersAsString(AS_IT_GROWS)

    def add_window(self, window: Window) -> None:
        """Add a row about the days of some classes."""
        terms = [(one, -window.per_visit) for one in self.counted[window.douar]]
        row = self._row(window.low, self.infinity, [(self.late[window.douar], window.per_late), *terms])
        for number in window.classes:
            for point in self.problem.douar_points[window.douar]:
                self.window_rows.setdefault((number, point), []).append((row, window.per_stop))
        points, classes = set(self.problem.douar_points[window.douar]), set(window.classes)
        for column, variable in zip(self.columns, self.variables, strict=True):
            block = self.blocks[column.block]
            if block.pool_number in classes:
                there = block.pool.points[column.segment, : len(column.seen)]
                if times := sum(int(point) in points for point in there):
                    row.SetCoefficient(variable, window.per_stop * times)
        self.windows.append(window)

    def broken_windows(self, windows: Sequence[Window]) -> list[Window]:
        """Return the rows that the last solution breaks."""
        stops = np.zeros((len(self.pools), self.problem.n_points))
        for column, variable in zip(self.columns, self.variables, strict=True):
            block = self.blocks[column.block]
            stops[block.pool_number, block.pool.points[column.segment, : len(column.seen)]] += variable.solution_value()
        late = {douar: variable.solution_value() for douar, variable in self.late.items()}
        visits = {douar: sum(one.solution_value() for one in there) for douar, there in self.counted.items()}
        return broken_windows(windows, self.problem.douar_points, late, visits, stops)

    # --- columns

    def _spent(self, block: Block, column: Column) -> Floats:
        """Return a segment's MAD by chapter, without medicines."""
        pool, segment = block.pool, column.segment
        metres = float(pool.metres[segment])
        if pool.kind[segment] == MIDDLE:
            metres += float(pool.farther[segment - len(pool), column.end])
        spent: Floats = block.rates[0] + block.rates[1] * (metres / 1000)
        if pool.kind[segment] in (OUT, MIDDLE):
            spent[PER_DIEM] += block.night
        return spent

    def add(self, chosen: Column) -> None:
        """Add a segment with its fill."""
        number, segment, seen = chosen.block, chosen.segment, chosen.seen
        block = self.blocks[number]
        pool, spent = block.pool, self._spent(block, chosen)
        kind, group, of = int(pool.kind[segment]), int(pool.group[segment]), block.pool_number
        column = self._variable(cost=float(spent @ self.prices))
        self.block_rows[number].SetCoefficient(column, 1.0)
        self.class_rows[of].SetCoefficient(column, 1.0)
        for k, consultations in enumerate(seen):
            point = int(pool.points[segment, k])
            self.stop_rows[point].SetCoefficient(column, 1.0)
            self.seen_rows[point].SetCoefficient(column, consultations)
            for row, factor in self.window_rows.get((of, point), ()):
                row.SetCoefficient(column, row.GetCoefficient(column) + factor)
        if kind == OUT:
            self.night_rows[of, 0, group].SetCoefficient(column, -1.0)
        elif kind == IN:
            self.night_rows[of, self.nights - 1, group].SetCoefficient(column, 1.0)
        elif kind == MIDDLE:
            self.night_rows[of, chosen.night, group].SetCoefficient(column, 1.0)
            self.night_rows[of, chosen.night + 1, chosen.end].SetCoefficient(column, -1.0)
        for row, persons in zip(self.crew_rows, self.problem.units.crew[pool.unit_class.units[0]], strict=True):
            if persons:
                row.SetCoefficient(column, float(persons))
        for row, chapters in zip(self.cap_rows, self.limits.cap_chapters, strict=True):
            if chapters.any():
                row.SetCoefficient(column, float(spent @ chapters))
        self.columns.append(chosen)
        self.variables.append(column)

    def solve(self) -> float:
        """Solve the restricted programme; return its value, MAD."""
        if self.lp.Solve() != pywraplp.Solver.OPTIMAL:
            raise ArithmeticError("the linear programme of the bound was not solved")
        # A programme that has grown answers no more: all duals are read at once.
        self._duals = {row.index(): row.dual_value() for row in self._rows}
        self.per_stop = np.zeros((len(self.pools), self.problem.n_points))
        self.per_seen = np.zeros(self.problem.n_points)
        for point, row in self.stop_rows.items():
            self.per_stop[:, point] = self.dual(row)
            self.per_seen[point] = self.dual(self.seen_rows[point])
        for (number, point), rows in self.window_rows.items():
            self.per_stop[number, point] += sum(factor * self.dual(row) for row, factor in rows)
        return float(self.lp.Objective().Value()) + self.constant

    def dual(self, row: pywraplp.Constraint) -> float:
        """Return a row's dual at the last solution."""
        return float(self._duals[row.index()])

    def spent(self) -> Floats:
        """Return the MAD by chapter of the last solution."""
        spent = np.zeros(len(TOUR_CHAPTERS))
        for column, variable in zip(self.columns, self.variables, strict=True):
            if variable.solution_value() > 0:
                spent += self._spent(self.blocks[column.block], column) * variable.solution_value()
        spent[MEDICINES] = sum(seen.solution_value() for seen in self.seen) * self.problem.medicine / 100
        return spent

    def price(self, number: int) -> tuple[float, Floats]:
        """Return the least reduced cost of a block's segments, and all of them."""
        block = self.blocks[number]
        of, pool, by_chapter = block.pool_number, block.pool, self._by_chapter()
        day = float(block.rates[0] @ by_chapter) - self.dual(self.block_rows[number]) - self.dual(self.class_rows[of])
        for row, persons in zip(self.crew_rows, self.problem.units.crew[pool.unit_class.units[0]], strict=True):
            day -= self.dual(row) * float(persons)
        per_end = np.full((N_KINDS, self.groups[of] + 1), day)
        flow, night = self._flow(of), block.night * by_chapter[PER_DIEM]
        per_end[OUT, 1:] += night + flow[0]
        per_end[IN, 1:] -= flow[-1]
        per_end[MIDDLE, 1:] += night
        reduced = np.empty(len(pool))
        most = np.where([point in self.stop_rows for point in range(self.problem.n_points)], block.most, -1.0)
        lowest = price_segments(
            pool.points,
            pool.n_stops,
            block.ends,
            pool.metres,
            block.room,
            self.least,
            most,
            self.per_stop[of],
            self.per_seen,
            float(block.rates[1] @ by_chapter),
            per_end.ravel(),
            pool.farther,
            self._middle(of).min(axis=0),
            reduced,
        )
        return float(lowest), reduced

    def _by_chapter(self) -> Floats:
        """Return what a MAD of each chapter costs at the last duals of the province's caps."""
        by_chapter = self.prices.copy()
        for row, chapters in zip(self.cap_rows, self.limits.cap_chapters, strict=True):
            by_chapter -= self.dual(row) * chapters
        return by_chapter

    def _flow(self, of: int) -> Floats:
        """Return the duals of a class's nights, shape (nights, groups)."""
        there = [
            [self.dual(self.night_rows[of, night, group]) for group in range(self.groups[of])]
            for night in range(self.nights)
        ]
        return np.array(there).reshape(self.nights, self.groups[of])

    def _middle(self, of: int) -> Floats:
        """Return what a class's middle days cost by night and by the groups where they begin and end."""
        flow = self._flow(of)
        return flow[1:, None, :] - flow[:-1, :, None] if self.nights > 1 else np.zeros((1, len(flow.T), len(flow.T)))

    def near_columns(self, most: int) -> tuple[Column, ...]:
        """Return the columns of the least reduced costs at the last solution."""
        costs = np.array([variable.reduced_cost() for variable in self.variables])
        return tuple(self.columns[place] for place in np.argsort(costs, kind="stable")[:most])

    def fill(self, number: int, segment: int) -> Column:
        """Return a segment with its best fill, and a middle day with its best end, at the last duals."""
        block = self.blocks[number]
        night, end = 0, -1
        if block.pool.kind[segment] == MIDDLE:
            farther, per_km = block.pool.farther[segment - len(block.pool)], block.rates[1] @ self._by_chapter()
            costs = self._middle(block.pool_number)[:, block.pool.group[segment]]
            end = cheapest_end(farther, costs.min(axis=0), float(per_km))[1]
            night = int(costs[:, end].argmin())
        seen = np.zeros(block.pool.points.shape[1])
        fill_segment(
            block.pool.points[segment],
            int(block.pool.n_stops[segment]),
            float(block.room[segment]),
            self.least,
            block.most,
            self.per_seen,
            seen,
        )
        return Column(number, segment, tuple(map(float, seen[: block.pool.n_stops[segment]])), night, end)

    def add_best(self, number: int, reduced: Floats, most: int) -> None:
        """Add the segments of the most negative reduced cost, at first not too many of them through one point."""
        pool = self.blocks[number].pool
        good = np.nonzero(reduced < 0)[0]
        if len(good) > 20 * most:
            good = good[np.argpartition(reduced[good], 20 * most)[: 20 * most]]
        times, added = np.zeros(self.problem.n_points), 0
        for segment in good[np.argsort(reduced[good], kind="stable")]:
            there = pool.points[segment, : pool.n_stops[segment]]
            if len(there) and times[there].min() >= 3 and added >= most // 4:
                continue
            times[there] += 1
            self.add(self.fill(number, int(segment)))
            added += 1
            if added >= most:
                break
