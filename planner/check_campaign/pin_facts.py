"""What pins are judged by: the days, places, drives and people of a campaign, each worked out once when asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cached_property
from math import inf
from typing import NamedTuple

from geodata.travel import TravelTimes
from planner.domain.calendar import SeasonCalendar, build_calendar
from planner.domain.campaign import Campaign, Centre, Leave, Pin, Point, Staff, Unit
from planner.domain.catchments import Catchments, build_catchments, closed_spans, travel_times
from planner.domain.rules import Rule

Span = tuple[date, date]


class Broken(NamedTuple):
    """A rule that pins break, the last of them by this column."""

    rule: Rule
    pins: tuple[Pin, ...]
    column: str


PinCheck = Callable[["PinFacts"], Iterator[Broken]]


class PinFacts:
    """The campaign that pins are of, and what follows; the same pin told twice is one."""

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign
        self.policy = campaign.settings.policy
        self.pins: dict[str, list[Pin]] = defaultdict(list)
        for pin in dict.fromkeys(campaign.pins):
            self.pins[pin.kind].append(pin)

    @cached_property
    def tours(self) -> dict[tuple[str, date], Pin]:
        """The pinned tours by unit and date; of several, the first."""
        return {(pin.unit, day_of(pin)): pin for pin in reversed(self.pins["tour"])}

    @cached_property
    def caravans(self) -> dict[str, Pin]:
        """The pinned caravans; of several pins, the first."""
        return {pin.caravan: pin for pin in reversed(self.pins["caravan"])}

    @cached_property
    def calendar(self) -> SeasonCalendar:
        """The season's days."""
        head = self.campaign.settings.campaign
        return build_calendar(self.campaign.settings.calendar, head.start, head.end)

    @cached_property
    def catchments(self) -> Catchments:
        """Who comes to which point."""
        return build_catchments(self.campaign)

    @cached_property
    def travel(self) -> TravelTimes:
        """The drives."""
        return travel_times(self.campaign, self.catchments)

    @cached_property
    def closed(self) -> dict[str, tuple[Span, ...]]:
        """The spans of days on which a point is closed."""
        return closed_spans(self.campaign)

    @cached_property
    def leave(self) -> dict[str, list[Leave]]:
        """The leave of each person."""
        leave: dict[str, list[Leave]] = defaultdict(list)
        for row in self.campaign.leave:
            leave[row.staff].append(row)
        return leave

    @cached_property
    def caravan_provinces(self) -> dict[str, str]:
        """The province of each pinned caravan's site."""
        return {code: self.campaign.site(pin.site).province for code, pin in self.caravans.items()}

    @cached_property
    def people(self) -> dict[tuple[str, str], tuple[Staff, ...]]:
        """The people by profession and where they serve: specialists in their region, others in their province."""
        people: dict[tuple[str, str], list[Staff]] = defaultdict(list)
        for person in self.campaign.staff.values():
            people[person.profession, self._home(person.profession, person.province)].append(person)
        return {key: tuple(persons) for key, persons in people.items()}

    def people_of(self, profession: str, province: str) -> tuple[Staff, ...]:
        """Return the people of a profession who may serve in a province."""
        return self.people.get((profession, self._home(profession, province)), ())

    def serves_in(self, person: Staff, province: str) -> bool:
        """Whether a person may serve in a province."""
        return self._home(person.profession, person.province) == self._home(person.profession, province)

    def _home(self, profession: str, province: str) -> str:
        """Return where people of a profession and province serve: a region's code for specialists, marked as such."""
        return f"region {self.region_of(province)}" if profession == "specialist" else province

    def night_places(self, unit: Unit) -> tuple[str, ...]:
        """Return where a unit may be by night: its base first, then the centres that can lodge its crew."""
        persons = self.campaign.crew_size(unit.crew) if self.policy.max_nights else inf
        centres = self.campaign.centres.values()
        there = [each.code for each in centres if each.province == unit.province and each.lodging >= persons]
        return (unit.base, *(code for code in there if code != unit.base))

    def is_closed(self, place: Point | Centre, days: Span) -> bool:
        """Whether a place is closed on one of some days; centres never are."""
        spans = self.closed.get(place.code, ()) if isinstance(place, Point) else ()
        return any(first <= days[1] and days[0] <= last for first, last in spans)

    def region_of(self, province: str) -> str:
        """Return the region that a province lies in."""
        return self.campaign.provinces[province].region

    def caravan_span(self, pin: Pin) -> Span:
        """Return the first and last day of a pinned caravan."""
        first = day_of(pin)
        return first, first + timedelta(self.campaign.caravans[pin.caravan].days - 1)

    def post_span(self, pin: Pin) -> Span:
        """Return the first and last day in season of a pinned ambulance; the last comes before where there is none."""
        head = self.campaign.settings.campaign
        return max(pin.from_ or head.start, head.start), min(pin.to or head.end, head.end)


def day_of(pin: Pin) -> date:
    """Return the date of a pin whose kind must have one."""
    if pin.date is None:
        raise ValueError(f"a pin of kind {pin.kind} without its date")
    return pin.date


def is_there(day: date, first: date | None, last: date | None) -> bool:
    """Whether a day lies within a first and a last; None is no limit."""
    return (first is None or first <= day) and (last is None or day <= last)
