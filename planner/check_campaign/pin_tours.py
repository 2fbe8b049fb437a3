"""Rules that a pinned tour may break: its unit, its day and its points, one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from planner.check_campaign.pin_facts import Broken, PinFacts, day_of, is_there
from planner.domain.calendar import monday_of, weekday_of
from planner.domain.campaign import Pin
from planner.domain.rules import Rule


def open_days(facts: PinFacts) -> Iterator[Broken]:
    """A tour, and a duty with a unit, is on an open day."""
    for pin in _unit_pins(facts):
        if day_of(pin) not in facts.calendar.open_days:
            yield Broken(Rule.OPEN_DAYS, (pin,), "date")


def unit_available(facts: PinFacts) -> Iterator[Broken]:
    """A unit tours within its own dates."""
    for pin in _unit_pins(facts):
        unit = facts.campaign.units[pin.unit]
        if not is_there(day_of(pin), unit.from_, unit.to):
            yield Broken(Rule.UNIT_AVAILABLE, (pin,), "date")


def points_can_be_served(facts: PinFacts) -> Iterator[Broken]:
    """A pinned tour's points are of its unit's province, each there once, and its unit can drive to them."""
    for pin in facts.pins["tour"]:
        unit, points = facts.campaign.units[pin.unit], [facts.campaign.points[code] for code in pin.points]
        if any(point.province != unit.province for point in points):
            yield Broken(Rule.TOUR_PROVINCE, (pin,), "points")
        if unit.access == "road" and any(point.access != "road" for point in points):
            yield Broken(Rule.ACCESS, (pin,), "points")
        if len(set(pin.points)) < len(pin.points):
            yield Broken(Rule.POINT_ONCE_A_DAY, (pin,), "points")


def points_are_open(facts: PinFacts) -> Iterator[Broken]:
    """A pinned tour's points are not closed that day."""
    for pin in facts.pins["tour"]:
        day = day_of(pin)
        if any(facts.is_closed(facts.campaign.points[code], (day, day)) for code in pin.points):
            yield Broken(Rule.CLOSURES, (pin,), "points")


def weekdays_are_theirs(facts: PinFacts) -> Iterator[Broken]:
    """A pinned tour's points can be served on that day of the week."""
    for pin in facts.pins["tour"]:
        weekday = weekday_of(day_of(pin))
        if any(weekday not in facts.campaign.points[code].weekdays for code in pin.points):
            yield Broken(Rule.POINT_HOURS, (pin,), "points")


def someone_consults(facts: PinFacts) -> Iterator[Broken]:
    """A stop sees at least one person, for whom there is a demand and room in the unit's day."""
    for pin in facts.pins["tour"]:
        most = facts.campaign.units[pin.unit].consultations_per_day
        if len(pin.points) > most or any(facts.catchments.demand[code] < 1 for code in pin.points):
            yield Broken(Rule.CONSULTATIONS, (pin,), "points")


def one_tour_a_day(facts: PinFacts) -> Iterator[Broken]:
    """A unit serves one list of points a day."""
    for pin in facts.pins["tour"]:
        if (first := facts.tours[pin.unit, day_of(pin)]) is not pin:
            yield Broken(Rule.ONE_TOUR_AT_A_TIME, (first, pin), "unit")


def unit_week(facts: PinFacts) -> Iterator[Broken]:
    """A unit tours on no more days of a week than the policy allows."""
    weeks: dict[tuple[str, date], dict[date, Pin]] = defaultdict(dict)
    for pin in _unit_pins(facts):
        weeks[pin.unit, monday_of(day_of(pin))].setdefault(day_of(pin), pin)
    for days in weeks.values():
        if len(days) > facts.policy.unit_days_per_week:
            yield Broken(Rule.UNIT_WEEK, tuple(days.values()), "date")


def _unit_pins(facts: PinFacts) -> Iterator[Pin]:
    """Yield the pins that make a unit tour on a date."""
    yield from facts.pins["tour"]
    yield from (pin for pin in facts.pins["duty"] if pin.unit)
