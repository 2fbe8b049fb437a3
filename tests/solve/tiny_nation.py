"""The tiny campaign as numbers: two provinces, one unit and one ambulance each, and a caravan that both share."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from planner.domain.calendar import build_calendar
from planner.domain.campaign import Campaign
from planner.domain.catchments import Catchments, build_catchments, travel_times
from planner.pipeline.read import read_campaign
from planner.problem import Problem, build_problem
from planner.problem.answer import DayChoice, TourChoice
from tests.tiny import write_tiny

FUEL_CAP, P2_CAP, CARAVANS_CAP, TOTAL = range(4)
"""Its budgets, of 9,000, 25,000, 10,000 and 60,000 MAD."""
C1, C2, C3, A, B, C = range(6)
"""Its sites: national numbers of centres first, then of points."""
A_NODE, B_NODE, C1_NODE, C2_NODE = range(4)
"""Nodes of its first province."""


class Nation(NamedTuple):
    """A campaign and the problem that it is."""

    campaign: Campaign
    catchments: Catchments
    problem: Problem


@cache
def tiny_nation() -> Nation:
    """Return the tiny campaign in numbers."""
    with TemporaryDirectory() as folder:
        campaign = read_campaign(write_tiny(Path(folder) / "tiny"))
    head = campaign.settings.campaign
    catchments = build_catchments(campaign)
    calendar = build_calendar(campaign.settings.calendar, head.start, head.end)
    return Nation(
        campaign,
        catchments,
        build_problem(campaign, catchments, travel_times(campaign, catchments), calendar),
    )


def seeing(consultations: int, first_day: int, n_days: int = 1) -> TourChoice:
    """Return a tour of days alike that each see so many at one point, by the first unit of a province."""
    day = DayChoice(C1_NODE, C1_NODE, (A_NODE,), (consultations,))
    return TourChoice(0, first_day, (day,) * n_days)
