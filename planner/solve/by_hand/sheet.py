"""The planner's sheet: which unit serves what on which day, and what is left of everything that runs short."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np

from planner.problem.answer import DayChoice, TourChoice, Tours
from planner.problem.arrays import Bools, Floats, Ints
from planner.problem.schedule import clock_by_reference
from planner.problem.structs import by_reference, compiled
from planner.solve.by_hand.ground import DAY, METRE, NIGHT, TOUR, Ground, ground_by_reference

IDLE: Final = -1


class Sheet(NamedTuple):
    """What is planned, and what it leaves.

    Attributes
    ----------
    begin, end
        Nodes where a unit's day begins and ends, IDLE where it does not tour, shape (units, days).
    n_stops
        Shape (units, days).
    stops, seen
        Points in order and their consultations, shape (units, days, most stops).
    is_pinned
        Days that take no more stops, shape (units, days).
    is_stop
        Shape (points, days).
    counted
        Consultations of stops that see enough to count, 0 elsewhere, shape (points, days).
    days_left
        Tour-days that a unit has left in a week, shape (units, weeks).
    beds_left
        By node and night.
    crew_on_day, crew_in_week, crew_in_season, cap_left
        What is left of the limits of the same name.
    shares
        Which share of all that is left a metre, a tour-day and a night take, shape (units, 4).
    consultation_share
        And a consultation, shape (1,).
    """

    begin: Ints
    end: Ints
    n_stops: Ints
    stops: Ints
    seen: Ints
    is_pinned: Bools
    is_stop: Bools
    counted: Ints
    days_left: Ints
    beds_left: Ints
    crew_on_day: Ints
    crew_in_week: Ints
    crew_in_season: Ints
    cap_left: Floats
    shares: Floats
    consultation_share: Floats


sheet_by_reference = by_reference(Sheet)


class Desk(NamedTuple):
    """A sheet and what it is filled under, twice: to look at, and the same arrays for compiled code."""

    ground: Ground
    sheet: Sheet
    refs: tuple[Ground, Sheet]


def build_desk(ground: Ground, tours: Iterable[TourChoice], most_stops: int) -> Desk:
    """Return a sheet with some tours on it and room for so many stops a day."""
    shape, n_weeks = ground.available.shape, int(ground.week[-1]) + 1
    sheet = Sheet(
        begin=np.full(shape, IDLE, np.int32),
        end=np.full(shape, IDLE, np.int32),
        n_stops=np.zeros(shape, np.int32),
        stops=np.zeros((*shape, most_stops), np.int32),
        seen=np.zeros((*shape, most_stops), np.int32),
        is_pinned=np.zeros(shape, bool),
        is_stop=np.zeros(ground.served.shape, bool),
        counted=np.zeros(ground.served.shape, np.int32),
        days_left=np.zeros((shape[0], n_weeks), np.int32),
        beds_left=np.zeros((len(ground.beds), shape[1]), np.int32),
        crew_on_day=np.zeros_like(ground.crew_on_day),
        crew_in_week=np.zeros_like(ground.crew_in_week),
        crew_in_season=np.zeros_like(ground.crew_in_season),
        cap_left=np.zeros_like(ground.cap_left),
        shares=np.zeros(ground.rates.shape[:2]),
        consultation_share=np.zeros(1),
    )
    for tour in tours:
        for day, choice in enumerate(tour.days, tour.first_day):
            put_day(sheet, tour.unit, day, choice)
    clock = clock_by_reference(ground.clock)
    desk = Desk(ground, sheet, (ground_by_reference(ground._replace(clock=clock)), sheet_by_reference(sheet)))
    balance(*desk.refs)
    return desk


def put_day(sheet: Sheet, unit: int, day: int, choice: DayChoice) -> None:
    """Write a unit's day into a sheet; `balance` must follow."""
    n_stops = len(choice.points)
    sheet.begin[unit, day], sheet.end[unit, day], sheet.n_stops[unit, day] = choice.start, choice.end, n_stops
    sheet.stops[unit, day, :n_stops], sheet.seen[unit, day, :n_stops] = choice.points, choice.consultations


