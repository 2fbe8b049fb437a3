"""Simulated annealing over a province's dated tours, in rounds short enough to be stopped, watched and repeated.

Kirkpatrick, Gelatt and Vecchi (1983), "Optimization by simulated annealing", Science 220. The temperature falls from
a few visits' worth to a few dirhams, by the share of the work that is done: the clock's, or a number of moves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from math import exp, log
from time import monotonic
from typing import Final

from planner.problem.answer import Tours
from planner.problem.arrays import Floats
from planner.problem.limits import TourLimits
from planner.problem.structs import compiled
from planner.problem.tours import TourProblem
from planner.solve.chance import Seeds, draw, seeds_of
from planner.solve.tours.arena import Arena, arena_by_reference, build_arena
from planner.solve.tours.choices import put_tours, take_tours
from planner.solve.tours.moves import propose
from planner.solve.tours.state import (
    MOST_STOPS_A_DAY,
    MOST_STOPS_AT_POINT,
    OBJECTIVE,
    PENALTY,
    Edits,
    State,
    edits_by_reference,
    empty_edits,
    empty_state,
    state_by_reference,
)
from planner.solve.tours.sums import recount
from planner.solve.tours.try_edits import try_edits

COLD_CENTIMES: Final = 1_000.0
MOVES_A_ROUND: Final = 50_000
MENDINGS: Final = 8
"""How often a search that ends above a cap goes on with caps made dearer."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much a search may do: until so many seconds after it was begun, or so many moves where work is counted."""

    seconds: float
    moves: int | None = None
    begun_s: float = field(default_factory=monotonic)

    def done(self, moves: int) -> float:
        """Return the share of the work that is done after so many moves."""
        if self.moves is not None:
            return moves / max(1, self.moves)
        return (monotonic() - self.begun_s) / max(self.seconds, 1e-3)


@dataclass(frozen=True, slots=True)
class TourAnswer:
    """Tours, their priced objective and spending by chapter in centimes, and whether they keep every cap."""

    tours: Tours
    objective: float
    spent: Floats
    keeps_caps: bool


@compiled
def run_moves(arena: Arena, state: State, edits: Edits, seeds: Seeds, n_moves: int, hot: float, cold: float) -> None:
    """Try so many moves while the temperature falls from hot to cold (centimes)."""
    ratio = log(cold / hot) / n_moves
    temperature = hot
    for move in range(n_moves):
        if move & 63 == 0:
            temperature = hot * exp(ratio * move)
        if propose(arena, state, edits, seeds):
            allowance = -temperature * log((draw(seeds, 1 << 30) + 1) / (1 << 30))
            try_edits(arena, state, edits, allowance)


class Search:
    """A search's arrays, as Python sees them and as compiled code takes them."""

    def __init__(self, problem: TourProblem, limits: TourLimits, prices: Floats, start: Tours) -> None:
        self.problem = problem
        self.arrays = build_arena(problem, limits, prices)
        stops = Counter(point for tour in start for day in tour.days for point in day.points)
        longest = max((len(day.points) for tour in start for day in tour.days), default=0)
        most_stops = max(MOST_STOPS_A_DAY, longest)
        most_at_point = max(MOST_STOPS_AT_POINT, 2 * max(stops.values(), default=0))
        self.tables, room = empty_state(self.arrays, most_stops, most_at_point), empty_edits(self.arrays, most_stops)
        put_tours(problem, start, self.tables)
        self.records = arena_by_reference(self.arrays), state_by_reference(self.tables), edits_by_reference(room)
        recount(*self.records)

    def run(self, seeds: Seeds, moves: int, hot: float, cold: float) -> None:
        """Try some moves, and work every sum out again, as sums drift."""
        run_moves(*self.records, seeds, moves, hot, cold)
        recount(*self.records)

    def answer(self) -> TourAnswer:
        """Return the tours as they stand."""
        sums, spent = self.tables.sums, self.tables.spent.copy()
        tours = take_tours(self.problem, self.tables)
        return TourAnswer(tours, float(sums[OBJECTIVE]), spent, keeps_caps=bool(sums[PENALTY] == 0))


def value_tours(problem: TourProblem, limits: TourLimits, prices: Floats, tours: Tours) -> TourAnswer:
    """Return given tours with their priced objective."""
    return Search(problem, limits, prices, tours).answer()


def anneal_tours(
    problem: TourProblem,
    limits: TourLimits,
    prices: Floats,
    start: Tours,
    hot: float,
    effort: Effort,
    seed: int,
    goes_on: Callable[[], bool],
) -> TourAnswer:
    """Search for the best tours of a province.

    Parameters
    ----------
    prices
        What a centime of each chapter costs.
    start
        Tours to begin with, those that are pinned among them; pinned ones stay.
    hot
        Temperature to begin with, centimes.
    goes_on
        Asked after every round whether to go on.
    """
    search = Search(problem, limits, prices, start)
    seeds = seeds_of(seed)
    moves = 0
    while (done := effort.done(moves)) < 1 and goes_on():
        heat = hot * (COLD_CENTIMES / hot) ** done
        search.run(seeds, MOVES_A_ROUND, heat, heat * 0.999)
        moves += MOVES_A_ROUND
    for _ in range(MENDINGS):
        search.run(seeds, MOVES_A_ROUND, COLD_CENTIMES, COLD_CENTIMES / 100)
        if search.answer().keeps_caps:
            break
        search.arrays.cap_slope[:] *= 10
    return search.answer()
