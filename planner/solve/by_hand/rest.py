"""The caravans that the tours of a plan have left money and people for.

Caravans are chosen before tours, at prices of money at which tours would spend what they leave. Whole tours often spend
less than that, most of all in a small province: what is left over may then hold one more.
"""

from __future__ import annotations

from dataclasses import replace

from planner.problem import Problem
from planner.problem.answer import Choices
from planner.solve.by_hand.held import Diary
from planner.solve.by_hand.posts import pay_for_posts
from planner.solve.by_hand.season import Season
from planner.solve.caravans import worth_of_caravans


def hold_rest(problem: Problem, plan: Choices) -> Choices:
    """Return a plan that holds more caravans within what it leaves, or the plan itself where that is worth nothing."""
    season = Season(problem)
    for province, tours in plan.tours.items():
        season.put(province, tours)
    pay_for_posts(problem.ambulances, plan.posts, season.purse)
    diary = Diary(problem.caravans, season.crew)
    diary.keep(plan.caravans, plan.uses, season.purse)
    diary.hold_best(range(len(problem.caravans)), season.purse)
    held, uses = diary.in_order()
    # Whoever starts earlier counts first: what one more brings may be taken from those that were held before.
    before, after = (worth_of_caravans(problem.caravans, each) for each in (plan.caravans, held))
    return replace(plan, caravans=held, uses=uses) if after > before else plan
