"""The bound of a province's tours, by column generation; see `master` for what it relaxes and why it holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.problem.limits import TourLimits
from planner.problem.segments import build_pools
from planner.problem.tours import TourProblem
from planner.solve.bound.master import TourMaster

Floats = NDArray[np.float64]

MOST_SEGMENTS: Final = 3_000_000
COLUMNS_A_ROUND: Final = 40
"""Columns that a block may add in one round."""
NEAR_ENOUGH: Final = 2e-5
"""Share of the bound within which the programme need not be solved to its end."""


@dataclass(frozen=True, slots=True)
class TourBound:
    """What a province's tours cost and bring in the relaxation, MAD.

    Attributes
    ----------
    lower_mad
        No tours of the province have a smaller priced objective: priced money less worth, with lateness and shortfall.
    spent_mad
        By tour chapter, at the relaxation's optimum.
    cap_duals
        What a MAD more under each of the province's caps would bring, at least 0.
    master
        The programme, from which tours may be made whole.
    """

    lower_mad: float
    spent_mad: Floats
    cap_duals: Floats
    master: TourMaster


def bound_tours(
    problem: TourProblem, limits: TourLimits, prices: Floats, is_time_over: Callable[[], bool]
) -> TourBound:
    """Return the proven lower limit of a province's priced objective.

    At any round the value of the restricted programme, less the most negative reduced cost of each block times its unit-days,
    is a lower limit (every column of a block uses one of its unit-days); so it holds too where the time is over first.

    Parameters
    ----------
    prices
        What a MAD of each tour chapter costs, shape (5,).
    is_time_over
        Asked once a round.

    Raises
    ------
    PoolTooLargeError
        Where the day segments are too many.
    ArithmeticError
        Where a linear programme was not solved.
    """
    master = TourMaster(problem, limits, build_pools(problem, MOST_SEGMENTS), prices)
    best = -np.inf
    while True:
        value = lower = master.solve()
        missing = []
        for number, block in enumerate(master.blocks):
            lowest, reduced = master.price(number)
            lower += min(0.0, lowest) * block.days
            if lowest < -1e-4:
                missing.append((number, reduced))
        best = max(best, lower)
        if not missing or value - best <= NEAR_ENOUGH * abs(value) or is_time_over():
            break
        for number, reduced in missing:
            master.add_best(number, reduced, COLUMNS_A_ROUND)
    return TourBound(best, master.spent(), np.array([-master.dual(row) for row in master.cap_rows]), master)
