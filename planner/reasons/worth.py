"""What one visit more is worth: its persons, the numbers of the visits after it, and the waiting that it ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.domain.plan import VisitRow
from planner.problem.arrays import Bools, Floats
from planner.problem.index import Index
from planner.problem.tours import TourProblem


@dataclass(frozen=True, slots=True)
class OneMore:
    """One visit more of a douar, by its day, arrays of length n_days.

    Attributes
    ----------
    is_spaced
        Whether the day is far enough from the visits counted already.
    per_person
        Centimes of a person counted, as the number of the visit has it.
    besides
        Centimes gained by less waiting, less what the visits after it lose by their higher numbers.
    """

    is_spaced: Bools
    per_person: Floats
    besides: Floats


class Worth:
    """What visits more are worth in a province beside those that a plan counts."""

    def __init__(self, problem: TourProblem, visits: Iterable[VisitRow], index: Index) -> None:
        self.problem = problem
        douars = {index.douars.codes[number]: douar for douar, number in enumerate(problem.douars_of)}
        self.counted: Mapping[int, list[tuple[int, int]]] = defaultdict(list)
        for visit in sorted(visits, key=lambda row: row.number):
            if visit.douar in douars:
                self.counted[douars[visit.douar]].append((index.day(visit.date), visit.persons))
        persons = sum(persons for there in self.counted.values() for _, persons in there)
        self.short_persons = max(0.0, problem.floor_persons - persons)
        self.more = [self._one_more(douar) for douar in range(len(problem.population))]
        self.at_point: list[list[int]] = [[] for _ in range(problem.n_points)]
        for douar, points in enumerate(problem.douar_points):
            for point in points:
                self.at_point[point].append(douar)

    def is_missing(self, douar: int) -> bool:
        """Whether a douar wants more visits than are counted."""
        return len(self.counted[douar]) < int(self.problem.wanted[douar])

    def _one_more(self, douar: int) -> OneMore:
        problem, n_days = self.problem, self.problem.n_days
        days = np.arange(n_days)
        dates = np.array([day for day, _ in self.counted[douar]], int)
        persons = np.array([count for _, count in self.counted[douar]], float)
        before = np.searchsorted(dates, days, side="right")
        value, repeat = problem.worth[douar], problem.repeat_value
        later = persons * value * repeat ** np.arange(len(persons)) * (repeat - 1)
        shifted = np.append(np.cumsum(later[::-1])[::-1], 0.0)[before]
        marks = np.array([0, *dates, n_days])
        last, following, longest = marks[before], marks[before + 1], problem.max_wait[douar]

        def late(earlier: NDArray[np.int_], until: NDArray[np.int_]) -> NDArray[np.int_]:
            too_many: NDArray[np.int_] = np.maximum(0, until - earlier - 1 - longest)
            return too_many

        waiting = late(last, following) - late(last, days) - late(days, following)
        spaced = (np.abs(days[:, None] - dates[None, :]) >= problem.gap_min_days).all(1)
        return OneMore(spaced, value * repeat**before, shifted + waiting * problem.late_worth[douar])

    def gained(self, douar: int, point: int, most: int) -> Floats:
        """Return what a stop is worth, by day and consultations, that counts for a douar and others that gain by it.

        Medicines are taken off. It is never less than the truth: the shortfall ends by all who could count.

        Parameters
        ----------
        most
            Consultations that are asked about: a point may ask for millions, of which a unit gives hundreds.

        Returns
        -------
        Floats
            Centimes, shape (n_days, most + 1).
        """
        problem, demand = self.problem, int(self.problem.demand[point])
        seen = np.arange(most + 1)
        total = -seen * problem.medicine + np.zeros((problem.n_days, 1))
        counted = np.zeros_like(total)
        for other in self.at_point[point]:
            if other != douar and not self.is_missing(other):
                continue
            more = self.more[other]
            persons = seen * int(problem.population[other]) // demand
            worth = more.per_person[:, None] * persons + more.besides[:, None]
            total += worth if other == douar else np.where(more.is_spaced[:, None], np.maximum(worth, 0), 0)
            counted += persons
        total += np.minimum(counted, self.short_persons) * problem.shortfall
        return total

    def rounding_centimes(self, point: int) -> int:
        """Return what rounding could move a stop's worth by: of visits added or renumbered, waiting, shortfall."""
        return sum(len(self.counted[douar]) + 3 for douar in self.at_point[point])
