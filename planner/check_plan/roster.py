"""Rules of duty; without a `staff` table there is no roster, and none of them finds anything."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta

from planner.check_plan.facts import Facts
from planner.check_plan.findings import Finding, Findings, span
from planner.domain.calendar import monday_of
from planner.domain.campaign import Leave, Seat
from planner.domain.columns import Profession
from planner.domain.plan import DutyRow

Post = tuple[str, str, date]
"""What is to be manned: `tour` or `caravan`, its code, the day."""


def _manned(facts: Facts) -> dict[Post, list[DutyRow]]:
    """Return who is on duty where and when."""
    manned: dict[Post, list[DutyRow]] = defaultdict(list)
    for duty in facts.plan.roster:
        manned[duty.duty, duty.code, duty.date].append(duty)
    return manned


def _needed(facts: Facts) -> dict[Post, tuple[Seat, ...]]:
    """Return the seats to fill."""
    seats: dict[Post, tuple[Seat, ...]] = {}
    for day in facts.tour_days:
        seats["tour", day.row.tour, day.row.date] = facts.crew(day.unit.crew)
    for held in facts.plan.caravans:
        crew = facts.crew(facts.campaign.caravans[held.caravan].crew)
        seats |= {("caravan", held.caravan, day): crew for day in facts.caravan_dates(held)}
    return seats


def crews_manned(facts: Facts) -> Findings:
    """Each tour-day and caravan-day has its crew, profession by profession, and nobody more.

    A seat that names a specialty takes nobody else.
    """
    if not facts.campaign.staff:
        return
    manned, needed = _manned(facts), _needed(facts)
    for post in sorted(manned.keys() | needed.keys()):
        due, special = Counter[Profession](), Counter[tuple[Profession, str]]()
        for seat in needed.get(post, ()):
            due[seat.profession] += seat.count
            if seat.specialty:
                special[seat.profession, seat.specialty] += seat.count
        duties = manned.get(post, [])
        persons = [facts.campaign.staff[duty.staff] for duty in duties]
        where = duties[0] if duties else "roster.csv"
        said = Counter(person.profession for person in persons)
        for profession in sorted({*due, *said}):
            if due[profession] != said[profession]:
                yield Finding(where, "code", due[profession], said[profession], " ".join(map(str, (*post, profession))))
        skills = Counter((person.profession, person.specialty) for person in persons)
        for skill, count in special.items():
            if skills[skill] < count:
                yield Finding(where, "code", f"≥ {count}", skills[skill], " ".join(map(str, (*post, *skill))))


def same_crew(facts: Facts) -> Findings:
    """A tour has the same persons on all its days."""
    manned = _manned(facts)
    for code, days in facts.tours.items():
        crews = [sorted(duty.staff for duty in manned["tour", code, day.row.date]) for day in days]
        for day, crew in zip(days, crews, strict=True):
            if crew != crews[0]:
                yield Finding(day.row, "tour", " ".join(crews[0]), " ".join(crew))


def duty_role(facts: Facts) -> Findings:
    """A person serves in their own profession; `role` names it, or their specialty, or is blank."""
    for duty in facts.plan.roster:
        person = facts.campaign.staff[duty.staff]
        if duty.role not in ("", person.profession, person.specialty):
            yield Finding(duty, "role", person.profession)


def one_duty_a_day(facts: Facts) -> Findings:
    """A person has one duty a day at most."""
    busy: dict[tuple[str, date], DutyRow] = {}
    for duty in facts.plan.roster:
        other = busy.setdefault((duty.staff, duty.date), duty)
        if other is not duty:
            yield Finding(duty, "code", other.code, about=f"{duty.staff} {duty.date}")


def duty_place(facts: Facts) -> Findings:
    """A person serves in their own province, a specialist in their own region."""
    provinces = {("tour", code): days[0].unit.province for code, days in facts.tours.items()}
    provinces |= {("caravan", row.caravan): facts.campaign.site(row.site).province for row in facts.plan.caravans}
    for duty in facts.plan.roster:
        person, away = facts.campaign.staff[duty.staff], provinces[duty.duty, duty.code]
        home = person.province
        if person.profession == "specialist":
            home, away = facts.region(home), facts.region(away)
        if home != away:
            yield Finding(duty, "staff", home, away)


def duty_available(facts: Facts) -> Findings:
    """A person serves within their own dates, and not on leave."""
    leaves: dict[str, list[Leave]] = defaultdict(list)
    for leave in facts.campaign.leave:
        leaves[leave.staff].append(leave)
    for duty in facts.plan.roster:
        person = facts.campaign.staff[duty.staff]
        if not (person.from_ or duty.date) <= duty.date <= (person.to or duty.date):
            yield Finding(duty, "date", span(person.from_, person.to), about=duty.staff)
        for leave in leaves[duty.staff]:
            if leave.from_ <= duty.date <= leave.to:
                yield Finding(duty, "date", f"> {leave.to}", about=duty.staff)


def _days_of(facts: Facts) -> dict[str, dict[date, DutyRow]]:
    """Return the days on which each person serves, in order, each with a row of it."""
    days: dict[str, dict[date, DutyRow]] = defaultdict(dict)
    for duty in sorted(facts.plan.roster, key=lambda duty: duty.date):
        days[duty.staff].setdefault(duty.date, duty)
    return days


def duty_limits(facts: Facts) -> Findings:
    """A person serves `max_days_per_week` at most from Monday to Sunday, and `max_days` at most in all."""
    for code, days in _days_of(facts).items():
        person = facts.campaign.staff[code]
        weeks: dict[date, list[DutyRow]] = defaultdict(list)
        for day, duty in days.items():
            weeks[monday_of(day)].append(duty)
        for monday, duties in weeks.items():
            if len(duties) > person.max_days_per_week:
                week = f"{code} {span(monday, None)}"
                yield Finding(duties[-1], "date", f"≤ {person.max_days_per_week}", len(duties), week)
        if person.max_days is not None and len(days) > person.max_days:
            *_, latest = days.values()
            yield Finding(latest, "date", f"≤ {person.max_days}", len(days), code)


def day_off(facts: Facts) -> Findings:
    """A person has a full day off in any seven days."""
    for code, duties in _days_of(facts).items():
        days = list(duties)
        for first, seventh in zip(days, days[6:], strict=False):
            if seventh - first == timedelta(6):
                yield Finding(duties[seventh], "date", "≤ 6", 7, f"{code} {span(first, seventh)}")
