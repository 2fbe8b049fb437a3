"""Prices of the money that parts of a plan share, and what they prove."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np

from planner.domain.columns import CHAPTERS
from planner.problem import Problem
from planner.problem.answer import Note
from planner.problem.arrays import Floats
from planner.problem.budgets import Budget
from planner.problem.chapters import TOUR_CHAPTERS
from planner.solve.bound.blocks import Column
from planner.solve.bound.offer import TourOffer
from planner.solve.caravans import CaravanPrices
from planner.solve.money import Money

TOUR_COLUMNS: Final = [CHAPTERS.index(chapter) for chapter in TOUR_CHAPTERS]
"""Where the chapters of tours stand among all."""


class Known(NamedTuple):
    """By province, the segments of its programme that were used or nearly so, and the tours that it offered."""

    columns: tuple[tuple[Column, ...], ...]
    offers: tuple[tuple[TourOffer, ...], ...]


class CrewPrices(NamedTuple):
    """What people are worth to tours, by pool of the staff: MAD of a person-day beyond those that they can spare."""

    day_mad: Floats
    spare: Floats


def no_crew_prices(problem: Problem) -> CrewPrices:
    """Return what people are worth where nobody else wants them."""
    return CrewPrices(*np.zeros((2, int(problem.staff.pools.max()) + 1)))


@dataclass(frozen=True, slots=True)
class Priced:
    """Prices of shared caps, and what they prove.

    Attributes
    ----------
    bound_mad
        No plan's objective is lower.
    prices
        MAD that a MAD more under each cap would bring, 0 for those that are not shared, shape (caps,).
    lower_mad
        By province, the lower limit of its tours' objective at these prices.
    crew
        What person-days that others take beyond those to spare cost tours.
    spent_mad
        What the relaxation's tours spend under each cap, shape (provinces, caps).
    """

    problem: Problem
    bound_mad: float
    prices: Floats
    lower_mad: Floats
    crew: CrewPrices
    spent_mad: Floats
    known: Known
    notes: tuple[Note, ...]

    def by_chapter(self) -> Floats:
        """Return what a MAD of each chapter costs beyond itself, shape (provinces, 7)."""
        return chapter_prices(self.problem, self.prices)

    @property
    def caravans(self) -> CaravanPrices:
        """What caravans cost beyond themselves."""
        return caravan_prices(self.problem, self.by_chapter(), self.crew)

    def without_tours(self, money: Money, owed: Money, pinned: Money) -> tuple[Budget, ...]:
        """Return the caps with what spending so far and the relaxation's tours leave of them.

        Parameters
        ----------
        owed
            What the caps are to be left for at least, whatever the relaxation's tours would rather spend …
        pinned
            … but for that of the pinned tours.
        """
        tours = np.ceil(self.spent_mad.sum(axis=0) * 100)
        caps = []
        for budget, spent in zip(self.problem.budgets, tours, strict=True):
            left = money.left(budget)
            for_tours = max(pinned.under(budget), min(int(spent), left - owed.under(budget)))
            caps.append(replace(budget, centimes=max(0, left - for_tours)))
        return tuple(caps)


def chapter_prices(problem: Problem, prices: Floats) -> Floats:
    """Return what a MAD of each chapter costs beyond itself at prices of caps, shape (provinces, 7)."""
    by_chapter = np.zeros((len(problem.tours), len(CHAPTERS)))
    for budget, price in zip(problem.budgets, prices, strict=True):
        if price:
            chapters = [CHAPTERS.index(chapter) for chapter in budget.chapters]
            by_chapter[np.ix_(sorted(budget.provinces), chapters)] += price
    return by_chapter


def caravan_prices(problem: Problem, by_chapter: Floats, crew: CrewPrices) -> CaravanPrices:
    """Return what caravans cost beyond themselves at prices of chapters and of person-days."""
    fixed, per_diem = (by_chapter[:, CHAPTERS.index(chapter)] for chapter in ("caravans", "per_diem"))
    pieces = len(problem.caravans.supply.capacity.days_in_season) - len(crew.day_mad)
    return CaravanPrices(fixed, per_diem, np.pad(crew.day_mad * 100, (0, pieces)), np.pad(crew.spare, (0, pieces)))
