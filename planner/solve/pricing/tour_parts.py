"""The provinces' tours as parts that answer prices: each in a process of its own, by its linear programme."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from planner.domain.columns import PROFESSIONS
from planner.executors import Executor, Failure
from planner.problem import Problem
from planner.problem.answer import Note
from planner.problem.arrays import Floats
from planner.problem.crew_days import CrewDays
from planner.problem.limits import TourLimits, build_limits, tour_chapters
from planner.solve.bound.bound_tours import TourBound, crude_bound, objective_without_tours
from planner.solve.bound.offer import TourOffer
from planner.solve.clock import SolveClock
from planner.solve.pricing.caps import Caps
from planner.solve.pricing.mix import Offer
from planner.solve.pricing.priced import TOUR_COLUMNS, Known, chapter_prices
from planner.solve.pricing.rounding import rounding_mad
from planner.solve.province import bound_province, restrict_province

LEAST_SECONDS: Final = 2.0
SHARE_OF_TIME: Final = 0.35
"""Wall clock that a province's programme may take at least, and as a share of what is left of the plan's at most."""
LEAST_CHANGE: Final = 0.01
"""Change of a chapter's price, MAD, that is worth asking again for."""
NEAR: Final = 1e-3
"""MAD, or person-days, by which floats may stray."""


