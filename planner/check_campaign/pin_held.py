"""Whether caravans can be held that are not pinned themselves, but that people are pinned with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Final, NamedTuple

from planner.check_campaign.pin_caravans import has_equipment, is_open_on, may_stand
from planner.check_campaign.pin_crews import can_form
from planner.check_campaign.pin_facts import Broken, PinFacts, Span, day_of
from planner.domain.calendar import days_between
from planner.domain.campaign import Caravan, Centre, Pin, Point
from planner.domain.rules import Rule


class Way(NamedTuple):
    """A place and days at which a caravan might be held with the people who are pinned to it."""

    facts: PinFacts
    wish: Caravan
    pins: Sequence[Pin]
    place: Centre | Point
    span: Span

    def is_where_they_serve(self) -> bool:
        """Whether the place is in each person's province, a specialist's region."""
        persons = (self.facts.campaign.staff[pin.staff] for pin in self.pins)
        return all(self.facts.serves_in(person, self.place.province) for person in persons)

    def is_manned(self) -> bool:
        """Whether on each of its days its crew can be formed of them and others."""
        there = {self.wish.code: self.place.province}
        by_day = {day: [pin for pin in self.pins if day_of(pin) == day] for day in days_between(*self.span)}
        anyone = Pin(kind="caravan", caravan=self.wish.code)
        return all(can_form(self.facts, [anyone, *pins], day, there) for day, pins in by_day.items())


FILTERS: Final[tuple[tuple[Rule, str, Callable[[Way], bool]], ...]] = (
    (Rule.CARAVAN_SITE, "caravan", lambda way: may_stand(way.facts, way.wish, way.place)),
    (Rule.CARAVAN_DAYS, "date", lambda way: is_open_on(way.facts, way.wish, way.place, way.span)),
    (Rule.CLOSURES, "date", lambda way: not way.facts.is_closed(way.place, way.span)),
    (Rule.EQUIPMENT_NEEDS, "caravan", lambda way: has_equipment(way.facts, way.wish, way.span)),
    (Rule.DUTY_PLACE, "staff", Way.is_where_they_serve),
    (Rule.CREWS_MANNED, "date", Way.is_manned),
)
"""What a way must pass, in order: the first that the last ways fail is the rule that is broken."""


def caravans_can_be_held(facts: PinFacts) -> Iterator[Broken]:
    """There is a place and a time for a caravan that people are pinned with: with each of them, and with all."""
    by_caravan: dict[str, list[Pin]] = defaultdict(list)
    for pin in facts.pins["duty"]:
        if pin.caravan and pin.caravan not in facts.caravans:
            by_caravan[pin.caravan].append(pin)
    for code, pins in by_caravan.items():
        wish = facts.campaign.caravans[code]
        if not (together := _broken(facts, wish, tuple(pins))):
            continue
        alone = [(pin, _broken(facts, wish, (pin,))) for pin in pins]
        yield from (broken for _, broken in alone if broken)
        rest = tuple(pin for pin, broken in alone if not broken)
        if len(rest) > 1 and (broken := together if len(rest) == len(pins) else _broken(facts, wish, rest)):
            yield broken


def _broken(facts: PinFacts, wish: Caravan, pins: tuple[Pin, ...]) -> Broken | None:
    """Return the rule that some people's caravan breaks wherever and whenever it is held; None where it need not."""
    longer = timedelta(wish.days - 1)
    first, last = min(map(day_of, pins)), max(map(day_of, pins))
    spans = [(day, day + longer) for day in days_between(last - longer, first)]
    if not spans:
        return Broken(Rule.CARAVAN_DAYS, pins, "date")
    places: list[Centre | Point] = [*facts.campaign.centres.values(), *facts.campaign.points.values()]
    ways = [Way(facts, wish, pins, place, span) for place in places for span in spans]
    if any(all(passes(way) for _, _, passes in FILTERS) for way in ways):
        return None
    for rule, column, passes in FILTERS:
        ways = [way for way in ways if passes(way)]
        if not ways:
            return Broken(rule, pins, column)
    return None
