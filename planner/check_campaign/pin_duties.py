"""Rules that a pinned duty may break: the seat, the place, the person's days."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from planner.check_campaign.pin_facts import Broken, PinFacts, day_of, is_there
from planner.domain.calendar import monday_of
from planner.domain.campaign import Pin, Seat, Staff
from planner.domain.rules import Rule

A_WEEK = timedelta(6)
"""From the first of seven days to the last."""


def caravans_are_there(facts: PinFacts) -> Iterator[Broken]:
    """A duty with a pinned caravan is on one of its days."""
    for pin in facts.pins["duty"]:
        other = facts.caravans.get(pin.caravan)
        if other and not is_there(day_of(pin), *facts.caravan_span(other)):
            yield Broken(Rule.CARAVAN_DAYS, (other, pin), "date")


def seats_are_enough(facts: PinFacts) -> Iterator[Broken]:
    """The persons pinned to one crew and day fit its seats."""
    crews: dict[tuple[str, str, date], list[Pin]] = defaultdict(list)
    for pin in facts.pins["duty"]:
        crews[pin.unit, pin.caravan, day_of(pin)].append(pin)
    for (unit, caravan, _), pins in crews.items():
        crew = facts.campaign.crew(facts.campaign.units[unit].crew if unit else facts.campaign.caravans[caravan].crew)
        lost = [pin for pin in pins if not _fit(crew, [facts.campaign.staff[pin.staff]])]
        yield from (Broken(Rule.CREWS_MANNED, (pin,), "staff") for pin in lost)
        rest = [pin for pin in pins if pin not in lost]
        if not _fit(crew, [facts.campaign.staff[pin.staff] for pin in rest]):
            yield Broken(Rule.CREWS_MANNED, tuple(rest), "staff")


def _fit(crew: tuple[Seat, ...], persons: list[Staff]) -> bool:
    """Whether persons fit a crew's seats; one that names a specialty takes nobody else."""
    free, open_seats = Counter[tuple[str, str]](), Counter[str]()
    for seat in crew:
        free[seat.profession, seat.specialty] += seat.count
    for person in persons:
        if person.specialty and free[person.profession, person.specialty]:
            free[person.profession, person.specialty] -= 1
        else:
            open_seats[person.profession] += 1
    return all(count <= free[profession, ""] for profession, count in open_seats.items())


def places_are_theirs(facts: PinFacts) -> Iterator[Broken]:
    """A person serves in their province, a specialist in their region, where a unit's or pinned caravan's place is."""
    for pin in facts.pins["duty"]:
        person = facts.campaign.staff[pin.staff]
        province = facts.campaign.units[pin.unit].province if pin.unit else facts.caravan_provinces.get(pin.caravan)
        if province and not facts.serves_in(person, province):
            yield Broken(Rule.DUTY_PLACE, (pin,), "staff")


def persons_are_there(facts: PinFacts) -> Iterator[Broken]:
    """A person serves within their dates."""
    for pin in facts.pins["duty"]:
        person = facts.campaign.staff[pin.staff]
        if not is_there(day_of(pin), person.from_, person.to):
            yield Broken(Rule.DUTY_AVAILABLE, (pin,), "date")


def persons_are_not_on_leave(facts: PinFacts) -> Iterator[Broken]:
    """A person on leave does not serve."""
    for pin in facts.pins["duty"]:
        if any(leave.from_ <= day_of(pin) <= leave.to for leave in facts.leave[pin.staff]):
            yield Broken(Rule.DUTY_AVAILABLE, (pin,), "date")


def one_duty_a_day(facts: PinFacts) -> Iterator[Broken]:
    """A person has one duty a day."""
    seen: dict[tuple[str, date], Pin] = {}
    for pin in facts.pins["duty"]:
        if (first := seen.setdefault((pin.staff, day_of(pin)), pin)) is not pin:
            yield Broken(Rule.ONE_DUTY_A_DAY, (first, pin), "staff")


def persons_keep_their_limits(facts: PinFacts) -> Iterator[Broken]:
    """A person serves no more days, a week or in all, than theirs, and is off one day in seven."""
    by_person: dict[str, dict[date, Pin]] = defaultdict(dict)
    for pin in sorted(facts.pins["duty"], key=day_of):
        by_person[pin.staff].setdefault(day_of(pin), pin)
    for code, duties in by_person.items():
        person, days = facts.campaign.staff[code], list(duties)
        weeks: dict[date, list[Pin]] = defaultdict(list)
        for day, pin in duties.items():
            weeks[monday_of(day)].append(pin)
        for pins in weeks.values():
            if len(pins) > person.max_days_per_week:
                yield Broken(Rule.DUTY_LIMITS, tuple(pins), "date")
        if person.max_days is not None and len(days) > person.max_days:
            yield Broken(Rule.DUTY_LIMITS, tuple(duties.values()), "date")
        for first, seventh in zip(days, days[6:], strict=False):
            if seventh - first == A_WEEK:
                yield Broken(Rule.DAY_OFF, tuple(duties[day] for day in days if first <= day <= seventh), "date")
