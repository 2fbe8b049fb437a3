"""What caravans cost at given prices, and what they spend under caps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.domain.columns import PROFESSIONS
from planner.problem.budgets import Budget
from planner.problem.caravans import CaravanProblem

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CaravanPrices:
    """What caravans take from the rest of a plan, ≥ 0.

    Attributes
    ----------
    fixed, per_diem
        What a centime of the chapters `caravans` and `per_diem` costs beyond itself, by province.
    crew
        Centimes that a person-day costs beyond its per diem, shape (provinces, professions).
    """

    fixed: Floats
    per_diem: Floats
    crew: Floats


def free_prices(problem: CaravanProblem) -> CaravanPrices:
    """Return the prices of caravans that take nothing from anybody."""
    n_provinces = len(problem.staff.pools)
    return CaravanPrices(np.zeros(n_provinces), np.zeros(n_provinces), np.zeros((n_provinces, len(PROFESSIONS))))


def priced_costs(problem: CaravanProblem, prices: CaravanPrices) -> Floats:
    """Return what a caravan costs where its site is, priced centimes, shape (caravans, provinces)."""
    persons = problem.supply.needs[:, : prices.crew.shape[1]] * problem.days[:, None]
    costs: Floats = (
        problem.fixed_centimes[:, None] * (1 + prices.fixed)
        + problem.per_diem_centimes[:, None] * (1 + prices.per_diem)
        + persons @ prices.crew.T
    )
    return costs


def spendings(problem: CaravanProblem, budgets: Sequence[Budget]) -> NDArray[np.int64]:
    """Return what a caravan spends under a budget that has its province, centimes, shape (budgets, caravans)."""
    spent = np.zeros((len(budgets), len(problem)), np.int64)
    for row, budget in zip(spent, budgets, strict=True):
        row += problem.fixed_centimes * ("caravans" in budget.chapters)
        row += problem.per_diem_centimes * ("per_diem" in budget.chapters)
    return spent
