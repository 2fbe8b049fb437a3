"""A whole campaign as numbers, part by part."""

from __future__ import annotations

from dataclasses import dataclass

from geodata.travel import TravelTimes
from planner.domain.calendar import SeasonCalendar
from planner.domain.campaign import Campaign
from planner.domain.catchments import Catchments, closed_spans
from planner.problem.ambulances import AmbulanceProblem, build_ambulances
from planner.problem.budgets import Budget, build_budgets
from planner.problem.caravans import CaravanProblem, build_caravans
from planner.problem.days import build_days
from planner.problem.index import Index, build_index
from planner.problem.roster import StaffProblem, build_staff
from planner.problem.tours import TourProblem, build_tours


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wanted and what is possible.

    Attributes
    ----------
    tours
        By province, in the index's order.
    """

    index: Index
    tours: tuple[TourProblem, ...]
    caravans: CaravanProblem
    ambulances: AmbulanceProblem
    staff: StaffProblem
    budgets: tuple[Budget, ...]


def build_problem(campaign: Campaign, catchments: Catchments, travel: TravelTimes, calendar: SeasonCalendar) -> Problem:
    """Turn a campaign into numbers."""
    index = build_index(campaign)
    staff, days, shut = build_staff(campaign, calendar, index), build_days(calendar), closed_spans(campaign)
    return Problem(
        index,
        tuple(build_tours(campaign, catchments, travel, days, shut, index, code) for code in campaign.provinces),
        build_caravans(campaign, travel, calendar, shut, index, staff),
        build_ambulances(campaign, travel, index),
        staff,
        build_budgets(campaign, index),
    )
