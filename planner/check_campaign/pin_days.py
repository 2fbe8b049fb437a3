"""Whether a unit can run its pinned days: each from its base or from where it slept, home or to where it sleeps.

A day's stops see one person each, which is the shortest that they can be. The days beside pinned ones may go where it
sleeps or come home from there, and one tour may join several; beds that other units take are left to the plan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geodata.travel import NO_WAY, Ints
from planner.check_campaign.pin_facts import Broken, PinFacts, day_of, is_there
from planner.domain.calendar import days_between, monday_of
from planner.domain.campaign import Pin, Unit
from planner.domain.rules import Rule

BASE = 0
"""A unit's base among the places where its days begin and end; the others are where it may sleep."""
Bools = NDArray[np.bool_]


class Served(NamedTuple):
    """A day when its last stop is over: the minute, the minutes worked, and the row of that stop."""

    now: int
    worked: int
    row: int


@dataclass(frozen=True, slots=True)
class UnitDays:
    """A unit and the minutes that it drives.

    Attributes
    ----------
    n_places
        Its base and the centres that lodge its crew: the first rows and columns of `minutes`.
    rows
        Of its base, these centres and its pinned points, by code.
    """

    facts: PinFacts
    unit: Unit
    n_places: int
    rows: dict[str, int]
    minutes: Ints

    def serve(self, day: date, origin: int, points: Sequence[str]) -> Served | Rule:
        """Serve some points from a place as early as can be; return the rule that this breaks if it breaks one."""
        calendar, policy = self.facts.calendar, self.facts.policy
        service = policy.setup_min + ceil(policy.minutes_per_consultation / self.unit.clinicians)
        pause = calendar.pause(day)
        now, worked, here = int(calendar.rules.day_start), 0, origin
        for code in points:
            point, there = self.facts.campaign.points[code], self.rows[code]
            drive = int(self.minutes[here, there])
            if drive == NO_WAY:
                return Rule.TRAVEL_TIMES
            begins = ready = max(now + drive + point.foot_min, point.opens)
            if pause and begins < pause[1] and begins + service > pause[0]:
                begins = int(pause[1])
            if begins + service > point.closes:
                return Rule.FRIDAY_BREAK if ready + service <= point.closes else Rule.POINT_HOURS
            now, here = begins + service + point.foot_min, there
            worked += drive + 2 * point.foot_min + service
        return Served(now, worked, here)

    def rule_broken(self, day: date, points: Sequence[str]) -> Rule | None:
        """Return the rule that a day from the base and back breaks; None where it can be run so."""
        served = self.serve(day, BASE, points)
        if isinstance(served, Rule):
            return served
        drive = int(self.minutes[served.row, BASE])
        if drive == NO_WAY:
            return Rule.TRAVEL_TIMES
        if served.now + drive > self.facts.calendar.day_end(day):
            return Rule.DAY_WINDOW
        return None if served.worked + drive <= self.facts.calendar.work_min(day) else Rule.DAY_WORK

    def ways(self, day: date, points: Sequence[str]) -> Bools:
        """Return from which places to which a day over some points can be run, shape (n_places, n_places)."""
        ways = np.zeros((self.n_places, self.n_places), dtype=bool)
        for origin in range(self.n_places):
            served = self.serve(day, origin, points)
            if isinstance(served, Served):
                drives = self.minutes[served.row, : self.n_places]
                in_time = served.now + drives <= self.facts.calendar.day_end(day)
                ways[origin] = (
                    (drives != NO_WAY) & in_time & (served.worked + drives <= self.facts.calendar.work_min(day))
                )
        if not points:
            np.fill_diagonal(ways, val=False)
        return ways

    def can_run(self, pinned: Mapping[date, Sequence[str]]) -> bool:
        """Whether days over some points each can be run, in one tour or in several.

        The states of an evening are places, by the nights of the tour so far and the tour-days of the week so far.
        """
        policy = self.facts.policy
        reach = timedelta(policy.max_nights)
        first, last = min(pinned) - reach, max(pinned) + reach
        states = {(0, 0): np.arange(self.n_places) == BASE}
        for day in days_between(first, last):
            after: dict[tuple[int, int], Bools] = defaultdict(lambda: np.zeros(self.n_places, dtype=bool))
            is_open = day in self.facts.calendar.open_days and is_there(day, self.unit.from_, self.unit.to)
            ways = self.ways(day, pinned.get(day, ())) if is_open else None
            for (nights, toured), places in states.items():
                days = 0 if day == monday_of(day) else toured
                if places[BASE] and day not in pinned:
                    after[0, days][BASE] = True
                if ways is not None and days < policy.unit_days_per_week:
                    reached = ways[places].any(axis=0)
                    after[0, days + 1][BASE] |= reached[BASE]
                    if nights < policy.max_nights:
                        after[nights + 1, days + 1][BASE + 1 :] |= reached[BASE + 1 :]
            states = after
        return any(places[BASE] for places in states.values())


def days_can_be_run(facts: PinFacts) -> Iterator[Broken]:
    """A unit's pinned days can be run: each alone, and together those with only open days between them."""
    by_unit: dict[str, dict[date, Pin]] = defaultdict(dict)
    for (code, day), pin in facts.tours.items():
        if day in facts.calendar.open_days:
            by_unit[code][day] = pin
    for code, pins in by_unit.items():
        points = [point for pin in pins.values() for point in pin.points]
        unit_days = build_unit_days(facts, facts.campaign.units[code], points)
        rules = {day: unit_days.rule_broken(day, pin.points) for day, pin in pins.items()}
        lost = {day for day, rule in rules.items() if rule and not unit_days.can_run(_points([pins[day]]))}
        yield from (Broken(rule, (pins[day],), "points") for day in sorted(lost) if (rule := rules[day]))
        run: list[date] = []
        for day in [*sorted(pins.keys() - lost), date.max]:
            if run and not facts.calendar.open_days.issuperset(days_between(run[-1], min(day, run[-1] + timedelta(7)))):
                if any(rules[each] for each in run):
                    yield from _together(unit_days, [pins[each] for each in run])
                run = []
            run.append(day)


def _together(unit_days: UnitDays, pins: Sequence[Pin]) -> Iterator[Broken]:
    """Yield the shortest run of pinned days that cannot be joined and ends first."""
    last = next((at for at in range(1, len(pins)) if not unit_days.can_run(_points(pins[: at + 1]))), None)
    if last is not None:
        first = next(at for at in range(last - 1, -1, -1) if not unit_days.can_run(_points(pins[at : last + 1])))
        yield Broken(Rule.TOUR_CHAIN, tuple(pins[first : last + 1]), "points")


def _points(pins: Iterable[Pin]) -> dict[date, tuple[str, ...]]:
    return {day_of(pin): pin.points for pin in pins}


def build_unit_days(facts: PinFacts, unit: Unit, points: Iterable[str]) -> UnitDays:
    """Gather where a unit may sleep, and its drives between there, its base and some points."""
    places = facts.night_places(unit)
    codes = [*places, *sorted(set(points))]
    minutes = facts.travel.legs(codes, codes, unit.access).minutes
    return UnitDays(facts, unit, len(places), {code: row for row, code in enumerate(codes)}, minutes)
