"""The rule of money that pins may break: what they cost at least is within every cap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from geodata.travel import NO_WAY
from planner.check_campaign.pin_facts import Broken, PinFacts, day_of
from planner.domain.calendar import days_between
from planner.domain.campaign import Cap, Pin, Unit
from planner.domain.columns import Chapter
from planner.domain.money import to_mad
from planner.domain.rounding import LINE_CENTIMES, duty_lines, rounded_lines, tour_lines
from planner.domain.rules import Rule


class Cost(NamedTuple):
    """What a pin costs at least in a chapter before rounding, and how many lines of it may be rounded down.

    `province` is blank where it is not known.
    """

    pin: Pin
    region: str
    province: str
    chapter: Chapter
    mad: Decimal
    lines: int


def caps_hold(facts: PinFacts) -> Iterator[Broken]:
    """No cap is exceeded by what pins cost whatever else is planned."""
    costs = [cost for cost in (*_tours(facts), *_caravans(facts), *_posts(facts)) if cost.mad]
    total = facts.campaign.settings.budget.total_mad
    caps = [*facts.campaign.caps, *([] if total is None else [Cap(amount_mad=total)])]
    for cap in caps:
        counted = [
            cost
            for cost in costs
            if cap.chapter in ("", cost.chapter)
            and cap.province in ("", cost.province)
            and cap.region in ("", cost.region)
        ]
        rounded = Decimal(sum(cost.lines for cost in counted)) * to_mad(1) * Decimal(LINE_CENTIMES)
        if sum((cost.mad for cost in counted), -rounded) > cap.amount_mad:
            yield Broken(Rule.BUDGET_CAPS, tuple(dict.fromkeys(cost.pin for cost in counted)), "kind")


def _per_diem(facts: PinFacts, crew: str) -> Decimal:
    rates = facts.campaign.settings.costs.per_diem_mad
    return sum((seat.count * rates[seat.profession] for seat in facts.campaign.crew(crew)), Decimal(0))


def _tours(facts: PinFacts) -> Iterator[Cost]:
    """Yield what each unit's days cost that are pinned themselves or that people are pinned to."""
    by_unit: dict[str, dict[date, Pin]] = defaultdict(dict)
    for pin in (*(pin for pin in facts.pins["duty"] if pin.unit), *facts.tours.values()):
        by_unit[pin.unit][day_of(pin)] = pin
    rates = facts.campaign.settings.costs
    for code, days in by_unit.items():
        unit = facts.campaign.units[code]
        lines = tour_lines(facts.campaign, unit)
        for pin, km in _least_km(facts, unit, days.values()).items():
            per_chapter: dict[Chapter, Decimal] = {
                "fuel": km * unit.litres_per_100km.scaleb(-2) * rates.fuel_mad_per_l,
                "upkeep": km * unit.upkeep_mad_per_km,
                "per_diem": _per_diem(facts, unit.crew),
                "medicines": len(pin.points) * rates.medicines_mad_per_consultation,
                "hire": unit.hire_mad_per_day,
            }
            for chapter, mad in per_chapter.items():
                yield Cost(pin, facts.region_of(unit.province), unit.province, chapter, mad, lines[chapter])


def _least_km(facts: PinFacts, unit: Unit, pins: Collection[Pin]) -> dict[Pin, Decimal]:
    """Return the km that a unit's days have at least: between stops, and from and to the nearest night place.

    A leg that nobody can drive counts nothing.
    """
    places = facts.night_places(unit)
    codes = [*places, *sorted({code for pin in pins for code in pin.points})]
    metres = facts.travel.legs(codes, codes, unit.access).metres
    metres[metres == NO_WAY] = 0
    rows = {code: row for row, code in enumerate(codes)}
    least = {}
    for pin in pins:
        stops = [rows[code] for code in pin.points]
        between = int(metres[stops[:-1], stops[1:]].sum())
        there = sum(int(metres[: len(places), stop].min()) for stop in stops[:1])
        back = sum(int(metres[stop, : len(places)].min()) for stop in stops[-1:])
        least[pin] = Decimal(there + between + back).scaleb(-3)
    return least


def _caravans(facts: PinFacts) -> Iterator[Cost]:
    """Yield what caravans cost that are pinned themselves or that people are pinned with."""
    held = {pin.caravan: pin for pin in facts.pins["duty"] if pin.caravan} | facts.caravans
    for code, pin in held.items():
        wish = facts.campaign.caravans[code]
        site = pin.site or wish.site
        province = facts.campaign.site(site).province if site else wish.province
        yield Cost(pin, wish.region, province, "caravans", wish.fixed_mad, rounded_lines(wish.fixed_mad))
        per_diem, lines = wish.days * _per_diem(facts, wish.crew), duty_lines(facts.campaign, wish.crew)
        yield Cost(pin, wish.region, province, "per_diem", per_diem, lines)


def _posts(facts: PinFacts) -> Iterator[Cost]:
    counted: dict[str, set[date]] = defaultdict(set)
    for pin in facts.pins["ambulance"]:
        ambulance, days = facts.campaign.ambulances[pin.ambulance], days_between(*facts.post_span(pin))
        more = set(days) - counted[pin.ambulance]
        counted[pin.ambulance] |= more
        rate, region = ambulance.upkeep_mad_per_day, facts.region_of(ambulance.province)
        yield Cost(pin, region, ambulance.province, "upkeep", len(more) * rate, rounded_lines(rate))
