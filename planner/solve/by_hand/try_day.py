"""One more stop in a day of a unit: where among its stops, and how many it then sees."""

from __future__ import annotations

from typing import Final

import numpy as np

from planner.problem.arrays import Floats, Ints
from planner.problem.structs import compiled
from planner.solve.by_hand.ground import Ground
from planner.solve.by_hand.sheet import IDLE, Sheet
from planner.solve.by_hand.weighing import Use, affordable, fits, most_that_fit, score

NONE: Final = -1
"""Instead of a place where there is none."""


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
def try_day(
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

    The stop goes where the drive is shortest; `use` is what the change takes besides the detour to it, and `best` has
    the fields of `insertion.Place` in their order.
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
