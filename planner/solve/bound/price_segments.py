"""Pricing the pool: the reduced cost of every day segment with its best fill, in compiled code.

A segment's fills are the best of a knapsack with equal weights: every stop sees its least, and what room the day has
left goes to the stops whose next consultation is worth most.
"""

from __future__ import annotations

import numpy as np

from planner.problem.arrays import Floats, Ints
from planner.problem.structs import compiled
from planner.problem.tours import FAR


@compiled
def fill_segment(
    points: Ints, n_stops: int, room: float, least: Floats, most: Floats, rates: Floats, seen: Floats
) -> float:
    """Fill a segment's stops and return what their consultations are worth; -1e18 where not even the least fits.

    Parameters
    ----------
    room
        Consultations of the day, not rounded.
    least, most, rates
        By point: the consultations that a stop sees at least and at most, and the worth of one.
    seen
        Filled with the consultations of each stop.
    """
    left, worth = room, 0.0
    for k in range(n_stops):
        point = points[k]
        if most[point] < least[point]:
            return -1e18
        seen[k] = least[point]
        left -= seen[k]
        worth += seen[k] * rates[point]
    if left < -1e-9:
        return -1e18
    done = 0
    for _ in range(n_stops):
        best = -1
        for k in range(n_stops):
            if not done >> k & 1 and (best < 0 or rates[points[k]] > rates[points[best]]):
                best = k
        done |= 1 << best
        point = points[best]
        if rates[point] <= 0 or left <= 0:
            break
        more = min(left, most[point] - seen[best])
        seen[best] += more
        left -= more
        worth += more * rates[point]
    return worth


@compiled
def cheapest_end(farther: Ints, costs: Floats, per_km: float) -> tuple[float, int]:
    """Return the least that a middle day costs by where it ends, and the group of lodgings where that is."""
    lowest, where = np.inf, -1
    for group in range(len(farther)):
        cost = costs[group] + per_km * farther[group] / 1000.0
        if farther[group] < FAR and cost < lowest:
            lowest, where = cost, group
    return lowest, where


@compiled
def price_segments(
    points: Ints,
    n_stops: Ints,
    ends: Ints,
    metres: Ints,
    room: Floats,
    least: Floats,
    most: Floats,
    per_stop: Floats,
    per_seen: Floats,
    per_km: float,
    per_end: Floats,
    farther: Ints,
    middle: Floats,
    reduced: Floats,
) -> float:
    """Fill `reduced` with every segment's reduced cost, infinite where it does not fit; return the least.

    Parameters
    ----------
    ends
        By segment, its kind and lodgings as one number, an index of `per_end`.
    room
        Consultations that each segment's day leaves.
    per_stop, per_seen
        Worth of a stop, of days from base to base and of those of longer tours, shape (2, points); and of a
        consultation, by point.
    per_km, per_end
        Cost of a km; and of a day of each kind at each group of lodgings.
    farther, middle
        Of the middle days, which stand last: metres more to end at each group of lodgings; and by the group where
        they begin, what ending there costs.
    """
    seen = np.zeros(points.shape[1])
    lowest = np.inf
    first_middle = len(n_stops) - len(farther)
    for s in range(len(n_stops)):
        worth = fill_segment(points[s], n_stops[s], room[s], least, most, per_seen, seen)
        if worth < -1e17:
            reduced[s] = np.inf
            continue
        is_away = int(ends[s] > farther.shape[1])
        for k in range(n_stops[s]):
            worth += per_stop[is_away, points[s, k]]
        reduced[s] = per_end[ends[s]] + per_km * metres[s] / 1000.0 - worth
        if s >= first_middle:
            begins = ends[s] % (farther.shape[1] + 1) - 1
            reduced[s] += cheapest_end(farther[s - first_middle], middle[begins], per_km)[0]
        lowest = min(lowest, reduced[s])
    return lowest
