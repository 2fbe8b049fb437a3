"""What was written is read again: a campaign to plan, a plan to show."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from planner.check_campaign.build import build_campaign
from planner.check_campaign.canonical import digest_of
from planner.check_plan import check_plan
from planner.domain.campaign import Campaign
from planner.domain.catchments import build_catchments, travel_times
from planner.domain.cut import cut_campaign
from planner.domain.plan import Run
from planner.errors import FaultyInputError
from planner.files.guard import CAMPAIGN_FOLDER
from planner.files.plans import read_plan
from planner.files.read import read_rows


def read_campaign(path: Path) -> Campaign:
    """Read a campaign from a folder or workbook.

    Raises
    ------
    FaultyInputError
        With every fault in it.
    """
    campaign, faults = build_campaign(read_rows(path))
    if campaign is None or faults:
        raise FaultyInputError(faults)
    return campaign


def cut_to_provinces(campaign: Campaign, provinces: Collection[str]) -> Campaign:
    """Return the part of a campaign that some of its provinces can plan by themselves, with its own digest."""
    cut = cut_campaign(campaign, provinces)
    return replace(cut, digest=digest_of(cut))


def read_checked_plan(folder: Path) -> tuple[Campaign, Run]:
    """Read a plan's folder: the campaign inside, and a plan that the checker has passed.

    Raises
    ------
    FaultyInputError
        With every fault of what cannot be read or, where all can be, with every rule that the plan breaks.
    """
    run = read_plan(folder)
    campaign = read_campaign(folder / CAMPAIGN_FOLDER)
    travel = travel_times(campaign, build_catchments(campaign))
    if faults := check_plan(run.plan, campaign, travel, run):
        raise FaultyInputError(faults)
    return campaign, run
