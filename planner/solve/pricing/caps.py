"""Which caps are rows of one part's programme, which are prices between parts, and what spending comes under them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from planner.domain.columns import CHAPTERS
from planner.problem.arrays import Floats, Longs
from planner.problem.budgets import Budget
from planner.problem.limits import tour_chapters
from planner.solve.money import CARAVANS_ALONE, TOURS_ALONE


@dataclass(frozen=True, slots=True)
class Caps:
    """Caps by what they bind.

    Attributes
    ----------
    own
        Those that limit the tours of one province and nothing else.
    shared
        Numbers of those under which more than one part spends.
    """

    budgets: Sequence[Budget]
    own: tuple[Budget, ...]
    shared: tuple[int, ...]

    @property
    def shared_mad(self) -> Floats:
        """MAD of the shared caps."""
        return np.array([self.budgets[number].centimes / 100 for number in self.shared])

    def every(self, prices: Floats) -> Floats:
        """Return prices of the shared caps as prices of all, 0 for the others."""
        every = np.zeros(len(self.budgets))
        every[list(self.shared)] = prices
        return every

    def under(self, province: int, spent_mad: Floats) -> Floats:
        """Return what a province's tours spend under each cap, of what they spend by tour chapter."""
        return np.array(
            [
                float(spent_mad @ tour_chapters(budget)) if province in budget.provinces else 0.0
                for budget in self.budgets
            ]
        )

    def under_shared(self, spent: Longs) -> Floats:
        """Return the MAD under each shared cap of centimes by province and chapter."""
        return np.array(
            [
                spent[np.ix_(sorted(budget.provinces), [CHAPTERS.index(each) for each in budget.chapters])].sum() / 100
                for budget in (self.budgets[number] for number in self.shared)
            ]
        )


def caps_of_all(budgets: Sequence[Budget]) -> Caps:
    """Return the caps of a whole plan; the caravans, bounded as one, keep those on what nothing else spends on."""

    def is_own(budget: Budget) -> bool:
        return len(budget.provinces) == 1 and budget.chapters <= TOURS_ALONE

    return _caps(budgets, is_own, lambda budget: not is_own(budget) and not budget.chapters <= CARAVANS_ALONE)


def caps_of_tours(budgets: Sequence[Budget]) -> Caps:
    """Return the caps where nothing but tours spends any more."""
    of_tours = [budget for budget in budgets if tour_chapters(budget).any()]
    return _caps(
        budgets,
        lambda budget: budget in of_tours and len(budget.provinces) == 1,
        lambda budget: budget in of_tours and len(budget.provinces) > 1,
    )


def _caps(budgets: Sequence[Budget], is_own: Callable[[Budget], bool], is_shared: Callable[[Budget], bool]) -> Caps:
    own = tuple(budget for budget in budgets if is_own(budget))
    return Caps(budgets, own, tuple(number for number, budget in enumerate(budgets) if is_shared(budget)))
