"""What each stage of solving reached and proved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import floor

from planner.problem.answer import ALL_PROVINCES, FLOATS, Note, StageResult
from planner.solve.caravans import CaravanAnswer
from planner.solve.money import no_money_spent
from planner.solve.place_others import Others
from planner.solve.pricing import Priced
from planner.solve.search_provinces import Found


def build_stages(priced: Priced, found: Found, others: Others, caravans: CaravanAnswer) -> tuple[StageResult, ...]:
    """Return the stages: ambulances, caravans, and each province's tours beside those that stand there.

    A bound may lie above what was reached: see `heed_contradictions`.

    Parameters
    ----------
    caravans
        Those that are held in the end.
    """
    problem, posts = others.problem, others.posts
    posting_s, holding_s = others.seconds
    placed = no_money_spent(problem).with_posts(posts.posts).with_caravans(caravans.caravans)
    spent = placed.spent.sum(axis=1)
    return (
        _stage("ambulances", ALL_PROVINCES, -posts.objective_mad, -posts.bound_mad, 0, posting_s, "prices of money"),
        _stage(
            "caravans",
            ALL_PROVINCES,
            -caravans.worth_mad,
            -caravans.bound_mad,
            0,
            holding_s,
            "prices of money and people (the bound: of money)",
        ),
        *(
            _stage(
                "tours",
                province,
                float(found.priced_mad[province]),
                float(priced.lower_mad[province]),
                int(spent[province]) + found.operations[province],
                float(found.seconds[province]),
                "prices of money; ambulances, caravans and their people",
            )
            for province in range(len(problem.tours))
        ),
    )


def heed_contradictions(stages: Sequence[StageResult]) -> tuple[tuple[StageResult, ...], tuple[Note, ...]]:
    """Return the stages with no bound above what was reached, and notes of those that floats alone do not explain.

    Such a bound is wrong, or pins made a plan break a rule that the bound trusts in; the plan holds all the same.
    """
    heeded = (replace(each, bound_centimes=min(each.bound_centimes, each.objective_centimes)) for each in stages)
    return tuple(heeded), tuple(_contradictions(stages))


def _contradictions(stages: Sequence[StageResult]) -> Iterator[Note]:
    for stage in stages:
        beyond = stage.bound_centimes - stage.objective_centimes
        if beyond > 1 + FLOATS * abs(stage.objective_centimes):
            yield Note("contradicted", stage.province, f"{stage.name} {beyond / 100:.2f} MAD")


def _stage(
    name: str, province: int, reached_mad: float, lower_mad: float, operations: int, seconds: float, given: str
) -> StageResult:
    objective, bound = round(reached_mad * 100), floor(lower_mad * 100)
    return StageResult(name, province, objective, bound, operations, round(seconds, 1), given)
