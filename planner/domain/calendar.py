"""The days of a season: which are open, for whom, and how long people work on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import holidays
from hijridate import Gregorian, Hijri

from planner.domain import settings
from planner.domain.columns import WEEK, Clock, Weekday

RAMADAN_MONTH: Final = 9
MOON_DAYS: Final = 1
"""By so many days the moon that is seen may differ from the one that is calculated."""


def days_between(first: date, last: date) -> list[date]:
    """Return the days from the first to the last, both included."""
    return [date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1)]


def weekday_of(day: date) -> Weekday:
    """Return a day's name."""
    return WEEK[day.weekday()]


def monday_of(day: date) -> date:
    """Return the first day of a day's week."""
    return day - timedelta(day.weekday())


def calculated_ramadan(first: date, last: date) -> tuple[date, date] | None:
    """Return the first Ramadan of which a day lies in a span, by Umm al-Qura; None where there is none."""
    early, late = first - timedelta(MOON_DAYS), last + timedelta(MOON_DAYS)
    for year in range(Gregorian.fromdate(early).to_hijri().year, Gregorian.fromdate(late).to_hijri().year + 1):
        month = Hijri(year, RAMADAN_MONTH, 1)
        begins = date.fromordinal(month.to_gregorian().toordinal())
        ends = begins + timedelta(month.month_length() - 1)
        if begins <= last and first <= ends:
            return begins, ends
    return None


@dataclass(frozen=True, slots=True)
class SeasonCalendar:
    """The days of a season.

    Attributes
    ----------
    days
        Every day from the first to the last.
    open_days, caravan_days
        Those on which tours and caravans may run.
    ramadan
        First and last day, in season or not; None where none of it lies in the season.
    """

    rules: settings.Calendar
    first: date
    last: date
    open_days: frozenset[date]
    caravan_days: frozenset[date]
    ramadan: tuple[date, date] | None

    @property
    def days(self) -> list[date]:
        """Every day of the season."""
        return days_between(self.first, self.last)

    @property
    def length_days(self) -> int:
        """How many days the season has."""
        return (self.last - self.first).days + 1

    def is_ramadan(self, day: date) -> bool:
        """Whether a day keeps the hours of Ramadan."""
        return self.ramadan is not None and self.ramadan[0] <= day <= self.ramadan[1]

    def work_min(self, day: date) -> int:
        """Return the minutes of driving, walking and service that a day allows."""
        return self.rules.ramadan_work_min if self.is_ramadan(day) else self.rules.work_min

    def day_end(self, day: date) -> Clock:
        """Return when a day must end."""
        return self.rules.ramadan_day_end if self.is_ramadan(day) else self.rules.day_end

    def pause(self, day: date) -> tuple[Clock, Clock] | None:
        """Return the hours of a day without service, if any."""
        pause = self.rules.friday_break
        return (pause[0], pause[1]) if pause and weekday_of(day) == "fri" else None


def build_calendar(
    rules: settings.Calendar, first: date, last: date, ramadan: tuple[date, date] | None = None
) -> SeasonCalendar:
    """Work out the days of a season.

    Parameters
    ----------
    ramadan
        What stands instead of the calculation where the rules say `auto` (a plan states the days it used).
    """
    years = range(first.year, last.year + 1)
    shut = {*(holidays.country_holidays(rules.holidays, years=years) if rules.holidays else ()), *rules.closed}

    def on(weekdays: Iterable[Weekday]) -> frozenset[date]:
        return frozenset(
            day
            for day in days_between(first, last)
            if day in rules.open or (weekday_of(day) in weekdays and day not in shut)
        )

    if rules.ramadan is None:
        kept = ramadan or calculated_ramadan(first, last)
    else:
        kept = (rules.ramadan[0], rules.ramadan[1]) if rules.ramadan else None
    if kept is not None and (kept[1] < first or last < kept[0]):
        kept = None
    return SeasonCalendar(rules, first, last, on(rules.weekdays), on(rules.caravan_weekdays), kept)
