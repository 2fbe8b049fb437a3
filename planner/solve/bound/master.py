"""The linear programme that bounds a province's tours: season, periods, counted visits, fills, units, crews and money.

What is relaxed, and nothing else is:

- tours are day segments of the pool (see `planner.problem.segments` for what that leaves out), any fraction of them, by period
  of the season and not by day; segments are joined over nights by flow, a class of units as one and the season as a whole;
- a unit's days in a period are at most its open days there, week by week at most `days_per_week`; who drives how many km within
  a class is free as long as nobody drives longer than the longest segment a day;
- hours of points, weekdays, closures, Friday's break and lodging's beds are left out;
- a douar's counted visits are spaced by periods: at most one in a run of periods that is no longer than the least gap;
- persons of a visit are not rounded down, what a visit is worth is by its number alone, and lateness is what that many visits
  would cost at their most even;
- crews are person-days of a profession in the season; caravans are left out (they are bounded by themselves);
- caps that reach further than the province are prices.

Rounding to the centime is left to the caller, who lowers the bound by half a centime a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

from planner.problem.limits import TourLimits
from planner.problem.segments import HOME, IN, MIDDLE, OUT, SegmentPool
from planner.problem.tours import FUEL, HIRE, MEDICINES, PER_DIEM, UPKEEP, TourProblem
from planner.solve.bound.pricing import fill_segment, price_segments

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]

MOST_SETS: Final = 5
"""Douars at a point up to which every set of them is told apart."""
COLUMNS_A_ROUND: Final = 40
"""Columns that a class and period may add in one round."""


@dataclass(frozen=True, slots=True)
class Periods:
    """The season cut into periods: the number of each day's period, and the runs in which a visit may count once."""

    of_day: Ints
    lengths: Ints
    work_min: Ints
    runs: tuple[tuple[int, int], ...]

    def __len__(self) -> int:
        return len(self.lengths)


