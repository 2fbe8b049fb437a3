"""Where ambulances stand: the posts that cover and back up most people for their upkeep, as one integer programme.

CP-SAT with linear rows: it keeps the nation's 376 ambulances and 1,146 douars exact in integers and proves the optimum
in about a second of one core; HiGHS takes as long, and its bound is only as exact as floats are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import Final

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from planner.domain.solve_settings import SolveSettings
from planner.problem.ambulances import NO_BASE, AmbulanceClass, AmbulanceProblem, PostPin
from planner.problem.answer import PostChoice
from planner.problem.budgets import Budget

WORK: Final = 20.0
"""CP-SAT's deterministic time; a unit is a few seconds of a core."""
UNITS_PER_CENTIME: Final = 100
"""What the programme counts in, so that prices and rates are rounded finely."""
NOWHERE: Final = -1
Terms = list[cp_model.IntVar | int]


@dataclass(frozen=True, slots=True)
class AmbulanceAnswer:
    """Posts, and what was proven.

    Attributes
    ----------
    posts
        In ascending order; an ambulance that is in none of them costs nothing.
    objective_mad, bound_mad
        Worth of cover and backup less priced upkeep: of these posts, up to the rounding of each douar's worth to the
        centime, and at most of any posts whatever.
    """

    posts: tuple[PostChoice, ...]
    objective_mad: float
    bound_mad: float


@dataclass(frozen=True, slots=True)
class Spell:
    """Days of the season on which the same pins hold, as spans (first day, day after the last)."""

    pins: tuple[PostPin, ...]
    spans: tuple[tuple[int, int], ...]

    @property
    def days(self) -> int:
        """How many days they are."""
        return sum(after - first for first, after in self.spans)


def _spells(problem: AmbulanceProblem) -> list[Spell]:
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

    def __init__(
        self, model: cp_model.CpModel, problem: AmbulanceProblem, spell: Spell, prices: NDArray[np.float64]
    ) -> None:
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


def post_ambulances(
    problem: AmbulanceProblem,
    settings: SolveSettings,
    upkeep_prices: NDArray[np.float64] | None = None,
    budgets: Sequence[Budget] = (),
) -> AmbulanceAnswer:
    """Post ambulances where they are worth most.

    They stand for the whole season, unless pins make some stand elsewhere for a part of it. Pins are kept whatever the
    budgets say.

    Parameters
    ----------
    upkeep_prices
        What a centime of upkeep costs beyond itself by province, ≥ 0; None is nothing.
    budgets
        Caps on upkeep.

    Notes
    -----
    The bound holds for every choice of posts that keeps the pins and the budgets, whatever changes it makes and when,
    also when the solver's work ends before the optimum is proven: nothing is relaxed. Worth per douar is rounded to the
    centime, and upkeep per post, which the bound allows for.
    """
    prices = np.zeros(int(problem.centre_province.max(initial=-1)) + 1) if upkeep_prices is None else upkeep_prices
    model = cp_model.CpModel()
    rows = [SpellRows(model, problem, spell, prices) for spell in _spells(problem)]
    for budget in budgets:
        if "upkeep" in budget.chapters:
            spent = _pinned_centimes(problem, budget)
            limit = floor(max(budget.centimes - spent, Fraction(0)) * UNITS_PER_CENTIME)
            model.add(sum(each.spell.days * each.upkeep(budget) for each in rows) <= limit)
    model.maximize(sum(each.spell.days * gain for each in rows for gain in each.gain))
    for variable in (number for each in rows for number in (*each.posted.values(), *each.chosen.values())):
        model.add_hint(variable, 0)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = settings.seed
    solver.parameters.max_deterministic_time = WORK
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise ArithmeticError(f"no posts found: {solver.status_name(status)}")
    scale = 100 * UNITS_PER_CENTIME * problem.n_days
    bound_mad = solver.best_objective_bound / scale + _rounding_mad(problem)
    return AmbulanceAnswer(_posts(problem, rows, solver), solver.objective_value / scale, bound_mad)


def _pinned_centimes(problem: AmbulanceProblem, budget: Budget) -> Fraction:
    """Return what pinned posts cost under a budget."""
    kind_of = {ambulance: kind for kind, those in problem.classes.items() for ambulance in those}
    costs = [
        kind_of[pin.ambulance].upkeep * (pin.last_day + 1 - pin.first_day)
        for pin in problem.pins
        if kind_of[pin.ambulance].province in budget.provinces
    ]
    return sum(costs, Fraction(0))


def _rounding_mad(problem: AmbulanceProblem) -> float:
    """Return the most that rounding can bring: half a centime a douar, and a post-day where its upkeep is not whole."""
    douars = int((problem.covers.any((0, 1)) & (problem.population > 0)).sum())
    posts = sum(len(those) for kind, those in problem.classes.items() if kind.upkeep.denominator > 1)
    return (douars + posts * problem.n_days) / 200


def _posts(problem: AmbulanceProblem, rows: Sequence[SpellRows], solver: cp_model.CpSolver) -> tuple[PostChoice, ...]:
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
