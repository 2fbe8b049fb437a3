"""The restricted linear programme of a province: day segments are its columns, priced over the whole pool.

`planner.solve.bound.rows` says what the programme relaxes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from ortools.linear_solver import pywraplp

from planner.problem.arrays import Floats
from planner.problem.chapters import MEDICINES, PER_DIEM, TOUR_CHAPTERS
from planner.problem.limits import TourLimits
from planner.problem.tours import TourProblem
from planner.solve.bound.blocks import Block, Column
from planner.solve.bound.offer import TourOffer
from planner.solve.bound.price_segments import cheapest_end, fill_segment, price_segments
from planner.solve.bound.rows import TourRows
from planner.solve.bound.segments import IN, MIDDLE, OUT, SegmentPool
from planner.solve.bound.sums import Sums

N_KINDS: Final = 4
AS_IT_GROWS: Final = "use_preprocessing: false use_scaling: false"
"""The simplex goes on from its last basis only where nothing is made of the programme before it is solved."""
MADE_PLAINER: Final = "use_preprocessing: true use_scaling: true"
"""Where that basis leads nowhere, as in programmes whose figures lie far apart: a day late at a million."""


class TourMaster(TourRows):
    """A province's programme, to which priced columns are added until none is missing.

    `solve`, then `price` each block and `add` its best columns, until nothing is priced below zero.
    """

    def __init__(self, problem: TourProblem, limits: TourLimits, pools: Sequence[SegmentPool], prices: Floats) -> None:
        super().__init__(problem, limits, pools, prices)
        self.ways, self.is_solved = [MADE_PLAINER], False

    def keep_basis(self) -> None:
        """Let every solution begin at the basis of the last: fast where columns are added, slow for a single one."""
        self.ways = [AS_IT_GROWS, MADE_PLAINER]

    def sums(self) -> Sums:
        """Return what the tours of the last solution add up to."""
        sums = self.no_sums()
        for column, variable in zip(self.columns, self.variables, strict=True):
            if times := variable.solution_value():
                sums.add_segment(*self.place_of(column), times)
        return sums

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
        of, kind, points = self.place_of(chosen)
        group = int(pool.group[segment])
        column = self.variable(cost=float(spent @ self.prices))
        self.block_rows[number].SetCoefficient(column, 1.0)
        for row, factor in self.sum_rows.of_segment(of, kind, points):
            row.SetCoefficient(column, factor)
        for point, consultations in zip(points.tolist(), seen, strict=True):
            self.seen_rows[point].SetCoefficient(column, consultations)
        if kind == OUT:
            self.night_rows[of, 0, group].SetCoefficient(column, -1.0)
        elif kind == IN:
            self.night_rows[of, self.nights - 1, group].SetCoefficient(column, 1.0)
        elif kind == MIDDLE:
            self.night_rows[of, chosen.night, group].SetCoefficient(column, 1.0)
            self.night_rows[of, chosen.night + 1, chosen.end].SetCoefficient(column, -1.0)
        for row, chapters in zip(self.cap_rows, self.limits.cap_chapters, strict=True):
            if chapters.any():
                row.SetCoefficient(column, float(spent @ chapters))
        self.columns.append(chosen)
        self.variables.append(column)

    def solve(self) -> float:
        """Solve the restricted programme; return its value, MAD.

        Raises
        ------
        ArithmeticError
            Where it was solved in no way.
        """
        self.is_solved = any(self._solve(way) for way in self.ways)
        if not self.is_solved:
            raise ArithmeticError("the linear programme of the bound was not solved")
        # A programme that has grown answers no more: all duals are read at once.
        self._duals = {row.index(): row.dual_value() for row in self._rows}
        self.worth = self.sum_rows.worth(self.dual)
        self.per_seen = np.zeros(self.problem.n_points)
        for point, row in self.seen_rows.items():
            self.per_seen[point] = self.dual(row)
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
        spent = np.zeros(len(TOUR_CHAPTERS))
        for column, variable in zip(self.columns, self.variables, strict=True):
            if times := variable.solution_value():
                spent += self._spent(self.blocks[column.block], column) * times
        spent[MEDICINES] = sum(seen.solution_value() for seen in self.seen) * self.problem.medicine / 100
        cost_mad = float(self.lp.Objective().Value() - (self.prices - 1) @ spent)
        crews = self.problem.units.crew[[pool.unit_class.units[0] for pool in self.pools]]
        return TourOffer(cost_mad, spent, self.sums().days @ crews)

    def price(self, number: int) -> tuple[float, Floats]:
        """Return the least reduced cost of a block's segments, and all of them."""
        block = self.blocks[number]
        of, pool, by_chapter = block.pool_number, block.pool, self._by_chapter()
        day = float(block.rates[0] @ by_chapter) - self.dual(self.block_rows[number]) - self.worth.days[of]
        per_end = np.full((N_KINDS, self.groups[of] + 1), day)
        flow, night = self._flow(of), block.night * by_chapter[PER_DIEM]
        per_end[OUT, 1:] += night + flow[0] - self.worth.tours[of]
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
            self.worth.stops[of],
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
