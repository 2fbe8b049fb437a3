"""The program: from a campaign to a plan that a checker who never met the solver has passed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time
from functools import partial
from importlib.metadata import version
from typing import Final

from planner.assemble import assemble, assemble_notes, assemble_stages
from planner.check_plan import check_plan
from planner.derive import derive
from planner.domain.calendar import build_calendar
from planner.domain.campaign import Campaign
from planner.domain.catchments import build_catchments, travel_times
from planner.domain.plan import MOST_OPTIMAL_GAP, Plan, Run, Status
from planner.domain.rules import Rule
from planner.domain.solve_settings import SolveSettings
from planner.domain.watch import Watch
from planner.errors import RefusedPlanError
from planner.problem import Problem, build_problem
from planner.problem.answer import FLOATS, Answer
from planner.reasons import explain_unserved
from planner.solve import solve

OWED: Final = frozenset({Rule.MANDATORY_CARAVANS.name, Rule.PINS.name})
"""What a plan must keep unless it says that it cannot."""
Planner = Callable[[Problem, SolveSettings, Watch], Answer]
"""Whoever answers a problem: the optimiser, or another whose plan is to be held against its."""
MakeRun = Callable[[Campaign, SolveSettings, Watch], Run]
"""Whoever makes a run of a campaign: the sentence below, or another that stands for it."""


def make_run(campaign: Campaign, settings: SolveSettings, watch: Watch, planner: Planner = solve) -> Run:
    """Plan a campaign, from what is wanted to what was proven.

    Raises
    ------
    RefusedPlanError
        Where the checker finds a fault in the plan: ours, and nothing of it may be shown.
    """
    head = campaign.settings.campaign
    calendar = build_calendar(campaign.settings.calendar, head.start, head.end)
    catchments = build_catchments(campaign)
    travel = travel_times(campaign, catchments)
    problem = build_problem(campaign, catchments, travel, calendar)  # codes become numbers here …
    answer = planner(problem, settings, watch)
    decisions = assemble(answer.choices, problem, campaign, catchments)  # … and become codes again here
    plan = derive(campaign, catchments, travel, calendar, decisions)
    plan = explain_unserved(plan, campaign, problem)
    run = _to_run(plan, answer, problem, campaign, settings)
    faults = check_plan(plan, campaign, travel, run)
    if any(fault.code in OWED for fault in faults):
        run = replace(run, status="infeasible")
        faults = check_plan(plan, campaign, travel, run)
    if faults:
        raise RefusedPlanError(faults)
    return run


def make_run_on(cluster: str) -> MakeRun:
    """Return the same with provinces computed on the Dask cluster of an address; on this machine for a blank one."""
    return partial(make_run, planner=partial(solve, cluster=cluster))


def _proven(plan: Plan, answer: Answer) -> int:
    """Return what is proven, centimes: not above the plan, where floats alone have lifted it there.

    A bound further above it is a fault of ours, which is for the checker to find.
    """
    beyond = answer.bound_centimes - plan.objective_centimes
    is_of_floats = 0 < beyond <= 1 + FLOATS * abs(plan.objective_centimes)
    return plan.objective_centimes if is_of_floats else answer.bound_centimes


def _status(plan: Plan, proven: int, was_stopped: bool) -> Status:
    """Return what a plan is that does what it owes: what is proven comes first, then why it ended."""
    if plan.objective_centimes - proven <= MOST_OPTIMAL_GAP * abs(plan.objective_centimes):
        return "optimal"
    return "stopped" if was_stopped else "feasible"


def _to_run(plan: Plan, answer: Answer, problem: Problem, campaign: Campaign, settings: SolveSettings) -> Run:
    """Return a plan beside how it came to be; a deterministic run tells no wall clock, so that it can be repeated."""
    proven = _proven(plan, answer)
    created, stages = datetime.now(UTC), assemble_stages(answer, problem)
    if settings.deterministic:
        created = datetime.combine(campaign.settings.campaign.start, time(), UTC)
        stages = tuple(replace(stage, seconds=0.0) for stage in stages)
    return Run(
        plan=plan,
        bound_centimes=proven,
        status=_status(plan, proven, answer.was_stopped),
        stages=stages,
        seed=settings.seed,
        created=created.isoformat(timespec="seconds"),
        software_version=version("riaya"),
        input_sha256=campaign.digest,
        notes=assemble_notes(answer, problem),
    )
