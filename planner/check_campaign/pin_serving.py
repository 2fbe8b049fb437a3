"""Whether a unit can serve anywhere on a day for which nobody says where, but for which people are pinned to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from planner.check_campaign.pin_days import UnitDays, build_unit_days
from planner.check_campaign.pin_facts import Broken, PinFacts, day_of, is_there
from planner.domain.calendar import days_between, weekday_of
from planner.domain.campaign import Pin, Point, Unit
from planner.domain.rules import Rule


def units_can_serve(facts: PinFacts) -> Iterator[Broken]:
    """A unit with which a duty is pinned can serve a point on that day, or on a day from which nights lead to it.

    Whether it is the same tour that serves and has the duty is left to the plan.
    """
    by_unit: dict[str, list[Pin]] = defaultdict(list)
    for pin in facts.pins["duty"]:
        is_open = day_of(pin) in facts.calendar.open_days
        if pin.unit and is_open and (pin.unit, day_of(pin)) not in facts.tours:
            by_unit[pin.unit].append(pin)
    for code, pins in by_unit.items():
        unit = facts.campaign.units[code]
        points = [point for point in facts.campaign.points.values() if _may_serve(facts, unit, point)]
        unit_days = build_unit_days(facts, unit, [point.code for point in points])
        can = {day: _can_serve(unit_days, day, points) for day in {day_of(pin) for pin in pins}}
        yield from (Broken(Rule.TOUR_SERVES, (pin,), "date") for pin in pins if not can[day_of(pin)])


def _may_serve(facts: PinFacts, unit: Unit, point: Point) -> bool:
    """Whether a unit may serve a point on some day."""
    return (
        unit.consultations_per_day > 0
        and point.province == unit.province
        and (unit.access == "track" or point.access == "road")
        and facts.catchments.demand[point.code] > 0
    )


def _can_serve(unit_days: UnitDays, day: date, points: list[Point]) -> bool:
    """Whether a unit can tour on a day and serve one of some points on it, or before or after some nights."""
    facts, reach = unit_days.facts, timedelta(unit_days.facts.policy.max_nights)
    by_day = {
        each: [point.code for point in points if _is_open(facts, point, each)]
        for each in days_between(day - reach, day + reach)
        if is_there(each, unit_days.unit.from_, unit_days.unit.to)
    }
    return any(unit_days.rule_broken(day, (code,)) is None for code in by_day.get(day, ())) or any(
        unit_days.can_run({day: (), each: (code,)}) for each, codes in by_day.items() for code in codes
    )


def _is_open(facts: PinFacts, point: Point, day: date) -> bool:
    """Whether a point can be served on a day, its hours aside."""
    return (
        day in facts.calendar.open_days and weekday_of(day) in point.weekdays and not facts.is_closed(point, (day, day))
    )
