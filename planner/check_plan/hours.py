"""Rules of a tour-day's hours and of what is done in them."""

from __future__ import annotations

from planner.check_plan.costs import km
from planner.check_plan.facts import Facts
from planner.check_plan.findings import Finding, Findings, differs, hhmm
from planner.domain.calendar import weekday_of


def travel_times(facts: Facts) -> Findings:
    """A unit arrives the leg's minutes after it last left: it waits at stops, never on the way."""
    for day in facts.tour_days:
        for row, column, leaves, leg in day.drives:
            if leg is None:
                yield Finding(row, column, "–")
            else:
                yield from differs(row, column, leaves + leg.minutes)


def tour_figures(facts: Facts) -> Findings:
    """A tour-day's minutes of driving, walking and service and its km are those of its drives and stops."""
    for day in facts.tour_days:
        yield from differs(day.row, "drive_min", day.drive_min)
        yield from differs(day.row, "foot_min", day.foot_min)
        yield from differs(day.row, "service_min", day.service_min)
        yield from differs(day.row, "km", km(day.metres))


def day_window(facts: Facts) -> Findings:
    """A tour-day leaves at `day_start` or later and ends by `day_end`, in Ramadan by `ramadan_day_end`."""
    earliest = facts.season.calendar.rules.day_start
    for row in facts.plan.tours:
        latest = facts.season.calendar.day_end(row.date)
        if row.start < earliest:
            yield Finding(row, "start", f"≥ {hhmm(earliest)}")
        if row.end > latest:
            yield Finding(row, "end", f"≤ {hhmm(latest)}")


def day_work(facts: Facts) -> Findings:
    """Driving, walking and service together stay within `work_min`, in Ramadan within `ramadan_work_min`."""
    for day in facts.tour_days:
        most, worked = facts.season.calendar.work_min(day.row.date), day.drive_min + day.foot_min + day.service_min
        if worked > most:
            yield Finding(day.row, "date", f"≤ {most} min", f"{worked} min")


def friday_break(facts: Facts) -> Findings:
    """On a Friday the whole service, setting up included, lies outside the break."""
    for stop in facts.plan.stops:
        pause = facts.season.calendar.pause(stop.date)
        if pause and stop.service_start < pause[1] and stop.service_end > pause[0]:
            served = f"{hhmm(stop.service_start)}–{hhmm(stop.service_end)}"
            yield Finding(stop, "service_end", f"≤ {hhmm(pause[0])} | ≥ {hhmm(pause[1])}", served)


def point_hours(facts: Facts) -> Findings:
    """A point is served on its weekdays; the whole service, setting up included, lies between its hours."""
    for stop in facts.plan.stops:
        point, weekday = facts.campaign.points[stop.point], weekday_of(stop.date)
        if weekday not in point.weekdays:
            yield Finding(stop, "date", "|".join(point.weekdays), weekday)
        if stop.service_start < point.opens:
            yield Finding(stop, "service_start", f"≥ {hhmm(point.opens)}")
        if stop.service_end > point.closes:
            yield Finding(stop, "service_end", f"≤ {hhmm(point.closes)}")


def consultations(facts: Facts) -> Findings:
    """A stop gives one consultation or more, up to its point's demand, and a unit no more in a day than it can."""
    for day in facts.tour_days:
        for stop in day.stops:
            demand = facts.catchments.demand[stop.point]
            if not 1 <= stop.consultations <= demand:
                yield Finding(stop, "consultations", f"1…{demand}")
        given, most = sum(stop.consultations for stop in day.stops), day.unit.consultations_per_day
        if given > most:
            yield Finding(day.row, "date", f"≤ {most}", given, day.unit.code)


def service_time(facts: Facts) -> Findings:
    """A service lasts `setup_min` and the minutes of its consultations, shared by the unit's clinicians, rounded up."""
    for day in facts.tour_days:
        for stop in day.stops:
            yield from differs(stop, "service_end", stop.service_start + facts.service_min(stop, day.unit))
