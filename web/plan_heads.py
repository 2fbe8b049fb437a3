"""What stands at the head of every page of a plan, and reading what those pages show."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort

from planner.errors import FaultyInputError
from planner.store.campaigns import StoredCampaign, load_campaign
from planner.store.plans import StoredPlan, load_plan
from web.guard import may_do
from web.open_plans import OpenPlan
from web.pages import show
from web.site import site, user


@dataclass(frozen=True, slots=True)
class PlanHead:
    """A plan and its campaign, and whether whoever asks may see who is on duty."""

    plan: StoredPlan
    campaign: StoredCampaign
    sees_roster: bool


def head_of(plan: int) -> PlanHead:
    """Return the head of a plan's pages.

    Raises
    ------
    NotThereError
        Where there is no such plan.
    """
    with site().database.reading() as session:
        there = load_plan(session, plan)
        campaign = load_campaign(session, there.campaign)
    return PlanHead(there, campaign, may_do(user(), "rosters.show_one", campaign, there.provinces))


def read_or_tell(plan: int) -> OpenPlan:
    """Return a plan; one that this release cannot read any more is told of on a page of its own."""
    try:
        return site().plans.of(plan)
    except FaultyInputError:
        abort(show("plans/unreadable.html", head_of(plan), 409))
