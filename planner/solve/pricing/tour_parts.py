"""The provinces' tours as parts that answer prices: each in a process of its own, by its linear programme."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import numpy as np

from planner.problem import Problem
from planner.problem.answer import Note
from planner.problem.arrays import Floats
from planner.problem.crew_days import crew_capacity
from planner.problem.limits import build_limits, tour_chapters
from planner.solve.bound.blocks import Column
from planner.solve.bound.bound_tours import TourBound, objective_without_tours
from planner.solve.clock import SolveClock
from planner.solve.pricing.caps import Caps
from planner.solve.pricing.mix import Offer
from planner.solve.pricing.priced import TOUR_COLUMNS, chapter_prices
from planner.solve.pricing.rounding import rounding_mad
from planner.solve.province import bound_province, crude_bound, restrict_province
from planner.solve.workers import Failure, Workers

LEAST_SECONDS: Final = 2.0
SHARE_OF_TIME: Final = 0.35
"""Wall clock that a province's programme may take at least, and as a share of the plan's at most."""
LEAST_CHANGE: Final = 0.01
"""Change of a chapter's price, MAD, that is worth asking again for."""


class TourParts:
    """Every province's tours, with what each has offered so far.

    Attributes
    ----------
    offers
        All answers to prices, the first of which is to make no tours.
    columns
        By province, the segments of its programme that were used or nearly so.
    """

    def __init__(
        self,
        problem: Problem,
        caps: Caps,
        clock: SolveClock,
        pool: Workers,
        columns: Sequence[tuple[Column, ...]],
    ) -> None:
        self.problem, self.caps, self.clock, self.pool = problem, caps, clock, pool
        self.columns = list(columns)
        capacity = crew_capacity(problem.staff)
        self.limits = [
            build_limits(
                problem.staff,
                capacity,
                province,
                [
                    (tour_chapters(budget), budget.centimes + 100 * rounding_mad(problem, [province]))
                    for budget in caps.own
                    if province in budget.provinces
                ],
            )
            for province in range(len(problem.tours))
        ]
        self.offers = [
            Offer(province, objective_without_tours(tours), np.zeros(len(caps.shared)))
            for province, tours in enumerate(problem.tours)
        ]
        self.answers: dict[int, tuple[Floats, TourBound]] = {}
        self.notes: list[Note] = []

    def ask_all(self, prices: Floats, tolerance: float, look_on: Callable[[], bool]) -> list[TourBound]:
        """Return each province's answer to prices of the shared caps, and take it among the offers.

        Parameters
        ----------
        tolerance
            Share of a province's bound within which its programme need not be solved to its end.
        """
        settings = self.clock.settings
        seconds = None if settings.deterministic else max(LEAST_SECONDS, SHARE_OF_TIME * settings.seconds)
        return self._ask(range(len(self.columns)), prices, look_on, bound_province, seconds, tolerance)

    def ask_changed(self, prices: Floats, look_on: Callable[[], bool]) -> list[TourBound]:
        """Return the same over the segments that are known, no bound but near one; asked where prices are others."""
        by_chapter = chapter_prices(self.problem, self.caps.every(prices))
        asked = [province for province in range(len(by_chapter)) if self._has_changed(province, by_chapter[province])]
        return self._ask(asked, prices, look_on, restrict_province)

    def _ask(
        self,
        provinces: Iterable[int],
        prices: Floats,
        look_on: Callable[[], bool],
        task: Callable[..., TourBound],
        *further: float | None,
    ) -> list[TourBound]:
        """Let a task answer prices for some provinces, the largest first, and return every province's last answer."""
        problem, by_chapter = self.problem, chapter_prices(self.problem, self.caps.every(prices))
        size = [tours.n_points * max(1, len(tours.units.base)) for tours in problem.tours]
        asked = sorted(provinces, key=lambda province: -size[province])
        tasks = [
            (problem.tours[p], self.limits[p], 1 + by_chapter[p, TOUR_COLUMNS], self.columns[p], *further)
            for p in asked
        ]
        for place, result in self.pool.run(task, tasks, look_on):
            province = asked[place]
            self.answers[province] = by_chapter[province], self._taken(province, result)
        for province in sorted(asked):
            bound = self.answers[province][1]
            cost_mad = bound.value_mad - float(by_chapter[province, TOUR_COLUMNS] @ bound.spent_mad)
            spent_mad = self.caps.under(province, bound.spent_mad)[list(self.caps.shared)]
            self.offers.append(Offer(province, cost_mad, spent_mad))
        return [self.answers[province][1] for province in range(len(size))]

    def _has_changed(self, province: int, by_chapter: Floats) -> bool:
        """Return whether prices are others than those that a province answered last."""
        before = self.answers.get(province)
        return before is None or bool(np.abs(by_chapter - before[0]).max() > LEAST_CHANGE)

    def _taken(self, province: int, result: TourBound | Failure) -> TourBound:
        """Return a province's answer; one that failed is bounded without a programme, and told."""
        if isinstance(result, Failure):
            self.notes.append(Note("bound", province, result.why))
            return crude_bound(self.problem.tours[province])
        self.columns[province] = result.columns
        return result
