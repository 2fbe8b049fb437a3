"""What caravans can be worth at most, by a covering programme without dates.

What is relaxed, and nothing else is:

- whom a caravan reaches: any persons within its radius, as many as it has room for, whoever lives nearer and whoever
  started earlier; each person still counts once a kind;
- dates: only that a caravan has some day on which it may start at its site. People and equipment are counted over the
  spans of days in which caravans must lie and not day by day; days off, and which piece goes with whom, are left out;
- people who serve in one province alone, of caravans that may as well stand in another that costs the same;
- regions meet only at prices: what the linear programme of all regions together would pay for a centime more under a
  cap and for a person more in a douar that caravans of two regions reach. Any prices ≥ 0 give a bound (Lagrange), and
  with these it is no worse than the linear programme's.

Each region is then an integer programme, of which the solver's own bound counts where its work ends early.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt.python import mathopt

from planner.problem.budgets import Budget
from planner.problem.caravans import CaravanProblem
from planner.solve.place_caravans_costs import CaravanPrices, priced_costs, spendings

Floats = NDArray[np.float64]

NODES: Final = 2000
"""Nodes of a region's search."""
GAP: Final = 1e-6
TOLERANCE: Final = 1e-7
"""By this share of itself a bound is raised, as solvers reckon in floats."""
NO_LIMIT: Final = float("inf")


class Row(NamedTuple):
    """Variables with their factors, whose sum lies between two limits."""

    terms: list[tuple[int, float]]
    most: float
    least: float = -NO_LIMIT


@dataclass(slots=True)
class Programme:
    """Variables from 0 to a limit, what each is worth (MAD) and in which block it is, and rows over them."""

    worth: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    is_whole: list[bool] = field(default_factory=list)
    block: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def add(self, block: int, most: float, worth: float = 0.0, *, is_whole: bool = False) -> int:
        """Add a variable and return its number."""
        self.worth.append(worth)
        self.most.append(most)
        self.is_whole.append(is_whole)
        self.block.append(block)
        return len(self.worth) - 1

    def bound(self) -> float:
        """Return an upper limit of the programme's worth, blocks apart: see the module's notes."""
        within, across = list[Row](), list[Row]()
        for row in self.rows:
            (within if len({self.block[each] for each, _ in row.terms}) == 1 else across).append(row)
        worth, total = np.array(self.worth), 0.0
        if across:
            for row, price in zip(across, self._prices(within, across), strict=True):
                total += price * row.most
                for each, factor in row.terms:
                    worth[each] -= price * factor
        by_block = sorted(range(len(self.worth)), key=self.block.__getitem__)
        rows_of: dict[int, list[Row]] = {}
        for row in within:
            rows_of.setdefault(self.block[row.terms[0][0]], []).append(row)
        for block, variables in groupby(by_block, self.block.__getitem__):
            model, _ = self._model(list(variables), worth, rows_of.get(block, []), is_whole=True)
            parameters = mathopt.SolveParameters(relative_gap_tolerance=GAP, node_limit=NODES)
            result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=parameters)
            total += result.termination.objective_bounds.dual_bound
        return total + TOLERANCE * abs(total)

    def _prices(self, within: Sequence[Row], across: Sequence[Row]) -> list[float]:
        """Return the dual values of rows over several blocks, at the linear programme's optimum."""
        model, rows = self._model(range(len(self.worth)), self.worth, (*across, *within), is_whole=False)
        result = mathopt.solve(model, mathopt.SolverType.GLOP)
        if not result.has_dual_feasible_solution():
            return [0.0] * len(across)
        return [max(0.0, each) for each in result.dual_values(rows[: len(across)])]

    def _model(
        self, variables: Sequence[int], worth: Sequence[float] | Floats, rows: Iterable[Row], *, is_whole: bool
    ) -> tuple[mathopt.Model, list[mathopt.LinearConstraint]]:
        model = mathopt.Model()
        added = {
            each: model.add_variable(lb=0.0, ub=self.most[each], is_integer=is_whole and self.is_whole[each])
            for each in variables
        }
        constraints = []
        for row in rows:
            constraint = model.add_linear_constraint(lb=row.least, ub=row.most)
            for each, factor in row.terms:
                constraint.set_coefficient(added[each], factor)
            constraints.append(constraint)
        model.objective.is_maximize = True
        for each, variable in added.items():
            model.objective.set_linear_coefficient(variable, worth[each])
        return model, constraints


def bound_caravans(
    problem: CaravanProblem,
    prices: CaravanPrices,
    budgets: Sequence[Budget] = (),
    owed: frozenset[int] = frozenset(),
) -> float:
    """Return what no plan of caravans exceeds, MAD: worth of reach less priced money and crew-days.

    Parameters
    ----------
    budgets
        Caps that a plan keeps; one under which others spend too may be left to a price.
    owed
        Caravans that a plan holds whatever they cost.
    """
    return CoverRows(problem, prices, budgets, owed).programme.bound() + _rounding_mad(problem)


def _rounding_mad(problem: CaravanProblem) -> float:
    """Return the most that rounding a caravan's worth can bring."""
    return 0.0 if problem.centimes_per_person.denominator == 1 else len(problem) / 200


