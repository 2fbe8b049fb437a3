"""Prices for the money that parts of a plan share, and the bound of the whole that they prove.

The bound is that of the whole problem: tours are bounded province by province (`planner.solve.bound.rows` says what
that relaxes) as if all people were theirs, caravans and ambulances by their own programmes, the people whom caravans
take at what they are worth to tours at least, and the shared caps by prices. What costs only tours of one province is
a row of that province's programme.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from math import inf
from typing import Final

import numpy as np

from planner.errors import told
from planner.executors import Executor
from planner.problem import Problem
from planner.problem.answer import Note
from planner.problem.arrays import Floats
from planner.problem.crew_days import CrewDays, crew_capacity
from planner.solve.clock import SolveClock
from planner.solve.failures import SOLVER_ERRORS, national_notes
from planner.solve.money import Money
from planner.solve.pricing.caps import Caps, caps_of_all, caps_of_tours
from planner.solve.pricing.mix import LADDER, Mix, Mixer
from planner.solve.pricing.other_parts import OtherParts
from planner.solve.pricing.priced import CrewPrices, Known, Priced, chapter_prices, no_crew_prices
from planner.solve.pricing.rounding import rounded_worth_mad, rounding_mad
from planner.solve.pricing.tour_parts import TourParts, offers_under

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
SETTLED: Final = 0.1
"""Change of a price that no step is worth, MAD."""


def find_prices(problem: Problem, clock: SolveClock, executor: Executor) -> Priced:
    """Return prices of the shared caps that prove the highest bound found in the time, and what people are worth."""
    caps, capacity = caps_of_all(problem.budgets), crew_capacity(problem.staff)
    tours, others = TourParts(problem, caps, capacity, clock, executor), OtherParts(problem, caps, clock)
    rounds = _PriceRounds(problem, caps, clock, tours, others, OVER_AT)
    prices = np.zeros(len(caps.shared))
    with ThreadPoolExecutor(1) as beside:
        offered = beside.submit(others.offer)
        try:
            tours.ask_all(prices, ROUGH, rounds.look_on, LADDER)
        except BaseException:
            clock.wants_stop = True  # whoever is broken off waits for what goes on beside
            raise
        offered.result()
    priced = rounds.settle(rounds.approach(prices))
    if rounds.is_time_over():
        return priced
    spare = np.maximum(0.0, capacity.days_in_season - tours.crew_days(rounds.mix().shares))
    # What people are worth to tours is asked where about as many of them are away as will be.
    tours.leave(capacity.less(others.crew))
    day_mad = tours.ask_short(rounds.best_prices, rounds.look_on, LADDER)
    known = Known(tours.known.columns, priced.known.offers)
    return replace(priced, crew=CrewPrices(day_mad, spare), known=known, notes=(*priced.notes, *tours.notes))


def find_prices_of_tours(
    priced: Priced, money: Money, capacity: CrewDays, clock: SolveClock, executor: Executor
) -> Priced:
    """Return prices of what is left of the caps when all but the tours is placed, and lower limits of tours at them.

    The bound stays that of the whole problem, as the new one takes all that is placed as given.

    Parameters
    ----------
    capacity
        The people whom all but the tours leaves.
    """
    if clock.wants_stop:
        return priced
    caps = caps_of_tours(money.budgets())
    tours = TourParts(priced.problem, caps, capacity, clock, executor, priced.known)
    rounds = _PriceRounds(priced.problem, caps, clock, tours, None, OVER_AT_WITH_TOURS, priced.bound_mad)
    before = priced.prices[list(caps.shared)]
    if not rounds.is_time_over():
        tours.ask_short(before, rounds.look_on, LADDER)
    prices = rounds.approach(before)
    # Prices swing on their way: where the time ends it, those that it began from are the better guess. Too cheap is
    # worse than too dear: tours that spend far beyond the caps are cut again.
    found = rounds.settle(before if rounds.is_time_over() else prices)
    return replace(found, bound_mad=priced.bound_mad, notes=(*priced.notes, *found.notes))


class CostOfTours:
    """What the relaxation's tours cost less what they are worth, by what others spend, to be asked again and again.

    It is the best mix of what provinces have offered, and so no limit of anything.
    """

    def __init__(self, priced: Priced) -> None:
        self._caps = caps_of_all(priced.problem.budgets)
        offers = offers_under(self._caps, priced.known.offers)
        self._mixer = Mixer(offers, [False] * len(priced.known.offers), len(self._caps.shared))

    def beside(self, money: Money) -> float:
        """Return it where others spend so much, MAD.

        Raises
        ------
        ArithmeticError
            Where the mix was not found.
        """
        left_mad = np.array([money.left(self._caps.budgets[number]) / 100 for number in self._caps.shared])
        return self._mixer.mix(left_mad).cost_mad


class _PriceRounds:
    """The rounds of prices, and the best that they have proven.

    Attributes
    ----------
    others
        Ambulances and caravans, None where they are placed.
    over_s
        Seconds of the plan after which they end: at its share `over_at` of the time, or a little after they begin.
    proven_mad
        What is told to be proven of the whole where these rounds are of the tours alone.
    lower
        By province, what is proven of its tours.
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
        self.best, self.best_prices = -inf, np.zeros(len(caps.shared))
        self.lower = np.zeros(0)
        self.notes: tuple[Note, ...] = ()
        # Caps bind money that is rounded line by line, and the programmes do not round: each line has half a centime.
        self.rounded_mad = rounding_mad(problem, range(len(problem.tours)))
        self.caps_mad = caps.shared_mad + self.rounded_mad

    def approach(self, prices: Floats) -> Floats:
        """Return prices at which the best mix of offers hardly asks for others, found on the segments known so far."""
        for _ in range(MOST_STEPS):
            mix = self.mix()
            is_settled, prices = self._is_settled(mix, prices), mix.prices
            if is_settled or self.is_time_over():
                break
            self.tours.ask_changed(prices, self.look_on)
        return prices

    def settle(self, prices: Floats) -> Priced:
        """Return what prices prove, or better ones that their exact answers lead to."""
        self._prove(prices)
        if not self._is_settled(self.mix(), prices) and not self.is_time_over():
            self._prove(self.approach(prices))
        spent_mad = self.tours.mixed(self.mix().shares, lambda offer: offer.spent_mad)
        under_caps = [self.caps.under(province, spent) for province, spent in enumerate(spent_mad)]
        return Priced(
            self.problem,
            self.best,
            self.caps.every(self.best_prices),
            self.lower,
            no_crew_prices(self.problem),
            np.array(under_caps).reshape(len(spent_mad), len(self.caps.budgets)),
            self.tours.known,
            (*self.notes, *self.tours.notes, *(self.others.notes if self.others else ())),
        )

    def look_on(self) -> bool:
        """Tell how far it is, and return whether somebody wants it to stop."""
        proven = self.best if self.others else self.proven_mad
        self.clock.tell("", "bound", None, proven if proven > -inf else None)
        return self.clock.wants_stop

    def mix(self) -> Mix:
        """Return the best mix of all that was offered, the tours' first; where it is not found, none of it."""
        free, offers = [False] * len(self.problem.tours), self.tours.offers()
        if self.others:
            free, offers = free + self.others.free, offers + self.others.offers
        try:
            return Mixer(offers, free, len(self.caps_mad)).mix(self.caps_mad)
        except SOLVER_ERRORS as error:
            self.notes += national_notes({"prices": told(error)})
            return Mix(self.best_prices, np.zeros(len(offers)), inf)

    def _prove(self, prices: Floats) -> None:
        """Ask each province for its exact answer to prices, and keep what they prove where it is the best so far."""
        problem = self.problem
        bounds = self.tours.ask_all(prices, EXACT, self.look_on)
        lower = np.array([bound.lower_mad for bound in bounds])
        others_mad = 0.0
        if self.others:
            # Tours are bounded as if they had all people: whom others take costs them at least his price.
            # Any lower price proves too: whole centimes leave provinces where people cost next to nothing alike.
            day_mad = np.floor(100 * self.tours.by_pool([bound.crew_mad for bound in bounds])) / 100
            day_mad = np.maximum(0.0, day_mad)
            others_mad = self.others.bound(chapter_prices(problem, self.caps.every(prices)), day_mad)
        proven = float(lower.sum()) - others_mad - float(prices @ self.caps_mad)
        proven -= self.rounded_mad + rounded_worth_mad(problem)
        if proven > self.best:
            self.best, self.best_prices, self.lower = proven, prices, lower

    def _is_settled(self, mix: Mix, prices: Floats) -> bool:
        return bool(np.abs(mix.prices - prices).max(initial=0) < SETTLED)

    def is_time_over(self) -> bool:
        """Return whether these rounds must end, or somebody wants it."""
        is_late = not self.clock.settings.deterministic and self.clock.elapsed_s > self.over_s
        return self.clock.wants_stop or is_late
