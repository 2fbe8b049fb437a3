"""The provinces' tours, each searched within its share of the money and of the time."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.problem import Problem
from planner.problem.answer import TourChoice
from planner.problem.budgets import Budget
from planner.problem.limits import TourLimits, build_limits, tour_chapters
from planner.problem.roster import CrewDays
from planner.problem.tours import MEDICINES, TOUR_CHAPTERS
from planner.solve.by_hand.tours import plan_tours_by_hand
from planner.solve.clock import SolveClock
from planner.solve.money import Money
from planner.solve.province import search_province
from planner.solve.share_money import LINES_A_TOUR, TOUR_COLUMNS, Priced
from planner.solve.tours.anneal import HOT_CENTIMES, Effort, TourAnswer, value_tours
from planner.solve.workers import Failure, Workers

Floats = NDArray[np.float64]

SLOPE: Final = 20.0
"""What a centime beyond a cap costs the search, times what money costs."""
SHARE_OF_TIME: Final = 0.88
"""Of the time left that the searches may take; the rest is for people and for checking."""
MOVES_A_SECOND: Final = 100_000
"""Moves that stand for a second where work is counted and not time."""
LEAST_LEFT_S: Final = 3.0
"""Seconds that must be left to look for more stops."""


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
    # How many searches a province gets must not follow from the machine where work is counted.
    at_once = (clock.settings.workers or 2) if clock.settings.deterministic else clock.workers
    seeds = max(1, at_once // max(1, len(order)))
    total = sum(_size(problem, province) for province in order) * seeds
    seconds = clock.work_s * SHARE_OF_TIME * min(at_once, len(order) * seeds) / total
    tasks = [
        (
            problem.tours[province],
            limits[province],
            prices[province],
            SLOPE,
            HOT_CENTIMES,
            _effort(clock, _size(problem, province) * seconds),
            clock.settings.seed + seed,
        )
        for province in order
        for seed in range(seeds)
    ]
    answers: dict[int, TourAnswer | Failure] = {}
    codes = problem.index.provinces.codes

    def look_on() -> bool:
        clock.tell("", "tours", None, priced.bound_mad)
        return clock.wants_stop

    for number, answer in pool.run(search_province, tasks, look_on):
        answers[number] = answer
        if isinstance(answer, TourAnswer):
            province = order[number // seeds]
            clock.tell(codes[province], "tours", answer.objective / 100, float(priced.lower_mad[province]))
    tours: dict[int, tuple[TourChoice, ...]] = {}
    notes = []
    for place, province in sorted(enumerate(order), key=itemgetter(1)):
        there = [answers[place * seeds + seed] for seed in range(seeds)]
        found = [answer for answer in there if isinstance(answer, TourAnswer)]
        notes += [f"search {codes[province]} {answer.why}" for answer in there if isinstance(answer, Failure)]
        kept = [answer for answer in found if answer.keeps_caps]
        if kept:
            tours[province] = min(kept, key=lambda answer: answer.objective).tours
        else:
            tours[province] = plan_tours_by_hand(problem.tours[province], limits[province])
    tours = _spend_rest(problem, money, capacity, tours, clock)
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
    """Return each province's share of each cap, as the relaxation spends it, shape (provinces, caps)."""
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
    lines = LINES_A_TOUR * int(problem.tours[province].units.available.sum())
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
    problem: Problem, money: Money, capacity: CrewDays, tours: dict[int, tuple[TourChoice, ...]], clock: SolveClock
) -> dict[int, tuple[TourChoice, ...]]:
    """Return the tours with the stops that the money that provinces left over still buys, province by province."""
    masks = np.array([tour_chapters(budget) for budget in problem.budgets]).reshape(-1, len(TOUR_CHAPTERS))
    if not any(len(budget.provinces) > 1 for budget in problem.budgets):
        return tours
    unlimited = [build_limits(problem.staff, capacity, province, []) for province in range(len(problem.tours))]
    nothing = np.ones(len(TOUR_CHAPTERS))
    spent = np.array(
        [value_tours(problem.tours[p], unlimited[p], nothing, SLOPE, tours[p]).spent for p in sorted(tours)]
    )
    grown = dict(tours)
    for province in sorted(tours):
        if not clock.settings.deterministic and clock.left_s < LEAST_LEFT_S:
            break
        caps = [
            (
                mask,
                max(
                    0.0,
                    money.left(budget)
                    - _lines(problem, budget)
                    - float(spent[_others(budget, province)].sum(0) @ mask),
                ),
            )
            for mask, budget in zip(masks, problem.budgets, strict=True)
            if province in budget.provinces and mask.any()
        ]
        limits = build_limits(problem.staff, capacity, province, caps)
        grown[province] = plan_tours_by_hand(problem.tours[province], limits, kept=tours[province])
        spent[province] = value_tours(
            problem.tours[province], unlimited[province], nothing, SLOPE, grown[province]
        ).spent
    return grown


def _others(budget: Budget, province: int) -> list[int]:
    """Return the other provinces under a cap."""
    return sorted(budget.provinces - {province})


def _lines(problem: Problem, budget: Budget) -> float:
    """Return the centimes that rounding the lines of the tours under a cap may cost at most."""
    return LINES_A_TOUR * sum(float(problem.tours[p].units.available.sum()) for p in budget.provinces) / 2
