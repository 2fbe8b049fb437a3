"""Caravans beside those that prices chose: held where tours would lose less by them, or where tours left the money."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import pytest

from planner.domain.columns import PROFESSIONS
from planner.domain.solve_settings import SolveSettings
from planner.problem import Problem
from planner.problem.answer import Choices
from planner.solve.bound.offer import TourOffer
from planner.solve.by_hand import hold_rest, plan_by_hand
from planner.solve.caravans import CaravanAnswer, place_caravans, worth_of_caravans
from planner.solve.hold_more import hold_more
from planner.solve.money import no_money_spent
from planner.solve.pricing import Priced
from planner.solve.pricing.priced import Known, no_crew_prices
from tests.solve.tiny_nation import TOTAL, tiny_nation

SETTINGS: Final = SolveSettings(seconds=1, workers=1, deterministic=True)
NONE: Final = CaravanAnswer((), (), 0.0, 0.0)


def with_total(problem: Problem, centimes: int) -> Problem:
    """Return a problem with another envelope."""
    budgets = list(problem.budgets)
    budgets[TOTAL] = replace(budgets[TOTAL], centimes=centimes)
    return replace(problem, budgets=tuple(budgets))


def net_mad(problem: Problem) -> float:
    """Return what the caravan is worth more than it costs."""
    (held,) = place_caravans(problem.caravans, SETTINGS).caravans
    return worth_of_caravans(problem.caravans, [held]) / 100


def chosen_beside(problem: Problem, tours_mad: float) -> CaravanAnswer:
    """Return what is held where the first province offers no tours, or tours worth so much for the whole envelope."""
    money = np.array([0.0, problem.budgets[TOTAL].centimes / 100, 0.0, 0.0, 0.0])
    people = np.zeros(len(PROFESSIONS))
    nothing = TourOffer(0.0, np.zeros(5), people)
    known = Known(((), ()), ((nothing, TourOffer(-tours_mad, money, people)), (nothing,)))
    caps = len(problem.budgets)
    priced = Priced(problem, 0.0, np.zeros(caps), np.zeros(2), no_crew_prices(problem), np.zeros((2, caps)), known, ())
    spent = no_money_spent(problem)
    return hold_more(NONE, priced, spent, spent)


def cost_mad(problem: Problem) -> float:
    costs = problem.caravans
    return float(costs.fixed_centimes[0] + costs.per_diem_centimes[0]) / 100


def test_a_caravan_is_held_where_tours_would_lose_less_by_it() -> None:
    problem = tiny_nation().problem
    # Tours of all the money are worth so much that a part of it as large as the caravan's is worth what it is …
    even = net_mad(problem) * problem.budgets[TOTAL].centimes / 100 / cost_mad(problem)
    assert len(chosen_beside(problem, 0.9 * even).caravans) == 1  # … or a little less …
    assert chosen_beside(problem, 1.1 * even) == NONE  # … or more


def test_what_is_held_more_has_its_worth_and_a_bound() -> None:
    problem = tiny_nation().problem
    found = chosen_beside(problem, 0.0)
    assert found.worth_mad == pytest.approx(net_mad(problem))
    assert found.bound_mad >= found.worth_mad
    assert found.uses == place_caravans(problem.caravans, SETTINGS).uses


def test_no_caravan_is_held_beyond_the_money() -> None:
    problem = with_total(tiny_nation().problem, round(cost_mad(tiny_nation().problem) * 100) - 1)
    assert chosen_beside(problem, 0.0) == NONE


def test_tours_that_leave_the_money_of_a_caravan_leave_it_to_it() -> None:
    problem = tiny_nation().problem
    by_hand = plan_by_hand(problem, SETTINGS)
    without = replace(by_hand, caravans=(), uses=())
    found = hold_rest(problem, without)
    assert [choice.caravan for choice in found.caravans] == [0]
    assert {use.caravan for use in found.uses} == {use.caravan for use in by_hand.uses}
    assert (found.tours, found.posts) == (by_hand.tours, by_hand.posts)
    assert hold_rest(problem, found) is found


def test_tours_that_spend_the_money_of_a_caravan_keep_it() -> None:
    problem = tiny_nation().problem
    by_hand = plan_by_hand(problem, SETTINGS)
    without: Choices = replace(by_hand, caravans=(), uses=())
    money = no_money_spent(problem).with_posts(by_hand.posts).with_tours(by_hand.tours)
    spent = money.under(problem.budgets[TOTAL]) + round(cost_mad(problem) * 100)
    assert hold_rest(with_total(problem, spent), without).caravans
    assert hold_rest(with_total(problem, spent - 1), without) == without
