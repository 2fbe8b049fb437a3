"""The rule of pins: what a campaign wants kept."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from planner.check_plan.facts import Facts
from planner.check_plan.findings import Finding, Findings, span
from planner.check_plan.season import Season
from planner.domain.campaign import Campaign, Pin
from planner.domain.plan import Plan

Deed = tuple[object, ...]
"""A pin's kind, and what the plan does of that kind."""


def _deeds(plan: Plan, season: Season) -> set[Deed]:
    """Return what a plan does that may be pinned, an ambulance's posts day by day."""
    units = {(row.tour, row.date): row.unit for row in plan.tours}
    points: dict[tuple[str, date], list[str]] = defaultdict(list)
    for stop in sorted(plan.stops, key=lambda stop: stop.sequence):
        points[stop.tour, stop.date].append(stop.point)
    deeds: set[Deed] = {("caravan", row.caravan, row.site, row.start) for row in plan.caravans}
    deeds.update(("tour", row.unit, row.date, tuple(points[row.tour, row.date])) for row in plan.tours)
    for post in plan.ambulance_posts:
        deeds.update(("ambulance", post.ambulance, post.centre, day) for day in season.dates(post.from_, post.to))
    for duty in plan.roster:
        is_tour = duty.duty == "tour"
        deeds.add(("duty", duty.staff, duty.date, is_tour, units.get((duty.code, duty.date)) if is_tour else duty.code))
    return deeds


def _wanted(pin: Pin, season: Season) -> set[Deed]:
    """Return what a pin wants done: each day in season of an ambulance's span."""
    match pin.kind:
        case "tour":
            return {("tour", pin.unit, pin.date, pin.points)}
        case "caravan":
            return {("caravan", pin.caravan, pin.site, pin.date)}
        case "duty":
            return {("duty", pin.staff, pin.date, bool(pin.unit), pin.unit or pin.caravan)}
        case "ambulance":
            days = season.dates(pin.from_ or season.first, pin.to or season.last)
            return {("ambulance", pin.ambulance, pin.centre, day) for day in days}


def missing_pins(plan: Plan, campaign: Campaign) -> tuple[Pin, ...]:
    """Return the pins that are not kept; of an ambulance out of season there is nothing to keep, and so it is not."""
    season = Season(campaign.settings, plan.ramadan)
    deeds = _deeds(plan, season) if campaign.pins else set()
    wanted = {pin: _wanted(pin, season) for pin in campaign.pins}
    return tuple(pin for pin, those in wanted.items() if not those or not those <= deeds)


def describe_pin(pin: Pin) -> str:
    """Return the codes and dates of a pin."""
    what = (pin.unit, "|".join(pin.points), pin.staff, pin.caravan, pin.site, pin.ambulance, pin.centre)
    return " ".join(filter(None, (*what, str(pin.date or span(pin.from_, pin.to)))))


def dropped_pins(facts: Facts) -> Findings:
    """Yield the pins that are not kept."""
    for pin in missing_pins(facts.plan, facts.campaign):
        yield Finding(pin, "kind", about=describe_pin(pin))


def pins(facts: Facts) -> Findings:
    """What is pinned is kept, else the plan says that it is infeasible.

    A unit serves on a date exactly the pinned points in their order, a caravan starts at its site on its date, an
    ambulance stands at its centre, by one post or several, a person has the duty.
    """
    if not facts.is_infeasible:
        yield from dropped_pins(facts)
