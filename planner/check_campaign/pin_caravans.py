"""Rules that a pinned caravan may break: its site, its days, and the equipment that it shares."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from planner.check_campaign.pin_facts import Broken, PinFacts, Span, day_of, is_there
from planner.domain.calendar import days_between, weekday_of
from planner.domain.campaign import Caravan, Centre, Equipment, Point
from planner.domain.rules import Rule


def may_stand(facts: PinFacts, wish: Caravan, place: Centre | Point) -> bool:
    """Whether a caravan's site is a place if it has one, else in its province, else in its region."""
    return (
        wish.site in ("", place.code)
        and wish.province in ("", place.province)
        and wish.region == facts.region_of(place.province)
    )


def is_open_on(facts: PinFacts, wish: Caravan, place: Centre | Point, span: Span) -> bool:
    """Whether some days are open to a caravan and to a place, closures aside, and within the caravan's dates."""
    days = days_between(*span)
    return (
        facts.calendar.caravan_days.issuperset(days)
        and all(is_there(day, wish.earliest, wish.latest) for day in span)
        and (not isinstance(place, Point) or all(weekday_of(day) in place.weekdays for day in days))
    )


def has_equipment(facts: PinFacts, wish: Caravan, span: Span) -> bool:
    """Whether a caravan's region has its equipment on all of some days."""
    first, last = span
    return all(
        sum(is_there(last, piece.from_, piece.to) for piece in _pieces(facts, wish.region, kind, first)) >= count
        for kind, count in wish.equipment.items()
    )


def sites_are_theirs(facts: PinFacts) -> Iterator[Broken]:
    """A caravan stands where it may."""
    for pin in facts.pins["caravan"]:
        if not may_stand(facts, facts.campaign.caravans[pin.caravan], facts.campaign.site(pin.site)):
            yield Broken(Rule.CARAVAN_SITE, (pin,), "site")


def days_are_theirs(facts: PinFacts) -> Iterator[Broken]:
    """A caravan's days are open to it and to its site, and within its dates."""
    for pin in facts.pins["caravan"]:
        wish, place = facts.campaign.caravans[pin.caravan], facts.campaign.site(pin.site)
        if not is_open_on(facts, wish, place, facts.caravan_span(pin)):
            yield Broken(Rule.CARAVAN_DAYS, (pin,), "date")


def sites_are_open(facts: PinFacts) -> Iterator[Broken]:
    """A caravan's site is not closed on its days."""
    for pin in facts.pins["caravan"]:
        if facts.is_closed(facts.campaign.site(pin.site), facts.caravan_span(pin)):
            yield Broken(Rule.CLOSURES, (pin,), "site")


def caravans_stand_once(facts: PinFacts) -> Iterator[Broken]:
    """A caravan has one site and one first day."""
    for pin in facts.pins["caravan"]:
        if (first := facts.caravans[pin.caravan]) is not pin:
            is_moved = first.site != pin.site
            rule = Rule.CARAVAN_SITE if is_moved else Rule.CARAVAN_DAYS
            yield Broken(rule, (first, pin), "site" if is_moved else "date")


def equipment_is_there(facts: PinFacts) -> Iterator[Broken]:
    """A caravan's region has its equipment on all its days."""
    for pin in facts.pins["caravan"]:
        if not has_equipment(facts, facts.campaign.caravans[pin.caravan], facts.caravan_span(pin)):
            yield Broken(Rule.EQUIPMENT_NEEDS, (pin,), "caravan")


def equipment_is_free(facts: PinFacts) -> Iterator[Broken]:
    """On the day that a caravan comes, its region has equipment for it and for those that are there already."""
    by_day = sorted(facts.caravans.values(), key=day_of)
    for number, pin in enumerate(by_day):
        wish, first = facts.campaign.caravans[pin.caravan], day_of(pin)
        there = [other for other in by_day[:number] if first <= facts.caravan_span(other)[1]]
        for kind, count in wish.equipment.items():
            wishes = {other: facts.campaign.caravans[other.caravan] for other in there}
            taken = {other: each.equipment.get(kind, 0) for other, each in wishes.items() if each.region == wish.region}
            others = tuple(other for other, pieces in taken.items() if pieces)
            if others and sum(taken.values()) + count > len(_pieces(facts, wish.region, kind, first)):
                yield Broken(Rule.EQUIPMENT_FREE, (*others, pin), "caravan")


def _pieces(facts: PinFacts, region: str, kind: str, day: date) -> list[Equipment]:
    """Return a region's equipment of a kind that is there on a day."""
    return [
        piece
        for piece in facts.campaign.equipment.values()
        if (piece.region, piece.kind) == (region, kind) and is_there(day, piece.from_, piece.to)
    ]
