"""Ambulances and caravans, placed at prices before the tours: what they are, spend and leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from planner.domain.columns import CHAPTERS
from planner.errors import told
from planner.problem import Problem
from planner.problem.answer import Choices
from planner.problem.crew_days import CrewDays, crew_capacity, crew_load
from planner.solve.by_hand import keep_owed
from planner.solve.caravans import CaravanAnswer, CaravanPrices, place_caravans, value_caravans
from planner.solve.clock import SolveClock
from planner.solve.duties import caravan_duty
from planner.solve.exchange_caravans import exchange_caravans
from planner.solve.failures import SOLVER_ERRORS
from planner.solve.money import Money, no_money_spent
from planner.solve.post_ambulances import AmbulanceAnswer, post_ambulances
from planner.solve.pricing import Priced

SHARE_OF_TIME: Final = 0.05
"""Share of the plan's time that caravans are exchanged for at most."""


@dataclass(frozen=True, slots=True)
class Others:
    """All of a plan but its tours.

    Attributes
    ----------
    prices
        Those at which the caravans were chosen.
    money, pinned
        What ambulances and caravans spend, and the least that the pinned tours can.
    objective_mad
        Their objective, without prices.
    seconds
        Wall clock of placing the ambulances, and the caravans.
    failure
        Why caravans were not exchanged; blank where they were.
    """

    problem: Problem
    posts: AmbulanceAnswer
    caravans: CaravanAnswer
    prices: CaravanPrices
    money: Money
    pinned: Money
    objective_mad: float
    seconds: tuple[float, float]
    failure: str = ""

    def crew_left(self) -> CrewDays:
        """Return the people whom the caravans leave."""
        duties = [caravan_duty(self.problem.caravans, choice) for choice in self.caravans.caravans]
        return crew_capacity(self.problem.staff).less(crew_load(self.problem.staff, duties))

    def value(self, plan: Choices) -> CaravanAnswer:
        """Return the caravans of a plan, valued as those that were chosen."""
        budgets = no_money_spent(self.problem).with_posts(self.posts.posts).budgets()
        return value_caravans(self.problem.caravans, self.prices, budgets, plan.caravans, plan.uses)


def place_others(priced: Priced, clock: SolveClock) -> Others:
    """Return ambulances and then caravans, each the best at the prices within what owed ones and tours leave."""
    problem, settings = priced.problem, clock.settings
    nothing, owed = no_money_spent(problem), keep_owed(problem)
    pinned, owed_caravans = nothing.with_tours(owed.tours), nothing.with_caravans(owed.caravans)

    clock.tell("", "ambulances", None, priced.bound_mad)
    begun_s = clock.elapsed_s
    upkeep = priced.by_chapter()[:, CHAPTERS.index("upkeep")]
    left = priced.without_tours(owed_caravans, nothing.with_posts(owed.posts), pinned)
    posts = post_ambulances(problem.ambulances, settings, upkeep, left)
    money, posted_s = nothing.with_posts(posts.posts), clock.elapsed_s

    def look_on(worth_mad: float) -> bool:
        clock.tell("", "caravans", -worth_mad, priced.bound_mad)
        return clock.wants_stop

    def goes_on() -> bool:
        clock.tell("", "caravans", None, priced.bound_mad)
        is_late = not settings.deterministic and clock.elapsed_s - placed_s > SHARE_OF_TIME * settings.seconds
        return not clock.wants_stop and not is_late

    left, prices = priced.without_tours(money, owed_caravans, pinned), priced.caravans
    caravans, failure, placed_s = place_caravans(problem.caravans, settings, prices, left, look_on), "", clock.elapsed_s
    try:
        caravans = exchange_caravans(caravans, priced, money, pinned, settings, goes_on)
    except SOLVER_ERRORS as error:
        failure = told(error)
    money, held_s = money.with_caravans(caravans.caravans), clock.elapsed_s
    prices_mad = float((priced.by_chapter() * money.spent).sum()) / 100
    objective_mad = -posts.objective_mad - caravans.worth_mad - caravans.crew_mad - prices_mad
    seconds = posted_s - begun_s, held_s - posted_s
    return Others(problem, posts, caravans, prices, money, pinned, objective_mad, seconds, failure)