@compiled
def balance(ground: Ground, sheet: Sheet) -> None:
    """Work out anew all that the planned tours leave."""
    sheet.is_stop[:], sheet.counted[:] = False, 0
    sheet.days_left[:] = ground.days_per_week
    sheet.crew_on_day[:], sheet.crew_in_week[:] = ground.crew_on_day, ground.crew_in_week
    sheet.crew_in_season[:], sheet.cap_left[:] = ground.crew_in_season, ground.cap_left
    spent = np.zeros(len(ground.per_consultation))
    for day in range(len(ground.week)):
        sheet.beds_left[:, day] = ground.beds
        for unit in range(len(ground.base)):
            if sheet.begin[unit, day] == IDLE:
                continue
            week, rates = ground.week[day], ground.rates[unit]
            sheet.days_left[unit, week] -= 1
            sheet.crew_on_day[:, day] -= ground.crew[unit]
            sheet.crew_in_week[:, week] -= ground.crew[unit]
            sheet.crew_in_season[:] -= ground.crew[unit]
            spent += rates[DAY] + rates[METRE] * metres_of(ground, sheet, unit, day)
            if sheet.begin[unit, day] == ground.base[unit]:
                spent += rates[TOUR]
            if sheet.end[unit, day] != ground.base[unit]:
                spent += rates[NIGHT]
                sheet.beds_left[sheet.end[unit, day], day] -= ground.crew_size[unit]
            for k in range(sheet.n_stops[unit, day]):
                point, seen = sheet.stops[unit, day, k], sheet.seen[unit, day, k]
                spent += ground.per_consultation * seen
                sheet.is_stop[point, day] = True
                if seen >= ground.least[point, unit]:
                    sheet.counted[point, day] = max(seen, sheet.counted[point, day])
    of_chapter = np.zeros(len(spent))
    for cap in range(len(sheet.cap_left)):
        for chapter in range(len(spent)):
            if ground.cap_chapters[cap, chapter]:
                sheet.cap_left[cap] -= spent[chapter]
        of_chapter += ground.cap_chapters[cap] / max(1.0, sheet.cap_left[cap])
    sheet.consultation_share[0] = (ground.per_consultation * of_chapter).sum()
    for unit in range(len(ground.base)):
        for use in range(ground.rates.shape[1]):
            sheet.shares[unit, use] = (ground.rates[unit, use] * of_chapter).sum()
        sheet.shares[unit, DAY] += 1 / max(1, sheet.days_left.sum())
        sheet.shares[unit, DAY] += (ground.crew[unit] / np.maximum(1, sheet.crew_in_season)).sum()


@compiled
def drive(metres: Ints, begin: int, end: int, stops: Ints, n_stops: int) -> int:
    """Return the metres of a drive over some stops."""
    total, here = 0, begin
    for k in range(n_stops):
        total += metres[here, stops[k]]
        here = stops[k]
    return total + metres[here, end]


@compiled
def metres_of(ground: Ground, sheet: Sheet, unit: int, day: int) -> int:
    """Return the metres of a planned day."""
    metres = ground.clock.metres[ground.clock.vehicle[unit]]
    return drive(metres, sheet.begin[unit, day], sheet.end[unit, day], sheet.stops[unit, day], sheet.n_stops[unit, day])


def is_within_limits(sheet: Sheet) -> bool:
    """Return whether what is planned leaves nothing below 0."""
    left = (sheet.days_left, sheet.beds_left, sheet.crew_on_day, sheet.crew_in_week, sheet.crew_in_season)
    return all((each >= 0).all() for each in (*left, sheet.cap_left))


def to_tours(desk: Desk) -> Tours:
    """Return what is planned as tours, by unit and first day."""
    tours, sheet = [], desk.sheet
    for unit, base in enumerate(desk.ground.base):
        days: list[DayChoice] = []
        for day in np.flatnonzero(sheet.begin[unit] != IDLE).tolist():
            places = slice(sheet.n_stops[unit, day])
            points, seen = sheet.stops[unit, day, places].tolist(), sheet.seen[unit, day, places].tolist()
            days.append(DayChoice(int(sheet.begin[unit, day]), int(sheet.end[unit, day]), tuple(points), tuple(seen)))
            if days[-1].end == base:
                tours.append(TourChoice(unit, day - len(days) + 1, tuple(days)))
                days = []
    return tuple(tours)
