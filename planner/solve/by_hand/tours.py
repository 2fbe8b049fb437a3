"""The tours of one province as a careful planner fills a calendar: the next stop is always the best that is left.

Best is what brings the most for the share that it takes of all that runs short: money under each cap, people, days of
units (the effective gradient of Toyoda 1975, "A simplified algorithm for obtaining approximate solutions to zero-one
programming problems", Management Science 21). A mild preference spreads the stops at a point over the season.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from planner.problem.answer import TourChoice, Tours
from planner.problem.arrays import Floats
from planner.problem.limits import TourLimits
from planner.problem.tours import TourProblem
from planner.solve.by_hand.counting import Wants, build_wants, count_stops, worth_by_day, worth_of_all
from planner.solve.by_hand.ground import build_ground, costs_of
from planner.solve.by_hand.insertion import Place, find_place, put_stop
from planner.solve.by_hand.pinned import fewest_metres, fewest_nights, put_pins, see_more
from planner.solve.by_hand.sheet import Desk, build_desk, to_tours

AT_ONCE: Final = 0.1
"""Share of the points that get a stop before all are looked at again."""
MOST_STOPS: Final = 8
"""Stops that a day may have, where no day that is given has more."""
SPREAD: Final = 0.015
"""Share of a stop's gain that it seems to lose for each even step that it is away from its turn."""


def plan_tours_by_hand(problem: TourProblem, limits: TourLimits, kept: Sequence[TourChoice] = ()) -> Tours:
    """Return tours of one province that keep every rule and limit, the same for the same problem.

    Parameters
    ----------
    kept
        Tours to go on from, within the limits; stops may be added to their days. Pinned tours are placed first where
        they are not among them; those that no rule or limit lets run are left out.
    """
    desk = _begin(problem, limits, kept)
    see_more(desk)
    calendar = _Calendar(problem, desk, _turns(problem))
    persons, worth = _persons(problem), _worth(problem)
    below_floor = build_wants(problem, worth + problem.shortfall, problem.late_worth)
    while worth_of_all(persons, desk.sheet.counted) < problem.floor_persons and calendar.put_best(below_floor):
        pass
    wants = build_wants(problem, worth, problem.late_worth)
    while calendar.put_best(wants):
        pass
    return to_tours(desk)


def keep_pinned_tours(problem: TourProblem, limits: TourLimits) -> Tours:
    """Return the pinned tours of a province, as far as they can run, with as few consultations as make them count."""
    return to_tours(_begin(problem, limits, ()))


def _begin(problem: TourProblem, limits: TourLimits, kept: Sequence[TourChoice]) -> Desk:
    """Return the sheet with the tours that are kept and pinned, by the ways that keep the most of these."""
    given = [len(points) for _, _, points in problem.pinned] + [len(day.points) for tour in kept for day in tour.days]
    tried = []
    for order in (fewest_nights, fewest_metres):
        desk = build_desk(build_ground(problem, limits), kept, max([MOST_STOPS, *given]))
        tried.append((put_pins(problem, desk, order), desk))
        if tried[-1][0] == 0:
            break
    return min(tried, key=lambda each: each[0])[1]


def worth_of_tours(problem: TourProblem, tours: Sequence[TourChoice]) -> float:
    """Return the centimes that tours of one province are worth, less what they cost, lateness and shortfall."""
    counted = count_stops(problem, tours)
    missing = max(0.0, problem.floor_persons - worth_of_all(_persons(problem), counted))
    worth = worth_of_all(build_wants(problem, _worth(problem), problem.late_worth), counted)
    return worth - missing * problem.shortfall - sum(costs_of(problem, tours).values())


def _worth(problem: TourProblem) -> Floats:
    """Return the centimes of a person's k-th counted visit, shape (douars, most visits wanted)."""
    worth: Floats = problem.worth[:, None] * problem.repeat_value ** np.arange(problem.wanted.max(initial=1))
    return worth


def _persons(problem: TourProblem) -> Wants:
    """Return wants that are worth a unit a person counted, however late."""
    return build_wants(problem, np.ones_like(_worth(problem)), np.zeros_like(problem.late_worth))


def _turns(problem: TourProblem) -> dict[int, Floats]:
    """Return by point the days on which the stops of the douar there that wants most would be spread evenly."""
    most = np.zeros(problem.n_points, int)
    for there, wanted in zip(problem.douar_points, problem.wanted, strict=True):
        most[list(there)] = np.maximum(most[list(there)], wanted)
    return {
        int(point): np.arange(1, most[point] + 1) * (problem.n_days + 1) / (most[point] + 1) - 1
        for point in np.flatnonzero((most > 0) & (problem.demand > 0))
    }


@dataclass(frozen=True, slots=True)
class _Calendar:
    problem: TourProblem
    desk: Desk
    turns: dict[int, Floats]

    def put_best(self, wants: Wants) -> bool:
        """Give the points that look best a stop each, and return whether any stop brings more than it costs."""
        looks = {point: place.score for point in self.turns if (place := self.find(wants, point))}
        for point in sorted(looks, key=lambda point: -looks[point])[: max(1, int(len(looks) * AT_ONCE))]:
            if place := self.find(wants, point):
                put_stop(self.desk, point, place)
        return bool(looks)

    def find(self, wants: Wants, point: int) -> Place | None:
        """Return the best place for one more stop at a point."""
        many = int(self.problem.demand[point])
        while place := find_place(self.desk, self._gains(wants, point, many), point):
            # A stop that sees half may bring less than half, where it counts instead of one that saw fewer.
            if place.seen >= many:
                return place
            many = place.seen
        return None

    def _gains(self, wants: Wants, point: int, many: int) -> Floats:
        """Return by day what a stop that sees so many would bring, in proportion for one that sees all."""
        sheet, turns, days = self.desk.sheet, self.turns[point], np.arange(self.problem.n_days)
        gains: Floats = worth_by_day(wants, sheet.counted, point, many) * (self.problem.demand[point] / many)
        gains[~self.problem.served[point]] = 0
        stops = np.flatnonzero(sheet.is_stop[point])
        for day in stops:
            gains[abs(days - day) < max(1, self.problem.gap_min_days)] = 0
        turn = turns[min(len(stops), len(turns) - 1)]
        gains *= np.maximum(0, 1 - SPREAD * abs(days - turn) / (turns[0] + 1))
        return gains
