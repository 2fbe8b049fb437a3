"""What caravans can be worth at most, by a covering programme without dates.

What is relaxed, and nothing else is:

- whom a caravan reaches: any persons within its radius, as many as it has room for, whoever started earlier and whoever
  lives nearer; a person still counts once a kind. (That nearer douars come first was tried as rows: it raised no bound
  of a province or two, and took seconds.)
- dates: only that a caravan has some day on which it may start at its site. People and equipment are counted over the
  spans of days in which caravans must lie and not day by day; days off, and which piece goes with whom, are left out;
- people who serve in one province alone, of caravans that may as well stand in another that costs the same;
- regions meet only at prices, for money under a cap and for people whom caravans of two regions reach.

Where the programme fails, each caravan alone at its best site is the bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from planner.errors import told
from planner.problem.budgets import Budget
from planner.problem.caravans import CaravanProblem
from planner.solve.caravans.cover import cover_programme
from planner.solve.caravans.programme import TOLERANCE
from planner.solve.caravans.worth import CaravanPrices, crew_costs, persons_alone, priced_costs
from planner.solve.failures import SOLVER_ERRORS


class CaravanBound(NamedTuple):
    """What no plan of caravans exceeds, MAD; and where it is only the bound without a programme, why."""

    mad: float
    failure: str = ""


def bound_caravans(
    problem: CaravanProblem,
    prices: CaravanPrices,
    budgets: Sequence[Budget] = (),
    owed: frozenset[int] = frozenset(),
) -> CaravanBound:
    """Return what no plan of caravans exceeds: worth of reach less priced money and people, as if none were to spare.

    Parameters
    ----------
    budgets
        Caps that a plan keeps; one under which others spend too may be left to a price.
    owed
        Caravans that a plan holds whatever they cost.
    """
    rounding_mad = _rounding_mad(problem)
    try:
        return CaravanBound(cover_programme(problem, prices, budgets, owed).bound() + rounding_mad)
    except SOLVER_ERRORS as error:
        return CaravanBound(_bound_without_solving(problem, prices, owed) + rounding_mad, told(error))


def _bound_without_solving(problem: CaravanProblem, prices: CaravanPrices, owed: frozenset[int]) -> float:
    """Return what caravans are worth at most if none takes people, money or anything else from another, MAD."""
    rate, total = float(problem.centimes_per_person), 0.0
    costs = priced_costs(problem, prices) + crew_costs(problem, prices)
    for caravan, sites in enumerate(problem.sites_of):
        if len(sites):
            gains = persons_alone(problem, caravan) * rate - costs[caravan, problem.site_province[sites]]
            total += float(gains.max()) if caravan in owed else max(0.0, float(gains.max()))
    return (total + TOLERANCE * abs(total)) / 100


def _rounding_mad(problem: CaravanProblem) -> float:
    """Return the most that rounding a caravan's worth can bring."""
    return 0.0 if problem.centimes_per_person.denominator == 1 else len(problem) / 200
