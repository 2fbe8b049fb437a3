"""Simulated annealing over a province's dated tours, in rounds short enough to be stopped, watched and repeated."""

from __future__ import annotations

from math import exp, log

import numba
import numpy as np
from numpy.typing import NDArray

from planner.solve.tours.arena import Arena
from planner.solve.tours.moves import draw, propose
from planner.solve.tours.state import Edits, State, try_edits

Seeds = NDArray[np.uint64]


@numba.njit(cache=True)
def run_moves(
    arena: Arena, state: State, edits: Edits, seeds: Seeds, n_moves: int, hot: float, cold: float
) -> int:
    """Try so many moves while the temperature falls from hot to cold (centimes); return how many stood."""
    stood = 0
    ratio = log(cold / hot) / n_moves
    temperature = hot
    for move in range(n_moves):
        if move & 63 == 0:
            temperature = hot * exp(ratio * move)
        if propose(arena, state, edits, seeds):
            allowance = -temperature * log((draw(seeds, 1 << 30) + 1) / (1 << 30))
            if try_edits(arena, state, edits, allowance):
                stood += 1
    return stood
