"""Applying a move and taking it back: every sum of a state follows its slots."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.problem.structs import compiled
from planner.solve.tours.arena import N_CHAPTERS, Arena
from planner.solve.tours.fill import LEVELS, fill_day
from planner.solve.tours.state import Edits, State
from planner.solve.tours.worth import visits_worth

Ints = NDArray[np.int32]


@compiled
def _add_day(arena: Arena, state: State, slot: int, sign: int) -> None:
    """Add a slot's day to, or take it from, every sum but the douars'."""
    n_points, n_days = arena.sizes[0], arena.sizes[1]
    unit, day = slot // n_days, slot % n_days
    week = arena.week[day]
    state.unit_week[unit, week] += sign
    for g in range(arena.crew.shape[1]):
        persons = sign * arena.crew[unit, g]
        if persons != 0:
            state.crew_day[g, day] += persons
            state.crew_week[g, week] += persons
            state.crew_season[g] += persons
    km = state.metres[slot] / 1000.0
    for chapter in range(N_CHAPTERS):
        state.spent[chapter] += sign * (arena.per_day[unit, chapter] + arena.per_km[unit, chapter] * km)
    if state.end[slot] != arena.base[unit]:
        state.lodged[state.end[slot] - n_points, day] += sign * arena.crew_size[unit]
        state.spent[1] += sign * arena.per_night[unit]
    consultations = 0
    for k in range(state.n_stops[slot]):
        point = state.codes[slot, k] // LEVELS
        seen = state.seen[slot, k]
        consultations += seen
        if sign > 0:
            e = state.ev_count[point]
            state.ev_day[point, e], state.ev_slot[point, e] = day, slot
            state.ev_seen[point, e] = seen if seen >= arena.least[point, unit] else 0
            state.ev_count[point] = e + 1
        else:
            last = state.ev_count[point] - 1
            for e in range(last + 1):
                if state.ev_slot[point, e] == slot:
                    state.ev_day[point, e] = state.ev_day[point, last]
                    state.ev_slot[point, e] = state.ev_slot[point, last]
                    state.ev_seen[point, e] = state.ev_seen[point, last]
                    break
            state.ev_count[point] = last
    state.spent[2] += sign * consultations * arena.medicine


@compiled
def _is_within_limits(arena: Arena, state: State, slot: int) -> bool:
    """Return whether a slot's day keeps the limits of its unit's week, the lodging and the crews."""
    n_points, n_days = arena.sizes[0], arena.sizes[1]
    unit, day = slot // n_days, slot % n_days
    week = arena.week[day]
    if state.unit_week[unit, week] > arena.sizes[4]:
        return False
    end = state.end[slot]
    if end != arena.base[unit] and state.lodged[end - n_points, day] > arena.lodging[end - n_points]:
        return False
    for g in range(arena.crew.shape[1]):
        if arena.crew[unit, g] > 0 and (
            state.crew_day[g, day] > arena.crew_on_day[g, day]
            or state.crew_week[g, week] > arena.crew_in_week[g, week]
            or state.crew_season[g] > arena.crew_in_season[g]
        ):
            return False
    return True


@compiled
def _total(arena: Arena, state: State) -> None:
    """Work out the sums from what is spent and what is worth."""
    money, penalty = 0.0, 0.0
    for chapter in range(N_CHAPTERS):
        money += state.spent[chapter] * arena.prices[chapter]
    for cap in range(len(arena.cap_left)):
        over = -arena.cap_left[cap]
        for chapter in range(N_CHAPTERS):
            if arena.caps[cap, chapter]:
                over += state.spent[chapter]
        if over > 0:
            penalty += over * arena.cap_slope[cap]
    short = max(0.0, arena.floor_persons - state.sums[2]) * arena.shortfall
    state.sums[0], state.sums[3] = money, penalty
    state.sums[4] = money + penalty + short - state.sums[1]


@compiled
def _revalue(arena: Arena, state: State, edits: Edits, douar: int) -> None:
    """Work out a douar's worth again."""
    value, persons = visits_worth(
        arena,
        douar,
        state.ev_day,
        state.ev_seen,
        state.ev_count,
        edits.room_days,
        edits.room_persons,
        edits.room_best,
        edits.room_who,
    )
    state.sums[1] += value - state.value[douar]
    state.sums[2] += persons - state.persons[douar]
    state.value[douar], state.persons[douar] = value, persons


@compiled
def _copy_stops(codes: Ints, seen: Ints, n: int, to_codes: Ints, to_seen: Ints) -> None:
    for k in range(n):
        to_codes[k], to_seen[k] = codes[k], seen[k]