def build_periods(problem: TourProblem, length_days: int) -> Periods:
    """Cut the season into periods of at most so many days; the days of shorter work begin and end periods of their own."""
    work = problem.days.work_min
    cuts = [0, *(np.nonzero(np.diff(work))[0] + 1), len(work)]
    starts: list[int] = []
    for first, after in zip(cuts, cuts[1:], strict=False):
        pieces = -(-(after - first) // length_days)
        starts += [first + (after - first) * piece // pieces for piece in range(pieces)]
    bounds = [*starts, len(work)]
    lengths = np.diff(bounds).astype(np.int32)
    runs = []
    for first in range(len(starts)):
        last = first
        while last + 1 < len(starts) and bounds[last + 2] - bounds[first] <= problem.gap_min_days:
            last += 1
        if bounds[last + 1] - bounds[first] <= problem.gap_min_days and (not runs or runs[-1][1] < last):
            runs.append((first, last))
    of_day = np.repeat(np.arange(len(starts), dtype=np.int32), lengths)
    return Periods(of_day, lengths, work[starts].astype(np.int32), tuple(runs))


@dataclass(frozen=True, slots=True)
class TourBound:
    """What a province's tours cost and bring in the relaxation, MAD.

    Attributes
    ----------
    lower
        No tours of the province have a smaller priced objective: priced money less worth, with lateness and shortfall.
    spent
        MAD by tour chapter at the relaxation's optimum.
    cap_duals
        What a MAD more under each of the province's caps would bring, ≥ 0.
    crew_duals
        What a person-day more of each profession would bring, ≥ 0.
    """

    lower: float
    spent: Floats
    cap_duals: Floats
    crew_duals: Floats
    rounds: int
    columns: int


class TourMaster:
    """The restricted linear programme of a province, to which priced day segments are added until none is missing."""

    def __init__(
        self,
        problem: TourProblem,
        limits: TourLimits,
        pools: Sequence[SegmentPool],
        periods: Periods,
        prices: Floats,
    ) -> None:
        self.problem, self.limits, self.pools, self.periods = problem, limits, pools, periods
        self.prices = prices
        self.lp = pywraplp.Solver.CreateSolver("GLOP")
        self.infinity = self.lp.infinity()
        self.constant = 0.0
        self._rows: list[pywraplp.Constraint] = []
        numerator, denominator = problem.minutes_per_consultation
        self.minutes_each = [numerator / (denominator * pool.unit_class.clinicians) for pool in pools]
        seen = [pool.unit_class.consultations_per_day for pool in pools]
        share = problem.min_share
        could = np.minimum(problem.demand, min(seen))
        self.least = np.maximum(1, -(-could * share.numerator // share.denominator)).astype(np.int32)
        self.most = self._most_seen()
        self._add_units()
        self._add_points()
        self._add_douars()
        self._add_nights()
        self._add_limits()

    def _most_seen(self) -> Floats:
        """Return the most consultations that any day could give at a point: those of a day with no other stop."""
        most = np.zeros(self.problem.n_points)
        longest = int(self.periods.work_min.max())
        for pool, minutes_each in zip(self.pools, self.minutes_each, strict=True):
            alone = pool.n_stops == 1
            room = np.minimum((longest - pool.fixed_min[alone]) / minutes_each, pool.unit_class.consultations_per_day)
            np.maximum.at(most, pool.points[alone, 0], np.floor(room + 1e-9))
        return np.minimum(most, self.problem.demand)

    def _row(self, low: float, high: float, terms: Sequence[tuple[pywraplp.Variable, float]]) -> pywraplp.Constraint:
        row = self.lp.Constraint(low, high)
        self._rows.append(row)
        for variable, factor in terms:
            row.SetCoefficient(variable, factor)
        return row

    def _variable(self, high: float, cost: float = 0.0) -> pywraplp.Variable:
        variable = self.lp.NumVar(0.0, high, "")
        if cost:
            self.lp.Objective().SetCoefficient(variable, cost)
        return variable

    def _add_units(self) -> None:
        """Days and km by unit and period; rows that give them to the segments of their class."""
        units, days, prices = self.problem.units, self.problem.days, self.prices
        n_periods = len(self.periods)
        self.unit_days: dict[tuple[int, int], tuple[pywraplp.Variable, float]] = {}
        self.unit_km: dict[tuple[int, int], pywraplp.Variable] = {}
        self.day_rows, self.km_rows = {}, {}
        for number, pool in enumerate(self.pools):
            most_km = float(pool.metres.max(initial=0)) / 1000
            for period in range(n_periods):
                there: list[tuple[int, float]] = []
                for unit in pool.unit_class.units:
                    open_days = units.available[unit] & (self.periods.of_day == period)
                    weeks = np.bincount(days.week[open_days])
                    most = float(np.minimum(weeks, self.problem.days_per_week).sum())
                    if most > 0:
                        there.append((unit, most))
                if not there:
                    continue
                day_terms, km_terms = [], []
                for unit, most in there:
                    cost = (units.per_day[unit, 0] * prices[PER_DIEM] + units.per_day[unit, 1] * prices[HIRE]) / 100
                    day = self._variable(most, cost)
                    cost = (units.per_km[unit, 0] * prices[FUEL] + units.per_km[unit, 1] * prices[UPKEEP]) / 100
                    km = self._variable(self.infinity, cost)
                    self._row(-self.infinity, 0.0, [(km, 1.0), (day, -most_km)])
                    self.unit_days[unit, period], self.unit_km[unit, period] = (day, most), km
                    day_terms.append((day, -1.0))
                    km_terms.append((km, -1.0))
                self.day_rows[number, period] = self._row(-self.infinity, 0.0, day_terms)
                self.km_rows[number, period] = self._row(-self.infinity, 0.0, km_terms)
        for unit in range(len(units.base)):
            weeks = np.bincount(days.week[units.available[unit]], minlength=1)
            most = float(np.minimum(weeks, self.problem.days_per_week).sum())
            terms = [(day, 1.0) for (of, _), (day, _) in self.unit_days.items() if of == unit]
            if terms:
                self._row(-self.infinity, most, terms)

    def _add_points(self) -> None:
        """Stops by point, period and *for whom they count*: any set of its douars but none.

        A stop that counts for nobody would be left out, and one that counts for some brings its consultations to them alone:
        so what a douar's visits see is what their own stops see, each between its least and its most. Where too many douars
        share a point for all their sets, only single douars and all of them together are told apart (`_add_crowd`).
        """
        problem = self.problem
        self.stop_rows, self.seen_rows = {}, {}
        self.visits: dict[int, list[tuple[int, pywraplp.Variable]]] = {}
        self.shares: dict[int, list[tuple[pywraplp.Variable, float]]] = {}
        self.seen: list[pywraplp.Variable] = []
        at_point: list[list[int]] = [[] for _ in range(problem.n_points)]
        for douar, points in enumerate(problem.douar_points):
            for point in points:
                if problem.wanted[douar]:
                    at_point[point].append(douar)
        for period in range(len(self.periods)):
            there = problem.served[:, self.periods.of_day == period].any(axis=1) & (self.most > 0)
            for point in map(int, np.nonzero(there)[0]):
                if at_point[point]:
                    self._add_stops(point, period, at_point[point])

    def _add_stops(self, point: int, period: int, douars: list[int]) -> None:
        stops, seen = self._row(0.0, 0.0, []), self._row(0.0, 0.0, [])
        self.stop_rows[point, period], self.seen_rows[point, period] = stops, seen
        medicine = self.problem.medicine * float(self.prices[MEDICINES]) / 100
        least, most, demand = float(self.least[point]), float(self.most[point]), float(self.problem.demand[point])
        sizes = range(1, len(douars) + 1) if len(douars) <= MOST_SETS else (1, len(douars))
        for who in (each for size in sizes for each in combinations(douars, size)):
            is_crowd = len(who) > MOST_SETS
            stop, consultations = self._variable(self.infinity), self._variable(self.infinity, medicine)
            stops.SetCoefficient(stop, -1.0)
            seen.SetCoefficient(consultations, -1.0)
            self._row(-self.infinity, 0.0, [(stop, least), (consultations, -1.0)])
            self._row(-self.infinity, 0.0, [(consultations, 1.0), (stop, -most)])
            self.seen.append(consultations)
            for douar in who:
                one, part, scale = stop, consultations, 1 / demand
                if is_crowd:
                    one, part = self._add_crowd(stop, consultations, least, most)
                self.visits.setdefault(douar, []).append((period, one))
                self.shares.setdefault(douar, []).append((part, scale))

    def _add_crowd(
        self, stop: pywraplp.Variable, seen: pywraplp.Variable, least: float, most: float
    ) -> tuple[pywraplp.Variable, pywraplp.Variable]:
        """Return how many of a crowd's stops count for one of its douars, and what they see: uncounted ones see the least."""
        one, part = self._variable(self.infinity), self._variable(self.infinity)
        self._row(-self.infinity, 0.0, [(one, 1.0), (stop, -1.0)])
        self._row(-self.infinity, 0.0, [(part, 1.0), (one, -most)])
        self._row(-self.infinity, 0.0, [(part, -1.0), (one, least)])
        self._row(-self.infinity, 0.0, [(part, 1.0), (stop, least), (one, -least), (seen, -1.0)])
        return one, part

    def _add_douars(self) -> None:
        """Numbers and worth of counted visits, lateness by how many count, and the province's shortfall."""
        problem = self.problem
        persons: list[tuple[pywraplp.Variable, float]] = []
        for douar, points in enumerate(problem.douar_points):
            wanted, population = int(problem.wanted[douar]), float(problem.population[douar])
            if wanted == 0:
                continue
            waits = [self._lateness(douar, number) for number in range(wanted + 1)]
            self.constant += waits[0]
            visits = self.visits.get(douar, [])
            if not visits:
                continue
            open_points = [p for p in points if self.most[p] > 0]
            most = max(self.most[p] / problem.demand[p] for p in open_points)
            least = min(self.least[p] / problem.demand[p] for p in open_points)
            for first, last in self.periods.runs:
                terms = [(one, 1.0) for period, one in visits if first <= period <= last]
                if terms:
                    self._row(-self.infinity, 1.0, terms)
            for period, length in enumerate(self.periods.lengths):
                many = 1 + (int(length) - 1) // max(1, problem.gap_min_days)
                terms = [(one, 1.0) for of, one in visits if of == period]
                if terms and many < wanted:
                    self._row(-self.infinity, float(many), terms)
            number_terms = [(one, 1.0) for _, one in visits]
            share_terms = [(part, -scale) for part, scale in self.shares[douar]]
            persons += [(part, population * scale) for part, scale in self.shares[douar]]
            for number in range(wanted):
                worth = population * problem.worth[douar] * problem.repeat_value**number / 100
                is_kth = self._variable(1.0, waits[number + 1] - waits[number])
                part = self._variable(self.infinity, -worth)
                self._row(-self.infinity, 0.0, [(part, 1.0), (is_kth, -most)])
                self._row(-self.infinity, 0.0, [(part, -1.0), (is_kth, least)])
                number_terms.append((is_kth, -1.0))
                share_terms.append((part, 1.0))
            self._row(0.0, 0.0, number_terms)
            self._row(-self.infinity, 0.0, share_terms)
        if problem.floor_persons > 0 and problem.shortfall > 0:
            short = self._variable(self.infinity, problem.shortfall / 100)
            self._row(problem.floor_persons, self.infinity, [(short, 1.0), *persons])

    def _lateness(self, douar: int, visits: int) -> float:
        """Return the least that a douar's lateness can cost with so many visits, MAD."""
        wait = int(self.problem.max_wait[douar])
        days = max(0, self.problem.n_days - (visits + 1) * (wait + 1))
        return float(self.problem.late_worth[douar]) * days / 100

    def _add_nights(self) -> None:
        """Flow over night stops: who goes out comes back, by way of at most so many middle days."""
        self.night_rows, self.layer_rows, self.back_rows = {}, {}, {}
        most_middle = self.problem.max_nights - 1
        for number, pool in enumerate(self.pools):
            groups = range(int(pool.group.max(initial=-1)) + 1)
            arrivals = [self._variable(self.infinity) for _ in groups]
            for group in groups:
                self.night_rows[number, group] = self._row(0.0, 0.0, [(arrivals[group], -1.0)])
            if arrivals:
                self.back_rows[number] = self._row(0.0, 0.0, [(each, 1.0) for each in arrivals])
                self.layer_rows[number] = self._row(-self.infinity, 0.0, []) if most_middle else None

    def _add_limits(self) -> None:
        """Crews by profession, and the province's own caps on tour chapters."""
        units, problem = self.problem.units, self.problem
        self.crew_rows = []
        for profession in range(units.crew.shape[1]):
            terms = [(day, float(units.crew[unit, profession])) for (unit, _), (day, _) in self.unit_days.items()]
            terms = [(day, factor) for day, factor in terms if factor]
            self.crew_rows.append(
                self._row(-self.infinity, float(self.limits.crew_in_season[profession]), terms) if terms else None
            )
        self.cap_rows = []
        for chapters, left in zip(self.limits.cap_chapters, self.limits.cap_left, strict=True):
            terms = []
            for key, (day, _) in self.unit_days.items():
                per_day, per_km = units.per_day[key[0]] / 100, units.per_km[key[0]] / 100
                terms.append((day, per_day[0] * chapters[PER_DIEM] + per_day[1] * chapters[HIRE]))
                terms.append((self.unit_km[key], per_km[0] * chapters[FUEL] + per_km[1] * chapters[UPKEEP]))
            if chapters[MEDICINES]:
                terms += [(seen, problem.medicine / 100) for seen in self.seen]
            self.cap_rows.append(self._row(-self.infinity, left / 100, [each for each in terms if each[1]]))

    def _night_cost(self, number: int) -> float:
        """Return what a night of a class's crew costs, priced, MAD."""
        unit = self.pools[number].unit_class.units[0]
        return float(self.problem.units.per_night[unit]) * float(self.prices[PER_DIEM]) / 100

    def _add_column(self, number: int, period: int, segment: int, seen: Floats) -> None:
        """Add a segment with its fill."""
        pool = self.pools[number]
        kind, group = int(pool.kind[segment]), int(pool.group[segment])
        night = self._night_cost(number) if kind in (OUT, MIDDLE) else 0.0
        column = self._variable(self.infinity, night)
        self.day_rows[number, period].SetCoefficient(column, 1.0)
        self.km_rows[number, period].SetCoefficient(column, float(pool.metres[segment]) / 1000)
        for k in range(int(pool.n_stops[segment])):
            key = int(pool.points[segment, k]), period
            self.stop_rows[key].SetCoefficient(column, 1.0)
            self.seen_rows[key].SetCoefficient(column, float(seen[k]))
        if kind == OUT:
            self.night_rows[number, group].SetCoefficient(column, -1.0)
            if self.layer_rows[number] is not None:
                self.layer_rows[number].SetCoefficient(column, -float(self.problem.max_nights - 1))
        elif kind == IN:
            self.night_rows[number, group].SetCoefficient(column, 1.0)
        elif kind == MIDDLE:
            self.night_rows[number, group].SetCoefficient(column, 1.0)
            self.layer_rows[number].SetCoefficient(column, 1.0)
            self.back_rows[number].SetCoefficient(column, -1.0)
        for chapter_row, chapters in zip(self.cap_rows, self.limits.cap_chapters, strict=True):
            if night and chapters[PER_DIEM]:
                unit = pool.unit_class.units[0]
                chapter_row.SetCoefficient(column, float(self.problem.units.per_night[unit]) / 100)
        self.columns += 1

    columns = 0

    def price(self, number: int, period: int, reduced: Floats) -> float:
        """Work out the reduced costs of a class's segments in a period; return the least."""
        pool, n_points = self.pools[number], self.problem.n_points
        per_stop, per_seen = np.full(n_points, -1e12), np.zeros(n_points)
        for point in range(n_points):
            if (point, period) in self.stop_rows:
                per_stop[point] = self._dual(self.stop_rows[point, period])
                per_seen[point] = self._dual(self.seen_rows[point, period])
        per_km = -self._dual(self.km_rows[number, period])
        n_groups = int(pool.group.max(initial=-1)) + 1
        night = self._night_cost(number)
        for row, chapters in zip(self.cap_rows, self.limits.cap_chapters, strict=True):
            if chapters[PER_DIEM]:
                night -= self._dual(row) * float(self.problem.units.per_night[pool.unit_class.units[0]]) / 100
        per_kind = np.full((4, n_groups + 1), -self._dual(self.day_rows[number, period]))
        if n_groups:
            layer = self._dual(self.layer_rows[number]) if self.layer_rows[number] is not None else 0.0
            back = self._dual(self.back_rows[number])
            for group in range(n_groups):
                flow = self._dual(self.night_rows[number, group])
                per_kind[OUT, group] += night + flow + layer * (self.problem.max_nights - 1)
                per_kind[IN, group] -= flow
                per_kind[MIDDLE, group] += night - flow - layer + back
        return float(
            price_segments(
                pool.points,
                pool.n_stops,
                pool.kind,
                pool.group,
                pool.fixed_min,
                pool.metres,
                pool.least,
                self.least,
                self.problem.demand,
                int(self.periods.work_min[period]),
                self.minutes_each[number],
                pool.unit_class.consultations_per_day,
                per_stop,
                per_seen,
                per_km,
                per_kind,
                reduced,
            )
        )

    def add_best(self, number: int, period: int, reduced: Floats, most: int) -> None:
        """Add the segments of the most negative reduced cost, not too many of them through one point."""
        pool, n_points = self.pools[number], self.problem.n_points
        per_seen = np.array(
            [self._dual(self.seen_rows[p, period]) if (p, period) in self.seen_rows else 0.0 for p in range(n_points)]
        )
        good = np.nonzero(reduced < -1e-4)[0]
        if len(good) > 20 * most:
            good = good[np.argpartition(reduced[good], 20 * most)[: 20 * most]]
        order = good[np.argsort(reduced[good], kind="stable")]
        times = np.zeros(n_points + 1)
        added = 0
        seen = np.zeros(pool.points.shape[1])
        for segment in order:
            there = pool.points[segment, : pool.n_stops[segment]]
            if len(there) and times[there].min() >= 3 and added >= most // 4:
                continue
            times[there] += 1
            work = int(self.periods.work_min[period])
            room = min(
                float(pool.unit_class.consultations_per_day), (work - pool.fixed_min[segment]) / self.minutes_each[number]
            )
            fill_segment(pool.points[segment], len(there), room, self.least, self.problem.demand, per_seen, seen)
            self._add_column(number, period, int(segment), seen)
            added += 1
            if added >= most:
                break

    def solve(self) -> float:
        """Solve the restricted programme; return its value, MAD."""
        if self.lp.Solve() != pywraplp.Solver.OPTIMAL:
            raise ArithmeticError("the linear programme of the bound was not solved")
        self.duals = {id(row): row.dual_value() for row in self._rows}
        return float(self.lp.Objective().Value()) + self.constant

    def _dual(self, row: pywraplp.Constraint) -> float:
        """Return a row's dual at the last solution; a changed programme answers no more itself."""
        return float(self.duals[id(row)])
