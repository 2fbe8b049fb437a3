"""Where one more stop fits best: into a day, on a day of its own, or on a day more of a tour that then sleeps away.

Where nothing can be served on a day that begins or ends at the base, the day lies between two that only drive.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.problem.schedule import service_minutes
from planner.problem.structs import compiled
from planner.solve.by_hand.ground import Ground
from planner.solve.by_hand.sheet import IDLE, Desk, Sheet, balance, drive, metres_of
from planner.solve.by_hand.weighing import Use, affordable, fits, may_begin, most_that_fit, nights_of, score

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]

NONE: Final = -1
"""Instead of a place where there is none."""


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
    first: int,
    last: int,
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
        best[4], best[5], best[6], best[7], best[8] = end, position, many, first, last


@compiled
def _longer(ground: Ground, sheet: Sheet, unit: int, day: int, beside: int, night: int) -> int:
    """Return the metres more of a day beside that then ends or begins at a night; of a new one, those of its drive."""
    metres, base = ground.clock.metres[ground.clock.vehicle[unit]], ground.base[unit]
    if sheet.begin[unit, beside] == IDLE:
        return metres[base, night] if beside < day else metres[night, base]
    begin = sheet.begin[unit, beside] if beside < day else night
    end = night if beside < day else sheet.end[unit, beside]
    driven = drive(metres, begin, end, sheet.stops[unit, beside], sheet.n_stops[unit, beside])
    return driven - metres_of(ground, sheet, unit, beside)


@compiled
def _fits_beside(ground: Ground, sheet: Sheet, unit: int, day: int, beside: int, night: int) -> bool:
    """Return whether a day beside can end or begin at a night."""
    is_new = sheet.begin[unit, beside] == IDLE
    begin = ground.base[unit] if is_new else sheet.begin[unit, beside]
    end = ground.base[unit] if is_new else sheet.end[unit, beside]
    if beside < day:
        end = night
    else:
        begin = night
    stops, seen = sheet.stops[unit, beside], sheet.seen[unit, beside]
    return fits(ground, unit, beside, begin, end, stops, seen, sheet.n_stops[unit, beside])


@compiled
def _may_join(ground: Ground, sheet: Sheet, unit: int, day: int, first: int, last: int) -> bool:
    """Return whether the days from a first to a last, of which some may tour already, may become one tour."""
    nights, days = last - first, 0
    for each in range(first, last + 1):
        if sheet.begin[unit, each] == IDLE:
            days += 1
        elif (sheet.end[unit, each] if each < day else sheet.begin[unit, each]) != ground.base[unit]:
            return False
        else:
            nights += nights_of(ground, sheet, unit, each)
    if nights > ground.max_nights:
        return False
    for each in range(first, last + 1):
        if each != day and sheet.begin[unit, each] == IDLE:
            in_week = 0
            for other in range(first, last + 1):
                in_week += sheet.begin[unit, other] == IDLE and ground.week[other] == ground.week[each]
            if not may_begin(ground, sheet, unit, each, in_week, days):
                return False
    return True


@compiled
def _try_nights(
    ground: Ground, sheet: Sheet, gain: float, point: int, unit: int, day: int, first: int, last: int, best: Floats
) -> None:
    """Try a stop on a day that becomes one tour with the days beside it, from a first to a last of the three.

    Those beside are the last or first of a tour, or new ones that only drive; the unit may sleep wherever it can.
    """
    if first < 0 or last >= len(ground.week) or not _may_join(ground, sheet, unit, day, first, last):
        return
    base, metres, size = ground.base[unit], ground.clock.metres[ground.clock.vehicle[unit]], ground.crew_size[unit]
    days, tours = 1, 1
    for beside in (first, last):
        if beside != day:
            is_new = sheet.begin[unit, beside] == IDLE
            days += is_new
            tours -= not is_new
    use = Use(0, days, last - first, tours)
    for out in range(ground.lodgings.shape[1] if first < day else 1):
        begin = ground.lodgings[point, out] if first < day else base
        if first < day and (begin == base or sheet.beds_left[begin, first] < size):
            continue
        for home in range(ground.lodgings.shape[1] if last > day else 1):
            end = ground.lodgings[point, home] if last > day else base
            if last > day and (end == base or sheet.beds_left[end, day] < size):
                continue
            longer = 0
            if first < day:
                longer += _longer(ground, sheet, unit, day, first, begin)
            if last > day:
                longer += _longer(ground, sheet, unit, day, last, end)
            hoped = Use(longer + metres[begin, point] + metres[point, end], use.days, use.nights, use.tours)
            if (
                score(ground, sheet, unit, hoped, ground.most[point, unit], gain) > best[0]
                and (first == day or _fits_beside(ground, sheet, unit, day, first, begin))
                and (last == day or _fits_beside(ground, sheet, unit, day, last, end))
            ):
                beside_too = Use(longer, use.days, use.nights, use.tours)
                _try(ground, sheet, gain, point, unit, day, begin, end, beside_too, first, last, best)


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
                    _try(ground, sheet, gain, point, unit, day, begin, end, Use(0, 0, 0, 0), day, day, best)
            elif may_begin(ground, sheet, unit, day, 1, 1):
                _try(ground, sheet, gain, point, unit, day, base, base, Use(0, 1, 0, 1), day, day, best)
                most_min = min(clock.work_min[day], clock.end_min[day] - clock.start_min)
                for beside in (day - 1, day + 1):
                    if needed_min > most_min or (0 <= beside < len(gains) and sheet.begin[unit, beside] != IDLE):
                        first, last = min(day, beside), max(day, beside)
                        _try_nights(ground, sheet, gain, point, unit, day, first, last, best)
                if away_min > most_min:
                    _try_nights(ground, sheet, gain, point, unit, day, day - 1, day + 1, best)


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
