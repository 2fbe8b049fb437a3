"""Ambulances and caravans as parts that answer prices."""

from __future__ import annotations

import numpy as np

from planner.domain.columns import CHAPTERS
from planner.problem import Problem
from planner.problem.answer import Note
from planner.problem.arrays import Floats, Longs
from planner.problem.budgets import Budget
from planner.problem.crew_days import crew_load
from planner.solve.caravans import bound_caravans, place_caravans, reach_centimes
from planner.solve.clock import SolveClock
from planner.solve.duties import caravan_duty
from planner.solve.failures import national_notes
from planner.solve.money import no_money_spent
from planner.solve.post_ambulances import post_ambulances
from planner.solve.pricing.caps import Caps
from planner.solve.pricing.mix import LADDER, Offer
from planner.solve.pricing.priced import CrewPrices, caravan_prices


class OtherParts:
    """The ambulances as one part, and each caravan as one; their numbers follow those of the provinces.

    Attributes
    ----------
    offers
        Their answers where money has no price.
    free
        By part, whether it may be left out.
    crew
        The people of the caravans that were offered.
    """

    def __init__(self, problem: Problem, caps: Caps, clock: SolveClock) -> None:
        self.problem, self.caps, self.clock, self.settings = problem, caps, clock, clock.settings
        self.offers: list[Offer] = []
        self.free: list[bool] = []
        self.crew = crew_load(problem.staff, ())
        self.notes: list[Note] = []

    def offer(self) -> None:
        """Offer the ambulances as one, dearer where they exceed a cap; each caravan; and pinned posts alone."""
        problem, nothing = self.problem, no_money_spent(self.problem)
        for dearer in (0.0, *LADDER):
            posts = post_ambulances(problem.ambulances, self.settings, np.full(len(problem.tours), dearer))
            money = nothing.with_posts(posts.posts)
            cost_mad = -posts.objective_mad - dearer * money.spent.sum() / 100
            self._take(0, cost_mad, money.spent)
            if self.clock.wants_stop or all(money.under(budget) <= budget.centimes for budget in problem.budgets):
                break
        if problem.ambulances.pins:
            no_upkeep = Budget(frozenset(range(len(problem.tours))), frozenset(["upkeep"]), 0)
            pinned = post_ambulances(problem.ambulances, self.settings, budgets=[no_upkeep])
            self._take(0, -pinned.objective_mad, nothing.with_posts(pinned.posts).spent)
        self.free = [not problem.ambulances.pins]
        held = place_caravans(problem.caravans, self.settings, None, problem.budgets, lambda _: self.clock.wants_stop)
        duties = [caravan_duty(problem.caravans, choice) for choice in held.caravans]
        self.crew = crew_load(problem.staff, duties)
        worth = reach_centimes(problem.caravans, held.caravans)
        for choice in held.caravans:
            spent = nothing.with_caravans([choice]).spent
            self._take(len(self.free), (spent.sum() - worth[choice.caravan]) / 100, spent)
            self.free.append(True)

    def bound(self, by_chapter: Floats, day_mad: Floats) -> float:
        """Return at most what caravans and ambulances are worth at prices of chapters and person-days, MAD."""
        problem, upkeep = self.problem, by_chapter[:, CHAPTERS.index("upkeep")]
        posts = post_ambulances(problem.ambulances, self.settings, upkeep)
        prices = caravan_prices(problem, by_chapter, CrewPrices(day_mad, np.zeros_like(day_mad)))
        held = bound_caravans(problem.caravans, prices, problem.budgets)
        notes = national_notes({"bound_ambulances": posts.failure, "bound_caravans": held.failure})
        self.notes += [note for note in notes if note not in self.notes]
        return posts.bound_mad + held.mad

    def _take(self, part: int, cost_mad: float, spent: Longs) -> None:
        self.offers.append(Offer(len(self.problem.tours) + part, float(cost_mad), self.caps.under_shared(spent)))
