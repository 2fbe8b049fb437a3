"""The rule of pins: what a campaign wants kept."""

from __future__ import annotations

from planner.check_plan.facts import Facts
from planner.check_plan.findings import Finding, Findings, span
from planner.domain.campaign import Pin

Deed = tuple[object, ...]
"""A pin's kind, and what the plan does of that kind."""


def _deeds(facts: Facts) -> set[Deed]:
    """Return what a plan does that may be pinned, an ambulance's posts day by day."""
    units = {(row.tour, row.date): row.unit for row in facts.plan.tours}
    deeds: set[Deed] = {("caravan", row.caravan, row.site, row.start) for row in facts.plan.caravans}
    for day in facts.tour_days:
        deeds.add(("tour", day.unit.code, day.row.date, tuple(stop.point for stop in day.stops)))
    for post in facts.plan.ambulance_posts:
        deeds.update(("ambulance", post.ambulance, post.centre, day) for day in facts.post_dates(post))
    for duty in facts.plan.roster:
        is_tour = duty.duty == "tour"
        deeds.add(("duty", duty.staff, duty.date, is_tour, units.get((duty.code, duty.date)) if is_tour else duty.code))
    return deeds


def _wanted(facts: Facts, pin: Pin) -> set[Deed]:
    """Return what a pin wants done: each day in season of an ambulance's span."""
    match pin.kind:
        case "tour":
            return {("tour", pin.unit, pin.date, pin.points)}
        case "caravan":
            return {("caravan", pin.caravan, pin.site, pin.date)}
        case "duty":
            return {("duty", pin.staff, pin.date, bool(pin.unit), pin.unit or pin.caravan)}
        case "ambulance":
            days = facts.season.dates(pin.from_ or facts.season.first, pin.to or facts.season.last)
            return {("ambulance", pin.ambulance, pin.centre, day) for day in days}


def dropped_pins(facts: Facts) -> Findings:
    """Yield the pins that are not kept; of an ambulance out of season there is nothing to keep, and so it is not."""
    deeds = _deeds(facts) if facts.campaign.pins else set()
    for pin in facts.campaign.pins:
        wanted = _wanted(facts, pin)
        if not wanted or not wanted <= deeds:
            what = (pin.unit, "|".join(pin.points), pin.staff, pin.caravan, pin.site, pin.ambulance, pin.centre)
            when = pin.date or span(pin.from_, pin.to)
            yield Finding(pin, "kind", about=" ".join(filter(None, (*what, str(when)))))


def pins(facts: Facts) -> Findings:
    """What is pinned is kept, else the plan says that it is infeasible.

    A unit serves on a date exactly the pinned points in their order, a caravan starts at its site on its date, an
    ambulance stands at its centre, by one post or several, a person has the duty.
    """
    if not facts.is_infeasible:
        yield from dropped_pins(facts)
