"""Tours as they are told, and as the search holds them in slots."""

from __future__ import annotations

from itertools import pairwise

from planner.problem.answer import DayChoice, TourChoice, Tours
from planner.problem.tours import TourProblem
from planner.solve.tours.fill import LEVELS, asked_at
from planner.solve.tours.state import State


def put_tours(problem: TourProblem, tours: Tours, state: State) -> None:
    """Write tours into the slots of an empty state, whose sums are to be worked out by `recount`."""
    least = problem.least_to_count
    for tour in tours:
        vehicle = problem.units.vehicle[tour.unit]
        for number, day in enumerate(tour.days):
            slot = tour.unit * problem.n_days + tour.first_day + number
            state.start[slot], state.end[slot], state.n_stops[slot] = day.start, day.end, len(day.points)
            for k, (point, seen) in enumerate(zip(day.points, day.consultations, strict=True)):
                state.codes[slot, k] = _code(point, seen, int(least[point, tour.unit]), int(problem.demand[point]))
                state.seen[slot, k] = seen
            nodes = (day.start, *day.points, day.end)
            state.metres[slot] = sum(problem.metres[vehicle, a, b] for a, b in pairwise(nodes))


def _code(point: int, seen: int, least: int, demand: int) -> int:
    """Return a stop's number of point and level, the level that wants no less than it sees."""
    levels = [level for level in range(LEVELS) if asked_at(level, least, demand) >= seen]
    return point * LEVELS + max(levels, default=0)


def take_tours(problem: TourProblem, state: State) -> Tours:
    """Return the tours that a state's slots hold, by unit and first day; one that serves nobody is none."""
    tours: list[TourChoice] = []
    for unit, base in enumerate(problem.units.base):
        days: list[DayChoice] = []
        for when in range(problem.n_days):
            slot = unit * problem.n_days + when
            if state.start[slot] < 0:
                continue
            n = int(state.n_stops[slot])
            points = tuple(int(code) // LEVELS for code in state.codes[slot, :n])
            seen = tuple(int(each) for each in state.seen[slot, :n])
            days.append(DayChoice(int(state.start[slot]), int(state.end[slot]), points, seen))
            if state.end[slot] == base:
                if any(day.points for day in days):
                    tours.append(TourChoice(unit, when - len(days) + 1, tuple(days)))
                days = []
    return tuple(tours)
