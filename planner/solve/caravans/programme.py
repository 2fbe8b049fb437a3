"""Integer programmes in blocks that a few rows join, and what such a programme can be worth at most.

The rows that join blocks become prices: what the linear programme of all blocks would pay for one more of each row's
limit. Any prices ≥ 0 give a bound (Lagrange), and with these it is no worse than the linear programme's. Each block is
then solved by itself, and where its work ends early the solver's own bound counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from math import isfinite
from typing import Final, NamedTuple

import numpy as np
from ortools.math_opt.python import mathopt

from planner.problem.arrays import Floats

NODES: Final = 2000
"""Nodes of a block's search."""
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
        """Return an upper limit of the programme's worth, blocks apart: see the module's notes.

        Raises
        ------
        ArithmeticError
            Where the solver has proven nothing of a block; it may raise its own errors too.
        """
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
            if not isfinite(bound := result.termination.objective_bounds.dual_bound):
                raise ArithmeticError(f"nothing proven of a block: {result.termination.reason.name}")
            total += bound
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
