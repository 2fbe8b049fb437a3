"""Moves of whole tours and their nights: each writes its edits and says whether there is something to try."""

from __future__ import annotations

from planner.problem.structs import compiled
from planner.solve.chance import Seeds, draw
from planner.solve.tours.arena import Arena
from planner.solve.tours.edits import (
    begin_day,
    edit_slot,
    put_in,
    random_busy_stop,
    random_night,
    random_slot,
    take_out,
)
from planner.solve.tours.fill import LEVELS
from planner.solve.tours.state import MOST_EDITS, Edits, State


@compiled
def _chain(arena: Arena, state: State, slot: int) -> tuple[int, int]:
    """Return the first and the last slot of the chain that a slot belongs to."""
    base = arena.base[slot // arena.n_days]
    first = last = slot
    while state.start[first] != base:
        first -= 1
    while state.end[last] != base:
        last += 1
    return first, last


@compiled
def _move_chain(arena: Arena, state: State, edits: Edits, first: int, last: int, to: int) -> bool:
    """Write the edits that move a chain so that it begins in another slot; only its own slots may be in the way."""
    n_days, length = arena.n_days, last - first + 1
    other = to // n_days
    if to % n_days + length > n_days or 2 * length > MOST_EDITS or to < 0:
        return False
    for k in range(length):
        busy = state.start[to + k] >= 0 and not first <= to + k <= last
        sleeps_at_home = k < length - 1 and state.end[first + k] == arena.base[other]
        if busy or sleeps_at_home or not arena.available[other, (to + k) % n_days] or arena.locked[to + k]:
            return False
    for slot in range(first, last + 1):
        i = edit_slot(state, edits, slot)
        edits.start[i] = edits.end[i] = -1
        edits.n_stops[i] = 0
    for k in range(length):
        i, slot = edit_slot(state, edits, to + k), first + k
        edits.start[i] = arena.base[other] if k == 0 else state.start[slot]
        edits.end[i] = arena.base[other] if k == length - 1 else state.end[slot]
        edits.n_stops[i] = state.n_stops[slot]
        for stop in range(state.n_stops[slot]):
            edits.codes[i, stop] = state.codes[slot, stop]
    return True


@compiled
def shift_chain(arena: Arena, state: State, edits: Edits, seeds: Seeds) -> bool:
    """A tour goes to another date, often a near one, or to another unit."""
    slot, _ = random_busy_stop(arena, state, seeds)
    if slot < 0:
        return False
    first, last = _chain(arena, state, slot)
    n_days = arena.n_days
    kind = draw(seeds, 4)
    if kind == 0:
        to = draw(seeds, arena.n_units) * n_days + first % n_days
    elif kind == 1:
        to = random_slot(arena, seeds)
    else:
        to = first + (draw(seeds, 14) + 1) * (1 if draw(seeds, 2) else -1)
        if to < 0 or to >= len(state.start) or to // n_days != first // n_days:
            return False
    return to != first and _move_chain(arena, state, edits, first, last, to)


@compiled
def swap_days(arena: Arena, state: State, edits: Edits, seeds: Seeds) -> bool:
    """Two tours of a day each change their dates or units."""
    slot, _ = random_busy_stop(arena, state, seeds)
    other, _ = random_busy_stop(arena, state, seeds)
    if slot < 0 or other < 0 or slot == other:
        return False
    n_days = arena.n_days
    i, j = edit_slot(state, edits, slot), edit_slot(state, edits, other)
    one, two = arena.base[slot // n_days], arena.base[other // n_days]
    if edits.start[i] != one or edits.end[i] != one or edits.start[j] != two or edits.end[j] != two:
        return False
    n, m = edits.n_stops[i], edits.n_stops[j]
    for k in range(max(n, m)):
        edits.codes[i, k], edits.codes[j, k] = edits.codes[j, k], edits.codes[i, k]
    edits.n_stops[i], edits.n_stops[j] = m, n
    return True


@compiled
def change_night(arena: Arena, state: State, edits: Edits, seeds: Seeds) -> bool:
    """Two days of a unit that follow one another are joined by a night, parted, or sleep elsewhere."""
    slot, place = random_busy_stop(arena, state, seeds)
    if slot < 0:
        return False
    n_days, base = arena.n_days, arena.base[slot // arena.n_days]
    after = slot + 1
    if slot % n_days == n_days - 1 or state.start[after] < 0:
        return False
    i, j = edit_slot(state, edits, slot), edit_slot(state, edits, after)
    if state.end[slot] != base and draw(seeds, 2):
        if state.n_stops[after] == 0:
            return False
        edits.end[i] = edits.start[j] = base
        return True
    if state.end[slot] == base:
        first, _ = _chain(arena, state, slot)
        _, end = _chain(arena, state, after)
        if end - first > arena.max_nights:
            return False
    night = random_night(arena, seeds, state.codes[slot, place] // LEVELS)
    if night < 0 or night == base:
        return False
    edits.end[i] = edits.start[j] = night
    return True


@compiled
def extend_chain(arena: Arena, state: State, edits: Edits, seeds: Seeds) -> bool:
    """A tour stays out one more day, after or before, for one more stop."""
    slot, place = random_busy_stop(arena, state, seeds)
    if slot < 0 or arena.max_nights == 0:
        return False
    first, last = _chain(arena, state, slot)
    n_days = arena.n_days
    if last - first + 1 > arena.max_nights:
        return False
    later = draw(seeds, 2) == 1
    joined, fresh = (last, last + 1) if later else (first, first - 1)
    if fresh < 0 or fresh >= len(state.start) or fresh // n_days != slot // n_days:
        return False
    night = random_night(arena, seeds, state.codes[slot, place] // LEVELS)
    base = arena.base[slot // n_days]
    if night < 0 or night == base:
        return False
    i, j = begin_day(arena, state, edits, fresh), edit_slot(state, edits, joined)
    if i < 0 or j < 0:
        return False
    if later:
        edits.end[j] = edits.start[i] = night
    else:
        edits.start[j] = edits.end[i] = night
    if draw(seeds, 2) and edits.n_stops[j] > 1:
        point = take_out(edits, j, draw(seeds, edits.n_stops[j])) // LEVELS
    else:
        point = arena.near[night, draw(seeds, arena.near.shape[1])]
    return point >= 0 and put_in(arena, edits, i, point * LEVELS, seeds)


@compiled
def begin_chain(arena: Arena, state: State, edits: Edits, seeds: Seeds) -> bool:
    """A new tour of two or three days goes to a far point; its other days may only drive."""
    if arena.max_nights == 0:
        return False
    point = draw(seeds, arena.n_points)
    night = random_night(arena, seeds, point)
    length = 2 + (draw(seeds, 2) if arena.max_nights > 1 else 0)
    first = random_slot(arena, seeds)
    n_days = arena.n_days
    base = arena.base[first // n_days]
    if night < 0 or night == base or first % n_days + length > n_days:
        return False
    there, only_drives = draw(seeds, length), draw(seeds, 4) == 0
    for k in range(length):
        i = begin_day(arena, state, edits, first + k)
        if i < 0:
            return False
        if k > 0:
            edits.start[i] = night
        if k < length - 1:
            edits.end[i] = night
        if k != there and only_drives:
            continue
        stop = point if k == there else arena.near[night, draw(seeds, arena.near.shape[1])]
        if stop < 0 or not put_in(arena, edits, i, stop * LEVELS, seeds):
            return False
    return True
