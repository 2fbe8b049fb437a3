"""Rows of several lengths for compiled code: compressed, as where each row starts and all their numbers in one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np

from planner.problem.arrays import Ints


def compressed(rows: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
    """Return starts and numbers: row r is `numbers[starts[r] : starts[r + 1]]`."""
    starts = np.cumsum([0, *map(len, rows)], dtype=np.int32)
    return starts, np.array([*chain.from_iterable(rows)], np.int32)
