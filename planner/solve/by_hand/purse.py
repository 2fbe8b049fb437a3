"""What is left of every cap on money while a plan is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from planner.domain.columns import Chapter
from planner.problem.budgets import Budget
from planner.problem.tours import TOUR_CHAPTERS

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]


class Purse:
    """Budgets, and the centimes left of each."""

    def __init__(self, budgets: Sequence[Budget]) -> None:
        self.budgets = budgets
        self.left = [budget.centimes for budget in budgets]

    def affords(self, province: int, costs: Mapping[Chapter, int]) -> bool:
        """Return whether a province may spend so many centimes by chapter."""
        return all(left >= cost for left, cost in zip(self.left, self._by_budget(province, costs), strict=True))

    def pay(self, province: int, costs: Mapping[Chapter, int]) -> None:
        """Take what a province spends from every budget that holds it; negative costs are paid back."""
        self.left = [left - cost for left, cost in zip(self.left, self._by_budget(province, costs), strict=True)]

    def for_tours(self, province: int, shares: Mapping[int, float]) -> tuple[Bools, Floats]:
        """Return what a province's tours may spend: the chapters of each cap, shape (caps, 5), and its centimes.

        Parameters
        ----------
        shares
            What of each province that still wants money is wanted, by number: a cap is shared in proportion.
        """
        caps = [
            ([chapter in budget.chapters for chapter in TOUR_CHAPTERS], left * shares[province] / wanted)
            for budget, left in zip(self.budgets, self.left, strict=True)
            if province in budget.provinces and budget.chapters & set(TOUR_CHAPTERS)
            for wanted in [sum(share for each, share in shares.items() if each in budget.provinces)]
        ]
        return np.array([chapters for chapters, _ in caps], bool).reshape(-1, 5), np.array([left for _, left in caps])

    def _by_budget(self, province: int, costs: Mapping[Chapter, int]) -> list[int]:
        return [
            sum(cost for chapter, cost in costs.items() if province in budget.provinces and chapter in budget.chapters)
            for budget in self.budgets
        ]
