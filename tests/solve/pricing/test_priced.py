"""What tours would rather spend does not take the money of what is owed."""

from __future__ import annotations

import numpy as np

from planner.problem import Problem
from planner.problem.answer import CaravanChoice
from planner.solve.money import Money, no_money_spent
from planner.solve.pricing import Priced
from planner.solve.pricing.priced import Known, no_crew_prices
from tests.solve.tiny_nation import C2, TOTAL, seeing, tiny_nation


def left_of_total(money: Money, owed: Money, pinned: Money, tours_mad: float) -> int:
    """Return what is left of the envelope where the relaxation's tours spend so much of it."""
    problem: Problem = money.problem
    spent = np.zeros((2, len(problem.budgets)))
    spent[0, TOTAL] = tours_mad
    prices, known = np.zeros(len(problem.budgets)), Known(((), ()), ((), ()))
    priced = Priced(problem, 0.0, prices, np.zeros(2), no_crew_prices(problem), spent, known, ())
    return priced.without_tours(money, owed, pinned)[TOTAL].centimes


def test_tours_leave_the_money_of_a_caravan_that_must_be_held() -> None:
    nothing = no_money_spent(tiny_nation().problem)
    owed = nothing.with_caravans([CaravanChoice(0, C2, 0)])
    cost = owed.under(nothing.problem.budgets[TOTAL])
    assert left_of_total(nothing, nothing, nothing, 60_000) == 0
    assert left_of_total(nothing, owed, nothing, 60_000) == cost > 0
    assert left_of_total(nothing, owed, nothing, 100) == 6_000_000 - 10_000


def test_pinned_tours_keep_their_money_whatever_else_is_owed() -> None:
    nothing = no_money_spent(tiny_nation().problem)
    total = nothing.problem.budgets[TOTAL]
    pinned = nothing.with_tours({0: [seeing(10, 2)]})
    assert left_of_total(nothing, nothing, pinned, 0) == total.centimes - pinned.under(total)
    spent = nothing.with_caravans([CaravanChoice(0, C2, 0)])
    assert left_of_total(spent, nothing, pinned, 60_000) == 0
