"""A plan that does nothing: the least that is one, made without a solver."""

from __future__ import annotations

from planner.derive import derive
from planner.domain.calendar import build_calendar
from planner.domain.campaign import Campaign
from planner.domain.catchments import build_catchments, travel_times
from planner.domain.plan import Decisions, Run
from planner.problem import build_problem
from planner.reasons import explain_unserved


def idle_run(campaign: Campaign) -> Run:
    """Return a run whose plan decides nothing and whose bound is 5,000 MAD away."""
    head = campaign.settings.campaign
    catchments = build_catchments(campaign)
    calendar = build_calendar(campaign.settings.calendar, head.start, head.end)
    travel = travel_times(campaign, catchments)
    plan = derive(campaign, catchments, travel, calendar, Decisions())
    plan = explain_unserved(plan, campaign, build_problem(campaign, catchments, travel, calendar))
    return Run(
        plan=plan,
        bound_centimes=plan.objective_centimes - 500000,
        status="feasible",
        stages=(),
        seed=1,
        created="2024-01-01T00:00:00+00:00",
        software_version="0.1.0",
        input_sha256=campaign.digest,
    )
