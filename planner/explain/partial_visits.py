"""Visits that count for a part of a douar only, and the persons whom visits leave out."""

from __future__ import annotations

from typing import NamedTuple

from planner.domain.campaign import Campaign
from planner.domain.plan import Plan


class PartialVisits(NamedTuple):
    """Counted visits that serve fewer than live in the douar.

    Attributes
    ----------
    visits
        How many they are.
    persons
        Whom they leave out, all visits added up.
    """

    visits: int
    persons: int


def partial_visits(plan: Plan, campaign: Campaign) -> PartialVisits:
    """Return how many counted visits are partial and whom they leave out."""
    left_out = [campaign.douars[visit.douar].population - visit.persons for visit in plan.visits]
    return PartialVisits(sum(persons > 0 for persons in left_out), sum(left_out))


def idle_stops(plan: Plan) -> int:
    """Return how many stops of tours count as a visit of no douar."""
    counting = {(visit.tour, visit.date, visit.point) for visit in plan.visits}
    return sum((stop.tour, stop.date, stop.point) not in counting for stop in plan.stops)
