"""How a plan is to be solved: for how long, by how many processes, from which seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MOST_SEED: Final = 2**31 - 1
"""What the solvers' own chance can begin at."""
MOST_SECONDS: Final = 7 * 24 * 3600
"""A week: a command that is told to search for longer is told so by mistake."""

MOST_WORKERS: Final = 1000
"""More than a country has provinces, of which each is a task: a larger number is typed by mistake."""


@dataclass(frozen=True, slots=True)
class SolveSettings:
    """What a solver may use.

    Attributes
    ----------
    seconds
        Wall clock for the whole plan.
    workers
        Tasks at once: 0 for all cores of this machine, or all workers of a cluster.
    seed
        Where chance starts.
    deterministic
        Whether work is counted instead of time, so that the same campaign, seed and seconds give the same plan, byte by
        byte.
    """

    seconds: int
    workers: int = 0
    seed: int = 1
    deterministic: bool = False
