"""Chance for compiled searches: random numbers that follow from a seed alone."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.problem.structs import compiled

Seeds = NDArray[np.uint64]
"""The one number from which the next is drawn, changed by every draw; shape (1,)."""

GOLDEN: Final = 0x9E3779B97F4A7C15
"""Spreads small seeds over 64 bits (Knuth's multiplicative hash)."""


def seeds_of(seed: int) -> Seeds:
    """Return where the random numbers of a seed ≥ 0 begin."""
    return np.array([(seed + 1) * GOLDEN % 2**64], np.uint64)


@compiled
def draw(seeds: Seeds, n: int) -> int:
    """Return a random number below n (xorshift64*, Vigna 2016)."""
    x = seeds[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    seeds[0] = x
    return int((x * np.uint64(2685821657736338717)) >> np.uint64(33)) % n
