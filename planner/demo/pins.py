"""Pins that break no rule, by themselves or together: found on the finished campaign, so that a plan can keep them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day
from datetime import timedelta
from itertools import pairwise, permutations
from typing import Final

from geodata.travel import TravelTimes
from planner.demo.shape import DemoShape
from planner.derive.tours import service_min
from planner.domain.calendar import SeasonCalendar, build_calendar, weekday_of
from planner.domain.campaign import Campaign, Caravan, Pin, Point, Staff, Unit
from planner.domain.catchments import Catchments, build_catchments, closed_spans, travel_times

TOUR_TUESDAYS: Final = (2, 6)
"""Of the open Tuesdays outside Ramadan those, counted from 0, on which a tour is pinned …"""
TOUR_STOPS: Final = (1, 2)
"""… and at how many points."""
POSTED: Final = (0.2, 0.6)
"""The part of the season for which an ambulance without a base is pinned."""


def build_pins(shape: DemoShape, campaign: Campaign) -> list[Pin]:
    """Return pins of every kind: two tours, a caravan, a nurse's duty on each of them, two ambulances."""
    catchments = build_catchments(campaign)
    winter = Winter(
        campaign,
        build_calendar(campaign.settings.calendar, shape.start, shape.end),
        catchments,
        travel_times(campaign, catchments),
        closed_spans(campaign),
    )
    pins = [*_tours(winter), *_caravan(winter)]
    return [*pins, *(duty for pin in pins for duty in _duty(campaign, pin)), *_posts(shape, campaign)]


@dataclass(frozen=True, slots=True)
class Winter:
    """A campaign with what follows from it: days, who comes where, drives, and when points are closed."""

    campaign: Campaign
    calendar: SeasonCalendar
    catchments: Catchments
    travel: TravelTimes
    closed: Mapping[str, Sequence[tuple[Day, Day]]]

    def is_served(self, point: Point, day: Day) -> bool:
        """Whether a point can be served on a day."""
        is_shut = any(first <= day <= last for first, last in self.closed.get(point.code, ()))
        return weekday_of(day) in point.weekdays and not is_shut


def _tours(winter: Winter) -> Iterator[Pin]:
    """Yield day tours of the first unit, to points where many ask to be seen, each to other ones."""
    unit = next(iter(winter.campaign.units.values()))
    demand, calendar = winter.catchments.demand, winter.calendar
    points = [point for point in winter.campaign.points.values() if point.province == unit.province]
    points.sort(key=lambda point: -demand[point.code])
    open_days = (day for day in calendar.days if day in calendar.open_days and not calendar.is_ramadan(day))
    tuesdays = [day for day in open_days if weekday_of(day) == "tue"]
    for number, n_stops in zip(TOUR_TUESDAYS, TOUR_STOPS, strict=True):
        for day in tuesdays[number : number + 1]:
            tours = permutations(points, n_stops)
            if stops := next((stops for stops in tours if _fits(winter, unit, stops, day)), None):
                points = [point for point in points if point not in stops]
                yield Pin(kind="tour", unit=unit.code, date=day, points=tuple(stop.code for stop in stops))


