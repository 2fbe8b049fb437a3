"""What a change to a day takes and whether it fits: minutes, people, money, and its share of all that is left."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from planner.problem.arrays import Ints
from planner.problem.schedule import run_day
from planner.problem.structs import compiled
from planner.solve.by_hand.ground import DAY, METRE, NIGHT, TOUR, Ground
from planner.solve.by_hand.sheet import IDLE, Sheet

LITTLE: Final = 1e-6
"""A share of what is left that is as good as none, so that what uses nothing is still compared by its gain."""


class Use(NamedTuple):
    """What a change uses, in the order of rates."""

    metres: int
    days: int
    nights: int
    tours: int


@compiled
def fits(ground: Ground, unit: int, day: int, begin: int, end: int, stops: Ints, seen: Ints, n_stops: int) -> bool:
    """Return whether stops fit into a day."""
    starts = np.empty(n_stops + 1, np.int32)
    back, worked, _ = run_day(ground.clock, unit, day, begin, end, stops, seen, n_stops, starts)
    return 0 <= back <= ground.clock.end_min[day] and worked <= ground.clock.work_min[day]


@compiled
def most_that_fit(
    ground: Ground,
    unit: int,
    day: int,
    begin: int,
    end: int,
    stops: Ints,
    seen: Ints,
    n_stops: int,
    place: int,
    most: int,
) -> int:
    """Return how many the stop at a place can see in its day, from as many as it does, which fit, to `most`."""
    low, high = seen[place], most
    seen[place] = most
    while low < high:
        if fits(ground, unit, day, begin, end, stops, seen, n_stops):
            low = seen[place]
        else:
            high = seen[place] - 1
        seen[place] = (low + high + 1) // 2
    return low


@compiled
def affordable(ground: Ground, sheet: Sheet, unit: int, use: Use, most: int) -> int:
    """Return how many more can be seen, at most `most`, with what caps leave beside a use; -1 where not even that."""
    rates = ground.rates[unit]
    money = rates[METRE] * use.metres + rates[DAY] * use.days + rates[NIGHT] * use.nights + rates[TOUR] * use.tours
    for cap in range(len(sheet.cap_left)):
        left, each = sheet.cap_left[cap], 0.0
        for chapter in range(len(money)):
            if ground.cap_chapters[cap, chapter]:
                left -= money[chapter]
                each += ground.per_consultation[chapter]
        if left < 0:
            return -1
        if each > 0:
            most = min(most, int(left // each))
    return most


@compiled
def score(ground: Ground, sheet: Sheet, unit: int, use: Use, seen: int, gain: float) -> float:
    """Return the centimes that a change gains for the share that it takes of all that is left."""
    gain -= ground.per_consultation.sum() * seen
    share = sheet.consultation_share[0] * seen
    for kind in range(len(use)):
        gain -= ground.prices[unit, kind] * use[kind]
        share += sheet.shares[unit, kind] * use[kind]
    return gain / max(LITTLE, share)


@compiled
def may_begin(ground: Ground, sheet: Sheet, unit: int, day: int, days_in_week: int, days: int) -> bool:
    """Return whether a unit may tour on a day that it does not yet, if it takes so many of that week and in all."""
    if sheet.begin[unit, day] != IDLE or not ground.available[unit, day]:
        return False
    week, crew = ground.week[day], ground.crew[unit]
    if sheet.days_left[unit, week] < days_in_week:
        return False
    for profession in range(len(crew)):
        if crew[profession] > 0 and (
            crew[profession] > sheet.crew_on_day[profession, day]
            or crew[profession] * days_in_week > sheet.crew_in_week[profession, week]
            or crew[profession] * days > sheet.crew_in_season[profession]
        ):
            return False
    return True


@compiled
def nights_of(ground: Ground, sheet: Sheet, unit: int, day: int) -> int:
    """Return the nights of the tour that a day belongs to."""
    first, last = day, day
    while sheet.begin[unit, first] != ground.base[unit]:
        first -= 1
    while sheet.end[unit, last] != ground.base[unit]:
        last += 1
    return last - first
