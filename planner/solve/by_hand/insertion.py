"""Where one more stop fits best: into a day, on a day of its own, or on a day more of a tour that then sleeps away.

Where nothing can be served on a day that begins or ends at the base, the day lies between two that only drive.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from planner.problem.arrays import Floats
from planner.problem.schedule import service_minutes
from planner.problem.structs import compiled
from planner.solve.by_hand.ground import Ground
from planner.solve.by_hand.sheet import IDLE, Desk, Sheet, balance
from planner.solve.by_hand.try_day import try_day
from planner.solve.by_hand.try_nights import try_nights
from planner.solve.by_hand.weighing import Use, may_begin


class Place(NamedTuple):
    """Where a stop fits.

    Attributes
    ----------
    score
        Centimes gained for the share that is used of all that is left.
    begin, end
        Nodes where its day then begins and ends.
    position
        Among the day's stops.
    first, last
        The days from the day before to the day after that become one tour with this one.
    """

    score: float
    unit: int
    day: int
    begin: int
    end: int
    position: int
    seen: int
    first: int
    last: int


@compiled
def _trip_min(ground: Ground, unit: int, point: int) -> tuple[int, int]:
    """Return the minutes to serve a point from the base and be back, and from or to a bed, without waiting."""
    drives, base = ground.clock.minutes[ground.clock.vehicle[unit]], ground.base[unit]
    there = service_minutes(ground.clock, unit, ground.least[point, unit]) + 2 * ground.clock.foot_min[point]
    both_ways = drives[base, point] + drives[point, base]
    one_way = both_ways
    for night in ground.lodgings[point]:
        one_way = min(one_way, drives[night, point] + drives[point, base], drives[base, point] + drives[point, night])
    return there + both_ways, there + one_way


@compiled
def _search(ground: Ground, sheet: Sheet, gains: Floats, point: int, best: Floats) -> None:
    """Find the best place for one more stop at a point and write it into `best`, in the order of a `Place`."""
    clock = ground.clock
    for unit, base in enumerate(ground.base):
        if not ground.may_reach[point, unit] or ground.least[point, unit] > ground.most[point, unit]:
            continue
        needed_min, away_min = _trip_min(ground, unit, point)
        for day in range(len(gains)):
            if gains[day] <= 0 or not ground.available[unit, day]:
                continue
            gain, begin, end = gains[day], sheet.begin[unit, day], sheet.end[unit, day]
            if begin != IDLE:
                if not sheet.is_pinned[unit, day] and sheet.n_stops[unit, day] < sheet.stops.shape[2]:
                    try_day(ground, sheet, gain, point, unit, day, begin, end, Use(0, 0, 0, 0), day, day, best)
            elif may_begin(ground, sheet, unit, day, 1, 1):
                try_day(ground, sheet, gain, point, unit, day, base, base, Use(0, 1, 0, 1), day, day, best)
                most_min = min(clock.work_min[day], clock.end_min[day] - clock.start_min)
                for beside in (day - 1, day + 1):
                    if needed_min > most_min or (0 <= beside < len(gains) and sheet.begin[unit, beside] != IDLE):
                        first, last = min(day, beside), max(day, beside)
                        try_nights(ground, sheet, gain, point, unit, day, first, last, best)
                if away_min > most_min:
                    try_nights(ground, sheet, gain, point, unit, day, day - 1, day + 1, best)


def find_place(desk: Desk, gains: Floats, point: int) -> Place | None:
    """Return the best place for one more stop at a point, None where none brings more than it costs.

    Parameters
    ----------
    gains
        By day the centimes that a stop which sees all would bring; days without a gain are left out.
    """
    best = np.zeros(len(Place._fields))
    _search(*desk.refs, gains, point, best)
    return Place(float(best[0]), *(int(each) for each in best[1:])) if best[0] > 0 else None


def put_stop(desk: Desk, point: int, place: Place) -> None:
    """Write a stop at its place into a sheet."""
    sheet, unit, day = desk.sheet, place.unit, place.day
    n_stops = int(sheet.n_stops[unit, day])
    for row, new in ((sheet.stops[unit, day], point), (sheet.seen[unit, day], place.seen)):
        row[: n_stops + 1] = np.insert(row[:n_stops], place.position, new)
    sheet.n_stops[unit, day] += 1
    sheet.begin[unit, day], sheet.end[unit, day] = place.begin, place.end
    for beside in {place.first, place.last} - {day}:
        if sheet.begin[unit, beside] == IDLE:
            sheet.begin[unit, beside] = sheet.end[unit, beside] = desk.ground.base[unit]
        if beside < day:
            sheet.end[unit, beside] = place.begin
        else:
            sheet.begin[unit, beside] = place.end
    balance(*desk.refs)
