"""The provinces' tours: searched at the prices of money alone first, then each within what it turned out to need of the
caps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Final, NamedTuple

import numpy as np

from planner.executors import Executor, Failure
from planner.problem import Problem
from planner.problem.answer import Note, Tours
from planner.problem.arrays import Floats
from planner.problem.chapters import MEDICINES, TOUR_CHAPTERS
from planner.problem.limits import TourLimits, build_limits
from planner.solve.by_hand.tours import plan_tours_by_hand
from planner.solve.clock import SolveClock
from planner.solve.place_others import Others
from planner.solve.pricing import TOUR_COLUMNS, Priced
from planner.solve.province import Searched, search_province
from planner.solve.share_caps import Cap, own_caps, rest_of_caps, share_caps
from planner.solve.tours.anneal import Effort, TourAnswer, value_tours

SHARE_OF_TIME: Final = 0.9
"""Of the time left that the searches may take; the rest is for people and for checking."""
MOVES_A_SECOND: Final = 100_000
"""Moves that stand for a second where work is counted and not time."""
COUNTED_AT_ONCE: Final = 2
"""Searches that share a second where work is counted: how many a province gets must not follow from the machine."""
LEAST_LEFT_S: Final = 3.0
"""Seconds that must be left to look for more stops."""
LEAST_OF_MEAN: Final = 0.5
"""Time that a small province has at least, as a share of the mean."""
NOTHING: Final = 0.01
"""Size of a province that has no search to do."""


class Round(NamedTuple):
    """A round of searches: its share of the time left, and its temperature to begin with in centimes."""

    share: float
    hot: float


ROUNDS: Final = (Round(0.45, 200_000.0), Round(0.6, 100_000.0), Round(0.9, 30_000.0))


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
    seconds
        By province, the wall clock of its searches.
    """

    tours: dict[int, Tours]
    priced_mad: Floats
    operations: tuple[int, ...]
    seconds: Floats
    notes: tuple[Note, ...]


def search_provinces(others: Others, priced: Priced, clock: SolveClock, executor: Executor) -> Found:
    """Return the best tours found for every province, and then what the money that is left over still buys.

    Parameters
    ----------
    others
        All but the tours, whose money and people these have not.
    """
    return _Search(others, priced, clock, executor).run()


