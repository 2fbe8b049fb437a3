"""How many each stop of a day sees: a day's minutes go where a consultation is worth most.

A stop of the search is a number `point * LEVELS + level`: level 0 wants all that its point asks for, the last level
only as many as make it count; between them in even steps. Where minutes or the unit's consultations are short, the
stops of the greatest density are filled first.
"""

from __future__ import annotations

from typing import Final

from planner.problem.schedule import most_served, run_day, service_minutes
from planner.problem.structs import compiled
from planner.solve.tours.arena import Arena
from planner.solve.tours.state import Edits

LEVELS: Final = 4


@compiled
def asked_at(level: int, least: int, demand: int) -> int:
    """Return the consultations that a stop of a level wants."""
    return least + (demand - least) * (LEVELS - 1 - level) // (LEVELS - 1)


@compiled
def fill_day(arena: Arena, edits: Edits, i: int) -> bool:
    """Work out what each stop of an edited day sees, and its metres; return whether the day can be."""
    clock, unit, n_stops = arena.clock, edits.slot[i] // arena.n_days, edits.n_stops[i]
    codes, seen, points = edits.codes[i], edits.seen[i], edits.room_points
    room = _begin_with_least(arena, edits, i)
    if room < 0:
        return False
    spare, metres = _run(arena, edits, i)
    if spare < 0:
        return False
    edits.metres[i] = metres
    done = 0
    for _ in range(n_stops):
        best = -1
        for k in range(n_stops):
            if not done >> k & 1 and (best < 0 or arena.density[points[k]] > arena.density[points[best]]):
                best = k
        done |= 1 << best
        least = seen[best]
        asked = asked_at(codes[best] % LEVELS, least, arena.demand[points[best]])
        minutes = service_minutes(clock, unit, least) + spare
        most = most_served(clock, unit, minutes, min(asked, least + room))
        if most > least:
            spare = _see_most(arena, edits, i, best, most)
            room -= seen[best] - least
    return True


@compiled
def _begin_with_least(arena: Arena, edits: Edits, i: int) -> int:
    """Let each stop of a day see just enough to count; return how many more may be seen, below 0 where it cannot be."""
    unit, day = edits.slot[i] // arena.n_days, edits.slot[i] % arena.n_days
    codes, seen, points = edits.codes[i], edits.seen[i], edits.room_points
    room = arena.most_seen[unit]
    for k in range(edits.n_stops[i]):
        point = codes[k] // LEVELS
        if not arena.served[point, day] or not arena.reach[unit, point]:
            return -1
        for j in range(k):
            if points[j] == point:
                return -1
        points[k] = point
        seen[k] = arena.least[point, unit]
        room -= seen[k]
    return room


@compiled
def _run(arena: Arena, edits: Edits, i: int) -> tuple[int, int]:
    """Return the minutes that a day leaves, below 0 where it does not fit, and its metres."""
    clock, unit, day = arena.clock, edits.slot[i] // arena.n_days, edits.slot[i] % arena.n_days
    back, worked, metres = run_day(
        clock,
        unit,
        day,
        edits.start[i],
        edits.end[i],
        edits.room_points,
        edits.seen[i],
        edits.n_stops[i],
        edits.room_starts,
    )
    if back < 0:
        return -1, 0
    return min(clock.work_min[day] - worked, clock.end_min[day] - back), metres


@compiled
def _see_most(arena: Arena, edits: Edits, i: int, stop: int, most: int) -> int:
    """Let a stop see as many as its day has time for, up to `most`; return the minutes that are then left."""
    seen, spare = edits.seen[i], 0
    low, high, tried = seen[stop], most, most
    while low < high:
        seen[stop] = tried
        spare = _run(arena, edits, i)[0]
        if spare >= 0:
            low = tried
        else:
            high = tried - 1
        tried = (low + high + 1) // 2
    if seen[stop] != low:
        seen[stop] = low
        spare = _run(arena, edits, i)[0]
    return spare
