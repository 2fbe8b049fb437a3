"""Rules that a pinned caravan may break: its site, its days, and the equipment that it shares."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from planner.check_campaign.pin_facts import Broken, PinFacts, day_of, is_there
from planner.domain.calendar import days_between, weekday_of
from planner.domain.campaign import Equipment, Point
from planner.domain.rules import Rule


def sites_are_theirs(facts: PinFacts) -> Iterator[Broken]:
    """A caravan stands at its site if it has one, else in its province, else in its region."""
    for pin in facts.pins["caravan"]:
        wish, place = facts.campaign.caravans[pin.caravan], facts.campaign.site(pin.site)
        is_right = (
            wish.site in ("", pin.site)
            and wish.province in ("", place.province)
            and wish.region == facts.region_of(place.province)
        )
        if not is_right:
            yield Broken(Rule.CARAVAN_SITE, (pin,), "site")


def days_are_theirs(facts: PinFacts) -> Iterator[Broken]:
    """A caravan's days are open to it and to its site, and within its dates."""
    for pin in facts.pins["caravan"]:
        wish, place = facts.campaign.caravans[pin.caravan], facts.campaign.site(pin.site)
        first, last = facts.caravan_span(pin)
        days = days_between(first, last)
        is_right = (
            facts.calendar.caravan_days.issuperset(days)
            and is_there(first, wish.earliest, wish.latest)
            and is_there(last, wish.earliest, wish.latest)
            and (not isinstance(place, Point) or all(weekday_of(day) in place.weekdays for day in days))
        )
        if not is_right:
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
        wish, (first, last) = facts.campaign.caravans[pin.caravan], facts.caravan_span(pin)
        for kind, count in wish.equipment.items():
            if sum(is_there(last, piece.from_, piece.to) for piece in _pieces(facts, wish.region, kind, first)) < count:
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
