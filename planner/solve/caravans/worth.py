"""What caravans bring, what they cost at given prices, and what they spend under caps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from planner.domain.money import to_centimes
from planner.problem.answer import CaravanChoice
from planner.problem.arrays import Floats, Ints, Longs
from planner.problem.budgets import Budget
from planner.problem.caravans import CaravanProblem


@dataclass(frozen=True, slots=True)
class CaravanPrices:
    """What a centime of the chapters `caravans` and `per_diem` costs beyond itself, ≥ 0, by province."""

    fixed: Floats
    per_diem: Floats


def free_prices(problem: CaravanProblem) -> CaravanPrices:
    """Return the prices of caravans that take nothing from anybody."""
    n_provinces = len(problem.staff.pools)
    return CaravanPrices(np.zeros(n_provinces), np.zeros(n_provinces))


def priced_costs(problem: CaravanProblem, prices: CaravanPrices) -> Floats:
    """Return what a caravan costs where its site is, priced centimes, shape (caravans, provinces)."""
    fixed: Floats = problem.fixed_centimes[:, None] * (1 + prices.fixed)
    per_diem: Floats = problem.per_diem_centimes[:, None] * (1 + prices.per_diem)
    return fixed + per_diem


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