@compiled
def recount(arena: Arena, state: State, edits: Edits) -> None:
    """Work out every sum of a state whose slots were filled from outside."""
    state.ev_count[:] = 0
    state.spent[:] = 0.0
    state.sums[:] = 0.0
    state.value[:] = 0.0
    state.persons[:] = 0
    for counted in (state.unit_week, state.lodged, state.crew_day, state.crew_week):
        counted[:, :] = 0
    state.crew_season[:] = 0
    for slot in range(len(state.start)):
        if state.start[slot] >= 0:
            _add_day(arena, state, slot, 1)
    for douar in range(arena.sizes[3]):
        _revalue(arena, state, edits, douar)
    _total(arena, state)


@compiled
def _mark_douars(arena: Arena, state: State, edits: Edits, slot: int, n_marked: int) -> int:
    """Put the douars of a slot's stops on the list of those whose worth may change."""
    for k in range(state.n_stops[slot]):
        point = state.codes[slot, k] // LEVELS
        for row in range(arena.point_start[point], arena.point_start[point + 1]):
            douar = arena.point_douars[row]
            if edits.stamp[douar] != edits.stamp[-1]:
                edits.stamp[douar] = edits.stamp[-1]
                edits.douars[n_marked] = douar
                n_marked += 1
    return n_marked


@compiled
def _swap_in(arena: Arena, state: State, edits: Edits, i: int, is_new: bool) -> None:
    """Put the new or the old content of an edit into its slot."""
    slot = edits.slot[i]
    if is_new:
        state.start[slot], state.end[slot] = edits.start[i], edits.end[i]
        state.n_stops[slot], state.metres[slot] = edits.n_stops[i], edits.metres[i]
        _copy_stops(edits.codes[i], edits.seen[i], edits.n_stops[i], state.codes[slot], state.seen[slot])
    else:
        state.start[slot], state.end[slot] = edits.old_start[i], edits.old_end[i]
        state.n_stops[slot], state.metres[slot] = edits.old_n[i], edits.old_metres[i]
        _copy_stops(edits.old_codes[i], edits.old_seen[i], edits.old_n[i], state.codes[slot], state.seen[slot])


@compiled
def try_edits(arena: Arena, state: State, edits: Edits, allowance: float) -> bool:
    """Apply a move unless it breaks a limit or raises the objective beyond an allowance; say whether it stands."""
    n_days = arena.sizes[1]
    count = edits.n_edits[0]
    edits.change[0] = np.inf
    for i in range(count):
        slot = edits.slot[i]
        if arena.locked[slot]:
            return False
        if edits.start[i] < 0:
            continue
        unit, day = slot // n_days, slot % n_days
        if not arena.available[unit, day]:
            return False
        metres = fill_day(
            arena,
            unit,
            day,
            edits.start[i],
            edits.end[i],
            edits.codes[i],
            edits.n_stops[i],
            edits.room_points,
            edits.seen[i],
            edits.room_starts,
        )
        if metres < 0:
            return False
        edits.metres[i] = metres
        for k in range(edits.n_stops[i]):
            if state.ev_count[edits.codes[i, k] // LEVELS] >= state.ev_day.shape[1] - 2:
                return False
    edits.stamp[-1] += 1
    n_marked = 0
    edits.old_spent[:] = state.spent
    edits.old_sums[:] = state.sums
    for i in range(count):
        slot = edits.slot[i]
        edits.old_start[i], edits.old_end[i] = state.start[slot], state.end[slot]
        edits.old_n[i], edits.old_metres[i] = state.n_stops[slot], state.metres[slot]
        _copy_stops(state.codes[slot], state.seen[slot], state.n_stops[slot], edits.old_codes[i], edits.old_seen[i])
        if state.start[slot] >= 0:
            n_marked = _mark_douars(arena, state, edits, slot, n_marked)
            _add_day(arena, state, slot, -1)
    for i in range(count):
        _swap_in(arena, state, edits, i, True)
        if state.start[edits.slot[i]] >= 0:
            n_marked = _mark_douars(arena, state, edits, edits.slot[i], n_marked)
            _add_day(arena, state, edits.slot[i], 1)
    stands = True
    for i in range(count):
        if edits.start[i] >= 0 and not _is_within_limits(arena, state, edits.slot[i]):
            stands = False
            break
    n_valued = 0
    if stands:
        for k in range(n_marked):
            douar = edits.douars[k]
            edits.old_value[k], edits.old_persons[k] = state.value[douar], state.persons[douar]
            _revalue(arena, state, edits, douar)
        n_valued = n_marked
        _total(arena, state)
        edits.change[0] = state.sums[4] - edits.old_sums[4]
        stands = edits.change[0] <= allowance
    if not stands:
        for i in range(count):
            if state.start[edits.slot[i]] >= 0:
                _add_day(arena, state, edits.slot[i], -1)
        for i in range(count):
            _swap_in(arena, state, edits, i, False)
            if state.start[edits.slot[i]] >= 0:
                _add_day(arena, state, edits.slot[i], 1)
        for k in range(n_valued):
            state.value[edits.douars[k]], state.persons[edits.douars[k]] = edits.old_value[k], edits.old_persons[k]
        state.spent[:] = edits.old_spent
        state.sums[:] = edits.old_sums
    return stands
