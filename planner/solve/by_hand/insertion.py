"""Where one more stop fits best: into a day, on a day of its own, or on a day more of a tour that then sleeps away."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.problem.schedule import service_minutes
from planner.problem.structs import compiled
from planner.solve.by_hand.ground import Ground
from planner.solve.by_hand.sheet import IDLE, Board, Sheet, balance, drive, metres_of
from planner.solve.by_hand.weighing import Use, affordable, fits, may_begin, most_that_fit, nights_of, score

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]

NONE: Final = -1
"""Instead of a day beside, or of a place where there is none."""


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
    beside
        The day before or after whose tour becomes one with this day, or NONE.
    """

    score: float
    unit: int
    day: int
    begin: int
    end: int
    position: int
    seen: int
    beside: int


@compiled
def _day_with(ground: Ground, sheet: Sheet, point: int, unit: int, day: int, place: int) -> tuple[Ints, Ints]:
    """Return a day's stops and what they see with a new one among them, which sees just enough to count."""
    n_stops = sheet.n_stops[unit, day]
    stops, seen = np.empty(n_stops + 1, np.int32), np.empty(n_stops + 1, np.int32)
    stops[:place], seen[:place] = sheet.stops[unit, day, :place], sheet.seen[unit, day, :place]
    stops[place], seen[place] = point, ground.least[point, unit]
    stops[place + 1 :] = sheet.stops[unit, day, place:n_stops]
    seen[place + 1 :] = sheet.seen[unit, day, place:n_stops]
    return stops, seen


@compiled
def _try(
    ground: Ground,
    sheet: Sheet,
    gain: float,
    point: int,
    unit: int,
    day: int,
    begin: int,
    end: int,
    use: Use,
    beside: int,
    best: Floats,
) -> None:
    """Note the place of a stop in a day that then begins and ends so, where that is the best so far.

    The stop goes where the drive is shortest; `use` is what the change takes besides the detour to it.
    """
    n_stops, metres = sheet.n_stops[unit, day], ground.clock.metres[ground.clock.vehicle[unit]]
    least = ground.least[point, unit]
    spare = ground.most_a_day[unit]
    for k in range(n_stops):
        spare -= sheet.seen[unit, day, k]
    most = min(ground.most[point, unit], spare)
    position, detour, is_idle = NONE, 0, sheet.begin[unit, day] == IDLE
    for place in range(n_stops + 1 if most >= least else 0):
        before = begin if place == 0 else sheet.stops[unit, day, place - 1]
        after = end if place == n_stops else sheet.stops[unit, day, place]
        longer = metres[before, point] + metres[point, after] - (0 if is_idle else metres[before, after])
        hoped = Use(use.metres + longer, use.days, use.nights, use.tours)
        if (position == NONE or longer < detour) and score(ground, sheet, unit, hoped, most, gain) > best[0]:
            stops, seen = _day_with(ground, sheet, point, unit, day, place)
            if fits(ground, unit, day, begin, end, stops, seen, n_stops + 1):
                position, detour = place, longer
    if position == NONE:
        return
    use = Use(use.metres + detour, use.days, use.nights, use.tours)
    most = affordable(ground, sheet, unit, use, most)
    if most < least:
        return
    stops, seen = _day_with(ground, sheet, point, unit, day, position)
    many = most_that_fit(ground, unit, day, begin, end, stops, seen, n_stops + 1, position, most)
    reached = score(ground, sheet, unit, use, many, gain * many / ground.demand[point])
    if reached > best[0]:
        best[0], best[1], best[2], best[3] = reached, unit, day, begin
        best[4], best[5], best[6], best[7] = end, position, many, beside


