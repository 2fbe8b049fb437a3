"""The sentence that the program is, with a planner that does nothing in the place of ours."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from planner.domain.campaign import Campaign
from planner.domain.plan import Run, Stage
from planner.domain.solve_settings import SolveSettings
from planner.domain.watch import QuietWatch
from planner.errors import RefusedPlanError
from planner.pipeline.make_run import make_run
from planner.pipeline.read import read_campaign
from planner.problem.answer import Answer, Choices, Note, PostChoice, StageResult
from tests.pipeline.idle import idle_run
from tests.tiny import write_tiny

STAGE = StageResult("tours", 0, -100, -200, 0, 1.5, "")
NOTE = Note("bound", 1, "a note")
SETTINGS = SolveSettings(10, seed=7)


@pytest.fixture
def tiny(tmp_path: Path) -> Campaign:
    return read_campaign(write_tiny(tmp_path / "tiny"))


def run_with(
    campaign: Campaign,
    room: int = 500000,
    *,
    was_stopped: bool = False,
    posts: tuple[PostChoice, ...] = (),
    settings: SolveSettings = SETTINGS,
) -> Run:
    """Make a run of next to nothing with a bound so far below the objective of nothing."""
    bound = idle_run(campaign).plan.objective_centimes - room
    answer = Answer(Choices({}, posts=posts), bound, (STAGE,), was_stopped, (NOTE,))
    return make_run(campaign, settings, QuietWatch(), lambda *_: answer)


def test_a_run_says_what_it_was_made_of(tiny: Campaign) -> None:
    run, stage = run_with(tiny), Stage("tours", "P1", -100, -200, 0, 1.5, "")
    assert (run.seed, run.input_sha256, run.stages, run.notes) == (7, tiny.digest, (stage,), ("bound P2 a note",))
    assert run.plan == idle_run(tiny).plan


@pytest.mark.parametrize(
    ("room", "was_stopped", "status"),
    [(0, False, "optimal"), (0, True, "optimal"), (500000, False, "feasible"), (500000, True, "stopped")],
)
def test_the_status_tells_what_is_proven_and_then_why_it_ended(
    tiny: Campaign, room: int, was_stopped: bool, status: str
) -> None:
    assert run_with(tiny, room, was_stopped=was_stopped).status == status


def test_a_gap_of_exactly_a_ten_thousandth_is_optimal(tiny: Campaign) -> None:
    room = abs(idle_run(tiny).plan.objective_centimes) // 10000
    assert run_with(tiny, room).status == "optimal"
    assert run_with(tiny, room + 1).status == "feasible"


def test_a_mandatory_caravan_that_is_not_held_makes_the_plan_infeasible(tiny: Campaign) -> None:
    must = replace(tiny, caravans={"K1": replace(tiny.caravans["K1"], mandatory="1")})
    assert run_with(must, 0).status == "infeasible"


def test_a_plan_that_breaks_a_rule_is_refused_with_its_faults(tiny: Campaign) -> None:
    abroad = PostChoice(ambulance=1, centre=0, first_day=0, last_day=41)
    with pytest.raises(RefusedPlanError) as refused:
        run_with(tiny, 10**9, posts=(abroad,))
    assert {fault.code for fault in refused.value.faults} == {"AMBULANCE_POSTS"}


def test_a_bound_above_the_plans_own_objective_is_refused_unless_floats_alone_have_lifted_it_there(
    tiny: Campaign,
) -> None:
    objective = idle_run(tiny).plan.objective_centimes
    by_floats = 1 + abs(objective) // 1_000_000
    run = run_with(tiny, -by_floats)
    assert (run.bound_centimes, run.status) == (objective, "optimal")
    with pytest.raises(RefusedPlanError):
        run_with(tiny, -by_floats - 1)


def test_a_deterministic_run_tells_no_clock_and_another_does(tiny: Campaign) -> None:
    settings = replace(SETTINGS, deterministic=True)
    one, other = run_with(tiny, settings=settings), run_with(tiny, settings=settings)
    assert one == other
    assert one.stages[0].seconds == 0
    assert run_with(tiny).created > one.created
