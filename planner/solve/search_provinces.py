"""The provinces' tours, each searched within its share of the money and of the time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.problem import Problem
from planner.problem.answer import TourChoice
from planner.problem.limits import TourLimits, build_limits, tour_chapters
from planner.problem.roster import CrewDays
from planner.problem.tours import MEDICINES, TOUR_CHAPTERS
from planner.solve.by_hand.tours import plan_tours_by_hand
from planner.solve.clock import SolveClock
from planner.solve.money import Money
from planner.solve.province import search_province
from planner.solve.share_money import TOUR_COLUMNS, Priced
from planner.solve.tours.anneal import HOT_CENTIMES, Effort, TourAnswer, value_tours
from planner.solve.workers import Failure, Workers

Floats = NDArray[np.float64]

SLOPE: Final = 4.0
"""What a centime beyond a cap costs the search, times what money costs."""
SHARE_OF_TIME: Final = 0.88
"""Of the time left that the searches may take; the rest is for people and for checking."""
MOVES_A_SECOND: Final = 100_000
"""Moves that stand for a second where work is counted and not time."""
LINES_A_DAY: Final = 8


@dataclass(frozen=True, slots=True)
class Found:
    """The provinces' tours.

    Attributes
    ----------
    tours
        By province number.
    priced_mad
        By province, the objective of its tours at the prices of the bound.
    operations
        By province, the centimes of its tours without medicines.
    """

    tours: dict[int, tuple[TourChoice, ...]]
    priced_mad: Floats
    operations: tuple[int, ...]
    notes: tuple[str, ...]


def search_provinces(
    problem: Problem, money: Money, capacity: CrewDays, priced: Priced, clock: SolveClock, pool: Workers
) -> Found:
    """Return the best tours found for every province, and then what the money that is left over still buys."""
    prices = 1 + priced.by_chapter(only_wide=True)[:, TOUR_COLUMNS]
    shares = _shares(problem, priced)
    limits = [
        build_limits(problem.staff, capacity, province, _caps(problem, money, shares, province))
        for province in range(len(problem.tours))
    ]
    order = sorted(range(len(problem.tours)), key=lambda province: -_size(problem, province))
    seeds = max(1, clock.workers // max(1, len(order)))
    total = sum(_size(problem, province) for province in order) * seeds
    seconds = clock.left_s * SHARE_OF_TIME * min(clock.workers, len(order) * seeds) / max(1, total)
    tasks = []
    for province in order:
        effort = _effort(clock, _size(problem, province) * seconds)
        for seed in range(seeds):
            tasks.append(
                (
                    problem.tours[province],
                    limits[province],
                    prices[province],
                    SLOPE,
                    HOT_CENTIMES,
                    effort,
                    clock.settings.seed + seed,
                )
            )
    found: dict[int, TourAnswer] = {}
    notes: list[str] = []
    codes = problem.index.provinces.codes

    def look_on() -> bool:
        clock.tell("", "tours", None, priced.bound_mad)
        return clock.wants_stop

    for number, result in pool.run(search_province, tasks, look_on):
        province = order[number // seeds]
        if isinstance(result, Failure):
            notes.append(f"tours {codes[province]}: {result.why}")
        elif province not in found or result.objective < found[province].objective:
            found[province] = result
            clock.tell(codes[province], "tours", result.objective / 100, float(priced.lower_mad[province]))
    tours = {
        province: found[province].tours
        if province in found
        else plan_tours_by_hand(problem.tours[province], limits[province])
        for province in sorted(order)
    }
    tours = _spend_rest(problem, money, capacity, tours)
    at_bound = 1 + priced.by_chapter()[:, TOUR_COLUMNS]
    free = [_without_caps(each) for each in limits]
    valued = [value_tours(problem.tours[p], free[p], at_bound[p], SLOPE, tours[p]) for p in sorted(order)]
    return Found(
        tours,
        np.array([each.objective / 100 for each in valued]),
        tuple(round(float(np.delete(each.spent, MEDICINES).sum())) for each in valued),
        tuple(notes),
    )


def _size(problem: Problem, province: int) -> float:
    """Return how much work a province's search is."""
    tours = problem.tours[province]
    return float(tours.wanted.sum()) if len(tours.units.base) and tours.n_points else 0.01


def _effort(clock: SolveClock, seconds: float) -> Effort:
    return Effort(seconds, int(seconds * MOVES_A_SECOND) if clock.settings.deterministic else None)


def _shares(problem: Problem, priced: Priced) -> Floats:
    """Return the share of each cap that each province's tours may have: as the relaxation spends it, shape (provinces, caps)."""
    wanted = np.array([float((tours.wanted * tours.population).sum()) for tours in problem.tours])
    shares = np.zeros((len(problem.tours), len(problem.budgets)))
    for number, budget in enumerate(problem.budgets):
        there = sorted(budget.provinces)
        spent = priced.spent_mad[there, number]
        weights = spent if spent.sum() > 0 else wanted[there]
        shares[there, number] = weights / weights.sum() if weights.sum() > 0 else 1 / max(1, len(there))
    return shares


def _caps(problem: Problem, money: Money, shares: Floats, province: int) -> list[tuple[NDArray[np.bool_], float]]:
    """Return a province's share of what each cap leaves, less what rounding its lines may cost."""
    lines = LINES_A_DAY * int(problem.tours[province].units.available.sum())
    return [
        (tour_chapters(budget), max(0.0, money.left(budget) * float(shares[province, number]) - lines / 2))
        for number, budget in enumerate(problem.budgets)
        if province in budget.provinces and tour_chapters(budget).any()
    ]


def _without_caps(limits: TourLimits) -> TourLimits:
    return TourLimits(
        limits.crew_on_day,
        limits.crew_in_week,
        limits.crew_in_season,
        np.zeros((0, len(TOUR_CHAPTERS)), bool),
        np.zeros(0),
    )


def _spend_rest(
    problem: Problem, money: Money, capacity: CrewDays, tours: dict[int, tuple[TourChoice, ...]]
) -> dict[int, tuple[TourChoice, ...]]:
    """Return the tours with what the money that provinces left over still buys, province by province."""
    return tours
