"""What a douar's visits are worth: which of the stops at its points count, found exactly.

A small dynamic programme over the stops in order of day: the best that ends with a stop as the k-th counted visit,
where two that follow one another are at least `gap_min_days` apart and each wait beyond the douar's own costs
lateness.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.problem.structs import compiled
from planner.solve.tours.arena import Arena

MOST_STOPS = 48
"""Stops at one douar's points that are looked at, where there are more."""

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]


@compiled
def late(arena: Arena, douar: int, before: int, after: int) -> float:
    """Return the centimes that a wait between two marks costs, days."""
    days = after - before - 1 - arena.max_wait[douar]
    return arena.late_worth[douar] * days if days > 0 else 0.0


@compiled
def visits_worth(
    arena: Arena,
    douar: int,
    ev_day: Ints,
    ev_seen: Ints,
    ev_count: Ints,
    days: Ints,
    persons: Ints,
    best: Floats,
    who: Ints,
) -> tuple[float, int]:
    """Return the worth of a douar's visits less its lateness, centimes, and the persons counted.

    Parameters
    ----------
    ev_day, ev_seen, ev_count
        By point: the days of its stops, what each sees (0 where it counts for nobody), and how many there are.
    days, persons, best, who
        Room to work in: two rows of MOST_STOPS and two tables of (most wanted + 1, MOST_STOPS).
    """
    wanted = arena.wanted[douar]
    if wanted == 0:
        return 0.0, 0
    n_days, gap = arena.sizes[1], arena.sizes[6]
    population = arena.population[douar]
    n = 0
    for row in range(arena.douar_start[douar], arena.douar_start[douar + 1]):
        point = arena.douar_points[row]
        for k in range(ev_count[point]):
            if ev_seen[point, k] > 0 and n < MOST_STOPS:
                day, place = ev_day[point, k], n
                while place > 0 and days[place - 1] > day:
                    days[place], persons[place] = days[place - 1], persons[place - 1]
                    place -= 1
                days[place] = day
                persons[place] = ev_seen[point, k] * population // arena.demand[point]
                n += 1
    top, top_persons = -late(arena, douar, 0, n_days), 0
    rate = arena.worth[douar]
    for k in range(min(wanted, n)):
        found = False
        for e in range(k, n):
            value = persons[e] * rate * arena.powers[k]
            if k == 0:
                best[0, e] = value - late(arena, douar, 0, days[e])
                who[0, e] = persons[e]
            else:
                best[k, e] = -1e18
                for f in range(k - 1, e):
                    if days[e] - days[f] < gap:
                        break
                    before = best[k - 1, f] - late(arena, douar, days[f], days[e])
                    if before + value > best[k, e]:
                        best[k, e] = before + value
                        who[k, e] = who[k - 1, f] + persons[e]
                if best[k, e] < -1e17:
                    continue
            found = True
            total = best[k, e] - late(arena, douar, days[e], n_days)
            if total > top:
                top, top_persons = total, who[k, e]
        if not found:
            break
    return top, top_persons
