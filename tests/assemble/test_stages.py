"""A stage's province is its code, and blank where the stage is of all."""

from __future__ import annotations

from planner.assemble import assemble_stages
from planner.domain.plan import Stage
from planner.problem.answer import Answer, Choices, StageResult
from tests.solve.tiny_nation import tiny_nation


def test_stages_keep_their_order_and_figures_and_get_the_codes_of_their_provinces() -> None:
    stages = (
        StageResult("ambulances", -1, -300, -400, 0, 1.5, "prices of money"),
        StageResult("tours", 1, -10, -20, 30, 2.5, "people"),
        StageResult("tours", 0, 7, 5, 6, 0.0, ""),
    )
    answer = Answer(Choices({}), 0, stages=stages)
    assert assemble_stages(answer, tiny_nation().problem) == (
        Stage("ambulances", "", -300, -400, 0, 1.5, "prices of money"),
        Stage("tours", "P2", -10, -20, 30, 2.5, "people"),
        Stage("tours", "P1", 7, 5, 6, 0.0, ""),
    )


def test_an_answer_without_stages_has_none() -> None:
    assert assemble_stages(Answer(Choices({}), 0), tiny_nation().problem) == ()
