"""How much of a machine one plan may take, whatever its campaign asks for."""

from __future__ import annotations

import os
from dataclasses import replace

from planner.domain.solve_settings import SolveSettings


def most_at_once(most: int, cluster: str) -> int:
    """Return how many processes a run may take; 0 for all workers of a cluster.

    Parameters
    ----------
    most
        What the server's settings say; 0 for this machine's cores, or all workers of the cluster.
    cluster
        The address of a Dask scheduler; blank where this machine computes alone.
    """
    return most or (0 if cluster else os.cpu_count() or 1)


def within(settings: SolveSettings, most: int) -> SolveSettings:
    """Return settings that take so many processes at most; 0 holds nobody back."""
    asked = settings.workers
    return replace(settings, workers=min(asked or most, most) if most else asked)
