"""What a dirham under each shared cap is worth: the prices at which the parts of a plan may be solved apart.

Dantzig and Wolfe (1960), "Decomposition principle for linear programs", Operations Research 8. Each part (a
province's tours, a caravan, the ambulances) answers prices with what it costs and spends; a small linear programme
mixes the answers so that the caps hold, and its duals are the next prices. For any prices that are not negative,

    Σ parts' lower limits at these prices − Σ price · cap

is a lower limit of the whole, so the best of all rounds is proven whenever the rounds end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from ortools.linear_solver import pywraplp

from planner.problem.arrays import Floats

LADDER: Final = (0.5, 1.0, 2.0, 4.0, 8.0)
"""MAD that money is dearer by in further offers of a part that has none or lost some, or that exceeds a cap."""
DEAREST: Final = 10_000.0
"""MAD that a MAD beyond a cap costs at most: no dirham spent brings as much, and floats solve no dearer programmes."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One answer of a part: MAD that it costs less what it is worth, without prices, and MAD spent under each cap."""

    part: int
    cost_mad: float
    spent_mad: Floats


@dataclass(frozen=True, slots=True)
class Mix:
    """The best mix of offers under the caps.

    Attributes
    ----------
    prices
        MAD that a MAD more under each cap would bring.
    shares
        By offer, how much of it is taken.
    cost_mad
        MAD that it costs less what it is worth; where no mix keeps the caps, far more than any is worth.
    """

    prices: Floats
    shares: Floats
    cost_mad: float


class Mixer:
    """The programme that mixes some offers, to be asked again and again where caps leave more or less.

    Parameters
    ----------
    may_be_left_out
        By part, whether it may cost and spend nothing.
    n_caps
        How many caps the offers spend under.
    """

    def __init__(self, offers: Sequence[Offer], may_be_left_out: Sequence[bool], n_caps: int) -> None:
        self._lp = lp = pywraplp.Solver.CreateSolver("GLOP")
        infinity = lp.infinity()
        self._cap_rows = [lp.Constraint(-infinity, 0.0) for _ in range(n_caps)]
        part_rows = [lp.Constraint(0.0 if free else 1.0, 1.0) for free in may_be_left_out]
        self._dearest = min(DEAREST, 10 * (1 + max((abs(offer.cost_mad) for offer in offers), default=0.0)))
        for row in self._cap_rows:
            # Where no mix keeps a cap, what is beyond it costs more than anything is worth.
            beyond = lp.NumVar(0.0, infinity, "")
            row.SetCoefficient(beyond, -1.0)
            lp.Objective().SetCoefficient(beyond, self._dearest)
        self._shares = []
        for offer in offers:
            share = lp.NumVar(0.0, infinity, "")
            lp.Objective().SetCoefficient(share, offer.cost_mad)
            part_rows[offer.part].SetCoefficient(share, 1.0)
            for row, spent in zip(self._cap_rows, offer.spent_mad, strict=True):
                if spent:
                    row.SetCoefficient(share, float(spent))
            self._shares.append(share)

    def mix(self, caps_mad: Floats) -> Mix:
        """Return the mix of offers of the least cost that keeps the caps as far as any mix can.

        Raises
        ------
        ArithmeticError
            Where it was not found.
        """
        for row, cap in zip(self._cap_rows, caps_mad, strict=True):
            row.SetUb(float(cap))
        if self._lp.Solve() != pywraplp.Solver.OPTIMAL:
            raise ArithmeticError("the linear programme of the prices was not solved")
        prices = np.array([max(0.0, -row.dual_value()) for row in self._cap_rows])
        taken = np.array([share.solution_value() for share in self._shares])
        return Mix(np.minimum(prices, self._dearest), taken, float(self._lp.Objective().Value()))
