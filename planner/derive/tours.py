"""Tours: when they arrive and leave, what they drive, and the minutes of a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil

from geodata.travel import NO_WAY, Leg, TravelTimes
from planner.domain.campaign import Campaign, Unit
from planner.domain.columns import Clock
from planner.domain.plan import DayDecision, StopRow, TourDecision, TourRow

Drives = Mapping[tuple[str, str, str], Leg]
"""Legs by a vehicle's access, where it leaves and where it goes."""


def derive_tours(
    campaign: Campaign, travel: TravelTimes, tours: Iterable[TourDecision]
) -> tuple[tuple[TourRow, ...], tuple[StopRow, ...]]:
    """Return the days of tours and their stops, in order of tour and date.

    Raises
    ------
    ValueError
        Where there is no way from a place to the next.
    """
    tours = sorted(tours)
    drives = _find_drives(campaign, travel, tours)
    days: list[TourRow] = []
    stops: list[StopRow] = []
    for tour in tours:
        unit = campaign.units[tour.unit]
        origins = [unit.base, *(day.to for day in tour.days)]
        for number, (origin, day) in enumerate(zip(origins, tour.days, strict=False), start=1):
            there = list(_stop_rows(campaign, drives, unit, tour.code, origin, day))
            legs = [_drive(drives, unit, *ends) for ends in pairwise((origin, *(stop.point for stop in there), day.to))]
            days.append(
                TourRow(
                    tour=tour.code,
                    unit=unit.code,
                    province=unit.province,
                    date=day.date,
                    day=number,
                    start=day.start,
                    end=Clock((there[-1].depart if there else day.start) + legs[-1].minutes),
                    from_=origin,
                    to=day.to,
                    drive_min=sum(leg.minutes for leg in legs),
                    foot_min=sum(2 * campaign.points[stop.point].foot_min for stop in there),
                    service_min=sum(stop.service_end - stop.service_start for stop in there),
                    km=Decimal(sum(leg.metres for leg in legs) // 100).scaleb(-1),
                )
            )
            stops += there
    return tuple(days), tuple(stops)


def service_min(campaign: Campaign, unit: Unit, consultations: int) -> int:
    """Return the minutes of a stop's service, setting up included, rounded up."""
    policy = campaign.settings.policy
    return policy.setup_min + ceil(consultations * Fraction(policy.minutes_per_consultation) / unit.clinicians)


def _find_drives(campaign: Campaign, travel: TravelTimes, tours: Iterable[TourDecision]) -> Drives:
    """Return the drives between all places of the tours of a province, in one block for each access of its units."""
    places: dict[tuple[str, str], set[str]] = defaultdict(set)
    for tour in tours:
        unit = campaign.units[tour.unit]
        there = places[unit.access, unit.province]
        there.add(unit.base)
        for day in tour.days:
            there.update(stop.point for stop in day.stops)
            there.add(day.to)
    drives = {}
    for (access, _), there in places.items():
        codes = sorted(there)
        minutes, metres = (block.tolist() for block in travel.legs(codes, codes, access))
        for row, origin in enumerate(codes):
            for column, target in enumerate(codes):
                drives[access, origin, target] = Leg(minutes[row][column], metres[row][column])
    return drives


def _drive(drives: Drives, unit: Unit, origin: str, target: str) -> Leg:
    leg = drives[unit.access, origin, target]
    if leg.minutes == NO_WAY:
        raise ValueError(f"unit {unit.code} knows no way from {origin} to {target}")
    return leg


def _stop_rows(
    campaign: Campaign, drives: Drives, unit: Unit, code: str, origin: str, day: DayDecision
) -> Iterator[StopRow]:
    """Yield a day's stops: each is driven to as soon as the last is left, and left after the walk back."""
    left, place = day.start, origin
    for sequence, stop in enumerate(day.stops, start=1):
        arrive = left + _drive(drives, unit, place, stop.point).minutes
        end = stop.service_start + service_min(campaign, unit, stop.consultations)
        left, place = Clock(end + campaign.points[stop.point].foot_min), stop.point
        yield StopRow(
            tour=code,
            date=day.date,
            sequence=sequence,
            point=stop.point,
            arrive=Clock(arrive),
            service_start=stop.service_start,
            service_end=Clock(end),
            depart=left,
            consultations=stop.consultations,
        )
