"""The days of a campaign, and which Ramadan a plan of it may state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from itertools import product

from planner.domain.calendar import MOON_DAYS, SeasonCalendar, build_calendar, calculated_ramadan, days_between
from planner.domain.settings import Settings

Span = tuple[date, date]


class Season:
    """A season's first and last day, and Ramadan as the plan states it."""

    def __init__(self, settings: Settings, stated_ramadan: Span | None) -> None:
        self.first, self.last = settings.campaign.start, settings.campaign.end
        self.rules = settings.calendar
        self.stated_ramadan = stated_ramadan

    @property
    def days(self) -> int:
        """Days of the season, open or not."""
        return (self.last - self.first).days + 1

    def part(self, days: Sequence[date] | None) -> Span | None:
        """Return what lies in the season of a first and a last day; None where nothing does."""
        if not days:
            return None
        first, last = max(days[0], self.first), min(days[1], self.last)
        return (first, last) if first <= last else None

    def dates(self, first: date, last: date) -> list[date]:
        """Return the days of the season from a first to a last."""
        part = self.part((first, last))
        return days_between(*part) if part else []

    @cached_property
    def ramadans(self) -> frozenset[Span | None]:
        """What may be stated as Ramadan, as far as it is in season; by calculation either end may be a day off."""
        if self.rules.ramadan is not None:
            return frozenset({self.part(self.rules.ramadan)})
        moon = timedelta(MOON_DAYS)
        month = calculated_ramadan(self.first, self.last) or calculated_ramadan(self.first - moon, self.last + moon)
        if month is None:
            return frozenset({None})
        shifts = product((-moon, timedelta(), moon), repeat=2)
        return frozenset(self.part((month[0] + one, month[1] + other)) for one, other in shifts)

    @cached_property
    def calendar(self) -> SeasonCalendar:
        """The days of the season, with Ramadan as the plan states it where it may."""
        rules = self.rules
        if self.part(self.stated_ramadan) in self.ramadans:
            rules = replace(rules, ramadan=self.stated_ramadan or ())
        return build_calendar(rules, self.first, self.last)