class _Search:
    """The rounds of searches, each from the tours of the one before."""

    def __init__(self, others: Others, priced: Priced, clock: SolveClock, executor: Executor) -> None:
        problem = others.problem
        self.problem, self.priced, self.others = problem, priced, others
        self.money, self.capacity, self.best_mad = others.money, others.crew_left(), inf
        self.clock, self.executor, self.notes = clock, executor, list[Note]()
        self.provinces = range(len(problem.tours))
        self.prices = 1 + priced.by_chapter()[:, TOUR_COLUMNS]
        self.tours: dict[int, Tours] = {}
        self.spent = np.zeros((len(problem.tours), len(TOUR_CHAPTERS)))
        self.seconds = np.zeros(len(problem.tours))

    def run(self) -> Found:
        """Search at prices alone, then within shares of the caps, and spend what is left over."""
        weights = np.array([_size(self.problem, province) for province in self.provinces])
        weights = np.maximum(weights, LEAST_OF_MEAN * weights.mean() * (weights > NOTHING))
        for number, each in enumerate(ROUNDS):
            if number == 0:
                caps = own_caps(self.problem, self.money)
            else:
                caps = share_caps(self.problem, self.money, self.spent, self.others.pinned, self.priced.spent_mad * 100)
            self._search(each, [self._limits(province, caps[province]) for province in self.provinces], weights)
            if number > 0 or not self._are_caps_shared():
                self.best_mad = min(self.best_mad, self._whole_mad())
            # Where much is still to be had, and was given much, more time is worth more; each round less so.
            gaps = np.maximum(0.0, self._priced_mad() - self.priced.lower_mad)
            weights = np.maximum(np.sqrt(gaps * weights), 1e-3)
        self._spend_rest()
        return Found(
            self.tours,
            self._priced_mad(),
            tuple(round(float(np.delete(spent, MEDICINES).sum())) for spent in self.spent),
            self.seconds,
            tuple(self.notes),
        )

    def _search(self, each: Round, limits: Sequence[TourLimits], weights: Floats) -> None:
        """Search every province once within limits, or more than once where more run at once than there are."""
        problem, clock = self.problem, self.clock
        order = sorted(self.provinces, key=lambda province: -weights[province])
        at_once = COUNTED_AT_ONCE if clock.settings.deterministic else self.executor.count
        seeds = max(1, at_once // max(1, len(order)))
        whole = clock.work_s * SHARE_OF_TIME * each.share
        seconds = np.minimum(whole, whole * at_once * weights / max(1e-9, seeds * weights.sum()))
        tasks = [
            (
                problem.tours[province],
                limits[province],
                self.prices[province],
                self.tours.get(province),
                each.hot,
                self._effort(float(seconds[province])),
                clock.settings.seed + seed,
            )
            for province in order
            for seed in range(seeds)
        ]
        answers: dict[int, Searched] = {}
        codes = problem.index.provinces.codes
        for number, answer in self.executor.run(search_province, tasks, self._look_on):
            province = order[number // seeds]
            if isinstance(answer, Failure):
                note = Note("search", province, answer.why)
                self.notes += [] if note in self.notes else [note]
            else:
                answers[number] = answer
                self.seconds[province] += answer.seconds
                found_mad, lower_mad = answer.found.objective / 100, float(self.priced.lower_mad[province])
                clock.tell(codes[province], "tours", found_mad, lower_mad)
        for place, province in enumerate(order):
            there = [answers[number].found for number in range(place * seeds, (place + 1) * seeds) if number in answers]
            kept = [answer for answer in there if answer.keeps_caps]
            if kept:
                self.tours[province] = min(kept, key=lambda answer: answer.objective).tours
            elif not self._has_tours_within(province, limits[province]):
                self.tours[province] = plan_tours_by_hand(problem.tours[province], limits[province])
            self.spent[province] = self._value(province).spent

    def _has_tours_within(self, province: int, limits: TourLimits) -> bool:
        """Return whether a province has tours of an earlier round that keep what it now must."""
        there = self.tours.get(province)
        prices = self.prices[province]
        return there is not None and value_tours(self.problem.tours[province], limits, prices, there).keeps_caps

    def _look_on(self) -> bool:
        best_mad = None if self.best_mad == inf else self.best_mad
        self.clock.tell("", "tours", best_mad, self.priced.bound_mad)
        return self.clock.wants_stop

    def _effort(self, seconds: float) -> Effort:
        return Effort(seconds, int(seconds * MOVES_A_SECOND) if self.clock.settings.deterministic else None)

    def _limits(self, province: int, caps: Sequence[Cap]) -> TourLimits:
        return build_limits(self.problem.staff, self.capacity, province, caps)

    def _value(self, province: int) -> TourAnswer:
        """Return a province's tours with what they spend and their priced objective."""
        limits = self._limits(province, ())
        return value_tours(self.problem.tours[province], limits, self.prices[province], self.tours[province])

    def _priced_mad(self) -> Floats:
        return np.array([self._value(province).objective / 100 for province in self.provinces])

    def _whole_mad(self) -> float:
        """Return the objective of the plan so far, without prices."""
        prices_mad = float(((self.prices - 1) * self.spent).sum()) / 100
        return self.others.objective_mad + float(self._priced_mad().sum()) - prices_mad

    def _are_caps_shared(self) -> bool:
        return any(len(budget.provinces) > 1 for budget in self.problem.budgets)

    def _spend_rest(self) -> None:
        """Add the stops that the money left over still buys, first where most is still to be had for what is spent."""
        if not self._are_caps_shared():
            return
        missed = (self._priced_mad() - self.priced.lower_mad) / np.maximum(1.0, self.spent.sum(axis=1))
        for province in np.argsort(-missed, kind="stable").tolist():
            if not self.clock.settings.deterministic and self.clock.left_s < LEAST_LEFT_S:
                break
            limits = self._limits(province, rest_of_caps(self.problem, self.money, self.spent, province))
            self.tours[province] = plan_tours_by_hand(self.problem.tours[province], limits, kept=self.tours[province])
            self.spent[province] = self._value(province).spent


def _size(problem: Problem, province: int) -> float:
    """Return how much work a province's search is."""
    tours = problem.tours[province]
    return float(tours.wanted.sum()) if len(tours.units.base) and tours.n_points else NOTHING
