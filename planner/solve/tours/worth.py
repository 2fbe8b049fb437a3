"""What a douar's visits are worth: which of the stops at its points count, found exactly.

A small dynamic programme over the stops in order of day: the best that ends with a stop as the k-th counted visit,
where two that follow one another are at least `gap_min_days` apart and each wait beyond the douar's own costs
lateness.
"""

from __future__ import annotations

import numpy as np

from planner.problem.structs import compiled
from planner.solve.tours.arena import Arena
from planner.solve.tours.state import MOST_STOPS_OF_DOUAR, Edits, State


@compiled
def visits_worth(arena: Arena, state: State, edits: Edits, douar: int) -> tuple[float, int]:
    """Return the worth of a douar's visits less its lateness, centimes, and the persons counted."""
    wanted, n_days, gap, rate = arena.wanted[douar], arena.n_days, arena.gap_min_days, arena.worth[douar]
    if wanted == 0:
        return 0.0, 0
    days, persons, best, who = edits.room_days, edits.room_persons, edits.room_best, edits.room_who
    n = _gather_stops(arena, state, edits, douar)
    top, top_persons = -_late(arena, douar, 0, n_days), 0
    for k in range(min(wanted, n)):
        found = False
        for e in range(k, n):
            value = persons[e] * rate * arena.powers[k]
            if k == 0:
                best[0, e] = value - _late(arena, douar, 0, days[e])
                who[0, e] = persons[e]
            else:
                best[k, e] = -np.inf
                for f in range(k - 1, e):
                    if days[e] - days[f] < gap:
                        break
                    before = best[k - 1, f] - _late(arena, douar, days[f], days[e])
                    if before + value > best[k, e]:
                        best[k, e] = before + value
                        who[k, e] = who[k - 1, f] + persons[e]
                if best[k, e] == -np.inf:
                    continue
            found = True
            total = best[k, e] - _late(arena, douar, days[e], n_days)
            if total > top:
                top, top_persons = total, who[k, e]
        if not found:
            break
    return top, top_persons


@compiled
def _gather_stops(arena: Arena, state: State, edits: Edits, douar: int) -> int:
    """Write the days and persons of a douar's stops that count into their room, by day; return how many there are."""
    days, persons, n = edits.room_days, edits.room_persons, 0
    ev_day, ev_seen, population = state.ev_day, state.ev_seen, arena.population[douar]
    for row in range(arena.douar_start[douar], arena.douar_start[douar + 1]):
        point = arena.douar_points[row]
        for e in range(state.ev_count[point]):
            if ev_seen[point, e] > 0 and n < MOST_STOPS_OF_DOUAR:
                day, place = ev_day[point, e], n
                while place > 0 and days[place - 1] > day:
                    days[place], persons[place] = days[place - 1], persons[place - 1]
                    place -= 1
                days[place] = day
                persons[place] = ev_seen[point, e] * population // arena.demand[point]
                n += 1
    return n


@compiled
def _late(arena: Arena, douar: int, before: int, after: int) -> float:
    """Return the centimes that a wait between two marks costs, days."""
    days = after - before - 1 - arena.max_wait[douar]
    return arena.late_worth[douar] * days if days > 0 else 0.0
