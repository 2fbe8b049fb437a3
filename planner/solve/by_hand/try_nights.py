"""One more stop on a day that makes a tour longer: where the unit then sleeps, and what the days beside become."""

from __future__ import annotations

from planner.problem.arrays import Floats
from planner.problem.structs import compiled
from planner.solve.by_hand.ground import Ground
from planner.solve.by_hand.sheet import IDLE, Sheet, drive, metres_of
from planner.solve.by_hand.try_day import try_day
from planner.solve.by_hand.weighing import Use, fits, may_begin, nights_of, score


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
    if ground.is_parted[unit, first:last].any():
        return False
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
def try_nights(
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
                try_day(ground, sheet, gain, point, unit, day, begin, end, beside_too, first, last, best)
