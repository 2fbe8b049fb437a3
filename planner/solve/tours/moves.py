"""The moves of the search: each writes its edits and says whether there is something to try.

A *chain* is a tour of several days: slots that follow one another, each but the last ending at a night stop where the
next begins. Every move leaves chains whole: an emptied day is cut out of its chain, and what is left of the chain
goes home.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.problem.structs import compiled
from planner.solve.tours.arena import Arena
from planner.solve.tours.fill import LEVELS
from planner.solve.tours.state import MOST_EDITS, MOST_STOPS_A_DAY, Edits, State

Ints = NDArray[np.int32]
Seeds = NDArray[np.uint64]


@compiled
def draw(seeds: Seeds, n: int) -> int:
    """Return a random number below n (xorshift64*, Vigna 2016)."""
    x = seeds[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    seeds[0] = x
    return int((x * np.uint64(2685821657736338717)) >> np.uint64(33)) % n


@compiled
def _is_edited(edits: Edits, slot: int) -> int:
    """Return the place of a slot's edit, -1 where it has none."""
    for i in range(edits.n_edits[0]):
        if edits.slot[i] == slot:
            return i
    return -1


@compiled
def _edit(state: State, edits: Edits, slot: int) -> int:
    """Return the place of a slot's edit, begun as a copy of the slot; -1 where there is no room for one more."""
    i = _is_edited(edits, slot)
    if i >= 0:
        return i
    i = edits.n_edits[0]
    if i >= MOST_EDITS:
        return -1
    edits.n_edits[0] = i + 1
    edits.slot[i], edits.start[i], edits.end[i] = slot, state.start[slot], state.end[slot]
    edits.n_stops[i] = state.n_stops[slot]
    for k in range(state.n_stops[slot]):
        edits.codes[i, k] = state.codes[slot, k]
    return i


@compiled
def _drop_stop(edits: Edits, i: int, place: int) -> int:
    """Take a stop out of an edit and return it."""
    code = edits.codes[i, place]
    for k in range(place, edits.n_stops[i] - 1):
        edits.codes[i, k] = edits.codes[i, k + 1]
    edits.n_stops[i] -= 1
    return code


@compiled
def _put_stop(arena: Arena, edits: Edits, i: int, code: int, seeds: Seeds) -> bool:
    """Put a stop into an edit where it costs the fewest metres, now and then anywhere."""
    n = edits.n_stops[i]
    if n >= MOST_STOPS_A_DAY:
        return False
    unit = edits.slot[i] // arena.sizes[1]
    metres = arena.clock.metres[arena.clock.vehicle[unit]]
    point, place = code // LEVELS, 0
    if draw(seeds, 8) == 0:
        place = draw(seeds, n + 1)
    else:
        best = 1 << 30
        for k in range(n + 1):
            before = edits.start[i] if k == 0 else edits.codes[i, k - 1] // LEVELS
            after = edits.end[i] if k == n else edits.codes[i, k] // LEVELS
            longer = metres[before, point] + metres[point, after] - metres[before, after]
            if longer < best:
                best, place = longer, k
    for k in range(n, place, -1):
        edits.codes[i, k] = edits.codes[i, k - 1]
    edits.codes[i, place] = code
    edits.n_stops[i] = n + 1
    return True


