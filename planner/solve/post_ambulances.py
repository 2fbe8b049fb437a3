"""Where ambulances stand: the posts that cover and back up most people for their upkeep, as one integer programme.

CP-SAT with linear rows: it keeps the nation's 376 ambulances and 1,146 douars exact in integers and proves the optimum
in about a second of one core; HiGHS takes as long, and its bound is only as exact as floats are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor
from typing import Final

import numpy as np
from ortools.sat.python import cp_model

from planner.domain.solve_settings import SolveSettings
from planner.errors import told
from planner.problem.ambulances import AmbulanceProblem
from planner.problem.answer import PostChoice
from planner.problem.arrays import Floats
from planner.problem.budgets import Budget
from planner.problem.rounding import post_rounding_centimes
from planner.solve.by_hand.posts import pay_for_posts, post_by_hand
from planner.solve.by_hand.purse import Purse
from planner.solve.cp_sat import run
from planner.solve.failures import SOLVER_ERRORS
from planner.solve.posts_by_spell import UNITS_PER_CENTIME, SpellRows, spells_of, take_posts

WORK: Final = 20.0
"""CP-SAT's; see `planner.solve.cp_sat`."""


@dataclass(frozen=True, slots=True)
class AmbulanceAnswer:
    """Posts, and what was proven.

    Attributes
    ----------
    posts
        In ascending order; an ambulance that is in none of them costs nothing.
    objective_mad, bound_mad
        Worth of cover and backup less priced upkeep: of these posts, up to the rounding of each douar's worth to the
        centime, and at most of any posts whatever.
    failure
        Why the posts are those of the plan by hand and the bound is a weak one; empty where they are not.
    """

    posts: tuple[PostChoice, ...]
    objective_mad: float
    bound_mad: float
    failure: str = ""


def post_ambulances(
    problem: AmbulanceProblem,
    settings: SolveSettings,
    upkeep_prices: Floats | None = None,
    budgets: Sequence[Budget] = (),
) -> AmbulanceAnswer:
    """Post ambulances where they are worth most.

    They stand for the whole season, unless pins make some stand elsewhere for a part of it. Pins are kept whatever the
    budgets say.

    Parameters
    ----------
    upkeep_prices
        What a centime of upkeep costs beyond itself by province, ≥ 0; None is nothing.
    budgets
        Caps on upkeep, which the posts keep; the bound leaves them to the prices.

    Notes
    -----
    The bound holds for every choice of posts that keeps the pins, whatever changes it makes and when, also when the
    solver's work ends before the optimum is proven: within a spell each day is worth most with the same posts. Caps
    are not in it, as a post of half a season may keep a cap that one of the whole season exceeds. Worth per douar is
    rounded to the centime, and upkeep per post, which the bound allows for.

    Where the solver fails, ambulances are posted by hand, and the bound is that everybody whom any of them could reach
    is covered and backed up for nothing.
    """
    prices = np.zeros(int(problem.centre_province.max(initial=-1)) + 1) if upkeep_prices is None else upkeep_prices
    model = cp_model.CpModel()
    rows = [SpellRows(model, problem, spell, prices) for spell in spells_of(problem)]
    caps = [
        (
            sum(each.spell.days * each.upkeep(budget) for each in rows),
            floor(max(budget.centimes - _pinned_centimes(problem, budget), Fraction(0)) * UNITS_PER_CENTIME),
        )
        for budget in budgets
        if "upkeep" in budget.chapters
    ]
    model.maximize(sum(each.spell.days * gain for each in rows for gain in each.gain))
    for variable in (number for each in rows for number in (*each.posted.values(), *each.chosen.values())):
        model.add_hint(variable, 0)
    scale = 100 * UNITS_PER_CENTIME * problem.n_days
    try:
        solver = run(model, settings.seed, WORK)
    except SOLVER_ERRORS as error:
        return _post_without_solving(problem, prices, budgets, told(error))
    bound_mad = solver.best_objective_bound / scale + _rounding_mad(problem)
    if any(solver.value(spent) > most for spent, most in caps):
        for spent, most in caps:
            model.add(spent <= most)
        try:
            solver = run(model, settings.seed, WORK)
        except SOLVER_ERRORS as error:  # what was proven without caps holds
            by_hand = _post_without_solving(problem, prices, budgets, told(error))
            return replace(by_hand, bound_mad=min(bound_mad, by_hand.bound_mad))
    return AmbulanceAnswer(take_posts(problem, rows, solver), solver.objective_value / scale, bound_mad)


def _post_without_solving(
    problem: AmbulanceProblem, prices: Floats, budgets: Sequence[Budget], failure: str
) -> AmbulanceAnswer:
    """Return posts by hand, with what nothing exceeds."""
    purse = Purse(budgets)
    pay_for_posts(problem, problem.pins, purse)
    posts = post_by_hand(problem, purse)
    persons = int(problem.population[problem.covers.any((0, 1))].sum())
    most_mad = float(persons * (problem.cover + problem.backup)) / 100
    return AmbulanceAnswer(posts, _worth_mad(problem, posts, prices), most_mad + _rounding_mad(problem), failure)


def _worth_mad(problem: AmbulanceProblem, posts: Sequence[PostChoice], prices: Floats) -> float:
    """Return what posts are worth less their priced upkeep."""
    near, cost = np.zeros((problem.n_days, len(problem.population)), np.int32), 0.0
    for post in posts:
        kind, days = problem.class_of[post.ambulance], range(post.first_day, post.last_day + 1)
        near[days] += problem.covers[kind.vehicle, post.centre]
        cost += float(kind.upkeep) * len(days) * (1 + prices[kind.province])
    covered, backed_up = (int(((near >= least) @ problem.population).sum()) for least in (1, 2))
    worth = (covered * problem.cover + backed_up * problem.backup) / problem.n_days
    return (float(worth) - cost) / 100


def _pinned_centimes(problem: AmbulanceProblem, budget: Budget) -> Fraction:
    """Return what pinned posts cost under a budget."""
    kind_of = problem.class_of
    costs = [
        kind_of[pin.ambulance].upkeep * (pin.last_day + 1 - pin.first_day)
        for pin in problem.pins
        if kind_of[pin.ambulance].province in budget.provinces
    ]
    return sum(costs, Fraction(0))


def _rounding_mad(problem: AmbulanceProblem) -> float:
    """Return the most that rounding can bring: half a centime a douar, and what it can bring of upkeep."""
    douars = int((problem.covers.any((0, 1)) & (problem.population > 0)).sum())
    return douars / 200 + post_rounding_centimes(problem) / 100
