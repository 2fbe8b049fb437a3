"""A whole plan by hand: ambulances, caravans, tours province by province, and who serves on them."""

from __future__ import annotations

from planner.domain.solve_settings import SolveSettings
from planner.problem import Problem
from planner.problem.answer import Choices
from planner.solve.by_hand.owed import heed_duties, hold_owed
from planner.solve.by_hand.posts import post_by_hand
from planner.solve.by_hand.season import Season, begin
from planner.solve.by_hand.tours import worth_of_tours
from planner.solve.caravans import worth_of_caravans
from planner.solve.man import man


def plan_by_hand(problem: Problem, settings: SolveSettings) -> Choices:
    """Return a plan that keeps every rule of a campaign, the same for the same problem and seed.

    What is pinned or owed comes first, then ambulances, then caravans and tours in the order that is worth more. Caps
    are shared among the provinces in proportion to the persons wanted; what one leaves over goes to those after it, and
    at last to each in turn. What cannot be manned is dropped.
    """
    problem = heed_duties(problem)
    season = begin(problem)
    plans = [_plan(season.copy(), caravans_first) for caravans_first in (True, False)]
    return man(problem, max(plans, key=lambda plan: _worth(problem, plan)), settings)[0]


def _plan(season: Season, caravans_first: bool) -> Choices:
    """Return a plan that is not manned yet."""
    problem, purse = season.problem, season.purse
    diary = hold_owed(season)
    posts = post_by_hand(problem.ambulances, purse)
    if caravans_first:
        diary.hold_best(range(len(problem.caravans)), purse)
    season.crew = diary.crew
    season.plan_tours()
    diary.crew = season.crew
    diary.hold_best(range(len(problem.caravans)), purse)
    return Choices(season.tours, tuple(diary.held), posts, uses=tuple(diary.uses))


def _worth(problem: Problem, plan: Choices) -> float:
    """Return the centimes that tours and caravans of a plan are worth, less what they cost."""
    tours = sum(worth_of_tours(problem.tours[number], there) for number, there in plan.tours.items())
    return tours + worth_of_caravans(problem.caravans, plan.caravans)
