"""The restricted linear programme of a province: day segments are its columns, priced over the whole pool.

`planner.solve.bound.rows` says what the programme relaxes.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Final, NamedTuple

import numpy as np
from ortools.linear_solver import pywraplp

from planner.problem.arrays import Floats, Ints
from planner.problem.limits import TourLimits
from planner.problem.tours import MEDICINES, PER_DIEM, TOUR_CHAPTERS, TourProblem
from planner.solve.bound.blocks import Block, Column
from planner.solve.bound.offer import TourOffer
from planner.solve.bound.pricing import cheapest_end, fill_segment, price_segments
from planner.solve.bound.rows import TourRows
from planner.solve.bound.segments import HOME, IN, MIDDLE, OUT, SegmentPool
from planner.solve.bound.windows import LEAST_BROKEN, Window, broken_windows

N_KINDS: Final = 4
AWAY: Final = 1
"""Beside HOME: the days of tours with nights, of any kind."""
BEYOND_MAD: Final = 1e5
"""Cost of each day, tour or visit by which a number lies beyond its limits: a programme that may pay it has a solution,
and bounds what must not."""
AS_IT_GROWS: Final = "use_preprocessing: false use_scaling: false"
"""The simplex goes on from its last basis only where nothing is made of the programme before it is solved."""
MADE_PLAINER: Final = "use_preprocessing: true use_scaling: true"
"""What is made of it first, where that basis leads nowhere: figures that are far apart, such as a day late at a million."""


class Counted(IntEnum):
    """What is whole in every plan: a class's tour-days, its tours with nights, and a douar's counted visits."""

    DAYS = 0
    TOURS = 1
    VISITS = 2


class Count(NamedTuple):
    """One such number; of a class of units or of a douar."""

    what: Counted
    of: int


class TourMaster(TourRows):
    """A province's programme, to which priced columns are added until none is missing.

    `solve`, then `price` each block and `add` its best columns, until nothing is priced below zero.
    """

    def __init__(self, problem: TourProblem, limits: TourLimits, pools: Sequence[SegmentPool], prices: Floats) -> None:
        super().__init__(problem, limits, pools, prices)
        self.count_rows: dict[Count, pywraplp.Constraint] = {}
        self.ways = [MADE_PLAINER]

    def keep_basis(self) -> None:
        """Let every solution begin at the basis of the last: fast where columns are added, slow for a single one."""
        self.ways = [AS_IT_GROWS, MADE_PLAINER]

    def tighten(self, windows: Sequence[Window]) -> bool:
        """Take the rows that the last solution breaks, and return whether there are any."""
        stops, tours = self._stops_and_tours()
        late = {douar: variable.solution_value() for douar, variable in self.late.items()}
        visits = {douar: sum(one.solution_value() for one in there) for douar, there in self.counted.items()}
        broken = broken_windows(windows, self.problem.douar_points, late, visits, stops.sum(axis=1))
        too_often = stops[:, AWAY] > tours[:, None] + LEAST_BROKEN
        again = [
            (of, point)
            for of, point in np.argwhere(too_often).tolist()
            if point in self.once_points and (of, point) not in self.once_rows
        ]
        for window in broken:
            self._add_window(window)
        for each in again:
            self._add_once(*each)
        return bool(broken or again)

    def _stops_and_tours(self) -> tuple[Floats, Floats]:
        """Return the last solution's stops by class, HOME or AWAY and point, and its tours with nights by class."""
        stops, tours = np.zeros((len(self.pools), 2, self.problem.n_points)), np.zeros(len(self.pools))
        for column, variable in zip(self.columns, self.variables, strict=True):
            of, kind, points = self._of(column)
            stops[of, min(kind, AWAY), points] += variable.solution_value()
            tours[of] += variable.solution_value() * (kind == OUT)
        return stops, tours

    def _of(self, column: Column) -> tuple[int, int, Ints]:
        """Return a segment's class, kind and points."""
        block = self.blocks[column.block]
        pool = block.pool
        return block.pool_number, int(pool.kind[column.segment]), pool.points[column.segment, : len(column.seen)]

    def _add_window(self, window: Window) -> None:
        """Add a row about the days of some classes."""
        terms = [(one, -window.per_visit) for one in self.counted[window.douar]]
        row = self._row(window.low, self.infinity, [(self.late[window.douar], window.per_late), *terms])
        for number in window.classes:
            for point in self.problem.douar_points[window.douar]:
                self.window_rows.setdefault((number, point), []).append((row, window.per_stop))
        at, classes = set(self.problem.douar_points[window.douar]), set(window.classes)
        for column, variable in zip(self.columns, self.variables, strict=True):
            of, _, points = self._of(column)
            if of in classes and (times := sum(int(point) in at for point in points)):
                row.SetCoefficient(variable, window.per_stop * times)

    def _add_once(self, of: int, point: int) -> None:
        """Add the row that a class's tours with nights stop at a point once at most."""
        row = self.once_rows[of, point] = self._row(0.0, self.infinity)
        for column, variable in zip(self.columns, self.variables, strict=True):
            whose, kind, points = self._of(column)
            if whose == of and (factor := _once(kind, points, point)):
                row.SetCoefficient(variable, factor)

    def counts(self) -> dict[Count, float]:
        """Return the numbers that are whole in every plan, as the last solution has them."""
        numbers = {Count(what, of): 0.0 for what in (Counted.DAYS, Counted.TOURS) for of in range(len(self.pools))}
        for column, variable in zip(self.columns, self.variables, strict=True):
            of, kind, _ = self._of(column)
            numbers[Count(Counted.DAYS, of)] += variable.solution_value()
            numbers[Count(Counted.TOURS, of)] += variable.solution_value() * (kind == OUT)
        for douar, visits in self.counted.items():
            numbers[Count(Counted.VISITS, douar)] = sum(is_kth.solution_value() for is_kth in visits)
        return numbers

    def limit(self, count: Count, least: float, most: float) -> None:
        """Let a number lie within limits from now on; what it takes to be beyond them is dear."""
        row = self.count_rows.get(count) or self._add_count(count)
        row.SetBounds(least, most)

    def _add_count(self, count: Count) -> pywraplp.Constraint:
        """Add the row of a number, with what it is beyond its limits."""
        fewer, more = self._variable(cost=BEYOND_MAD), self._variable(cost=BEYOND_MAD)
        row = self.count_rows[count] = self._row(-self.infinity, self.infinity, [(fewer, 1.0), (more, -1.0)])
        if count.what == Counted.VISITS:
            for is_kth in self.counted[count.of]:
                row.SetCoefficient(is_kth, 1.0)
        for column, variable in zip(self.columns, self.variables, strict=True):
            row.SetCoefficient(variable, self._times(count, column))
        return row

    def _times(self, count: Count, column: Column) -> float:
        """Return how often a segment counts."""
        of, kind, _ = self._of(column)
        counts = count.what == Counted.DAYS or (count.what == Counted.TOURS and kind == OUT)
        return float(counts and of == count.of)

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
        if kind != HOME:
            for (whose, point), row in self.once_rows.items():
                if whose == of and (factor := _once(kind, pool.points[segment, : len(seen)], point)):
                    row.SetCoefficient(column, factor)
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
        for count, row in self.count_rows.items():
            row.SetCoefficient(column, self._times(count, chosen))
        self.columns.append(chosen)
        self.variables.append(column)

    def solve(self) -> float:
        """Solve the restricted programme; return its value, MAD.

        Raises
        ------
        ArithmeticError
            Where it was solved in no way.
        """
        if not any(self._solve(way) for way in self.ways):
            raise ArithmeticError("the linear programme of the bound was not solved")
        # A programme that has grown answers no more: all duals are read at once.
        self._duals = {row.index(): row.dual_value() for row in self._rows}
        self.per_stop = np.zeros((len(self.pools), 2, self.problem.n_points))
        self.per_day, self.per_tour = np.zeros(len(self.pools)), np.zeros(len(self.pools))
        self.per_seen = np.zeros(self.problem.n_points)
        for point, row in self.stop_rows.items():
            self.per_stop[:, :, point] = self.dual(row)
            self.per_seen[point] = self.dual(self.seen_rows[point])
        for (number, point), rows in self.window_rows.items():
            self.per_stop[number, :, point] += sum(factor * self.dual(row) for row, factor in rows)
        for (number, point), row in self.once_rows.items():
            self.per_stop[number, AWAY, point] -= self.dual(row)
            self.per_tour[number] += self.dual(row)
        for count, row in self.count_rows.items():
            if count.what == Counted.DAYS:
                self.per_day[count.of] += self.dual(row)
            elif count.what == Counted.TOURS:
                self.per_tour[count.of] += self.dual(row)
        return float(self.lp.Objective().Value())

    def _solve(self, way: str) -> bool:
        """Return whether it was solved with these parameters of GLOP."""
        self.lp.SetSolverSpecificParametersAsString(way)
        return bool(self.lp.Solve() == pywraplp.Solver.OPTIMAL)

    def dual(self, row: pywraplp.Constraint) -> float:
        """Return a row's dual at the last solution."""
        return float(self._duals[row.index()])

    def crew_mad(self) -> Floats:
        """Return what a person-day more of each profession would have been worth at the last solution."""
        return np.array([-self.dual(row) for row in self.crew_rows])

    def reprice(self, prices: Floats) -> None:
        """Let a MAD of each chapter cost something else from now on."""
        self.prices, objective = prices, self.lp.Objective()
        for column, variable in zip(self.columns, self.variables, strict=True):
            objective.SetCoefficient(variable, float(self._spent(self.blocks[column.block], column) @ prices))
        for seen in self.seen:
            objective.SetCoefficient(seen, self.medicine_mad())

    def offer(self) -> TourOffer:
        """Return the last solution."""
        spent, days = np.zeros(len(TOUR_CHAPTERS)), np.zeros(len(self.pools))
        for column, variable in zip(self.columns, self.variables, strict=True):
            block, times = self.blocks[column.block], variable.solution_value()
            if times > 0:
                spent += self._spent(block, column) * times
                days[block.pool_number] += times
        spent[MEDICINES] = sum(seen.solution_value() for seen in self.seen) * self.problem.medicine / 100
        cost_mad = float(self.lp.Objective().Value() - (self.prices - 1) @ spent)
        crews = self.problem.units.crew[[pool.unit_class.units[0] for pool in self.pools]]
        return TourOffer(cost_mad, spent, days @ crews)

    def price(self, number: int) -> tuple[float, Floats]:
        """Return the least reduced cost of a block's segments, and all of them."""
        block = self.blocks[number]
        of, pool, by_chapter = block.pool_number, block.pool, self._by_chapter()
        day = float(block.rates[0] @ by_chapter) - self.dual(self.block_rows[number]) - self.dual(self.class_rows[of])
        day -= self.per_day[of]
        for row, persons in zip(self.crew_rows, self.problem.units.crew[pool.unit_class.units[0]], strict=True):
            day -= self.dual(row) * float(persons)
        per_end = np.full((N_KINDS, self.groups[of] + 1), day)
        flow, night = self._flow(of), block.night * by_chapter[PER_DIEM]
        per_end[OUT, 1:] += night + flow[0] - self.per_tour[of]
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

    def reduced_costs(self) -> Floats:
        """Return the columns' reduced costs at the last solution."""
        return np.array([variable.reduced_cost() for variable in self.variables])

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


def _once(kind: int, points: Ints, point: int) -> float:
    """Return what a segment adds to the tours with nights, less what it adds to their stops at a point."""
    return float(kind == OUT) - float(kind != HOME) * float((points == point).sum())
