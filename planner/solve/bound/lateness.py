"""How late a douar is at least with so many visits, when they fall on the days on which it could be visited at all."""

from __future__ import annotations

import numpy as np

from planner.problem.arrays import Floats, Longs


def least_late_days(days: Longs, most: int, wait: int, gap: int, n_days: int) -> Floats:
    """Return by number of visits the fewest days too late, infinite where so many do not fit; shape (most + 1,).

    The visits are a shortest path over the days, each at least `gap` days after the one before: on the same one too
    where that is 0.

    Parameters
    ----------
    days
        On which there could be a visit, ascending.
    most
        Visits.
    wait
        Days between two visits, or a visit and an end of the season, that are not late.
    """
    late = np.full(most + 1, np.inf)
    late[0] = max(0, n_days - 1 - wait)
    between = days[None, :] - days[:, None]
    steps = np.where(between >= gap, np.maximum(0, between - 1 - wait), np.inf)
    so_far = np.maximum(0.0, days - 1 - wait)
    for visits in range(1, most + 1):
        late[visits] = (so_far + np.maximum(0, n_days - days - 1 - wait)).min(initial=np.inf)
        so_far = (so_far[:, None] + steps).min(axis=0, initial=np.inf)
    return late
