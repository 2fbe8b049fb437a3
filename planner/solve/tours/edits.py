"""What moves are made of: random choices, and changes to the slots that a move edits.

A *chain* is a tour of several days: slots that follow one another, each but the last ending at a night stop where
the next begins. Every move leaves chains whole: an emptied day is cut out of its chain, and what is left of the chain
goes home.
"""

from __future__ import annotations

from planner.problem.structs import compiled
from planner.solve.chance import Seeds, draw
from planner.solve.tours.arena import Arena
from planner.solve.tours.fill import LEVELS
from planner.solve.tours.state import MOST_EDITS, Edits, State


@compiled
def edit_slot(state: State, edits: Edits, slot: int) -> int:
    """Return the place of a slot's edit, begun as a copy of the slot; -1 where there is no room for one more."""
    i = edits.n_edits[0]
    for known in range(i):
        if edits.slot[known] == slot:
            return known
    if i >= MOST_EDITS:
        return -1
    edits.n_edits[0] = i + 1
    edits.slot[i], edits.start[i], edits.end[i] = slot, state.start[slot], state.end[slot]
    edits.n_stops[i] = state.n_stops[slot]
    for k in range(state.n_stops[slot]):
        edits.codes[i, k] = state.codes[slot, k]
    return i


@compiled
def take_out(edits: Edits, i: int, place: int) -> int:
    """Take a stop out of an edit and return it."""
    code = edits.codes[i, place]
    for k in range(place, edits.n_stops[i] - 1):
        edits.codes[i, k] = edits.codes[i, k + 1]
    edits.n_stops[i] -= 1
    return code


@compiled
def put_at(edits: Edits, i: int, place: int, code: int) -> None:
    """Put a stop at a place of an edit, which has room for it."""
    for k in range(edits.n_stops[i], place, -1):
        edits.codes[i, k] = edits.codes[i, k - 1]
    edits.codes[i, place] = code
    edits.n_stops[i] += 1


@compiled
def put_in(arena: Arena, edits: Edits, i: int, code: int, seeds: Seeds) -> bool:
    """Put a stop into an edit where it costs the fewest metres, now and then anywhere."""
    n = edits.n_stops[i]
    if n >= edits.codes.shape[1]:
        return False
    unit = edits.slot[i] // arena.n_days
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
    put_at(edits, i, place, code)
    return True


@compiled
def cut_if_empty(arena: Arena, state: State, edits: Edits, i: int) -> bool:
    """Cut an emptied day out of its chain: the day before goes home, the day after leaves from home.

    Days that only drove to it or from it are cut with it. Return False where that takes more edits than there are.
    """
    if edits.n_stops[i] > 0:
        return True
    base = arena.base[edits.slot[i] // arena.n_days]
    for step in (-1, 1):
        slot = edits.slot[i]
        # The end of a day that is nearer to the one that is cut, and its other end.
        near, far = (edits.end, edits.start) if step < 0 else (edits.start, edits.end)
        node = far[i]
        while node != base:
            slot += step
            j = edit_slot(state, edits, slot)
            if j < 0:
                return False
            if edits.n_stops[j] > 0:
                near[j] = base
                break
            node = far[j]
            near[j] = far[j] = -1
    edits.start[i] = edits.end[i] = -1
    return True


@compiled
def begin_day(arena: Arena, state: State, edits: Edits, slot: int) -> int:
    """Return an edit that begins an idle slot's day from base to base; -1 where it is busy or the unit is away."""
    n_days = arena.n_days
    if state.start[slot] >= 0 or not arena.available[slot // n_days, slot % n_days]:
        return -1
    i = edit_slot(state, edits, slot)
    if i >= 0:
        edits.start[i] = edits.end[i] = arena.base[slot // n_days]
        edits.n_stops[i] = 0
    return i


@compiled
def random_stop(state: State, seeds: Seeds, point: int) -> int:
    """Return the slot of a random stop at a point, -1 where there is none."""
    n = state.ev_count[point]
    return state.ev_slot[point, draw(seeds, n)] if n > 0 else -1


@compiled
def place_of(state: State, slot: int, point: int) -> int:
    """Return the place of a point among a slot's stops, -1 where it is none of them."""
    for k in range(state.n_stops[slot]):
        if state.codes[slot, k] // LEVELS == point:
            return k
    return -1


@compiled
def random_slot(arena: Arena, seeds: Seeds) -> int:
    """Return a slot, busy or not."""
    return draw(seeds, arena.n_days * arena.n_units)


@compiled
def slot_near(arena: Arena, state: State, seeds: Seeds, point: int) -> int:
    """Return a busy slot that a point could join: one with a stop near it, now and then any."""
    for _ in range(6):
        other = arena.near[point, draw(seeds, arena.near.shape[1])]
        if other >= 0:
            slot = random_stop(state, seeds, other)
            if slot >= 0:
                return slot
    for _ in range(20):
        slot = random_slot(arena, seeds)
        if state.start[slot] >= 0:
            return slot
    return -1


@compiled
def random_busy_stop(arena: Arena, state: State, seeds: Seeds) -> tuple[int, int]:
    """Return the slot and place of a random stop, -1 where the search for one was in vain."""
    for _ in range(30):
        point = draw(seeds, arena.n_points)
        slot = random_stop(state, seeds, point)
        if slot >= 0 and not arena.locked[slot]:
            return slot, place_of(state, slot, point)
    return -1, -1


@compiled
def random_night(arena: Arena, seeds: Seeds, point: int) -> int:
    """Return a lodging near a point as a node, now and then any; -1 where there is none."""
    if len(arena.nights_at) == 0:
        return -1
    if draw(seeds, 5) == 0:
        return arena.nights_at[draw(seeds, len(arena.nights_at))]
    return arena.near_nights[point, draw(seeds, arena.near_nights.shape[1])]