class CoverRows:
    """The covering programme: classes of caravans that may stand at the same sites, zones of provinces that cost as much.

    Attributes
    ----------
    holds
        Variables by caravan and the provinces of the zone in which it is held.
    reached
        Variables by kind and douar: the share of its people that a class reaches.
    """

    def __init__(
        self, problem: CaravanProblem, prices: CaravanPrices, budgets: Sequence[Budget], owed: frozenset[int]
    ) -> None:
        self.problem, self.budgets, self.owed = problem, budgets, owed
        self.costs = priced_costs(problem, prices) / 100
        self.programme = Programme()
        self.holds: dict[tuple[int, tuple[int, ...]], int] = {}
        self.reached: dict[tuple[int, int], list[int]] = {}
        classes: dict[tuple[object, ...], list[int]] = {}
        for caravan, sites in enumerate(problem.sites_of):
            if len(sites):
                key = *(int(each[caravan]) for each in (problem.kind, problem.room, problem.radius)), sites.tobytes()
                classes.setdefault(key, []).append(caravan)
        for caravans in classes.values():
            self._add_class(caravans)
        for shares in self.reached.values():
            self._add_row([(share, 1.0) for share in shares], 1.0)
        self._add_budgets()
        self._add_supply()

    def _add_row(self, terms: list[tuple[int, float]], most: float, least: float = -NO_LIMIT) -> None:
        if terms:
            self.programme.rows.append(Row(terms, most, least))

    def _zones(self, caravans: Sequence[int]) -> list[tuple[int, ...]]:
        """Return the provinces in which a class may stand, those together that cost and count the same."""
        zones: dict[tuple[object, ...], list[int]] = {}
        for province in np.unique(self.problem.site_province[self.problem.sites_of[caravans[0]]]).tolist():
            scope = tuple(province in budget.provinces for budget in self.budgets)
            zones.setdefault((scope, self.costs[caravans, province].tobytes()), []).append(province)
        return [tuple(zone) for zone in zones.values()]

    def _add_class(self, caravans: Sequence[int]) -> None:
        """Add caravans that differ only in cost and dates: held in a zone, at sites, reaching shares of douars."""
        problem, programme, first = self.problem, self.programme, caravans[0]
        block = int(problem.region[first])
        room, population = int(problem.room[first]), problem.reach.population
        places: list[tuple[int, frozenset[int]]] = []
        for zone in self._zones(caravans):
            held = [programme.add(block, 1.0, -self.costs[each, zone[0]], is_whole=True) for each in caravans]
            self.holds.update({(each, zone): variable for each, variable in zip(caravans, held, strict=True)})
            there = [
                (programme.add(block, len(caravans), is_whole=True), douars) for douars in self._best_sites(first, zone)
            ]
            self._add_row([*((each, 1.0) for each, _ in there), *((each, -1.0) for each in held)], 0.0, 0.0)
            places += there
        for each in caravans:
            terms = [(variable, 1.0) for (of, _), variable in self.holds.items() if of == each]
            self._add_row(terms, 1.0, 1.0 if each in self.owed else -NO_LIMIT)
        rate, served = float(problem.centimes_per_person) / 100, list[tuple[int, float]]()
        for douar in sorted(frozenset[int]().union(*(douars for _, douars in places))):
            persons = int(population[douar])
            share = programme.add(block, 1.0, rate * persons)
            most = min(1.0, room / persons)
            self._add_row([(share, 1.0), *((site, -most) for site, douars in places if douar in douars)], 0.0)
            self.reached.setdefault((int(problem.kind[first]), douar), []).append(share)
            served.append((share, persons / room))
        full = [(site, -min(1.0, int(population[list(douars)].sum()) / room)) for site, douars in places if douars]
        self._add_row([*served, *full], 0.0)

    def _best_sites(self, caravan: int, zone: Sequence[int]) -> list[frozenset[int]]:
        """Return the sets of douars around a caravan's sites in a zone that lie in no other such set."""
        problem = self.problem
        sites = [each for each in problem.sites_of[caravan].tolist() if problem.site_province[each] in zone]
        sets = {frozenset(problem.reach.douars(int(problem.radius[caravan]), site).tolist()) for site in sites}
        best: list[frozenset[int]] = []
        for douars in sorted(sets, key=lambda each: (-len(each), sorted(each))):
            if not any(douars <= other for other in best):
                best.append(douars)
        return best

    def _add_budgets(self) -> None:
        spent = spendings(self.problem, self.budgets) / 100
        for row, budget in zip(spent, self.budgets, strict=True):
            terms = [
                (each, row[caravan])
                for (caravan, zone), each in self.holds.items()
                if zone[0] in budget.provinces and row[caravan]
            ]
            self._add_row(terms, budget.centimes / 100)

    def _add_supply(self) -> None:
        """Pools give no more in a span of days than they have, to caravans that must lie in it."""
        problem, supply = self.problem, self.problem.supply
        users: dict[int, list[tuple[int, int, int, float]]] = {}
        for (caravan, zone), each in self.holds.items():
            first, after = int(problem.first_start[caravan]), int(problem.last_start[caravan] + problem.days[caravan])
            for kind in np.flatnonzero(supply.needs[caravan]):
                pools = np.unique(supply.pools[list(zone), kind])
                if len(pools) == 1:
                    asked = float(supply.needs[caravan, kind] * problem.days[caravan])
                    users.setdefault(int(pools[0]), []).append((first, after, each, asked))
        for pool, those in sorted(users.items()):
            for first in sorted({each[0] for each in those}):
                inside = sorted((after, each, asked) for begins, after, each, asked in those if begins >= first)
                for after in sorted({each[0] for each in inside}):
                    terms = [(each, asked) for ends, each, asked in inside if ends <= after]
                    limit = supply.most_days(pool, first, after)
                    if sum(asked for _, asked in terms) > limit:
                        self._add_row(terms, float(limit))