def _fits(winter: Winter, unit: Unit, stops: Sequence[Point], day: Day) -> bool:
    """Whether a unit, on a day without a pause, can see at some points in their order as many as it can in a day."""
    rules = winter.campaign.settings.calendar
    nodes = [unit.base, *(stop.code for stop in stops), unit.base]
    legs = [leg.minutes for leg in (winter.travel.leg(*ends, unit.access) for ends in pairwise(nodes)) if leg]
    if len(legs) <= len(stops):
        return False
    service = service_min(winter.campaign, unit, unit.consultations_per_day // len(stops))
    clock = int(rules.day_start)
    for stop, minutes in zip(stops, legs, strict=False):
        begins = max(clock + minutes + stop.foot_min, stop.opens)
        if begins + service > stop.closes or not winter.is_served(stop, day):
            return False
        clock = begins + service + stop.foot_min
    work = sum(legs) + sum(service + 2 * stop.foot_min for stop in stops)
    return clock + legs[-1] <= rules.day_end and work <= rules.work_min


def _caravan(winter: Winter) -> Iterator[Pin]:
    """Yield the first caravan that can be held somewhere, at its earliest."""
    for caravan in winter.campaign.caravans.values():
        for day in winter.calendar.days:
            dates = [day + timedelta(more) for more in range(caravan.days)]
            for site in sites_of(winter.campaign, caravan):
                if _holds(winter, caravan, site, dates):
                    yield Pin(kind="caravan", caravan=caravan.code, site=site.code, date=day)
                    return


def sites_of(campaign: Campaign, caravan: Caravan) -> list[Point]:
    """Return the points at which a caravan may stand."""
    return [
        point
        for point in campaign.points.values()
        if caravan.site in ("", point.code)
        and caravan.province in ("", point.province)
        and campaign.provinces[point.province].region == caravan.region
    ]


def _holds(winter: Winter, caravan: Caravan, site: Point, dates: Sequence[Day]) -> bool:
    """Whether a caravan can be held at a site on some dates: its days, its equipment, the point, and its crew."""
    first, last = dates[0], dates[-1]
    pieces = Counter(
        piece.kind
        for piece in winter.campaign.equipment.values()
        if piece.region == caravan.region and (piece.from_ or first) <= first
    )
    return (
        winter.calendar.caravan_days.issuperset(dates)
        and (caravan.earliest or first) <= first
        and last <= (caravan.latest or last)
        and all(pieces[kind] >= count for kind, count in caravan.equipment.items())
        and all(winter.is_served(site, day) for day in dates)
        and all(_has_crew(winter.campaign, caravan, site.province, day) for day in dates)
    )


def _has_crew(campaign: Campaign, caravan: Caravan, province: str, day: Day) -> bool:
    """Whether a caravan's crew can be formed in a province on a day, of people who are there; or nobody is named."""
    region = campaign.provinces[province].region
    there = Counter(
        (person.profession, person.specialty)
        for person in campaign.staff.values()
        if _is_there(campaign, person, day)
        and (
            person.province == province
            or (person.profession == "specialist" and campaign.provinces[person.province].region == region)
        )
    )
    seats = campaign.crew(caravan.crew)
    return not campaign.staff or all(there[seat.profession, seat.specialty] >= seat.count for seat in seats)


def _is_there(campaign: Campaign, person: Staff, day: Day) -> bool:
    """Whether a person may be on duty on a day."""
    away = (span for span in campaign.leave if span.staff == person.code)
    return (person.from_ or day) <= day and not any(span.from_ <= day <= span.to for span in away)


def _duty(campaign: Campaign, pin: Pin) -> Iterator[Pin]:
    """Yield the duty of a nurse on a pinned tour or caravan: the first of its province who is there that day."""
    place = campaign.units[pin.unit].province if pin.unit else campaign.points[pin.site].province
    for person in campaign.staff.values():
        is_nurse = person.profession == "nurse" and person.province == place
        if is_nurse and pin.date and _is_there(campaign, person, pin.date):
            yield Pin(kind="duty", staff=person.code, date=pin.date, unit=pin.unit, caravan=pin.caravan)
            return


def _posts(shape: DemoShape, campaign: Campaign) -> Iterator[Pin]:
    """Yield an ambulance that stays at its base, and one without a base at a free post for a part of the season."""
    fleet = campaign.ambulances.values()
    taken = Counter(each.base for each in fleet)
    if based := next((each for each in fleet if each.base), None):
        yield Pin(kind="ambulance", ambulance=based.code, centre=based.base)
    if free := next((each for each in fleet if not each.base), None):
        ours = (centre for centre in campaign.centres.values() if centre.province == free.province)
        centre = next(centre for centre in ours if taken[centre.code] < centre.ambulance_posts)
        first, last = (shape.day(share) for share in POSTED)
        yield Pin(kind="ambulance", ambulance=free.code, centre=centre.code, from_=first, to=last)
