"""Prices for the money that parts of a plan share, and the bound of the whole that they prove.

The bound is that of the whole problem: tours are bounded province by province (`planner.solve.bound.rows` says what
that relaxes), caravans and ambulances by their own programmes, people of caravans and tours as if each had all of
them, and the shared caps by prices. What costs only tours of one province is a row of that province's programme.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from math import inf
from typing import Final

import numpy as np

from planner.problem import Problem
from planner.problem.arrays import Floats
from planner.solve.bound.bound_tours import TourBound
from planner.solve.clock import SolveClock
from planner.solve.money import Money
from planner.solve.pricing.caps import Caps, caps_of_all, caps_of_tours
from planner.solve.pricing.mix import Mix, mix_offers
from planner.solve.pricing.other_parts import OtherParts
from planner.solve.pricing.priced import Priced, chapter_prices
from planner.solve.pricing.rounding import rounded_worth_mad, rounding_mad
from planner.solve.pricing.tour_parts import TourParts
from planner.solve.workers import Workers

OVER_AT: Final = 0.35
OVER_AT_WITH_TOURS: Final = 0.45
"""Share of the plan's time that is over when prices and bounds are found, and those of tours alone after them."""
LEAST_SHARE: Final = 0.05
"""Share of the plan's time that rounds of prices have in any case, however late they begin."""
EXACT: Final = 2e-5
ROUGH: Final = 1e-3
"""Share of a bound within which a programme need not be solved to its end: to prove, and to find prices."""
MOST_STEPS: Final = 8
"""Steps of prices in a round."""
SETTLED: Final = 0.02
"""Change of a price that no step is worth, MAD."""


def find_prices(problem: Problem, clock: SolveClock, pool: Workers) -> Priced:
    """Return prices of the shared caps that prove the highest bound found in the time."""
    caps = caps_of_all(problem.budgets)
    tours, others = TourParts(problem, caps, clock, pool, [()] * len(problem.tours)), OtherParts(problem, caps, clock)
    rounds = _Rounds(problem, caps, clock, tours, others, OVER_AT)
    prices = np.zeros(len(caps.shared))
    if caps.shared:
        with ThreadPoolExecutor(1) as beside:
            offered = beside.submit(others.offer)
            tours.ask_all(prices, ROUGH, rounds.look_on)
            offered.result()
        prices = rounds.approach(prices)
    return rounds.settle(prices)


def find_prices_of_tours(priced: Priced, money: Money, clock: SolveClock, pool: Workers) -> Priced:
    """Return prices of what is left of the caps when all but the tours is placed, and lower limits of tours at them.

    The bound stays that of the whole problem, as the new one takes all that is placed as given.
    """
    caps = caps_of_tours(money.budgets())
    if not caps.shared or clock.wants_stop:
        return priced
    tours = TourParts(priced.problem, caps, clock, pool, priced.columns)
    rounds = _Rounds(priced.problem, caps, clock, tours, None, OVER_AT_WITH_TOURS, priced.bound_mad)
    before = priced.prices[list(caps.shared)]
    tours.ask_changed(before, rounds.look_on)
    prices = rounds.approach(before)
    # Prices swing on their way: where the time ends it, those that it began from are the better guess.
    found = rounds.settle(before if rounds.is_time_over() else prices)
    return replace(found, bound_mad=priced.bound_mad, notes=(*priced.notes, *found.notes))


class _Rounds:
    """The rounds of prices, and the best that they have proven.

    Attributes
    ----------
    others
        Ambulances and caravans, None where they are placed.
    over_s
        Seconds of the plan after which they end: at its share `over_at` of the time, or a little after they begin.
    proven_mad
        What is told to be proven of the whole where these rounds are of the tours alone.
    """

    def __init__(
        self,
        problem: Problem,
        caps: Caps,
        clock: SolveClock,
        tours: TourParts,
        others: OtherParts | None,
        over_at: float,
        proven_mad: float = -inf,
    ) -> None:
        self.problem, self.caps, self.clock = problem, caps, clock
        self.tours, self.others = tours, others
        seconds = clock.settings.seconds
        self.over_s = max(over_at * seconds, clock.elapsed_s + LEAST_SHARE * seconds)
        self.proven_mad = proven_mad
        self.best, self.best_prices, self.lower = -inf, np.zeros(len(caps.shared)), np.zeros(0)

    def approach(self, prices: Floats) -> Floats:
        """Return prices at which the best mix of offers hardly asks for others, found on the segments known so far."""
        for _ in range(MOST_STEPS):
            mix = self._mix()
            if self._is_settled(mix, prices) or self.is_time_over():
                break
            # Half the way damps the swings of column generation (Wentges 1997, "Weighted Dantzig-Wolfe").
            prices = (prices + mix.prices) / 2
            self.tours.ask_changed(prices, self.look_on)
        return prices

    def settle(self, prices: Floats) -> Priced:
        """Return what prices prove, or better ones that their exact answers lead to."""
        bounds = self._prove(prices)
        if not self._is_settled(self._mix(), prices) and not self.is_time_over():
            bounds = self._prove(self.approach(prices))
        spent_mad = np.array([self.caps.under(province, bound.spent_mad) for province, bound in enumerate(bounds)])
        spent_mad = spent_mad.reshape(len(bounds), len(self.caps.budgets))
        spent_mad[:, list(self.caps.shared)] = self._mix().spent_mad[: len(bounds)]
        notes = (*self.tours.notes, *(self.others.notes if self.others else ()))
        every, columns = self.caps.every(self.best_prices), tuple(self.tours.columns)
        return Priced(self.problem, self.best, every, self.lower, spent_mad, columns, notes)

    def look_on(self) -> bool:
        """Tell how far it is, and return whether somebody wants it to stop."""
        proven = self.best if self.others else self.proven_mad
        self.clock.tell("", "bound", None, proven if proven > -inf else None)
        return self.clock.wants_stop

    def _mix(self) -> Mix:
        """Return the best mix of all that was offered."""
        free, offers = [False] * len(self.problem.tours), self.tours.offers
        if self.others:
            free, offers = free + self.others.free, offers + self.others.offers
        return mix_offers(offers, len(free), free, self.caps.shared_mad)

    def _prove(self, prices: Floats) -> list[TourBound]:
        """Return each province's exact answer to prices, and keep what they prove where it is the best so far."""
        by_chapter = chapter_prices(self.problem, self.caps.every(prices))
        others_mad = self.others.bound(by_chapter) if self.others else 0.0
        bounds = self.tours.ask_all(prices, EXACT, self.look_on)
        lower = np.array([bound.lower_mad for bound in bounds])
        # Caps bind money that is rounded line by line, and these programmes do not round: each line has half a centime.
        rounded_mad = rounding_mad(self.problem, range(len(bounds)))
        caps_mad = float(prices @ (self.caps.shared_mad + rounded_mad))
        proven = float(lower.sum()) - others_mad - caps_mad - rounded_mad - rounded_worth_mad(self.problem)
        if proven > self.best:
            self.best, self.best_prices, self.lower = proven, prices, lower
        return bounds

    def _is_settled(self, mix: Mix, prices: Floats) -> bool:
        return bool(np.abs(mix.prices - prices).max(initial=0) < SETTLED)

    def is_time_over(self) -> bool:
        """Return whether these rounds must end, or somebody wants it."""
        is_late = not self.clock.settings.deterministic and self.clock.elapsed_s > self.over_s
        return self.clock.wants_stop or is_late
