"""The rule of money that pins may break: what they cost at least is within every cap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from planner.check_campaign.pin_facts import Broken, PinFacts
from planner.domain.calendar import days_between
from planner.domain.campaign import Cap, Pin
from planner.domain.columns import Chapter
from planner.domain.money import to_mad
from planner.domain.rounding import LINE_CENTIMES, duty_lines, rounded_lines
from planner.domain.rules import Rule


class Cost(NamedTuple):
    """What a pin costs at least in a chapter before rounding, and how many lines of it may be rounded down."""

    pin: Pin
    province: str
    chapter: Chapter
    mad: Decimal
    lines: int


def caps_hold(facts: PinFacts) -> Iterator[Broken]:
    """No cap is exceeded by what pins cost whatever else is planned: of tours, their hire and per diem alone."""
    costs = [cost for cost in (*_tours(facts), *_caravans(facts), *_posts(facts)) if cost.mad]
    total = facts.campaign.settings.budget.total_mad
    caps = [*facts.campaign.caps, *([] if total is None else [Cap(amount_mad=total)])]
    for cap in caps:
        counted = [
            cost
            for cost in costs
            if cap.chapter in ("", cost.chapter)
            and cap.province in ("", cost.province)
            and cap.region in ("", facts.region_of(cost.province))
        ]
        rounded = Decimal(sum(cost.lines for cost in counted)) * to_mad(1) * Decimal(LINE_CENTIMES)
        if sum((cost.mad for cost in counted), -rounded) > cap.amount_mad:
            yield Broken(Rule.BUDGET_CAPS, tuple(dict.fromkeys(cost.pin for cost in counted)), "kind")


def _per_diem(facts: PinFacts, crew: str) -> Decimal:
    rates = facts.campaign.settings.costs.per_diem_mad
    return sum((seat.count * rates[seat.profession] for seat in facts.campaign.crew(crew)), Decimal(0))


def _tours(facts: PinFacts) -> Iterator[Cost]:
    for pin in facts.tours.values():
        unit = facts.campaign.units[pin.unit]
        yield Cost(pin, unit.province, "hire", unit.hire_mad_per_day, rounded_lines(unit.hire_mad_per_day))
        yield Cost(pin, unit.province, "per_diem", _per_diem(facts, unit.crew), duty_lines(facts.campaign, unit.crew))


def _caravans(facts: PinFacts) -> Iterator[Cost]:
    for pin in facts.caravans.values():
        wish, province = facts.campaign.caravans[pin.caravan], facts.campaign.site(pin.site).province
        yield Cost(pin, province, "caravans", wish.fixed_mad, rounded_lines(wish.fixed_mad))
        per_diem, lines = wish.days * _per_diem(facts, wish.crew), duty_lines(facts.campaign, wish.crew)
        yield Cost(pin, province, "per_diem", per_diem, lines)


def _posts(facts: PinFacts) -> Iterator[Cost]:
    counted: dict[str, set[date]] = defaultdict(set)
    for pin in facts.pins["ambulance"]:
        ambulance, days = facts.campaign.ambulances[pin.ambulance], days_between(*facts.post_span(pin))
        more = set(days) - counted[pin.ambulance]
        counted[pin.ambulance] |= more
        rate = ambulance.upkeep_mad_per_day
        yield Cost(pin, ambulance.province, "upkeep", len(more) * rate, rounded_lines(rate))
