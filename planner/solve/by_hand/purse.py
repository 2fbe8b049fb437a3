"""What is left of every cap on money while a plan is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.domain.columns import Chapter
from planner.problem.arrays import Bools
from planner.problem.budgets import Budget
from planner.problem.limits import tour_chapters


class Purse:
    """Budgets, and the centimes left of each."""

    def __init__(self, budgets: Sequence[Budget]) -> None:
        self.budgets = budgets
        self.left = [budget.centimes for budget in budgets]

    def affords(self, province: int, costs: Mapping[Chapter, int]) -> bool:
        """Return whether a province may spend so many centimes by chapter."""
        return all(left >= cost for left, cost in zip(self.left, self._by_budget(province, costs), strict=True) if cost)

    def pay(self, province: int, costs: Mapping[Chapter, int]) -> None:
        """Take what a province spends from every budget that limits it."""
        self.left = [left - cost for left, cost in zip(self.left, self._by_budget(province, costs), strict=True)]

    def pay_back(self, province: int, costs: Mapping[Chapter, int]) -> None:
        """Return what a province does not spend after all."""
        self.pay(province, {chapter: -cost for chapter, cost in costs.items()})

    def for_tours(self, province: int, wanted: Mapping[int, float]) -> list[tuple[Bools, float]]:
        """Return the caps on a province's tours, as `build_limits` takes them.

        Parameters
        ----------
        wanted
            By number of those provinces that still plan, how much they want: what is left of a cap is shared in
            proportion.
        """
        return [
            (
                tour_chapters(budget),
                left * wanted[province] / sum(wanted[each] for each in wanted.keys() & budget.provinces),
            )
            for budget, left in zip(self.budgets, self.left, strict=True)
            if province in budget.provinces and tour_chapters(budget).any()
        ]

    def _by_budget(self, province: int, costs: Mapping[Chapter, int]) -> list[int]:
        return [
            sum(costs[chapter] for chapter in costs.keys() & budget.chapters) if province in budget.provinces else 0
            for budget in self.budgets
        ]
