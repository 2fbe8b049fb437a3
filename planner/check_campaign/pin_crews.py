"""Whether crews can be formed: on each day that pins want them, of the people who may serve there.

A person takes one seat a day. What they may serve in a week or in all, and who serves on all days of a tour, is left to
the plan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from planner.check_campaign.pin_facts import Broken, PinFacts, day_of, is_there
from planner.domain.calendar import days_between
from planner.domain.campaign import Pin, Seat, Staff
from planner.domain.rules import Rule


def crews_can_be_formed(facts: PinFacts) -> Iterator[Broken]:
    """On each day there are people enough for the tours and caravans that are pinned, or that people are."""
    if not facts.campaign.staff:
        return
    by_day: dict[date, list[Pin]] = defaultdict(list)
    for pin in (*facts.tours.values(), *facts.pins["duty"]):
        by_day[day_of(pin)].append(pin)
    for pin in facts.caravans.values():
        for day in days_between(*facts.caravan_span(pin)):
            by_day[day].append(pin)
    told: set[frozenset[Pin]] = set()
    for day, pins in sorted(by_day.items()):
        if can_form(facts, pins, day, facts.caravan_provinces):
            continue
        fewest = _fewest(facts, pins, day)
        if frozenset(fewest) not in told:
            told.add(frozenset(fewest))
            yield Broken(Rule.CREWS_MANNED, fewest, "date")


def can_form(facts: PinFacts, pins: Sequence[Pin], day: date, provinces: Mapping[str, str]) -> bool:
    """Whether the crews that some pins want on a day can be formed together, each pinned person in their own.

    Parameters
    ----------
    provinces
        Where caravans stand, by code; the crew of one that is not there is not asked for.
    """
    crews = dict.fromkeys((pin.unit, pin.caravan) for pin in pins)
    bound = {pin.staff: (pin.unit, pin.caravan) for pin in pins if pin.kind == "duty"}
    seats = []
    for unit, caravan in crews:
        if not unit and caravan not in provinces:
            continue
        province = facts.campaign.units[unit].province if unit else provinces[caravan]
        crew = facts.campaign.units[unit].crew if unit else facts.campaign.caravans[caravan].crew
        for seat in facts.campaign.crew(crew):
            able = [
                person.code
                for person in facts.people_of(seat.profession, province)
                if _may_take(facts, person, seat, day) and bound.get(person.code, (unit, caravan)) == (unit, caravan)
            ]
            seats += [able] * seat.count
    return _can_be_filled(seats)


def _may_take(facts: PinFacts, person: Staff, seat: Seat, day: date) -> bool:
    """Whether a person of its profession and place may take a seat on a day."""
    return (
        seat.specialty in ("", person.specialty)
        and is_there(day, person.from_, person.to)
        and person.max_days_per_week > 0
        and person.max_days != 0
        and not any(leave.from_ <= day <= leave.to for leave in facts.leave[person.code])
    )


def _can_be_filled(seats: Sequence[Sequence[str]]) -> bool:
    """Whether each seat can have a person of its own, of those who are able: by augmenting paths."""
    holder: dict[str, int] = {}

    def is_seated(seat: int, seen: set[str]) -> bool:
        for person in seats[seat]:
            if person not in seen:
                seen.add(person)
                if person not in holder or is_seated(holder[person], seen):
                    holder[person] = seat
                    return True
        return False

    return all(is_seated(seat, set()) for seat in range(len(seats)))


def _fewest(facts: PinFacts, pins: Sequence[Pin], day: date) -> tuple[Pin, ...]:
    """Return some pins of a day none of which can be left out so that crews still cannot be formed."""
    fewest = list(pins)
    for pin in pins:
        fewer = [other for other in fewest if other is not pin]
        if not can_form(facts, fewer, day, facts.caravan_provinces):
            fewest = fewer
    return tuple(fewest)
