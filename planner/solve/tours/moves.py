"""Which move is tried next: each has its share of a hundred.

Compiled code calls no function out of a table, so the table is written as one step after another.
"""

from __future__ import annotations

from planner.problem.structs import compiled
from planner.solve.chance import Seeds, draw
from planner.solve.tours.arena import Arena
from planner.solve.tours.move_chains import begin_chain, change_night, extend_chain, shift_chain, swap_days
from planner.solve.tours.move_stops import (
    change_level,
    drop_stop,
    insert_stop,
    move_stop,
    reorder,
    replace_stop,
    swap_stops,
)
from planner.solve.tours.state import Edits, State


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
