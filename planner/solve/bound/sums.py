"""What tours add up to, class by class of units: one shape for what a solution makes, a row counts and a dual pays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
from ortools.linear_solver import pywraplp

from planner.problem.arrays import Floats, Ints
from planner.solve.bound.segments import OUT

AWAY: Final = 1
"""Beside HOME: the days of tours with nights, of any kind."""


class Sums(NamedTuple):
    """Figures of each class of units, or factors of them.

    Attributes
    ----------
    days, tours
        Tour-days, and tours with nights, shape (classes,).
    stops
        Stops on days from base to base (HOME) and on those of longer tours (AWAY), shape (classes, 2, points).
    """

    days: Floats
    tours: Floats
    stops: Floats

    def of_segment(self, of: int, kind: int, points: Ints) -> float:
        """Return what factors make of one segment of a class."""
        stops = self.stops[of, min(kind, AWAY), points].sum()
        return float(self.days[of] + self.tours[of] * (kind == OUT) + stops)

    def add_segment(self, of: int, kind: int, points: Ints, times: float) -> None:
        """Count a segment of a class that is made so many times."""
        self.days[of] += times
        self.tours[of] += times * (kind == OUT)
        np.add.at(self.stops[of, min(kind, AWAY)], points, times)


def no_sums(n_classes: int, n_points: int) -> Sums:
    """Return sums of nothing, to be filled."""
    return Sums(np.zeros(n_classes), np.zeros(n_classes), np.zeros((n_classes, 2, n_points)))


class SumRows:
    """Rows of a programme over sums: what is added to it finds its factors here, and what is priced its worth."""

    def __init__(self) -> None:
        self.rows: list[pywraplp.Constraint] = []
        self.factors: list[Sums] = []

    def add(self, row: pywraplp.Constraint, factors: Sums) -> None:
        """Take a row by what it makes of each sum."""
        self.rows.append(row)
        self.factors.append(factors)
        self.__dict__.pop("_stacked", None)

    @cached_property
    def _stacked(self) -> Sums:
        """The factors of all rows, the rows first."""
        return Sums(*map(np.array, zip(*self.factors, strict=True)))

    def of_segment(self, of: int, kind: int, points: Ints) -> Iterator[tuple[pywraplp.Constraint, float]]:
        """Yield the rows that a segment of a class stands in, each with its factor."""
        days, tours, stops = self._stacked
        factors = days[:, of] + tours[:, of] * (kind == OUT) + stops[:, of, min(kind, AWAY)][:, points].sum(axis=1)
        for place in np.flatnonzero(factors):
            yield self.rows[place], float(factors[place])

    def worth(self, dual: Callable[[pywraplp.Constraint], float]) -> Sums:
        """Return what each day, tour and stop is worth at the duals of the rows."""
        duals = np.array([dual(row) for row in self.rows])
        return Sums(*(np.tensordot(duals, factors, axes=1) for factors in self._stacked))
