"""Pricing the pool: the reduced cost of every day segment with its best fill, in compiled code.

A segment's fills are the best of a knapsack with unit weights: every stop sees its least, and what room the day has left goes
to the stops whose next consultation is worth most.
"""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]


@numba.njit(cache=True)
def fill_segment(
    points: Ints, n_stops: int, room: float, least: Ints, demand: Ints, per_seen: Floats, seen: Floats
) -> float:
    """Fill a segment's stops and return what the consultations beyond the least are worth.

    Parameters
    ----------
    room
        Consultations of the day, not rounded.
    per_seen
        Worth of one consultation, by point.
    seen
        Filled with the consultations of each stop.
    """
    left = room
    for k in range(n_stops):
        seen[k] = least[points[k]]
        left -= seen[k]
    worth, done = 0.0, 0
    for _ in range(n_stops):
        best = -1
        for k in range(n_stops):
            if not done >> k & 1 and (best < 0 or per_seen[points[k]] > per_seen[points[best]]):
                best = k
        done |= 1 << best
        rate = per_seen[points[best]]
        if rate <= 0 or left <= 0:
            break
        more = min(left, demand[points[best]] - seen[best])
        if more > 0:
            seen[best] += more
            left -= more
            worth += more * rate
    return worth


@numba.njit(cache=True)
def price_segments(
    points: Ints,
    n_stops: Ints,
    kind: Ints,
    group: Ints,
    fixed_min: Ints,
    metres: Ints,
    least_sum: Ints,
    least: Ints,
    demand: Ints,
    work_min: int,
    minutes_each: float,
    most_seen: int,
    per_stop: Floats,
    per_seen: Floats,
    per_km: float,
    per_kind: Floats,
    reduced: Floats,
) -> float:
    """Fill `reduced` with every segment's reduced cost, infinite where it does not fit the day; return the least of all.

    Parameters
    ----------
    per_stop, per_seen
        Worth of a stop and of a consultation, by point (duals).
    per_km
        Cost of a km.
    per_kind
        Cost of a segment of each kind at each group of lodgings, shape (4, groups + 1); the last column is for none.
    """
    seen = np.zeros(points.shape[1])
    lowest = np.inf
    for s in range(len(kind)):
        room = min(float(most_seen), (work_min - fixed_min[s]) / minutes_each)
        if room < least_sum[s] - 1e-9:
            reduced[s] = np.inf
            continue
        worth = 0.0
        for k in range(n_stops[s]):
            point = points[s, k]
            worth += per_stop[point] + per_seen[point] * least[point]
        if n_stops[s] > 0:
            worth += fill_segment(points[s], n_stops[s], room, least, demand, per_seen, seen)
        cost = per_kind[kind[s], group[s]] + per_km * metres[s] / 1000.0 - worth
        reduced[s] = cost
        lowest = min(lowest, cost)
    return lowest
