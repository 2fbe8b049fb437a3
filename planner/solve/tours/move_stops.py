"""Moves of single stops: each writes its edits and says whether there is something to try."""

from __future__ import annotations

from planner.problem.structs import compiled
from planner.solve.chance import Seeds, draw
from planner.solve.tours.arena import Arena
from planner.solve.tours.edits import (
    begin_day,
    cut_if_empty,
    edit_slot,
    put_at,
    put_in,
    random_busy_stop,
    random_slot,
    slot_near,
    take_out,
)
from planner.solve.tours.fill import LEVELS
from planner.solve.tours.state import Edits, State


@compiled
def insert_stop(arena: Arena, state: State, edits: Edits, seeds: Seeds) -> bool:
    """A point joins a day, or a day of its own."""
    point = draw(seeds, arena.n_points)
    code = point * LEVELS + (draw(seeds, LEVELS) if draw(seeds, 6) == 0 else 0)
    if draw(seeds, 3) == 0:
        i = begin_day(arena, state, edits, random_slot(arena, seeds))
    else:
        slot = slot_near(arena, state, seeds, point)
        if slot < 0:
            return False
        i = edit_slot(state, edits, slot)
    return i >= 0 and put_in(arena, edits, i, code, seeds)


@compiled
def drop_stop(arena: Arena, state: State, edits: Edits, seeds: Seeds) -> bool:
    """A stop is given up."""
    slot, place = random_busy_stop(arena, state, seeds)
    if slot < 0:
        return False
    i = edit_slot(state, edits, slot)
    take_out(edits, i, place)
    return cut_if_empty(arena, state, edits, i)


@compiled
def move_stop(arena: Arena, state: State, edits: Edits, seeds: Seeds) -> bool:
    """A stop goes to another day, or to a day of its own."""
    slot, place = random_busy_stop(arena, state, seeds)
    if slot < 0:
        return False
    i = edit_slot(state, edits, slot)
    code = take_out(edits, i, place)
    if not cut_if_empty(arena, state, edits, i):
        return False
    if draw(seeds, 4) == 0:
        j = begin_day(arena, state, edits, random_slot(arena, seeds))
        if j < 0:
            return False
    else:
        other = slot_near(arena, state, seeds, code // LEVELS)
        if other < 0 or other == slot:
            return False
        j = edit_slot(state, edits, other)
        if j < 0 or edits.start[j] < 0:
            return False
    return put_in(arena, edits, j, code, seeds)


@compiled
def replace_stop(arena: Arena, state: State, edits: Edits, seeds: Seeds) -> bool:
    """A stop gives way to another point near it."""
    slot, place = random_busy_stop(arena, state, seeds)
    if slot < 0:
        return False
    i = edit_slot(state, edits, slot)
    old = take_out(edits, i, place) // LEVELS
    new = arena.near[old, draw(seeds, arena.near.shape[1])] if draw(seeds, 4) else draw(seeds, arena.n_points)
    return new >= 0 and put_in(arena, edits, i, new * LEVELS, seeds)


@compiled
def swap_stops(arena: Arena, state: State, edits: Edits, seeds: Seeds) -> bool:
    """Two stops of two days change places."""
    slot, place = random_busy_stop(arena, state, seeds)
    if slot < 0:
        return False
    other = slot_near(arena, state, seeds, state.codes[slot, place] // LEVELS)
    if other < 0 or other == slot or state.n_stops[other] == 0:
        return False
    i, j = edit_slot(state, edits, slot), edit_slot(state, edits, other)
    one, two = take_out(edits, i, place), take_out(edits, j, draw(seeds, state.n_stops[other]))
    return put_in(arena, edits, i, two, seeds) and put_in(arena, edits, j, one, seeds)


@compiled
def change_level(arena: Arena, state: State, edits: Edits, seeds: Seeds) -> bool:
    """A stop wants more or fewer consultations."""
    slot, place = random_busy_stop(arena, state, seeds)
    if slot < 0:
        return False
    i = edit_slot(state, edits, slot)
    code = edits.codes[i, place]
    edits.codes[i, place] = code - code % LEVELS + (code + 1 + draw(seeds, LEVELS - 1)) % LEVELS
    return True


@compiled
def reorder(arena: Arena, state: State, edits: Edits, seeds: Seeds) -> bool:
    """A stop changes its place in its day."""
    slot, place = random_busy_stop(arena, state, seeds)
    if slot < 0 or state.n_stops[slot] < 2:
        return False
    i = edit_slot(state, edits, slot)
    code = take_out(edits, i, place)
    put_at(edits, i, draw(seeds, edits.n_stops[i] + 1), code)
    return True
