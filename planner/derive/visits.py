"""Visits: which stops may count for whom, how many persons they count, and what they are worth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date as Day
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from planner.domain.campaign import Campaign, Douar
from planner.domain.catchments import Catchments
from planner.domain.columns import Clock
from planner.domain.money import to_centimes, to_mad
from planner.domain.plan import StopRow, TourRow, VisitDecision, VisitRow


class ServedStop(NamedTuple):
    """A stop as far as it matters to visits; stops in order of date and hour are in the order in which they count."""

    date: Day
    service_start: Clock
    tour: str
    point: str
    consultations: int
    unit: str


def sees_enough(campaign: Campaign, catchments: Catchments, stop: ServedStop) -> bool:
    """Whether a stop sees `min_share` of what it could: its point's demand, or what its unit can see in a day."""
    demand = catchments.demand[stop.point]
    could = min(demand, campaign.units[stop.unit].consultations_per_day)
    return demand > 0 and stop.consultations >= campaign.settings.policy.min_share * could


def persons_counted(catchments: Catchments, stop: ServedStop, douar: Douar) -> int:
    """Return the persons of a douar that a stop counts: its share of the demand, rounded down."""
    return stop.consultations * douar.population // catchments.demand[stop.point]


def visit_centimes(campaign: Campaign, douar: Douar, persons: int, number: int) -> int:
    """Return the worth of a douar's visit, counted from 1, of so many persons, rounded once."""
    policy = campaign.settings.policy
    worth = persons * Fraction(policy.value_mad_per_person[douar.risk])
    return to_centimes(worth * Fraction(policy.repeat_value) ** (number - 1))


def derive_visits(
    campaign: Campaign,
    catchments: Catchments,
    tours: Iterable[TourRow],
    stops: Iterable[StopRow],
    decided: Iterable[VisitDecision],
) -> tuple[VisitRow, ...]:
    """Return the visits that are decided to count, numbered within each douar, in order of douar and number.

    Raises
    ------
    ValueError
        Where a decided visit may not count, naming it: it has no stop, its stop is at a point of others or sees too
        few, or the douar's visits are too close or too many.
    """
    units = {row.tour: row.unit for row in tours}
    served = {
        (row.tour, row.date, row.point): ServedStop(
            row.date, row.service_start, row.tour, row.point, row.consultations, units[row.tour]
        )
        for row in stops
    }
    by_douar: dict[str, list[ServedStop]] = defaultdict(list)
    for visit in decided:
        stop = served.get((visit.tour, visit.date, visit.point))
        if stop is None:
            raise ValueError(f"there is no such stop: {visit}")
        if visit.douar not in catchments.douars_at[visit.point]:
            raise ValueError(f"the douar does not come to this point: {visit}")
        if not sees_enough(campaign, catchments, stop):
            raise ValueError(f"the stop sees too few to count: {visit}")
        by_douar[visit.douar].append(stop)
    return tuple(
        row
        for code in sorted(by_douar)
        for row in _visit_rows(campaign, catchments, campaign.douars[code], sorted(by_douar[code]))
    )


def _visit_rows(
    campaign: Campaign, catchments: Catchments, douar: Douar, stops: list[ServedStop]
) -> Iterable[VisitRow]:
    """Yield a douar's visits, given their stops in order."""
    if len(stops) > campaign.wanted_visits(douar):
        raise ValueError(f"douar {douar.code} wants fewer visits than {len(stops)}, the last by {stops[-1].tour}")
    for one, other in pairwise(stops):
        if one == other or (other.date - one.date).days < campaign.settings.policy.gap_min_days:
            raise ValueError(f"the visits of {douar.code} by {one.tour} and on {other.date} are too close")
    for number, stop in enumerate(stops, start=1):
        persons = persons_counted(catchments, stop, douar)
        yield VisitRow(
            douar=douar.code,
            date=stop.date,
            point=stop.point,
            tour=stop.tour,
            number=number,
            persons=persons,
            value_mad=to_mad(visit_centimes(campaign, douar, persons, number)),
        )