@compiled
def _try_night(
    ground: Ground, sheet: Sheet, gain: float, point: int, unit: int, day: int, beside: int, best: Floats
) -> None:
    """Try a stop on a day that becomes one tour with a day beside it, wherever the unit may sleep between the two.

    The day beside is the last or first of a tour, or a new one that only drives.
    """
    base, is_new = ground.base[unit], sheet.begin[unit, beside] == IDLE
    begin, end, nights, there = base, base, 0, 0
    if is_new:
        if not may_begin(ground, sheet, unit, beside, 2 if ground.week[day] == ground.week[beside] else 1, 2):
            return
    else:
        begin, end = sheet.begin[unit, beside], sheet.end[unit, beside]
        nights, there = nights_of(ground, sheet, unit, beside), metres_of(ground, sheet, unit, beside)
    if nights >= ground.max_nights or (end if beside < day else begin) != base:
        return
    metres, n_stops = ground.clock.metres[ground.clock.vehicle[unit]], sheet.n_stops[unit, beside]
    stops, seen = sheet.stops[unit, beside], sheet.seen[unit, beside]
    for night in ground.lodgings[point]:
        if night == base or sheet.beds_left[night, min(day, beside)] < ground.crew_size[unit]:
            continue
        if beside < day:
            end = night
        else:
            begin = night
        first, last = (night, base) if beside < day else (base, night)
        longer = drive(metres, begin, end, stops, n_stops) - there
        use = Use(longer, 2 if is_new else 1, 1, 1 if is_new else 0)
        hoped = Use(longer + metres[first, point] + metres[point, last], use.days, use.nights, use.tours)
        if score(ground, sheet, unit, hoped, ground.most[point, unit], gain) > best[0] and fits(
            ground, unit, beside, begin, end, stops, seen, n_stops
        ):
            _try(ground, sheet, gain, point, unit, day, first, last, use, beside, best)


@compiled
def _day_trip_min(ground: Ground, unit: int, point: int) -> int:
    """Return the minutes that a unit needs to serve a point from its base and be back, without waiting."""
    drives, base = ground.clock.minutes[ground.clock.vehicle[unit]], ground.base[unit]
    service = service_minutes(ground.clock, unit, ground.least[point, unit])
    return drives[base, point] + drives[point, base] + 2 * ground.clock.foot_min[point] + service


@compiled
def _search(ground: Ground, sheet: Sheet, gains: Floats, point: int, best: Floats) -> None:
    """Find the best place for one more stop at a point and write it into `best`, in the order of a `Place`."""
    clock = ground.clock
    for unit, base in enumerate(ground.base):
        if not ground.may_reach[point, unit] or ground.least[point, unit] > ground.most[point, unit]:
            continue
        needed_min = _day_trip_min(ground, unit, point)
        for day in range(len(gains)):
            if gains[day] <= 0 or not ground.available[unit, day]:
                continue
            gain, begin, end = gains[day], sheet.begin[unit, day], sheet.end[unit, day]
            if begin != IDLE:
                if not sheet.is_pinned[unit, day] and sheet.n_stops[unit, day] < sheet.stops.shape[2]:
                    _try(ground, sheet, gain, point, unit, day, begin, end, Use(0, 0, 0, 0), NONE, best)
            elif may_begin(ground, sheet, unit, day, 1, 1):
                _try(ground, sheet, gain, point, unit, day, base, base, Use(0, 1, 0, 1), NONE, best)
                is_far = needed_min > min(clock.work_min[day], clock.end_min[day] - clock.start_min)
                for beside in (day - 1, day + 1):
                    if 0 <= beside < len(gains) and (is_far or sheet.begin[unit, beside] != IDLE):
                        _try_night(ground, sheet, gain, point, unit, day, beside, best)


def find_place(board: Board, gains: Floats, point: int) -> Place | None:
    """Return the best place for one more stop at a point, None where none brings more than it costs.

    Parameters
    ----------
    gains
        By day the centimes that a stop which sees all would bring; days without a gain are left out.
    """
    best = np.zeros(len(Place._fields))
    _search(*board.refs, gains, point, best)
    return Place(float(best[0]), *(int(each) for each in best[1:])) if best[0] > 0 else None


def put_stop(board: Board, point: int, place: Place) -> None:
    """Write a stop at its place into a sheet."""
    sheet, unit, day, beside = board.sheet, place.unit, place.day, place.beside
    n_stops = int(sheet.n_stops[unit, day])
    for row, new in ((sheet.stops[unit, day], point), (sheet.seen[unit, day], place.seen)):
        row[: n_stops + 1] = np.insert(row[:n_stops], place.position, new)
    sheet.n_stops[unit, day] += 1
    sheet.begin[unit, day], sheet.end[unit, day] = place.begin, place.end
    if beside != NONE:
        if sheet.begin[unit, beside] == IDLE:
            sheet.begin[unit, beside] = sheet.end[unit, beside] = board.ground.base[unit]
        if beside < day:
            sheet.end[unit, beside] = place.begin
        else:
            sheet.begin[unit, beside] = place.end
    balance(*board.refs)
