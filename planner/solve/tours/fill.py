"""How many each stop of a day sees: a day's minutes go where a consultation is worth most.

A stop of the search is a number `point * LEVELS + level`: level 0 wants all that its point asks for, the last level
only as many as make it count; between them in even steps. Where minutes or the unit's consultations are short, the
stops of the greatest density are filled first.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.problem.schedule import run_day
from planner.problem.structs import compiled
from planner.solve.tours.arena import Arena

LEVELS = 4

Ints = NDArray[np.int32]


@compiled
def fill_day(
    arena: Arena,
    unit: int,
    day: int,
    start: int,
    end: int,
    codes: Ints,
    n_stops: int,
    points: Ints,
    seen: Ints,
    starts: Ints,
) -> int:
    """Fill the stops of a day; return its metres, or -1 where the day cannot be.

    Parameters
    ----------
    codes
        Stops in order as numbers of point and level.
    points, seen, starts
        Filled with each stop's point, consultations and first minute of service.
    """
    clock = arena.clock
    room = arena.most_seen[unit]
    for k in range(n_stops):
        point = codes[k] // LEVELS
        if not arena.served[point, day] or not arena.reach[unit, point]:
            return -1
        points[k] = point
        seen[k] = arena.least[point, unit]
        room -= seen[k]
        for j in range(k):
            if points[j] == point:
                return -1
    if room < 0:
        return -1
    back, worked, metres = run_day(clock, unit, day, start, end, points, seen, n_stops, starts)
    spare = min(clock.work_min[day] - worked, clock.end_min[day] - back)
    if back < 0 or spare < 0:
        return -1
    share, numerator, setup = clock.rules[3] * clock.clinicians[unit], clock.rules[2], clock.rules[1]
    done = 0
    for _ in range(n_stops):
        best = -1
        for k in range(n_stops):
            if not done >> k & 1 and (best < 0 or arena.density[points[k]] > arena.density[points[best]]):
                best = k
        done |= 1 << best
        point, level = points[best], codes[best] % LEVELS
        least = seen[best]
        target = least + (arena.demand[point] - least) * (LEVELS - 1 - level) // (LEVELS - 1)
        service = setup + (least * numerator + share - 1) // share
        most = min(target, least + room)
        if numerator:
            most = min(most, (service + spare - setup) * share // numerator)
        if most <= least:
            continue
        low, high, tried = least, most, most
        while True:
            seen[best] = tried
            back, worked, _ = run_day(clock, unit, day, start, end, points, seen, n_stops, starts)
            fits = 0 <= back <= clock.end_min[day] and worked <= clock.work_min[day]
            if fits:
                low = tried
            else:
                high = tried - 1
            if low >= high:
                break
            tried = (low + high + 1) // 2
        if seen[best] != low or not fits:
            seen[best] = low
            back, worked, _ = run_day(clock, unit, day, start, end, points, seen, n_stops, starts)
        room -= low - least
        spare = min(clock.work_min[day] - worked, clock.end_min[day] - back)
    return metres
