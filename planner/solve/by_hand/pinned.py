"""The tours that must run: a pinned day serves exactly its points in order, with nights away only where it must."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from planner.problem.answer import DayChoice
from planner.problem.tours import TourProblem
from planner.solve.by_hand.sheet import IDLE, Desk, balance, drive, is_within_limits, put_day
from planner.solve.by_hand.weighing import Use, affordable, fits, most_that_fit

Stops = dict[int, tuple[int, ...]]
"""By day, the points of its stops or their consultations."""


class Way(NamedTuple):
    """Days of a unit that follow one another."""

    nights: int
    n_days: int
    metres: int
    days: tuple[DayChoice, ...]


Order = Callable[[Way], tuple[int, ...]]


def fewest_nights(way: Way) -> tuple[int, ...]:
    """Put ways in order for people: at home at night, and on the road no day more than must be."""
    return way.nights, way.n_days, way.metres


def fewest_metres(way: Way) -> tuple[int, ...]:
    """Put ways in order for where fuel is short: whoever sleeps out drives less."""
    return way.metres, way.nights, way.n_days


def put_pins(problem: TourProblem, desk: Desk, order: Order) -> int:
    """Write pinned tours into a sheet where they are not yet, and let their days take no more stops.

    They see as few as make them count, or fewer where their hours are too short for that. Days that follow one another
    are placed together, but where pins give them to other people, in the first way in an order that keeps within the
    limits. What no rule or limit lets run is left out.

    Returns
    -------
    int
        The pinned days that are left out.
    """
    ground, sheet = desk.ground, desk.sheet
    pins: dict[int, Stops] = {}
    for unit, day, points in problem.pinned:
        if sheet.begin[unit, day] == IDLE:
            pins.setdefault(unit, {})[day] = points
        else:
            sheet.is_pinned[unit, day] = True
    for unit, of_unit in sorted(pins.items()):
        least = {day: tuple(int(ground.least[point, unit]) for point in there) for day, there in of_unit.items()}
        ones = {day: (1,) * len(there) for day, there in of_unit.items()}
        for first in sorted(day for day in of_unit if day - 1 not in of_unit or ground.is_parted[unit, day - 1]):
            for seen in (least, ones):
                if _put_way(desk, unit, _ways(desk, unit, first, of_unit, seen, order)):
                    break
    return len(problem.pinned) - int(sheet.is_pinned.sum())


def _ways(desk: Desk, unit: int, first: int, pins: Stops, seen: Stops, order: Order) -> list[tuple[int, Way]]:
    """Return the ways to serve the pinned days from a first one on, each with the day on which it begins."""
    ground, sheet = desk.ground, desk.sheet
    base, metres = int(ground.base[unit]), ground.clock.metres[ground.clock.vehicle[unit]]

    def nights_on(day: int) -> list[int]:
        if ground.is_parted[unit, day]:
            return []
        may_sleep = (ground.beds > 0) & (sheet.beds_left[:, day] >= ground.crew_size[unit])
        return [night for night in np.flatnonzero(may_sleep).tolist() if night != base]

    def can_run(day: int, choice: DayChoice) -> bool:
        if not 0 <= day < len(ground.week) or not ground.available[unit, day] or sheet.begin[unit, day] != IDLE:
            return False
        stops, many = np.array(choice.points, np.int32), np.array(choice.consultations, np.int32)
        return bool(
            many.sum() <= ground.most_a_day[unit]
            and (many <= ground.most[stops, unit]).all()
            and ground.may_reach[stops, unit].all()
            and ground.served[stops, day].all()
            and fits(desk.refs[0], unit, day, choice.start, choice.end, stops, many, len(stops))
        )

    def best(day: int, choices: Sequence[DayChoice], nights: int) -> Way | None:
        ways = []
        for choice in choices:
            away = choice.end != base
            if nights + away <= ground.max_nights and can_run(day, choice):
                rest = go_on(day + 1, choice.end, nights + 1 if away else 0)
                if rest is not None:
                    stops = np.array(choice.points, np.int32)
                    driven = int(drive(metres, choice.start, choice.end, stops, len(stops)))
                    days = (choice, *rest.days)
                    ways.append(Way(rest.nights + away, len(days), rest.metres + driven, days))
        return min(ways, key=order, default=None)

    @cache
    def go_on(day: int, begin: int, nights: int) -> Way | None:
        """Return the best way from a day on, when so many nights lie behind on the same tour."""
        if day in pins and (day == first or not ground.is_parted[unit, day - 1]):
            ends = [base, *nights_on(day)]
            return best(day, [DayChoice(begin, end, pins[day], seen[day]) for end in ends], nights)
        return Way(0, 0, 0, ()) if begin == base else best(day, [DayChoice(begin, base, (), ())], nights)

    out = [DayChoice(base, night, (), ()) for night in nights_on(first - 1)] if first else []
    ways = ((first, go_on(first, base, 0)), (first - 1, best(first - 1, out, 0)))
    return sorted(((begun, way) for begun, way in ways if way), key=lambda each: order(each[1]))


def _put_way(desk: Desk, unit: int, ways: list[tuple[int, Way]]) -> bool:
    """Write the first way that keeps within the limits into a sheet, and return whether there is one."""
    sheet = desk.sheet
    for begun, way in ways:
        days = range(begun, begun + way.n_days)
        for day, choice in zip(days, way.days, strict=True):
            put_day(sheet, unit, day, choice)
        balance(*desk.refs)
        if is_within_limits(sheet):
            for day in days:
                sheet.is_pinned[unit, day] = sheet.n_stops[unit, day] > 0
            return True
        sheet.begin[unit, days], sheet.end[unit, days], sheet.n_stops[unit, days] = IDLE, IDLE, 0
        balance(*desk.refs)
    return False


def see_more(desk: Desk) -> None:
    """Let each stop of the pinned days in turn see as many as its hours and the money allow."""
    ground, sheet = desk.ground, desk.sheet
    for unit, day in np.argwhere(sheet.is_pinned):
        begin, end, n_stops = sheet.begin[unit, day], sheet.end[unit, day], sheet.n_stops[unit, day]
        stops, seen = sheet.stops[unit, day], sheet.seen[unit, day]
        for place in range(n_stops):
            now = int(seen[place])
            room = min(ground.most[stops[place], unit], now + ground.most_a_day[unit] - seen[:n_stops].sum())
            most = now + affordable(*desk.refs, unit, Use(0, 0, 0, 0), int(room) - now)
            seen[place] = most_that_fit(desk.refs[0], unit, day, begin, end, stops, seen, n_stops, place, most)
            balance(*desk.refs)
