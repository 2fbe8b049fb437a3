"""A stage's province is its code, and blank where the stage is of all."""

from __future__ import annotations

from pathlib import Path

from planner.assemble import assemble_stages
from planner.domain.calendar import build_calendar
from planner.domain.catchments import build_catchments, travel_times
from planner.domain.plan import Stage
from planner.pipeline.read import read_campaign
from planner.problem import build_problem
from planner.problem.answer import Answer, Choices, StageResult
from tests.solve.tiny_nation import tiny_nation
from tests.tiny import edit, write_tiny


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


def test_a_province_where_nobody_lives_is_no_stage(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "tiny")
    edit(folder / "provinces.csv", "P1,R1", "P0,R1,Midelt,\nP1,R1")
    campaign = read_campaign(folder)
    head, catchments = campaign.settings.campaign, build_catchments(campaign)
    calendar = build_calendar(campaign.settings.calendar, head.start, head.end)
    problem = build_problem(campaign, catchments, travel_times(campaign, catchments), calendar)
    stages = tuple(StageResult("tours", province, 0, 0, 0, 0.0, "") for province in range(3))
    told = assemble_stages(Answer(Choices({}), 0, stages=stages), problem)
    assert [stage.province for stage in told] == ["P1", "P2"]


def test_an_answer_without_stages_has_none() -> None:
    assert assemble_stages(Answer(Choices({}), 0), tiny_nation().problem) == ()
