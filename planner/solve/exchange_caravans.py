"""Caravans that the whole plan would rather have than those that prices have chosen.

Of the caravan that is just worth its price the relaxation holds a part, and beside it tours spend what the rest of it
would. Whether the whole of it is better, or none, prices cannot say: each that is not held is tried against what tours
would lose, alone or, where money or people are short, in the place of another.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from copy import copy
from dataclasses import replace
from typing import Final, NamedTuple

from planner.domain.solve_settings import SolveSettings
from planner.problem.answer import CaravanChoice, UseChoice
from planner.problem.crew_days import crew_capacity
from planner.solve.by_hand.held import Diary
from planner.solve.by_hand.purse import Purse
from planner.solve.caravans import CaravanAnswer, reach_centimes, supply_caravans, value_caravans
from planner.solve.caravans.worth import pool_days
from planner.solve.money import Money
from planner.solve.pricing import CostOfTours, Priced

LEAST_GAIN_MAD: Final = 1.0
"""By which another choice of caravans must be better."""
MOST_LEAVING: Final = 8
"""Caravans in whose place another is tried before it is given up."""
MOST_ROUNDS: Final = 4
"""How often all that are not held are tried."""


class _Held(NamedTuple):
    """Caravans that are held, what they leave of the caps, and what they and the tours beside them cost, MAD."""

    diary: Diary
    purse: Purse
    cost_mad: float


def exchange_caravans(
    chosen: CaravanAnswer,
    priced: Priced,
    money: Money,
    pinned: Money,
    settings: SolveSettings,
    goes_on: Callable[[], bool],
) -> CaravanAnswer:
    """Return the caravans that were chosen, or others for which the relaxation's tours lose less than these bring.

    Parameters
    ----------
    priced
        The prices at which they were chosen; people cost as much here.
    money, pinned
        What ambulances spend, and the pinned tours, which no caravan may take.
    goes_on
        Asked before each that is tried whether to go on.

    Raises
    ------
    ArithmeticError
        Where a mix of tours was not found.
    """
    problem, exchange = priced.problem.caravans, _Exchange(priced, money, pinned)
    held, _ = exchange.best(chosen.caravans, chosen.uses, goes_on).in_order()
    if held == chosen.caravans:
        return chosen
    uses, given_up = supply_caravans(problem, held, settings)
    return chosen if given_up else value_caravans(problem, priced.caravans, exchange.budgets, held, uses)


class _Exchange:
    """What is tried: one more caravan, or one in the place of another."""

    def __init__(self, priced: Priced, money: Money, pinned: Money) -> None:
        self.problem, self.prices, self.money = priced.problem.caravans, priced.caravans, money
        self.capacity, self.tours = crew_capacity(priced.problem.staff), CostOfTours(priced)
        self._reached: dict[tuple[CaravanChoice, ...], int] = {}
        self.budgets = [replace(left, centimes=max(0, left.centimes - pinned.under(left))) for left in money.budgets()]

    def best(self, held: Collection[CaravanChoice], uses: Iterable[UseChoice], goes_on: Callable[[], bool]) -> Diary:
        """Return the last of ever better choices, until none that is tried is better."""
        diary, purse = self._keep(held, uses)
        found = _Held(diary, purse, self._cost_mad(diary.held))
        for _ in range(MOST_ROUNDS):
            before, leaving = found, self._by_loss(found)
            for caravan in found.diary.most_promising(range(len(self.problem))):
                if not goes_on():
                    return found.diary
                tried = self._with_one_more(found, caravan, leaving)
                better = next((each for each in tried if each.cost_mad < found.cost_mad - LEAST_GAIN_MAD), None)
                if better:
                    found, leaving = better, [each for each in leaving if each in better.diary.held]
            if found is before:
                break
        return found.diary

    def _with_one_more(self, found: _Held, caravan: int, leaving: Iterable[CaravanChoice]) -> Iterator[_Held]:
        """Give what is held when a caravan is held too; where there is no room for it, in the place of another."""
        diary, purse = found.diary.copy(), copy(found.purse)
        if self._holds(diary, purse, caravan):
            yield _Held(diary, purse, self._cost_mad(diary.held))
            return
        making_room = [each for each in leaving if self._pays(found.purse, each, caravan)]
        for left in making_room[:MOST_LEAVING]:
            diary, purse = self._keep(
                [each for each in found.diary.held if each != left],
                [use for use in found.diary.uses if use.caravan != left.caravan],
            )
            if self._holds(diary, purse, caravan):
                yield _Held(diary, purse, self._cost_mad(diary.held))

    def _holds(self, diary: Diary, purse: Purse, caravan: int) -> bool:
        """Hold a caravan where that can be and is worth something; return whether it is held."""
        held = len(diary.held)
        diary.hold_best([caravan], purse)
        return len(diary.held) > held

    def _pays(self, purse: Purse, left: CaravanChoice, caravan: int) -> bool:
        """Return whether there is money for a caravan anywhere where another is not held."""
        purse = copy(purse)
        purse.pay_back(int(self.problem.site_province[left.site]), self.problem.costs(left.caravan))
        there = {*self.problem.site_province[self.problem.sites_of[caravan]].tolist()}
        return any(purse.affords(province, self.problem.costs(caravan)) for province in there)

    def _by_loss(self, found: _Held) -> list[CaravanChoice]:
        """Return the caravans held that are not owed, the one that is missed least before the others."""
        free = [each for each in found.diary.held if not self.problem.is_owed[each.caravan]]
        losses = {each: self._cost_mad([other for other in found.diary.held if other != each]) for each in free}
        return sorted(free, key=lambda each: (losses[each], each.caravan))

    def _keep(self, held: Collection[CaravanChoice], uses: Iterable[UseChoice]) -> tuple[Diary, Purse]:
        diary, purse = Diary(self.problem, self.capacity), Purse(self.budgets)
        diary.keep(held, uses, purse)
        return diary, purse

    def _cost_mad(self, held: list[CaravanChoice]) -> float:
        """Return what caravans and the tours beside them cost less what they are worth."""
        of_people = self.prices.taken(pool_days(self.problem, held))
        spent = self.money.with_caravans(held)
        of_caravans = of_people - sum(self._reached_centimes(held)) + int((spent.spent - self.money.spent).sum())
        return self.tours.beside(spent) + of_caravans / 100

    def _reached_centimes(self, held: Iterable[CaravanChoice]) -> Iterator[int]:
        """Give by kind, in which alone people count once, the worth of whom caravans reach."""
        by_kind: dict[int, list[CaravanChoice]] = {}
        for choice in held:
            by_kind.setdefault(int(self.problem.kind[choice.caravan]), []).append(choice)
        for there in map(tuple, by_kind.values()):
            if there not in self._reached:
                self._reached[there] = sum(reach_centimes(self.problem, there).values())
            yield self._reached[there]
