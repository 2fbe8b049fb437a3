"""Rules of tours: their days, their chain, their places."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

from planner.check_plan.facts import Facts, TourDay
from planner.check_plan.findings import Finding, Findings, differs, hhmm, span
from planner.domain.calendar import monday_of
from planner.domain.campaign import Point
from planner.domain.plan import TourRow


def open_days(facts: Facts) -> Findings:
    """A tour runs on an open day of the season."""
    for row in facts.plan.tours:
        if row.date not in facts.season.calendar.open_days:
            yield Finding(row, "date")


def one_tour_at_a_time(facts: Facts) -> Findings:
    """A tour has one unit, and a unit one tour a day."""
    for days in facts.tours.values():
        for day in days[1:]:
            yield from differs(day.row, "unit", days[0].unit.code)
    busy: dict[tuple[str, date], TourRow] = {}
    for row in facts.plan.tours:
        other = busy.setdefault((row.unit, row.date), row)
        if other is not row:
            yield Finding(row, "tour", other.tour, about=f"{row.unit} {row.date}")


def unit_week(facts: Facts) -> Findings:
    """A unit tours on `unit_days_per_week` days at most from Monday to Sunday."""
    most = facts.policy.unit_days_per_week
    weeks: dict[tuple[str, date], dict[date, TourRow]] = defaultdict(dict)
    for row in sorted(facts.plan.tours, key=lambda row: row.date):
        weeks[row.unit, monday_of(row.date)].setdefault(row.date, row)
    for (unit, monday), days in weeks.items():
        if len(days) > most:
            *_, latest = days.values()
            yield Finding(latest, "date", f"≤ {most}", len(days), f"{unit} {span(monday, None)}")


def unit_available(facts: Facts) -> Findings:
    """A unit tours within its own dates."""
    for day in facts.tour_days:
        if not (day.unit.from_ or day.row.date) <= day.row.date <= (day.unit.to or day.row.date):
            yield Finding(day.row, "date", span(day.unit.from_, day.unit.to), about=day.unit.code)


def tour_code(facts: Facts) -> Findings:
    """A tour's code is its unit's, `@`, and its first date."""
    for days in facts.tours.values():
        first = days[0].row
        yield from differs(first, "tour", f"{first.unit}@{first.date}")


def tour_province(facts: Facts) -> Findings:
    """A tour is of its unit's province, and so is every point that it serves and every centre where it sleeps."""
    for day in facts.tour_days:
        home = day.unit.province
        yield from differs(day.row, "province", home)
        if (asleep := facts.campaign.centres[day.row.to].province) != home:
            yield Finding(day.row, "to", home, asleep)
        for stop in day.stops:
            if (there := facts.campaign.points[stop.point].province) != home:
                yield Finding(stop, "point", home, there)


def tour_chain(facts: Facts) -> Findings:
    """A tour leaves its base on day 1, goes on each next calendar day from where it slept, and ends at its base.

    `open_days` judges that all of them are open.
    """
    for days in facts.tours.values():
        slept, first = days[0].unit.base, days[0].row.date
        for number, row in enumerate((day.row for day in days), start=1):
            yield from differs(row, "day", number)
            yield from differs(row, "date", first + timedelta(number - 1))
            yield from differs(row, "from_", slept)
            slept = row.to
        yield from differs(days[-1].row, "to", days[0].unit.base)


def tour_serves(facts: Facts) -> Findings:
    """A tour serves at least one point, though a day of it may serve none."""
    for code, days in facts.tours.items():
        if not any(day.stops for day in days):
            yield Finding(days[0].row, "tour", "≥ 1", 0, code)


def night_stops(facts: Facts) -> Findings:
    """A tour is away `max_nights` at most, and no centre lodges more persons of units' crews in a night than it can."""
    most = facts.policy.max_nights
    asleep: dict[tuple[str, date], list[TourDay]] = defaultdict(list)
    for code, days in facts.tours.items():
        if len(days) - 1 > most:
            yield Finding(days[-1].row, "day", f"≤ {most}", len(days) - 1, code)
        for day in days[:-1]:
            asleep[day.row.to, day.row.date].append(day)
    for (centre, night), there in asleep.items():
        beds = facts.campaign.centres[centre].lodging
        persons = sum(facts.campaign.crew_size(day.unit.crew) for day in there)
        if persons > beds:
            yield Finding(there[-1].row, "to", f"≤ {beds}", persons, f"{centre} {night}")


def stops_in_order(facts: Facts) -> Findings:
    """A day's stops are numbered from 1, walked to before their service starts, and left once walked back from.

    `travel_times` judges that stops happen in the order of `sequence`.
    """
    for day in facts.tour_days:
        for number, stop in enumerate(day.stops, start=1):
            yield from differs(stop, "sequence", number)
    for stop in facts.plan.stops:
        foot_min = facts.campaign.points[stop.point].foot_min
        if stop.service_start < stop.arrive + foot_min:
            yield Finding(stop, "service_start", f"≥ {hhmm(stop.arrive + foot_min)}")
        yield from differs(stop, "depart", stop.service_end + foot_min)


def point_once_a_day(facts: Facts) -> Findings:
    """A tour serves a point once a day at most."""
    for day in facts.tour_days:
        for one, other in pairwise(sorted(day.stops, key=lambda stop: (stop.point, stop.sequence))):
            if one.point == other.point:
                yield Finding(other, "point")


def access(facts: Facts) -> Findings:
    """A unit that drives roads only stops at points on a road; one that drives tracks also where they end on foot."""
    for day in facts.tour_days:
        for stop in day.stops:
            if day.unit.access == "road" and (needs := facts.campaign.points[stop.point].access) != "road":
                yield Finding(stop, "point", "road", needs)


def closures(facts: Facts) -> Findings:
    """No tour stops and no caravan stands at a point on a day it is closed; centres are never closed."""
    for stop in facts.plan.stops:
        if facts.is_closed(stop.point, stop.date):
            yield Finding(stop, "point", about=str(stop.date))
    for held in facts.plan.caravans:
        if isinstance(facts.campaign.site(held.site), Point):
            for day in facts.caravan_dates(held):
                if facts.is_closed(held.site, day):
                    yield Finding(held, "site", about=str(day))
