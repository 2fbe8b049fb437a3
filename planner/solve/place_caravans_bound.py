"""What caravans can be worth at most, by a covering programme without dates.

What is relaxed, and nothing else is:

- whom a caravan reaches: any persons within its radius, as many as it has room for, whoever started earlier; a person
  still counts once a kind. Whoever lives nearer need not come first, unless the bound is a fine one: then nobody is
  reached from a site while somebody nearer to it is reached by no caravan of the kind;
- dates: only that a caravan has some day on which it may start at its site. People and equipment are counted over the
  spans of days in which caravans must lie and not day by day; days off, and which piece goes with whom, are left out;
- people who serve in one province alone, of caravans that may as well stand in another that costs the same;
- regions meet only at prices, for money under a cap and for people whom caravans of two regions reach.
"""

from __future__ import annotations

from collections.abc import Sequence

from planner.problem.budgets import Budget
from planner.problem.caravans import CaravanProblem
from planner.solve.place_caravans_costs import CaravanPrices
from planner.solve.place_caravans_cover import CoverRows


def bound_caravans(
    problem: CaravanProblem,
    prices: CaravanPrices,
    budgets: Sequence[Budget] = (),
    owed: frozenset[int] = frozenset(),
    *,
    is_fine: bool = False,
) -> float:
    """Return what no plan of caravans exceeds, MAD: worth of reach less priced money and crew-days.

    Parameters
    ----------
    budgets
        Caps that a plan keeps; one under which others spend too may be left to a price.
    owed
        Caravans that a plan holds whatever they cost.
    is_fine
        Whether douars that are nearer come first; worth its time, ten times as long, for a province or two.
    """
    return CoverRows(problem, prices, budgets, owed, is_fine=is_fine).programme.bound() + _rounding_mad(problem)


def _rounding_mad(problem: CaravanProblem) -> float:
    """Return the most that rounding a caravan's worth can bring."""
    return 0.0 if problem.centimes_per_person.denominator == 1 else len(problem) / 200
