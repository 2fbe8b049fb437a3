"""What each stage of solving reached and proved."""

from __future__ import annotations

from math import floor

from planner.problem import Problem
from planner.problem.answer import ALL_PROVINCES, StageResult
from planner.solve.caravans import CaravanAnswer
from planner.solve.money import no_money_spent
from planner.solve.post_ambulances import AmbulanceAnswer
from planner.solve.pricing import Priced
from planner.solve.search_provinces import Found


def build_stages(
    problem: Problem,
    priced: Priced,
    found: Found,
    caravans: CaravanAnswer,
    posts: AmbulanceAnswer,
    seconds: tuple[float, float],
) -> tuple[StageResult, ...]:
    """Return the stages: ambulances, caravans, and each province's tours beside those that stand there.

    Parameters
    ----------
    seconds
        Wall clock of placing ambulances, and caravans.
    """
    placed = no_money_spent(problem).with_posts(posts.posts).with_caravans(caravans.caravans)
    others = placed.spent.sum(axis=1)
    return (
        _stage("ambulances", ALL_PROVINCES, -posts.objective_mad, -posts.bound_mad, 0, seconds[0], "prices of money"),
        _stage(
            "caravans",
            ALL_PROVINCES,
            -caravans.worth_mad,
            -caravans.bound_mad,
            0,
            seconds[1],
            "prices of money and people (the bound: of money)",
        ),
        *(
            _stage(
                "tours",
                province,
                float(found.priced_mad[province]),
                float(priced.lower_mad[province]),
                int(others[province]) + found.operations[province],
                float(found.seconds[province]),
                "prices of money; ambulances, caravans and their people",
            )
            for province in range(len(problem.tours))
        ),
    )


def _stage(
    name: str, province: int, reached_mad: float, lower_mad: float, operations: int, seconds: float, given: str
) -> StageResult:
    objective, bound = round(reached_mad * 100), floor(lower_mad * 100)
    return StageResult(name, province, objective, min(bound, objective), operations, round(seconds, 1), given)
