"""The rows of ambulances' posts in spells of the season on which the same pins hold, and the posts that they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import Final

import numpy as np
from ortools.sat.python import cp_model

from planner.problem.ambulances import NO_BASE, AmbulanceClass, AmbulanceProblem, PostPin
from planner.problem.answer import PostChoice
from planner.problem.arrays import Floats
from planner.problem.budgets import Budget

UNITS_PER_CENTIME: Final = 100
"""What the programme counts in, so that prices and rates are rounded finely."""
NOWHERE: Final = -1
Terms = list[cp_model.IntVar | int]


@dataclass(frozen=True, slots=True)
class Spell:
    """Days of the season on which the same pins hold, as spans (first day, day after the last)."""

    pins: tuple[PostPin, ...]
    spans: tuple[tuple[int, int], ...]

    @property
    def days(self) -> int:
        """How many days they are."""
        return sum(after - first for first, after in self.spans)


def spells_of(problem: AmbulanceProblem) -> list[Spell]:
    """Return the spells of a season; one where no pin begins or ends within it."""
    marks = {0, problem.n_days, *(day for pin in problem.pins for day in (pin.first_day, pin.last_day + 1))}
    spans: dict[tuple[PostPin, ...], list[tuple[int, int]]] = {}
    for first, after in pairwise(sorted(marks)):
        there = tuple(sorted(pin for pin in problem.pins if pin.first_day <= first <= pin.last_day))
        spans.setdefault(there, []).append((first, after))
    return [Spell(pins, tuple(of)) for pins, of in spans.items()]


class SpellRows:
    """The variables and rows of one spell.

    Attributes
    ----------
    posted
        By class, how many of its ambulances that no pin holds are posted.
    chosen
        By vehicle and centre, how many ambulances without a base stand there.
    gain
        Worth of a day less priced upkeep, in units of the programme times the season's days.
    """

    def __init__(self, model: cp_model.CpModel, problem: AmbulanceProblem, spell: Spell, prices: Floats) -> None:
        self.spell = spell
        self.model, self.problem = model, problem
        self.posted: dict[AmbulanceClass, cp_model.IntVar] = {}
        self.chosen: dict[tuple[int, int], cp_model.IntVar] = {}
        self.gain: list[cp_model.LinearExprT] = []
        self.at: dict[tuple[int, int], Terms] = {}
        pinned = {pin.ambulance: pin.centre for pin in spell.pins}
        for kind, ambulances in problem.classes.items():
            price = 1 + Fraction(prices[kind.province])
            cost = floor(kind.upkeep * price * problem.n_days * UNITS_PER_CENTIME)
            for centre in (pinned[each] for each in ambulances if each in pinned):
                self.at.setdefault((kind.vehicle, centre), []).append(1)
                self.gain.append(-cost)
            free = sum(each not in pinned for each in ambulances)
            self.posted[kind] = model.new_int_var(0, free, "")
            self.gain.append(-cost * self.posted[kind])
            if kind.base != NO_BASE:
                self.at.setdefault((kind.vehicle, kind.base), []).append(self.posted[kind])
        self._add_choices()
        self._add_douars()

    def _add_choices(self) -> None:
        """Ambulances without a base stand in their province, and no centre has more than its posts."""
        problem = self.problem
        for province, vehicle in sorted(
            {(kind.province, kind.vehicle) for kind in self.posted if kind.base == NO_BASE}
        ):
            centres = np.flatnonzero((problem.centre_province == province) & problem.covers[vehicle].any(1)).tolist()
            for centre in centres:
                self.chosen[vehicle, centre] = self.model.new_int_var(0, int(problem.posts[centre]), "")
                self.at.setdefault((vehicle, centre), []).append(self.chosen[vehicle, centre])
            fleet = [n for kind, n in self.posted.items() if kind[:3] == (province, vehicle, NO_BASE)]
            self.model.add(sum(self.chosen[vehicle, centre] for centre in centres) == sum(fleet))
        there: dict[int, Terms] = {}
        for (_, centre), terms in self.at.items():
            there.setdefault(centre, []).extend(terms)
        for centre, terms in there.items():
            self.model.add(sum(terms) <= int(problem.posts[centre]))

    def _add_douars(self) -> None:
        """Douars that the same posts reach are covered and backed up together."""
        problem, places = self.problem, list(self.at)
        if not places:
            return
        reach = np.stack([problem.covers[place] for place in places])
        patterns, pattern_of = np.unique(reach, axis=1, return_inverse=True)
        persons = np.zeros(patterns.shape[1], np.int64)
        np.add.at(persons, pattern_of.ravel(), problem.population)
        for pattern, people in zip(patterns.T, persons.tolist(), strict=True):
            if people and pattern.any():
                covered, backed_up = self.model.new_bool_var(""), self.model.new_bool_var("")
                near = [term for place in np.flatnonzero(pattern) for term in self.at[places[place]]]
                self.model.add(covered + backed_up <= sum(near))
                self.model.add_implication(backed_up, covered)
                for rate, is_so in ((problem.cover, covered), (problem.backup, backed_up)):
                    self.gain.append(ceil(people * rate * UNITS_PER_CENTIME) * is_so)

    def upkeep(self, budget: Budget) -> cp_model.LinearExprT:
        """Return what a day costs under a budget beyond the pins, in units of the programme, rounded up."""
        costs = [
            ceil(kind.upkeep * UNITS_PER_CENTIME) * number
            for kind, number in self.posted.items()
            if kind.province in budget.provinces
        ]
        return sum(costs)


def take_posts(
    problem: AmbulanceProblem, rows: Sequence[SpellRows], solver: cp_model.CpSolver
) -> tuple[PostChoice, ...]:
    """Return the chosen posts in ascending order; who can stay from one spell to the next does."""
    centres = np.full((sum(map(len, problem.classes.values())), problem.n_days), NOWHERE)
    for (first, after), number in sorted(
        (span, number) for number, each in enumerate(rows) for span in each.spell.spans
    ):
        before = centres[:, first - 1].tolist() if first else [NOWHERE] * len(centres)
        for ambulance, centre in _places(rows[number], solver, before).items():
            centres[ambulance, first:after] = centre
    posts: list[PostChoice] = []
    for ambulance, places in enumerate(centres):
        marks = [0, *(np.flatnonzero(np.diff(places)) + 1).tolist(), problem.n_days]
        posts += [
            PostChoice(ambulance, int(places[first]), first, after - 1)
            for first, after in pairwise(marks)
            if places[first] != NOWHERE
        ]
    return tuple(posts)


def _places(rows: SpellRows, solver: cp_model.CpSolver, before: Sequence[int]) -> dict[int, int]:
    """Return where each posted ambulance stands in a spell, given where each stood before."""
    places = {pin.ambulance: pin.centre for pin in rows.spell.pins}
    fleets: dict[tuple[int, int], list[int]] = {}
    for kind, number in rows.posted.items():
        free = [each for each in rows.problem.classes[kind] if each not in places]
        free.sort(key=lambda ambulance: before[ambulance] == NOWHERE)
        posted = free[: solver.value(number)]
        if kind.base == NO_BASE:
            fleets.setdefault((kind.province, kind.vehicle), []).extend(posted)
        else:
            places |= dict.fromkeys(posted, kind.base)
    for (province, vehicle), fleet in fleets.items():
        room = Counter[int]()
        for (of, centre), number in rows.chosen.items():
            if of == vehicle and rows.problem.centre_province[centre] == province:
                room[centre] = solver.value(number)
        for ambulance in fleet:
            if room[before[ambulance]]:
                places[ambulance] = before[ambulance]
                room[before[ambulance]] -= 1
        places |= zip((each for each in fleet if each not in places), room.elements(), strict=True)
    return places