@compiled
def _cut_if_empty(arena: Arena, state: State, edits: Edits, i: int) -> bool:
    """Cut an emptied day out of its chain: the day before goes home, the day after leaves from home."""
    if edits.n_stops[i] > 0:
        return True
    slot = edits.slot[i]
    base = arena.base[slot // arena.sizes[1]]
    if edits.start[i] != base:
        before = _edit(state, edits, slot - 1)
        if before < 0:
            return False
        edits.end[before] = base
    if edits.end[i] != base:
        after = _edit(state, edits, slot + 1)
        if after < 0:
            return False
        edits.start[after] = base
    edits.start[i] = edits.end[i] = -1
    return True


@compiled
def _begin_day(arena: Arena, state: State, edits: Edits, slot: int) -> int:
    """Return an edit that begins an idle slot's day from base to base; -1 where it is busy or the unit is away."""
    n_days = arena.sizes[1]
    if state.start[slot] >= 0 or not arena.available[slot // n_days, slot % n_days]:
        return -1
    i = _edit(state, edits, slot)
    if i >= 0:
        edits.start[i] = edits.end[i] = arena.base[slot // n_days]
        edits.n_stops[i] = 0
    return i


@compiled
def _random_stop(state: State, seeds: Seeds, point: int) -> int:
    """Return the slot of a random stop at a point, -1 where there is none."""
    n = state.ev_count[point]
    return state.ev_slot[point, draw(seeds, n)] if n > 0 else -1


@compiled
def _place_of(state: State, slot: int, point: int) -> int:
    for k in range(state.n_stops[slot]):
        if state.codes[slot, k] // LEVELS == point:
            return k
    return -1


@compiled
def _random_slot(arena: Arena, seeds: Seeds) -> int:
    return draw(seeds, arena.sizes[1] * arena.sizes[2])


@compiled
def _slot_near(arena: Arena, state: State, seeds: Seeds, point: int) -> int:
    """Return a busy slot that a point could join: one with a stop near it, now and then any."""
    for _ in range(6):
        other = arena.near[point, draw(seeds, arena.near.shape[1])]
        if other >= 0:
            slot = _random_stop(state, seeds, other)
            if slot >= 0:
                return slot
    for _ in range(20):
        slot = _random_slot(arena, seeds)
        if state.start[slot] >= 0:
            return slot
    return -1


@compiled
def _random_busy_stop(arena: Arena, state: State, seeds: Seeds) -> tuple[int, int]:
    """Return the slot and place of a random stop, -1 where the search for one was in vain."""
    for _ in range(30):
        point = draw(seeds, arena.sizes[0])
        slot = _random_stop(state, seeds, point)
        if slot >= 0 and not arena.locked[slot]:
            return slot, _place_of(state, slot, point)
    return -1, -1


@compiled
def insert_stop(arena: Arena, state: State, edits: Edits, seeds: Seeds) -> bool:
    """A point joins a day, or a day of its own."""
    point = draw(seeds, arena.sizes[0])
    code = point * LEVELS + (draw(seeds, LEVELS) if draw(seeds, 6) == 0 else 0)
    if draw(seeds, 3) == 0:
        i = _begin_day(arena, state, edits, _random_slot(arena, seeds))
    else:
        slot = _slot_near(arena, state, seeds, point)
        if slot < 0:
            return False
        i = _edit(state, edits, slot)
    return i >= 0 and _put_stop(arena, edits, i, code, seeds)


@compiled
def drop_stop(arena: Arena, state: State, edits: Edits, seeds: Seeds) -> bool:
    """A stop is given up."""
    slot, place = _random_busy_stop(arena, state, seeds)
    if slot < 0:
        return False
    i = _edit(state, edits, slot)
    _drop_stop(edits, i, place)
    return _cut_if_empty(arena, state, edits, i)


@compiled
def move_stop(arena: Arena, state: State, edits: Edits, seeds: Seeds) -> bool:
    """A stop goes to another day, or to a day of its own."""
    slot, place = _random_busy_stop(arena, state, seeds)
    if slot < 0:
        return False
    i = _edit(state, edits, slot)
    code = _drop_stop(edits, i, place)
    if not _cut_if_empty(arena, state, edits, i):
        return False
    if draw(seeds, 4) == 0:
        j = _begin_day(arena, state, edits, _random_slot(arena, seeds))
        if j < 0:
            return False
    else:
        other = _slot_near(arena, state, seeds, code // LEVELS)
        if other < 0 or other == slot:
            return False
        j = _edit(state, edits, other)
        if j < 0 or edits.start[j] < 0:
            return False
    return _put_stop(arena, edits, j, code, seeds)


@compiled
def replace_stop(arena: Arena, state: State, edits: Edits, seeds: Seeds) -> bool:
    """A stop gives way to another point near it."""
    slot, place = _random_busy_stop(arena, state, seeds)
    if slot < 0:
        return False
    i = _edit(state, edits, slot)
    old = _drop_stop(edits, i, place) // LEVELS
    new = arena.near[old, draw(seeds, arena.near.shape[1])] if draw(seeds, 4) else draw(seeds, arena.sizes[0])
    return new >= 0 and _put_stop(arena, edits, i, new * LEVELS, seeds)


@compiled
def swap_stops(arena: Arena, state: State, edits: Edits, seeds: Seeds) -> bool:
    """Two stops of two days change places."""
    slot, place = _random_busy_stop(arena, state, seeds)
    if slot < 0:
        return False
    other = _slot_near(arena, state, seeds, state.codes[slot, place] // LEVELS)
    if other < 0 or other == slot or state.n_stops[other] == 0:
        return False
    i, j = _edit(state, edits, slot), _edit(state, edits, other)
    one, two = _drop_stop(edits, i, place), _drop_stop(edits, j, draw(seeds, state.n_stops[other]))
    return _put_stop(arena, edits, i, two, seeds) and _put_stop(arena, edits, j, one, seeds)


@compiled
def change_level(arena: Arena, state: State, edits: Edits, seeds: Seeds) -> bool:
    """A stop wants more or fewer consultations."""
    slot, place = _random_busy_stop(arena, state, seeds)
    if slot < 0:
        return False
    i = _edit(state, edits, slot)
    code = edits.codes[i, place]
    edits.codes[i, place] = code - code % LEVELS + (code + 1 + draw(seeds, LEVELS - 1)) % LEVELS
    return True


@compiled
def reorder(arena: Arena, state: State, edits: Edits, seeds: Seeds) -> bool:
    """A stop changes its place in its day."""
    slot, place = _random_busy_stop(arena, state, seeds)
    if slot < 0 or state.n_stops[slot] < 2:
        return False
    i = _edit(state, edits, slot)
    code = _drop_stop(edits, i, place)
    n = edits.n_stops[i]
    to = draw(seeds, n + 1)
    for k in range(n, to, -1):
        edits.codes[i, k] = edits.codes[i, k - 1]
    edits.codes[i, to] = code
    edits.n_stops[i] = n + 1
    return True


@compiled
def _chain(arena: Arena, state: State, slot: int) -> tuple[int, int]:
    """Return the first and the last slot of the chain that a slot belongs to."""
    base = arena.base[slot // arena.sizes[1]]
    first = last = slot
    while state.start[first] != base:
        first -= 1
    while state.end[last] != base:
        last += 1
    return first, last


@compiled
def _move_chain(arena: Arena, state: State, edits: Edits, first: int, last: int, to: int) -> bool:
    """Write the edits that move a chain so that it begins in another slot; only its own slots may be in the way."""
    n_days, length = arena.sizes[1], last - first + 1
    unit, other = first // n_days, to // n_days
    if to % n_days + length > n_days or 2 * length > MOST_EDITS or to < 0:
        return False
    for k in range(length):
        busy = state.start[to + k] >= 0 and not first <= to + k <= last
        if busy or not arena.available[other, (to + k) % n_days] or arena.locked[to + k]:
            return False
    for slot in range(first, last + 1):
        i = _edit(state, edits, slot)
        edits.start[i] = edits.end[i] = -1
        edits.n_stops[i] = 0
    for k in range(length):
        i, slot = _edit(state, edits, to + k), first + k
        edits.start[i] = arena.base[other] if k == 0 else state.start[slot]
        edits.end[i] = arena.base[other] if k == length - 1 else state.end[slot]
        edits.n_stops[i] = state.n_stops[slot]
        for stop in range(state.n_stops[slot]):
            edits.codes[i, stop] = state.codes[slot, stop]
    return unit >= 0


@compiled
def shift_chain(arena: Arena, state: State, edits: Edits, seeds: Seeds) -> bool:
    """A tour goes to another date, often a near one, or to another unit."""
    slot, _ = _random_busy_stop(arena, state, seeds)
    if slot < 0:
        return False
    first, last = _chain(arena, state, slot)
    n_days = arena.sizes[1]
    kind = draw(seeds, 4)
    if kind == 0:
        to = draw(seeds, arena.sizes[2]) * n_days + first % n_days
    elif kind == 1:
        to = _random_slot(arena, seeds)
    else:
        to = first + (draw(seeds, 14) + 1) * (1 if draw(seeds, 2) else -1)
        if to < 0 or to >= len(state.start) or to // n_days != first // n_days:
            return False
    return to != first and _move_chain(arena, state, edits, first, last, to)


@compiled
def swap_days(arena: Arena, state: State, edits: Edits, seeds: Seeds) -> bool:
    """Two tours of a day each change their dates or units."""
    slot, _ = _random_busy_stop(arena, state, seeds)
    other, _ = _random_busy_stop(arena, state, seeds)
    if slot < 0 or other < 0 or slot == other:
        return False
    n_days = arena.sizes[1]
    i, j = _edit(state, edits, slot), _edit(state, edits, other)
    one, two = arena.base[slot // n_days], arena.base[other // n_days]
    if edits.start[i] != one or edits.end[i] != one or edits.start[j] != two or edits.end[j] != two:
        return False
    n, m = edits.n_stops[i], edits.n_stops[j]
    for k in range(max(n, m)):
        edits.codes[i, k], edits.codes[j, k] = edits.codes[j, k], edits.codes[i, k]
    edits.n_stops[i], edits.n_stops[j] = m, n
    return True


@compiled
def _random_night(arena: Arena, seeds: Seeds, point: int) -> int:
    """Return a lodging near a point as a node, now and then any; -1 where there is none."""
    if len(arena.nights_at) == 0:
        return -1
    if draw(seeds, 5) == 0:
        return arena.nights_at[draw(seeds, len(arena.nights_at))]
    return arena.near_nights[point, draw(seeds, arena.near_nights.shape[1])]


@compiled
def change_night(arena: Arena, state: State, edits: Edits, seeds: Seeds) -> bool:
    """Two days of a unit that follow one another are joined by a night, parted, or sleep elsewhere."""
    slot, place = _random_busy_stop(arena, state, seeds)
    if slot < 0:
        return False
    n_days, base = arena.sizes[1], arena.base[slot // arena.sizes[1]]
    after = slot + 1
    if slot % n_days == n_days - 1 or state.start[after] < 0:
        return False
    i, j = _edit(state, edits, slot), _edit(state, edits, after)
    if state.end[slot] != base and draw(seeds, 2):
        if state.n_stops[after] == 0:
            return False
        edits.end[i] = edits.start[j] = base
        return True
    if state.end[slot] == base:
        first, _ = _chain(arena, state, slot)
        _, end = _chain(arena, state, after)
        if end - first > arena.sizes[5]:
            return False
    night = _random_night(arena, seeds, state.codes[slot, place] // LEVELS)
    if night < 0 or night == base:
        return False
    edits.end[i] = edits.start[j] = night
    return True


@compiled
def extend_chain(arena: Arena, state: State, edits: Edits, seeds: Seeds) -> bool:
    """A tour stays out one more day, after or before, for one more stop."""
    slot, place = _random_busy_stop(arena, state, seeds)
    if slot < 0 or arena.sizes[5] == 0:
        return False
    first, last = _chain(arena, state, slot)
    n_days = arena.sizes[1]
    if last - first + 1 > arena.sizes[5]:
        return False
    later = draw(seeds, 2) == 1
    joined, fresh = (last, last + 1) if later else (first, first - 1)
    if fresh < 0 or fresh >= len(state.start) or fresh // n_days != slot // n_days:
        return False
    night = _random_night(arena, seeds, state.codes[slot, place] // LEVELS)
    base = arena.base[slot // n_days]
    if night < 0 or night == base:
        return False
    i, j = _begin_day(arena, state, edits, fresh), _edit(state, edits, joined)
    if i < 0 or j < 0:
        return False
    if later:
        edits.end[j] = edits.start[i] = night
    else:
        edits.start[j] = edits.end[i] = night
    if draw(seeds, 2) and edits.n_stops[j] > 1:
        point = _drop_stop(edits, j, draw(seeds, edits.n_stops[j])) // LEVELS
    else:
        point = arena.near[night, draw(seeds, arena.near.shape[1])]
    return point >= 0 and _put_stop(arena, edits, i, point * LEVELS, seeds)


@compiled
def begin_chain(arena: Arena, state: State, edits: Edits, seeds: Seeds) -> bool:
    """A new tour of two or three days goes to a far point."""
    if arena.sizes[5] == 0:
        return False
    point = draw(seeds, arena.sizes[0])
    night = _random_night(arena, seeds, point)
    length = 2 + (draw(seeds, 2) if arena.sizes[5] > 1 else 0)
    first = _random_slot(arena, seeds)
    n_days = arena.sizes[1]
    base = arena.base[first // n_days]
    if night < 0 or night == base or first % n_days + length > n_days:
        return False
    for k in range(length):
        i = _begin_day(arena, state, edits, first + k)
        if i < 0:
            return False
        if k > 0:
            edits.start[i] = night
        if k < length - 1:
            edits.end[i] = night
        stop = point if k == length // 2 else arena.near[night, draw(seeds, arena.near.shape[1])]
        if stop < 0 or not _put_stop(arena, edits, i, stop * LEVELS, seeds):
            return False
    return True


@compiled
def propose(arena: Arena, state: State, edits: Edits, seeds: Seeds) -> bool:
    """Write a random move; return whether there is something to try."""
    edits.n_edits[0] = 0
    kind = draw(seeds, 100)
    if kind < 18:
        return insert_stop(arena, state, edits, seeds)
    if kind < 26:
        return drop_stop(arena, state, edits, seeds)
    if kind < 46:
        return move_stop(arena, state, edits, seeds)
    if kind < 56:
        return replace_stop(arena, state, edits, seeds)
    if kind < 64:
        return swap_stops(arena, state, edits, seeds)
    if kind < 68:
        return change_level(arena, state, edits, seeds)
    if kind < 71:
        return reorder(arena, state, edits, seeds)
    if kind < 86:
        return shift_chain(arena, state, edits, seeds)
    if kind < 90:
        return swap_days(arena, state, edits, seeds)
    if kind < 94:
        return change_night(arena, state, edits, seeds)
    if kind < 97:
        return extend_chain(arena, state, edits, seeds)
    return begin_chain(arena, state, edits, seeds)
