"""Prices for the money that parts of a plan share, and the bound of the whole that they prove.

The bound is that of the whole problem: tours are bounded province by province (`planner.solve.bound.master` says what
that relaxes), caravans and ambulances by their own programmes, people of caravans and tours as if each had all of
them, and the shared caps by prices. What costs only tours of one province is a row of that province's programme.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from math import inf
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.domain.columns import CHAPTERS
from planner.problem import Problem
from planner.problem.answer import Note
from planner.problem.budgets import Budget
from planner.problem.crew_days import crew_capacity
from planner.problem.limits import build_limits, tour_chapters
from planner.problem.tours import TOUR_CHAPTERS
from planner.solve.bound.blocks import Column
from planner.solve.bound.bound_tours import TourBound, bound_without_solving, objective_without_tours
from planner.solve.caravans import CaravanAnswer, CaravanPrices, bound_caravans, place_caravans, reach_centimes
from planner.solve.clock import SolveClock
from planner.solve.failures import national_notes
from planner.solve.money import CARAVANS_ALONE, TOURS_ALONE, Money, no_money_spent
from planner.solve.post_ambulances import AmbulanceAnswer, post_ambulances
from planner.solve.prices import Mix, Offer, mix_offers
from planner.solve.province import bound_province
from planner.solve.share_caps import tour_rounding_mad
from planner.solve.workers import Failure, Workers

Floats = NDArray[np.float64]

SHARE_OF_TIME: Final = 0.35
SHARE_OF_TIME_WITH_TOURS: Final = 0.45
"""Of the plan's time that is over when prices and bounds are found, and those of tours alone after them."""
EXACT: Final = 2e-5
ROUGH: Final = 1e-3
"""Share of a bound within which a programme need not be solved to its end: to prove, and to find prices."""
MOST_STEPS: Final = 8
"""Steps of prices in a round."""
LEAST_CHANGE: Final = 0.02
"""Change of a price that is worth asking again for, MAD."""
TOUR_COLUMNS: Final = [CHAPTERS.index(chapter) for chapter in TOUR_CHAPTERS]
LINES_A_CARAVAN: Final = 8


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
    spent_mad
        What the relaxation's tours spend under each cap, shape (provinces, caps).
    columns
        By province, the segments of its programme that were used or nearly so.
    """

    problem: Problem
    bound_mad: float
    prices: Floats
    lower_mad: Floats
    spent_mad: Floats
    columns: tuple[tuple[Column, ...], ...]
    notes: tuple[Note, ...]

    def by_chapter(self, only_wide: bool = False) -> Floats:
        """Return what a MAD of each chapter costs beyond itself, shape (provinces, 7)."""
        return chapter_prices(self.problem, self.prices, only_wide)

    @property
    def caravans(self) -> CaravanPrices:
        """What caravans cost beyond themselves."""
        return caravan_prices(self.by_chapter())

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


def chapter_prices(problem: Problem, prices: Floats, only_wide: bool = False) -> Floats:
    """Return what a MAD of each chapter costs beyond itself at prices of caps, shape (provinces, 7)."""
    by_chapter = np.zeros((len(problem.tours), len(CHAPTERS)))
    for budget, price in zip(problem.budgets, prices, strict=True):
        if price and not (only_wide and len(budget.provinces) == 1):
            chapters = [CHAPTERS.index(chapter) for chapter in budget.chapters]
            by_chapter[np.ix_(sorted(budget.provinces), chapters)] += price
    return by_chapter


def caravan_prices(by_chapter: Floats) -> CaravanPrices:
    """Return what caravans cost beyond themselves at prices of chapters."""
    return CaravanPrices(by_chapter[:, CHAPTERS.index("caravans")], by_chapter[:, CHAPTERS.index("per_diem")])


def find_prices(problem: Problem, clock: SolveClock, pool: Workers) -> Priced:
    """Return prices of the shared caps that prove the highest bound found in the time."""
    return _Pricing(problem, clock, pool, problem.budgets, SHARE_OF_TIME, None).run()


def find_prices_of_tours(priced: Priced, money: Money, clock: SolveClock, pool: Workers) -> Priced:
    """Return prices of what is left of the caps when all but the tours is placed, and lower limits of tours at them.

    The bound stays that of the whole problem, as the new one takes all that is placed as given.
    """
    are_shared = any(len(budget.provinces) > 1 and tour_chapters(budget).any() for budget in priced.problem.budgets)
    if not are_shared or clock.wants_stop:
        return priced
    found = _Pricing(priced.problem, clock, pool, money.budgets(), SHARE_OF_TIME_WITH_TOURS, priced).run()
    return replace(found, bound_mad=priced.bound_mad, notes=(*priced.notes, *found.notes))


class _Pricing:
    """The rounds of prices: of all parts or, where there were rounds before and all else is placed, of the tours."""

    def __init__(
        self,
        problem: Problem,
        clock: SolveClock,
        pool: Workers,
        budgets: Sequence[Budget],
        share_of_time: float,
        before: Priced | None,
    ) -> None:
        self.problem, self.clock, self.pool, self.before = problem, clock, pool, before
        self.share_of_time = share_of_time
        self.shared = [number for number, budget in enumerate(budgets) if self._is_shared(budget)]
        self.caps_mad = np.array([budgets[number].centimes / 100 for number in self.shared])
        capacity = crew_capacity(problem.staff)
        self.limits = [
            build_limits(
                problem.staff,
                capacity,
                province,
                [
                    (tour_chapters(budget), budget.centimes + 100 * _rounding_mad(problem, [province]))
                    for budget in budgets
                    if self._is_own(budget) and province in budget.provinces
                ],
            )
            for province in range(len(problem.tours))
        ]
        self.columns: list[tuple[Column, ...]] = list(before.columns) if before else [()] * len(problem.tours)
        self.answers: dict[int, tuple[Floats, TourBound]] = {}
        self.offers: list[Offer] = []
        self.free: list[bool] = [False] * len(problem.tours)
        self.notes: list[Note] = []
        self.best, self.best_prices, self.lower = -inf, np.zeros(len(self.shared)), np.zeros(0)

    def run(self) -> Priced:
        """Bound without prices, find prices on the segments that this has found, and bound again at them."""
        for province, tours in enumerate(self.problem.tours):
            self.offers.append(Offer(province, objective_without_tours(tours), np.zeros(len(self.shared))))
        prices = np.zeros(len(self.shared))
        if self.before:
            prices = self.before.prices[self.shared]
            self._ask_tours(prices, None)
            prices = self._approach(prices)
        elif self.shared:
            with ThreadPoolExecutor(1) as beside:
                others = beside.submit(self._others_without_prices)
                self._ask_tours(prices, ROUGH)
                self._offer_others(*others.result())
            prices = self._approach(prices)
        bounds = self._prove(prices)
        if not self._is_settled(self._mix(), prices) and not self._is_time_over():
            bounds = self._prove(self._approach(prices))
        all_prices = np.zeros(len(self.problem.budgets))
        all_prices[self.shared] = self.best_prices
        spent, columns = self._spent(self._mix(), bounds), tuple(self.columns)
        return Priced(self.problem, self.best, all_prices, self.lower, spent, columns, tuple(self.notes))

    def _is_own(self, budget: Budget) -> bool:
        """Whether a cap limits the tours of one province and nothing else."""
        is_of_tours = tour_chapters(budget).any() if self.before else budget.chapters <= TOURS_ALONE
        return len(budget.provinces) == 1 and bool(is_of_tours)

    def _is_shared(self, budget: Budget) -> bool:
        """Whether parts that are bounded apart spend under a cap; the caravans, bounded as one, keep their own caps."""
        if self.before:
            return len(budget.provinces) > 1 and bool(tour_chapters(budget).any())
        return not self._is_own(budget) and not budget.chapters <= CARAVANS_ALONE

    def _approach(self, prices: Floats) -> Floats:
        """Return prices at which the best mix of offers hardly asks for others, found on the segments known so far."""
        for _ in range(MOST_STEPS):
            mix = self._mix()
            if self._is_settled(mix, prices) or self._is_time_over():
                break
            # Half the way damps the swings of column generation (Wentges 1997, "Weighted Dantzig-Wolfe").
            prices = (prices + mix.prices) / 2
            self._ask_tours(prices, None)
        return prices

    def _mix(self) -> Mix:
        """Return the best mix of all that was offered."""
        return mix_offers(self.offers, len(self.free), self.free, self.caps_mad)

    def _prove(self, prices: Floats) -> list[TourBound]:
        """Return each province's exact answer to prices, and keep what they prove where it is the best so far."""
        others_mad = self._bound_others(prices)
        bounds = self._ask_tours(prices, EXACT)
        lower = np.array([bound.lower_mad for bound in bounds])
        # Caps bind money that is rounded line by line, and these programmes do not round: each line has half a centime.
        rounding_mad = _rounding_mad(self.problem, range(len(bounds)))
        caps_mad = float(prices @ (self.caps_mad + rounding_mad))
        proven = float(lower.sum()) - others_mad - caps_mad - rounding_mad - self._rounded_worth_mad()
        if proven > self.best:
            self.best, self.best_prices, self.lower = proven, prices, lower
        return bounds

    def _is_settled(self, mix: Mix, prices: Floats) -> bool:
        return bool(np.abs(mix.prices - prices).max(initial=0) < LEAST_CHANGE)

    def _is_time_over(self) -> bool:
        settings = self.clock.settings
        is_late = not settings.deterministic and self.clock.elapsed_s > self.share_of_time * settings.seconds
        return self.clock.wants_stop or is_late

    def _by_chapter(self, prices: Floats) -> Floats:
        every = np.zeros(len(self.problem.budgets))
        every[self.shared] = prices
        return chapter_prices(self.problem, every)

    def _look_on(self) -> bool:
        proven = self.before.bound_mad if self.before else self.best
        self.clock.tell("", "bound", None, proven if proven > -inf else None)
        return self.clock.wants_stop

    def _ask_tours(self, prices: Floats, tolerance: float | None) -> list[TourBound]:
        """Return each province's answer to prices, and take it among the offers.

        Where the tolerance is None, only those whose prices have changed are asked again, on the segments they know.
        """
        problem, settings, by_chapter = self.problem, self.clock.settings, self._by_chapter(prices)
        seconds = None if settings.deterministic else max(2.0, SHARE_OF_TIME * settings.seconds)
        size = [tours.n_points * max(1, len(tours.units.base)) for tours in problem.tours]
        asked = [
            province
            for province in sorted(range(len(size)), key=lambda province: -size[province])
            if tolerance is not None or self._has_changed(province, by_chapter[province])
        ]
        tasks = [
            (problem.tours[p], self.limits[p], 1 + by_chapter[p, TOUR_COLUMNS], seconds, self.columns[p], tolerance)
            for p in asked
        ]
        for place, result in self.pool.run(bound_province, tasks, self._look_on):
            province = asked[place]
            self.answers[province] = by_chapter[province], self._taken(province, result)
        for province in sorted(asked):
            bound = self.answers[province][1]
            cost_mad = bound.value_mad - float(by_chapter[province, TOUR_COLUMNS] @ bound.spent_mad)
            self.offers.append(Offer(province, cost_mad, self._under_caps(province, bound.spent_mad)[self.shared]))
        return [self.answers[province][1] for province in range(len(size))]

    def _has_changed(self, province: int, by_chapter: Floats) -> bool:
        """Return whether prices are others than those that a province answered last."""
        before = self.answers.get(province)
        return before is None or bool(np.abs(by_chapter - before[0]).max() > LEAST_CHANGE / 2)

    def _others_without_prices(self) -> tuple[AmbulanceAnswer, CaravanAnswer]:
        """Return ambulances and caravans as they are where money has no price."""
        problem, settings = self.problem, self.clock.settings
        posts = post_ambulances(problem.ambulances, settings, None, problem.budgets)
        return posts, place_caravans(problem.caravans, settings, None, problem.budgets)

    def _offer_others(self, posts: AmbulanceAnswer, held: CaravanAnswer) -> None:
        """Offer the ambulances as one, and each caravan by itself, in whole or in part; pinned posts in any case."""
        nothing, ambulances = no_money_spent(self.problem), len(self.free)
        self._offer_extra(-posts.objective_mad, nothing.less_posts(posts.posts).spent)
        if self.problem.ambulances.pins:
            no_upkeep = Budget(frozenset(range(len(self.problem.tours))), frozenset(["upkeep"]), 0)
            pinned = post_ambulances(self.problem.ambulances, self.clock.settings, None, [no_upkeep])
            self._offer_extra(-pinned.objective_mad, nothing.less_posts(pinned.posts).spent, ambulances)
            self.free[ambulances] = False
        worth = reach_centimes(self.problem.caravans, held.caravans)
        for choice in held.caravans:
            spent = nothing.less_caravans([choice]).spent
            self._offer_extra((spent.sum() - worth[choice.caravan]) / 100, spent)

    def _bound_others(self, prices: Floats) -> float:
        """Return at most what caravans and ambulances are worth at prices, MAD; nothing once they are placed."""
        if self.before:
            return 0.0
        problem, by_chapter = self.problem, self._by_chapter(prices)
        upkeep = by_chapter[:, CHAPTERS.index("upkeep")]
        posts = post_ambulances(problem.ambulances, self.clock.settings, upkeep, problem.budgets)
        held = bound_caravans(problem.caravans, caravan_prices(by_chapter), problem.budgets)
        notes = national_notes({"bound_ambulances": posts.failure, "bound_caravans": held.failure})
        self.notes += [note for note in notes if note not in self.notes]
        return posts.bound_mad + held.mad

    def _taken(self, province: int, result: TourBound | Failure) -> TourBound:
        """Return a province's answer; one that failed is bounded without a programme, and told."""
        if isinstance(result, Failure):
            self.notes.append(Note("bound", province, result.why))
            lower = bound_without_solving(self.problem.tours[province])
            return TourBound(lower, lower, np.zeros(len(TOUR_CHAPTERS)), ())
        self.columns[province] = result.columns
        return result

    def _under_caps(self, province: int, spent_mad: Floats) -> Floats:
        """Return what tours spend under each cap, of what they spend by chapter."""
        return np.array(
            [
                float(spent_mad @ tour_chapters(budget)) if province in budget.provinces else 0.0
                for budget in self.problem.budgets
            ]
        )

    def _offer_extra(self, cost_mad: float, spent: NDArray[np.int64], part: int | None = None) -> None:
        """Take an offer of another part than a province's tours: of a new one, where it is not said of which."""
        under = [
            spent[np.ix_(sorted(budget.provinces), [CHAPTERS.index(each) for each in budget.chapters])].sum() / 100
            for budget in (self.problem.budgets[number] for number in self.shared)
        ]
        if part is None:
            part = len(self.free)
            self.free.append(True)
        self.offers.append(Offer(part, float(cost_mad), np.array(under)))

    def _spent(self, mix: Mix, bounds: list[TourBound]) -> Floats:
        """Return what the mix's tours spend under each cap, shape (provinces, caps)."""
        spent = np.array([self._under_caps(province, bound.spent_mad) for province, bound in enumerate(bounds)])
        spent = spent.reshape(len(bounds), len(self.problem.budgets))
        spent[:, self.shared] = mix.spent_mad[: len(bounds)]
        return spent

    def _rounded_worth_mad(self) -> float:
        """Return the most that rounding worth, lateness and shortfall to the centime can bring: half a centime each."""
        return sum(int(tours.wanted.sum()) + len(tours.wanted) + 1 for tours in self.problem.tours) / 200


def _rounding_mad(problem: Problem, provinces: Iterable[int]) -> float:
    """Return the most that rounding the money of provinces to the centime can bring: half a centime a line."""
    ambulances = sum(len(each) for each in problem.ambulances.classes.values())
    others_mad = (LINES_A_CARAVAN * len(problem.caravans) + 2 * ambulances) / 200
    return tour_rounding_mad(problem, provinces) + others_mad
