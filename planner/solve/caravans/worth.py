"""What caravans bring, what they cost at given prices, and what they spend under caps."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.domain.money import to_centimes
from planner.problem.answer import CaravanChoice
from planner.problem.arrays import Floats, Ints, Longs
from planner.problem.budgets import Budget
from planner.problem.caravans import CaravanProblem


@dataclass(frozen=True, slots=True)
class CaravanPrices:
    """What caravans take from others, ≥ 0.

    Attributes
    ----------
    fixed, per_diem
        What a centime of the chapters `caravans` and `per_diem` costs beyond itself, by province.
    crew, spare
        By pool of the `Supply`: what a person-day beyond those that tours would leave anyhow costs them, centimes; and
        how many these are.
    """

    fixed: Floats
    per_diem: Floats
    crew: Floats
    spare: Floats

    def of_money(self) -> CaravanPrices:
        """Return the same where people cost nothing: no dearer, whatever is taken of whom."""
        return replace(self, crew=np.zeros_like(self.crew))

    def taken(self, days: Ints) -> float:
        """Return what it costs tours that so many days of each pool are taken, centimes."""
        return float(self.crew @ np.maximum(0.0, days - self.spare))


def free_prices(problem: CaravanProblem) -> CaravanPrices:
    """Return the prices of caravans that take nothing from anybody."""
    money, people = np.zeros((2, len(problem.staff.pools))), np.zeros((2, len(problem.supply.capacity.days_in_season)))
    return CaravanPrices(*money, *people)


def priced_costs(problem: CaravanProblem, prices: CaravanPrices) -> Floats:
    """Return what a caravan costs where its site is, priced centimes, shape (caravans, provinces)."""
    fixed: Floats = problem.fixed_centimes[:, None] * (1 + prices.fixed)
    per_diem: Floats = problem.per_diem_centimes[:, None] * (1 + prices.per_diem)
    return fixed + per_diem


def crew_costs(problem: CaravanProblem, prices: CaravanPrices) -> Floats:
    """Return what a caravan's people cost tours where its site is, were none to spare, shape (caravans, provinces)."""
    costs: Floats = problem.supply.needs * problem.days[:, None] @ prices.crew[problem.supply.pools].T
    return costs


def pool_days(problem: CaravanProblem, held: Iterable[CaravanChoice]) -> Ints:
    """Return the person-days and piece-days that caravans take of each pool."""
    days = np.zeros(len(problem.supply.capacity.days_in_season), np.int32)
    for choice in held:
        pools = problem.supply.pools[problem.site_province[choice.site]]
        np.add.at(days, pools, problem.supply.needs[choice.caravan] * problem.days[choice.caravan])
    return days


def spendings(problem: CaravanProblem, budgets: Sequence[Budget]) -> Longs:
    """Return what a caravan spends under a budget that has its province, centimes, shape (budgets, caravans)."""
    spent = np.zeros((len(budgets), len(problem)), np.int64)
    for row, budget in zip(spent, budgets, strict=True):
        row += problem.fixed_centimes * ("caravans" in budget.chapters)
        row += problem.per_diem_centimes * ("per_diem" in budget.chapters)
    return spent


def persons_alone(problem: CaravanProblem, caravan: int) -> Longs:
    """Return the persons that a caravan reaches at each of its sites where no other is held."""
    reach, radius = problem.reach, int(problem.radius[caravan])
    around = [int(reach.population[reach.douars(radius, site)].sum()) for site in problem.sites_of[caravan].tolist()]
    persons: Longs = np.minimum(np.array(around, np.int64), problem.room[caravan])
    return persons


def reach_centimes(problem: CaravanProblem, held: Iterable[CaravanChoice]) -> dict[int, int]:
    """Return by caravan the worth of whom it reaches: nearest first, who was not counted before in its kind."""
    left: dict[int, Ints] = {}
    centimes: dict[int, int] = {}
    for choice in sorted(held, key=lambda choice: (choice.first_day, choice.caravan)):
        uncounted = left.setdefault(int(problem.kind[choice.caravan]), problem.reach.population.copy())
        persons = problem.take_persons(uncounted, choice.caravan, choice.site)
        centimes[choice.caravan] = to_centimes(persons * problem.centimes_per_person / 100)
    return centimes


def worth_of_caravans(problem: CaravanProblem, held: Collection[CaravanChoice]) -> int:
    """Return the centimes that caravans are worth, less what they cost."""
    caravans = [choice.caravan for choice in held]
    costs = problem.fixed_centimes[caravans].sum() + problem.per_diem_centimes[caravans].sum()
    return sum(reach_centimes(problem, held).values()) - int(costs)
