"""What is left of every cap when some of a plan's money is spent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from planner.domain.columns import CHAPTERS
from planner.problem import Problem
from planner.problem.answer import CaravanChoice, PostChoice, TourChoice
from planner.problem.arrays import Longs
from planner.problem.budgets import Budget
from planner.solve.by_hand.ground import costs_of

_PER_DIEM, _CARAVANS, _UPKEEP = (CHAPTERS.index(chapter) for chapter in ("per_diem", "caravans", "upkeep"))
TOURS_ALONE: Final = frozenset({"fuel", "medicines", "hire", "other"})
"""Chapters on which nothing but tours spends."""
CARAVANS_ALONE: Final = frozenset({"caravans", "other"})
"""Chapters on which nothing but caravans spends."""


@dataclass(frozen=True, slots=True)
class Money:
    """A plan's spending so far.

    Attributes
    ----------
    spent
        Centimes by province and chapter of CHAPTERS, shape (provinces, 7).
    """

    problem: Problem
    spent: Longs

    def under(self, budget: Budget) -> int:
        """Return the centimes spent under a cap."""
        chapters = [CHAPTERS.index(chapter) for chapter in budget.chapters]
        return int(self.spent[np.ix_(sorted(budget.provinces), chapters)].sum())

    def left(self, budget: Budget) -> int:
        """Return the centimes that a cap leaves, at least 0."""
        return max(0, budget.centimes - self.under(budget))

    def budgets(self) -> tuple[Budget, ...]:
        """Return the caps with what they leave."""
        return tuple(replace(budget, centimes=self.left(budget)) for budget in self.problem.budgets)

    def with_posts(self, posts: Iterable[PostChoice]) -> Money:
        """Return the money when ambulances are posted; a post's upkeep is rounded up to the centime."""
        spent = self.spent.copy()
        for post in posts:
            kind = self.problem.ambulances.class_of[post.ambulance]
            spent[kind.province, _UPKEEP] += kind.upkeep_centimes(post.last_day - post.first_day + 1)
        return Money(self.problem, spent)

    def with_caravans(self, caravans: Iterable[CaravanChoice]) -> Money:
        """Return the money when caravans are held."""
        spent, of = self.spent.copy(), self.problem.caravans
        for held in caravans:
            province = of.site_province[held.site]
            spent[province, _CARAVANS] += of.fixed_centimes[held.caravan]
            spent[province, _PER_DIEM] += of.per_diem_centimes[held.caravan]
        return Money(self.problem, spent)

    def with_tours(self, tours: Mapping[int, Iterable[TourChoice]]) -> Money:
        """Return the money when tours are run, by province, and cost the most that rounding their lines can make."""
        spent = self.spent.copy()
        for province, there in tours.items():
            for chapter, centimes in costs_of(self.problem.tours[province], there).items():
                spent[province, CHAPTERS.index(chapter)] += centimes
        return Money(self.problem, spent)


def no_money_spent(problem: Problem) -> Money:
    """Return the money of a plan that does nothing."""
    return Money(problem, np.zeros((len(problem.tours), len(CHAPTERS)), np.int64))