class TourParts:
    """Every province's tours, with what each has offered so far.

    Attributes
    ----------
    columns
        By province, the segments of its programme that were used or nearly so.
    offered
        By province, the tours that it offered, the first of which are none.
    short
        Provinces of whose offers some ask for people or money that they no longer have.
    """

    def __init__(
        self,
        problem: Problem,
        caps: Caps,
        capacity: CrewDays,
        clock: SolveClock,
        executor: Executor,
        known: Known | None = None,
    ) -> None:
        self.problem, self.caps, self.clock, self.executor = problem, caps, clock, executor
        known = known or _nothing_known(problem)
        self.columns, self.offered = list(known.columns), list(map(list, known.offers))
        self.answers: dict[int, tuple[Floats, TourBound]] = {}
        self.notes: list[Note] = []
        self.short: set[int] = set()
        self.leave(capacity)

    def leave(self, capacity: CrewDays) -> None:
        """Let tours have so many people from now on; offers that ask for more are withdrawn."""
        problem, caps = self.problem, self.caps
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
        for province, limits in enumerate(self.limits):
            kept = [offer for offer in self.offered[province] if _keeps(offer, limits)]
            if len(kept) < len(self.offered[province]):
                self.short.add(province)
            self.offered[province] = kept

    @property
    def known(self) -> Known:
        """What is known of the tours so far."""
        return Known(tuple(self.columns), tuple(map(tuple, self.offered)))

    def offers(self) -> list[Offer]:
        """Return all that is offered, by what it spends under the shared caps."""
        return offers_under(self.caps, self.offered)

    def mixed(self, shares: Floats, figures: Callable[[TourOffer], Floats]) -> Floats:
        """Return by province the figures of its offers in a mix, shares of which stand in the order of `offers`."""
        share = iter(shares.tolist())
        return np.array([sum(next(share) * figures(offer) for offer in offers) for offers in self.offered])

    def crew_days(self, shares: Floats) -> Floats:
        """Return by pool the person-days that the tours of a mix ask for."""
        return self.by_pool(self.mixed(shares, lambda offer: offer.crew_days))

    def by_pool(self, by_province: Iterable[Floats]) -> Floats:
        """Return the sums by pool of the staff of what provinces have by profession."""
        staff = self.problem.staff
        sums = np.zeros(int(staff.pools.max()) + 1)
        for pools, there in zip(staff.pools, by_province, strict=True):
            np.add.at(sums, pools[: len(there)], there)
        return sums

    def ask_all(
        self, prices: Floats, tolerance: float, look_on: Callable[[], bool], ladder: Sequence[float] = ()
    ) -> list[TourBound]:
        """Return each province's answer to prices of the shared caps, and take it among the offers.

        Parameters
        ----------
        tolerance
            Share of a province's bound within which its programme need not be solved to its end.
        ladder
            By how much dearer money is in further answers, of the segments that are found for the first.
        """
        clock, provinces = self.clock, range(len(self.columns))
        seconds = None if clock.settings.deterministic else max(LEAST_SECONDS, SHARE_OF_TIME * clock.left_s)
        self._ask(provinces, prices, ladder, look_on, bound_province, seconds, tolerance)
        self.short.clear()
        return [self.answers[province][1] for province in provinces]

    def ask_changed(self, prices: Floats, look_on: Callable[[], bool]) -> None:
        """Take answers over the segments that are known, no bounds but near them, where prices are others now."""
        by_chapter = chapter_prices(self.problem, self.caps.every(prices))
        asked = [province for province in range(len(by_chapter)) if self._has_changed(province, by_chapter[province])]
        self._ask(asked, prices, (), look_on, restrict_province)

    def ask_short(self, prices: Floats, look_on: Callable[[], bool], ladder: Sequence[float]) -> Floats:
        """Take such answers where offers were withdrawn, and return what a person-day of each pool is worth there."""
        self._ask(self.short, prices, ladder, look_on, restrict_province)
        nothing = np.zeros(len(PROFESSIONS))
        worth = [self.answers[p][1].crew_mad if p in self.short else nothing for p in range(len(self.columns))]
        self.short.clear()
        return self.by_pool(worth)

    def _ask(
        self,
        provinces: Iterable[int],
        prices: Floats,
        ladder: Sequence[float],
        look_on: Callable[[], bool],
        task: Callable[..., TourBound],
        *options: float | None,
    ) -> None:
        """Let a task answer prices for some provinces, the largest first."""
        problem, by_chapter = self.problem, chapter_prices(self.problem, self.caps.every(prices))[:, TOUR_COLUMNS]
        is_shared = chapter_prices(problem, self.caps.every(np.ones(len(self.caps.shared))))[:, TOUR_COLUMNS] > 0
        size = [tours.n_points * max(1, len(tours.units.base)) for tours in problem.tours]
        asked = sorted(provinces, key=lambda province: (-size[province], province))
        tasks = [
            (
                problem.tours[p],
                self.limits[p],
                1 + by_chapter[p],
                [1 + by_chapter[p] + step * is_shared[p] for step in ladder if is_shared[p].any()],
                self.columns[p],
                *options,
            )
            for p in asked
        ]
        for place, result in self.executor.run(task, tasks, look_on):
            province = asked[place]
            answer = self._taken(province, result, is_proof=task is bound_province)
            self.answers[province] = by_chapter[province], answer
            self.offered[province] += answer.offers

    def _has_changed(self, province: int, by_chapter: Floats) -> bool:
        """Return whether prices are others than those that a province answered last."""
        before = self.answers.get(province)
        return before is None or bool(np.abs(by_chapter[TOUR_COLUMNS] - before[0]).max() > LEAST_CHANGE)

    def _taken(self, province: int, result: TourBound | Failure, is_proof: bool) -> TourBound:
        """Return a province's answer; a proof that failed is one without a programme, and told, a guess that before."""
        if isinstance(result, Failure):
            if not is_proof and province in self.answers:
                return replace(self.answers[province][1], offers=())
            self.notes.append(Note("bound", province, result.why))
            return crude_bound(self.problem.tours[province])
        if result.failure:
            self.notes.append(Note("bound", province, result.failure))
        self.columns[province] = result.columns
        return result


def offers_under(caps: Caps, offered: Sequence[Sequence[TourOffer]]) -> list[Offer]:
    """Return tours that provinces offer by what they spend under the shared caps."""
    shared = list(caps.shared)
    return [
        Offer(province, offer.cost_mad, caps.under(province, offer.spent_mad)[shared])
        for province, offers in enumerate(offered)
        for offer in offers
    ]


def _nothing_known(problem: Problem) -> Known:
    """Return what is known before anything is asked: what it costs to make no tours."""
    money, people = np.zeros(len(TOUR_COLUMNS)), np.zeros(len(PROFESSIONS))
    offers = tuple((TourOffer(objective_without_tours(tours), money, people),) for tours in problem.tours)
    return Known(((),) * len(offers), offers)


def _keeps(offer: TourOffer, limits: TourLimits) -> bool:
    """Return whether tours keep a province's own caps and do not ask for more people than there are."""
    keeps_caps = limits.cap_chapters @ offer.spent_mad <= limits.cap_left / 100 + NEAR
    return bool(keeps_caps.all() and (offer.crew_days <= limits.crew_in_season + NEAR).all())
