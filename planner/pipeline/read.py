"""What was written is read again: a campaign to plan, a plan to show."""

from __future__ import annotations

from pathlib import Path

from planner.check_campaign import build_campaign
from planner.check_plan import check_plan
from planner.domain.campaign import Campaign
from planner.domain.catchments import build_catchments, travel_times
from planner.domain.plan import Run
from planner.errors import FaultyInputError
from planner.files import read_rows
from planner.files.plans import read_plan


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


def read_checked_plan(folder: Path) -> tuple[Campaign, Run]:
    """Read a plan's folder: the campaign inside, and a plan that the checker has passed.

    Raises
    ------
    FaultyInputError
        With every fault of what cannot be read or, where all can be, with every rule that the plan breaks.
    """
    campaign, run = read_plan(folder)
    travel = travel_times(campaign, build_catchments(campaign))
    if faults := check_plan(run.plan, campaign, travel, run):
        raise FaultyInputError(faults)
    return campaign, run
