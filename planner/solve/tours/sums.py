"""The sums of a state: each follows what its slots hold, day by day and douar by douar."""

from __future__ import annotations

from planner.problem.chapters import MEDICINES, PER_DIEM
from planner.problem.structs import compiled
from planner.solve.tours.arena import Arena
from planner.solve.tours.fill import LEVELS
from planner.solve.tours.state import OBJECTIVE, PENALTY, PERSONS, WORTH, Edits, State
from planner.solve.tours.worth import visits_worth


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
            add_day(arena, state, slot, 1)
    for douar in range(arena.n_douars):
        revalue(arena, state, edits, douar)
    total(arena, state)


@compiled
def add_day(arena: Arena, state: State, slot: int, sign: int) -> None:
    """Add a slot's day to, or take it from (`sign` is -1), every sum but those of worth."""
    unit, day = slot // arena.n_days, slot % arena.n_days
    week = arena.week[day]
    state.unit_week[unit, week] += sign
    for profession in range(arena.crew.shape[1]):
        persons = sign * arena.crew[unit, profession]
        if persons != 0:
            state.crew_day[profession, day] += persons
            state.crew_week[profession, week] += persons
            state.crew_season[profession] += persons
    km = state.metres[slot] / 1000.0
    for chapter in range(len(state.spent)):
        state.spent[chapter] += sign * (arena.per_day[unit, chapter] + arena.per_km[unit, chapter] * km)
    if state.end[slot] != arena.base[unit]:
        state.lodged[state.end[slot] - arena.n_points, day] += sign * arena.crew_size[unit]
        state.spent[PER_DIEM] += sign * arena.per_night[unit]
    consultations = 0
    for k in range(state.n_stops[slot]):
        point, seen = state.codes[slot, k] // LEVELS, state.seen[slot, k]
        consultations += seen
        if sign > 0:
            _put_event(state, slot, day, point, seen if seen >= arena.least[point, unit] else 0)
        else:
            _drop_event(state, slot, point)
    state.spent[MEDICINES] += sign * consultations * arena.medicine


@compiled
def _put_event(state: State, slot: int, day: int, point: int, seen: int) -> None:
    """Note a slot's stop among those at its point."""
    e = state.ev_count[point]
    state.ev_day[point, e], state.ev_slot[point, e], state.ev_seen[point, e] = day, slot, seen
    state.ev_count[point] = e + 1


@compiled
def _drop_event(state: State, slot: int, point: int) -> None:
    """Take a slot's stop out of those at its point; the last of these takes its place."""
    ev_day, ev_slot, ev_seen = state.ev_day, state.ev_slot, state.ev_seen
    last = state.ev_count[point] - 1
    for e in range(last + 1):
        if ev_slot[point, e] == slot:
            ev_day[point, e], ev_slot[point, e] = ev_day[point, last], ev_slot[point, last]
            ev_seen[point, e] = ev_seen[point, last]
            break
    state.ev_count[point] = last


@compiled
def revalue(arena: Arena, state: State, edits: Edits, douar: int) -> None:
    """Work out a douar's worth again."""
    value, persons = visits_worth(arena, state, edits, douar)
    state.sums[WORTH] += value - state.value[douar]
    state.sums[PERSONS] += persons - state.persons[douar]
    state.value[douar], state.persons[douar] = value, persons


@compiled
def total(arena: Arena, state: State) -> None:
    """Work out the penalty and the objective from what is spent, worth and counted."""
    money, penalty = 0.0, 0.0
    for chapter in range(len(state.spent)):
        money += state.spent[chapter] * arena.prices[chapter]
    for cap in range(len(arena.cap_left)):
        over = -arena.cap_left[cap]
        for chapter in range(len(state.spent)):
            if arena.caps[cap, chapter]:
                over += state.spent[chapter]
        if over > 0:
            penalty += over * arena.cap_slope[cap]
    short = max(0.0, arena.floor_persons - state.sums[PERSONS]) * arena.shortfall
    state.sums[PENALTY] = penalty
    state.sums[OBJECTIVE] = money + penalty + short - state.sums[WORTH]


@compiled
def is_within_limits(arena: Arena, state: State, slot: int) -> bool:
    """Return whether a slot's day keeps the limits of its unit's week, the lodging and the crews."""
    unit, day = slot // arena.n_days, slot % arena.n_days
    week = arena.week[day]
    if state.unit_week[unit, week] > arena.days_per_week:
        return False
    end = state.end[slot]
    if end != arena.base[unit] and arena.is_parted[slot]:
        return False
    if end != arena.base[unit] and state.lodged[end - arena.n_points, day] > arena.lodging[end - arena.n_points]:
        return False
    for profession in range(arena.crew.shape[1]):
        if arena.crew[unit, profession] > 0 and (
            state.crew_day[profession, day] > arena.crew_on_day[profession, day]
            or state.crew_week[profession, week] > arena.crew_in_week[profession, week]
            or state.crew_season[profession] > arena.crew_in_season[profession]
        ):
            return False
    return True
