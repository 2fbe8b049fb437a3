"""Trying a move: it is done, kept where it stands, and else taken back."""

from __future__ import annotations

from planner.problem.arrays import Ints
from planner.problem.structs import compiled
from planner.solve.tours.arena import Arena
from planner.solve.tours.fill import LEVELS, fill_day
from planner.solve.tours.state import OBJECTIVE, Edits, State
from planner.solve.tours.sums import add_day, is_within_limits, revalue, total


@compiled
def try_edits(arena: Arena, state: State, edits: Edits, allowance: float) -> bool:
    """Do a move unless it breaks a limit or raises the objective beyond an allowance; say whether it stands."""
    if not _fill_days(arena, state, edits):
        return False
    _mark_douars(arena, state, edits)
    edits.old_spent[:] = state.spent
    edits.old_sums[:] = state.sums
    _change_places(arena, state, edits)
    if _keeps_limits(arena, state, edits):
        for k in range(edits.n_marked[0]):
            douar = edits.marked[k]
            edits.old_value[k], edits.old_persons[k] = state.value[douar], state.persons[douar]
            revalue(arena, state, edits, douar)
        total(arena, state)
        if state.sums[OBJECTIVE] - edits.old_sums[OBJECTIVE] <= allowance:
            return True
        for k in range(edits.n_marked[0]):
            state.value[edits.marked[k]], state.persons[edits.marked[k]] = edits.old_value[k], edits.old_persons[k]
    _change_places(arena, state, edits)
    # What was added and is taken away again would leave a trace in a sum of floats.
    state.spent[:] = edits.old_spent
    state.sums[:] = edits.old_sums
    return False


@compiled
def _fill_days(arena: Arena, state: State, edits: Edits) -> bool:
    """Fill the days of a move; return whether each can be, and there is room to count its stops."""
    for i in range(edits.n_edits[0]):
        slot = edits.slot[i]
        if arena.locked[slot]:
            return False
        if edits.start[i] < 0:
            continue
        if not arena.available[slot // arena.n_days, slot % arena.n_days] or not fill_day(arena, edits, i):
            return False
        for k in range(edits.n_stops[i]):
            # One move may bring two stops more to a point.
            if state.ev_count[edits.codes[i, k] // LEVELS] >= state.ev_day.shape[1] - 2:
                return False
    return True


@compiled
def _mark_douars(arena: Arena, state: State, edits: Edits) -> None:
    """List the douars at the stops that a move takes away or brings: their worth may change."""
    edits.move[0] += 1
    edits.n_marked[0] = 0
    for i in range(edits.n_edits[0]):
        slot = edits.slot[i]
        if state.start[slot] >= 0:
            _mark_stops(arena, edits, state.codes[slot], state.n_stops[slot])
    for i in range(edits.n_edits[0]):
        if edits.start[i] >= 0:
            _mark_stops(arena, edits, edits.codes[i], edits.n_stops[i])


@compiled
def _mark_stops(arena: Arena, edits: Edits, codes: Ints, n_stops: int) -> None:
    move, marked_by = edits.move[0], edits.marked_by
    for k in range(n_stops):
        point = codes[k] // LEVELS
        for row in range(arena.point_start[point], arena.point_start[point + 1]):
            douar = arena.point_douars[row]
            if marked_by[douar] != move:
                marked_by[douar] = move
                edits.marked[edits.n_marked[0]] = douar
                edits.n_marked[0] += 1


@compiled
def _change_places(arena: Arena, state: State, edits: Edits) -> None:
    """Let slots and edits change places, and the sums follow; done twice, all is as it was but for the floats."""
    for i in range(edits.n_edits[0]):
        if state.start[edits.slot[i]] >= 0:
            add_day(arena, state, edits.slot[i], -1)
    for i in range(edits.n_edits[0]):
        slot = edits.slot[i]
        for k in range(max(state.n_stops[slot], edits.n_stops[i])):
            state.codes[slot, k], edits.codes[i, k] = edits.codes[i, k], state.codes[slot, k]
            state.seen[slot, k], edits.seen[i, k] = edits.seen[i, k], state.seen[slot, k]
        state.n_stops[slot], edits.n_stops[i] = edits.n_stops[i], state.n_stops[slot]
        state.start[slot], edits.start[i] = edits.start[i], state.start[slot]
        state.end[slot], edits.end[i] = edits.end[i], state.end[slot]
        state.metres[slot], edits.metres[i] = edits.metres[i], state.metres[slot]
        if state.start[slot] >= 0:
            add_day(arena, state, slot, 1)


@compiled
def _keeps_limits(arena: Arena, state: State, edits: Edits) -> bool:
    for i in range(edits.n_edits[0]):
        if state.start[edits.slot[i]] >= 0 and not is_within_limits(arena, state, edits.slot[i]):
            return False
    return True
