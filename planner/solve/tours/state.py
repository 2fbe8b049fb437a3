"""What the search changes: which slot serves what, and every sum that a move must keep right."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.problem.structs import by_reference, compiled
from planner.solve.tours.arena import N_CHAPTERS, Arena
from planner.solve.tours.fill import LEVELS, fill_day
from planner.solve.tours.worth import MOST_STOPS, visits_worth

MOST_STOPS_A_DAY: Final = 6
MOST_EVENTS: Final = 40
"""Stops at one point in a season."""
MOST_EDITS: Final = 8
"""Slots that one move may change."""

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]


class State(NamedTuple):
    """A set of dated tours; slot = unit * n_days + day, a slot without a tour has start -1.

    Attributes
    ----------
    start, end
        Nodes where the slot's day begins and ends; a chain of nights goes on in the next slot.
    codes, n_stops, seen
        Stops as numbers of point and level, and what each sees.
    metres
        Of the day.
    ev_day, ev_slot, ev_seen, ev_count
        By point: its stops; `ev_seen` is 0 where a stop counts for nobody.
    value, persons
        By douar: the worth of its visits less lateness, and the persons counted.
    spent
        Centimes by chapter.
    sums
        Priced money, worth, persons counted, penalty of caps, objective.
    """

    start: Ints
    end: Ints
    codes: Ints
    n_stops: Ints
    seen: Ints
    metres: Ints
    ev_day: Ints
    ev_slot: Ints
    ev_seen: Ints
    ev_count: Ints
    value: Floats
    persons: Ints
    spent: Floats
    sums: Floats
    unit_week: Ints
    lodged: Ints
    crew_day: Ints
    crew_week: Ints
    crew_season: Ints


class Edits(NamedTuple):
    """A move being tried: new contents of up to MOST_EDITS slots, and the old ones to go back to.

    Attributes
    ----------
    change
        What the last move tried would change the objective by, centimes; infinite where it broke a limit.
    """

    n_edits: Ints
    change: Floats
    slot: Ints
    start: Ints
    end: Ints
    codes: Ints
    n_stops: Ints
    seen: Ints
    metres: Ints
    old_start: Ints
    old_end: Ints
    old_codes: Ints
    old_n: Ints
    old_seen: Ints
    old_metres: Ints
    old_spent: Floats
    old_sums: Floats
    douars: Ints
    old_value: Floats
    old_persons: Ints
    stamp: Ints
    room_days: Ints
    room_persons: Ints
    room_best: Floats
    room_who: Ints
    room_points: Ints
    room_starts: Ints


state_by_reference = by_reference(State)
edits_by_reference = by_reference(Edits)


def empty_state(arena: Arena) -> State:
    """Return a state without tours, its sums still to be worked out by `recount`."""
    n_points, n_days, n_units, n_douars = (int(each) for each in arena.sizes[:4])
    slots, n_centres = n_units * n_days, len(arena.lodging)
    weeks, n_crew = int(arena.week.max(initial=0)) + 1, arena.crew.shape[1]

    def ints(*shape: int) -> Ints:
        return np.zeros(shape, np.int32)

    return State(
        start=np.full(slots, -1, np.int32),
        end=np.full(slots, -1, np.int32),
        codes=ints(slots, MOST_STOPS_A_DAY),
        n_stops=ints(slots),
        seen=ints(slots, MOST_STOPS_A_DAY),
        metres=ints(slots),
        ev_day=ints(n_points, MOST_EVENTS),
        ev_slot=ints(n_points, MOST_EVENTS),
        ev_seen=ints(n_points, MOST_EVENTS),
        ev_count=ints(n_points),
        value=np.zeros(n_douars),
        persons=ints(n_douars),
        spent=np.zeros(N_CHAPTERS),
        sums=np.zeros(5),
        unit_week=ints(n_units, weeks),
        lodged=ints(n_centres, n_days),
        crew_day=ints(n_crew, n_days),
        crew_week=ints(n_crew, weeks),
        crew_season=ints(n_crew),
    )


def empty_edits(arena: Arena) -> Edits:
    """Return room for a move."""
    n_douars = int(arena.sizes[3])
    most = len(arena.powers)

    def ints(*shape: int) -> Ints:
        return np.zeros(shape, np.int32)

    return Edits(
        n_edits=ints(1),
        change=np.zeros(1),
        slot=ints(MOST_EDITS),
        start=ints(MOST_EDITS),
        end=ints(MOST_EDITS),
        codes=ints(MOST_EDITS, MOST_STOPS_A_DAY),
        n_stops=ints(MOST_EDITS),
        seen=ints(MOST_EDITS, MOST_STOPS_A_DAY),
        metres=ints(MOST_EDITS),
        old_start=ints(MOST_EDITS),
        old_end=ints(MOST_EDITS),
        old_codes=ints(MOST_EDITS, MOST_STOPS_A_DAY),
        old_n=ints(MOST_EDITS),
        old_seen=ints(MOST_EDITS, MOST_STOPS_A_DAY),
        old_metres=ints(MOST_EDITS),
        old_spent=np.zeros(N_CHAPTERS),
        old_sums=np.zeros(5),
        douars=ints(n_douars),
        old_value=np.zeros(n_douars),
        old_persons=ints(n_douars),
        stamp=ints(n_douars + 1),
        room_days=ints(MOST_STOPS),
        room_persons=ints(MOST_STOPS),
        room_best=np.zeros((most, MOST_STOPS)),
        room_who=ints(most, MOST_STOPS),
        room_points=ints(MOST_STOPS_A_DAY),
        room_starts=ints(MOST_STOPS_A_DAY),
    )


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
            if state.ev_count[edits.codes[i, k] // LEVELS] >= MOST_EVENTS - 2:
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
