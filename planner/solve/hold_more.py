"""Caravans held beside those that prices have chosen.

Of the caravan that is just worth its price the relaxation holds a part, and beside it tours spend what the rest of it
would. Whether the whole of it is better, or none, prices cannot say: each is tried against what tours would lose.
"""

from __future__ import annotations

from contextlib import suppress
from copy import copy
from dataclasses import replace
from typing import Final

from planner.problem.crew_days import crew_capacity
from planner.solve.by_hand.held import Diary
from planner.solve.by_hand.purse import Purse
from planner.solve.caravans import CaravanAnswer, value_caravans, worth_of_caravans
from planner.solve.caravans.worth import pool_days
from planner.solve.money import Money
from planner.solve.pricing import Priced, cost_of_tours

LEAST_GAIN_MAD: Final = 1.0
"""By which one more caravan must be better than none."""


def hold_more(chosen: CaravanAnswer, priced: Priced, money: Money, pinned: Money) -> CaravanAnswer:
    """Return the caravans that were chosen, with each one more that is worth what the relaxation's tours lose by it.

    Parameters
    ----------
    priced
        The prices at which they were chosen; people cost as much here.
    money, pinned
        What ambulances spend, and the pinned tours, which no caravan may take.
    """
    problem, prices = priced.problem, priced.caravans
    budgets = [replace(left, centimes=max(0, left.centimes - pinned.under(left))) for left in money.budgets()]
    diary, purse = Diary(problem.caravans, crew_capacity(problem.staff)), Purse(budgets)
    diary.keep(chosen.caravans, chosen.uses, purse)

    def cost_mad(diary: Diary) -> float:
        of_people = prices.taken(pool_days(problem.caravans, diary.held))
        of_caravans = of_people - worth_of_caravans(problem.caravans, diary.held)
        return cost_of_tours(priced, money.with_caravans(diary.held)) + of_caravans / 100

    with suppress(ArithmeticError):  # what was found by then holds
        least_mad = cost_mad(diary)
        for caravan in diary.most_promising(range(len(problem.caravans))):
            more, left = diary.copy(), copy(purse)
            more.hold_best([caravan], left)
            if len(more.held) > len(diary.held) and (found_mad := cost_mad(more)) < least_mad - LEAST_GAIN_MAD:
                diary, purse, least_mad = more, left, found_mad
    if len(diary.held) == len(chosen.caravans):
        return chosen
    return value_caravans(problem.caravans, prices, budgets, *diary.in_order())
