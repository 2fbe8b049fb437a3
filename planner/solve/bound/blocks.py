"""What a class of units may do on a type of day, and a segment as it stands in the programme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.problem.arrays import Bools, Floats, Ints
from planner.problem.tours import TourProblem
from planner.solve.bound.day_types import (
    DayType,
    build_day_types,
    consultations_in,
    most_seen,
    service_minutes,
    unit_days,
)
from planner.solve.bound.segments import SegmentPool


@dataclass(frozen=True, slots=True)
class Block:
    """A class of units on the days of one type: what its segments may do.

    Attributes
    ----------
    days
        Unit-days that there are.
    room
        Consultations that each segment's day leaves.
    most
        Consultations that a stop sees at most, by point.
    rates
        MAD by chapter of a day and of a km, shape (2, 5); medicines are paid where they are seen.
    """

    pool: SegmentPool
    pool_number: int
    kind: DayType
    days: int
    room: Floats
    most: Floats
    ends: Ints
    rates: Floats
    night: float


@dataclass(frozen=True, slots=True)
class Column:
    """A segment of a block with its fill, as it stands in the programme.

    Attributes
    ----------
    night, end
        The night of its tour, from 0, on which a middle day begins, and the group of lodgings where it ends.
    """

    block: int
    segment: int
    seen: tuple[float, ...]
    night: int = 0
    end: int = -1


def build_blocks(problem: TourProblem, pools: Sequence[SegmentPool]) -> list[Block]:
    """Return what every class of units may do on every type of day."""
    blocks = []
    for kind in build_day_types(problem):
        for number, pool in enumerate(pools):
            days = unit_days(problem, pool.unit_class.units, kind.days)
            if days == 0:
                continue
            unit = pool.unit_class.units[0]
            rates = np.stack([problem.units.per_day[unit], problem.units.per_km[unit]]) / 100
            service = service_minutes(pool, kind) - pool.setup_min
            minutes_each = problem.minutes_each(pool.unit_class.clinicians)
            room = consultations_in(service.astype(float), minutes_each, pool.unit_class.consultations_per_day)
            blocks.append(
                Block(
                    pool,
                    number,
                    kind,
                    days,
                    np.where(service < 0, -1.0, room),
                    most_seen(problem, pool, kind),
                    (pool.kind * (pool.farther.shape[1] + 1) + pool.group + 1).astype(np.int32),
                    rates,
                    float(problem.units.per_night[unit]) / 100,
                )
            )
    return blocks


def open_days(problem: TourProblem, blocks: Sequence[Block], least: Floats, n_classes: int) -> Bools:
    """Return the days on which some unit of a class could make a stop that counts, shape (classes, points, days).

    Parameters
    ----------
    least
        Consultations that make a stop count, by point.
    """
    could = np.zeros((n_classes, *problem.served.shape), bool)
    for block in blocks:
        is_there = problem.units.available[list(block.pool.unit_class.units)][:, block.kind.days].any(axis=0)
        could[block.pool_number][np.ix_(block.most >= least, block.kind.days[is_there])] = True
    return could & problem.served
