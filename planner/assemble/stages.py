"""Stages with the codes of their provinces."""

from __future__ import annotations

from planner.domain.plan import Stage
from planner.problem import Problem
from planner.problem.answer import ALL_PROVINCES, Answer


def assemble_stages(answer: Answer, problem: Problem) -> tuple[Stage, ...]:
    """Return an answer's stages; the province of one that is of all is blank.

    A province of nobody is no stage: a cut keeps those where a specialist lives who serves in another.
    """
    return tuple(
        Stage(
            name=stage.name,
            province="" if stage.province == ALL_PROVINCES else problem.index.provinces.codes[stage.province],
            objective_centimes=stage.objective_centimes,
            bound_centimes=stage.bound_centimes,
            operations_centimes=stage.operations_centimes,
            seconds=stage.seconds,
            given=stage.given,
        )
        for stage in answer.stages
        if stage.province == ALL_PROVINCES or len(problem.tours[stage.province].wanted)
    )
