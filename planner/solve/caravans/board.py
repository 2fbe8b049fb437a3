"""The arrays that the search for caravans runs on."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

import numpy as np

from planner.problem.budgets import Budget
from planner.problem.caravans import CaravanProblem
from planner.solve.caravans.state import Board
from planner.solve.caravans.worth import CaravanPrices, crew_costs, persons_alone, priced_costs, spendings

DAY_FINE: Final = 0.15
"""What a person-day too many costs in the search, as a share of what an ordinary caravan is worth."""
MONEY_FINE: Final = 0.4
"""What a centime overspent costs, as a share of what a centime brings in an ordinary caravan."""


def ordinary_centimes(problem: CaravanProblem) -> float:
    """Return what a caravan alone is worth at its best site, on average and at least a centime."""
    persons = [int(persons_alone(problem, each).max()) for each, sites in enumerate(problem.sites_of) if len(sites)]
    return max(1.0, float(problem.centimes_per_person) * sum(persons) / max(1, len(persons)))


def build_board(problem: CaravanProblem, prices: CaravanPrices, budgets: Sequence[Budget]) -> Board:
    """Lay out a problem for the search."""
    n, n_sites, reach, supply = len(problem), len(problem.site_province), problem.reach, problem.supply
    may_stand = np.zeros((n, n_sites), bool)
    for caravan, sites in enumerate(problem.sites_of):
        may_stand[caravan, sites] = True
    site_of_near = np.repeat(np.arange(n_sites, dtype=np.int32), np.diff(reach.near_start))
    by_douar = np.argsort(reach.near, kind="stable")
    costs, ordinary = priced_costs(problem, prices), ordinary_centimes(problem)
    everything = (ordinary + costs.max(initial=0.0) + crew_costs(problem, prices).max(initial=0.0)) * n
    overspent = MONEY_FINE * ordinary * n / max(1.0, float(problem.fixed_centimes.sum()))
    in_scope = np.zeros((len(budgets), len(supply.pools)), bool)
    for row, budget in zip(in_scope, budgets, strict=True):
        row[list(budget.provinces)] = True
    return Board(
        kind=problem.kind,
        days=problem.days,
        room=problem.room,
        radius=problem.radius,
        is_owed=problem.is_owed,
        first_start=problem.first_start,
        last_start=problem.last_start,
        length=problem.length,
        can_start=problem.can_start,
        is_barred=np.zeros((n, problem.can_start.shape[2]), bool),
        site_start=np.array([0, *accumulate(map(len, problem.sites_of))], np.int32),
        sites=np.concatenate([np.zeros(0, np.int32), *problem.sites_of]),
        may_stand=may_stand,
        province=problem.site_province,
        near_start=reach.near_start,
        near=reach.near,
        within=reach.within,
        far_start=np.searchsorted(reach.near[by_douar], np.arange(len(reach.population) + 1)).astype(np.int32),
        far=site_of_near[by_douar],
        population=reach.population,
        needs=supply.needs,
        pools=supply.pools,
        on_day=supply.capacity.persons_by_day,
        in_week=supply.capacity.days_by_week,
        in_season=supply.capacity.days_in_season,
        week=supply.week,
        spare=prices.spare,
        day_cost=prices.crew,
        cost=costs,
        money=spendings(problem, budgets),
        in_scope=in_scope,
        budget=np.array([budget.centimes for budget in budgets], np.int64),
        rates=np.array([DAY_FINE * ordinary, overspent, float(problem.centimes_per_person), everything, 0.0]),
    )
