"""The campaigns that whoever asks may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from planner.store.campaigns import StoredCampaign, load_campaigns
from planner.store.plans import NEXT, StoredPlan, load_plans
from planner.store.runs import StoredRun, load_runs
from planner.store.types import PlanState
from web.deeds import Deed
from web.guard import may
from web.pages import show
from web.site import site, user
from web.territories import reaches

pages = Blueprint("campaigns", __name__)
State = Literal["preparing", "planning"] | PlanState
"""How far a campaign is: no plan yet, a run under way, or as far as its plan that is furthest."""


@dataclass(frozen=True, slots=True)
class CampaignLine:
    """A campaign in the list; `start` and `end` are None where the season cannot be read."""

    number: int
    name: str
    start: date | None
    end: date | None
    state: State
    made_by: str
    changed: datetime
    douars: int
    persons: int


@dataclass(frozen=True, slots=True)
class CampaignsPage:
    """The campaigns that somebody may see, the newest first."""

    lines: tuple[CampaignLine, ...]


@pages.get("/")
@may(Deed.SEE_CAMPAIGNS)
def start() -> Response:
    """Lead to the list."""
    return redirect(url_for("campaigns.show_all"))


@pages.get("/campaigns")
@may(Deed.SEE_CAMPAIGNS)
def show_all() -> Response:
    """Show the list."""
    with site().database.reading() as session:
        seen = [each for each in load_campaigns(session) if _is_seen(each)]
        states = [state_of(load_runs(session, each.number), load_plans(session, each.number)) for each in seen]
    lines = tuple(_line(each, state) for each, state in zip(seen, states, strict=True))
    return show("campaigns/show_all.html", CampaignsPage(lines))


def state_of(runs: tuple[StoredRun, ...], plans: tuple[StoredPlan, ...]) -> State:
    """Return how far a campaign is; a plan that was put away does not count."""
    if any(run.state in ("waiting", "running") for run in runs):
        return "planning"
    order: tuple[PlanState, ...] = tuple(NEXT)
    return max((plan.state for plan in plans if plan.state in order), key=order.index, default="preparing")


def _is_seen(campaign: StoredCampaign) -> bool:
    return reaches(user(), campaign, site().summaries.of(campaign).provinces, whole=False)


def _line(campaign: StoredCampaign, state: State) -> CampaignLine:
    summary = site().summaries.of(campaign)
    return CampaignLine(
        number=campaign.number,
        name=campaign.name,
        start=summary.start,
        end=summary.end,
        state=state,
        made_by=campaign.made_by,
        changed=campaign.changed,
        douars=summary.douars,
        persons=summary.persons,
    )
