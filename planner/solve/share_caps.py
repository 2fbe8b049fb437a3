"""Caps that provinces share, cut into a cap for each by what its tours have spent so far."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.problem import Problem
from planner.problem.arrays import Bools, Floats
from planner.problem.budgets import Budget
from planner.problem.limits import tour_chapters
from planner.problem.rounding import tour_rounding_centimes
from planner.solve.money import Money

Cap = tuple[Bools, float]
"""Tour chapters that are limited, and the centimes left for them."""


def own_caps(problem: Problem, money: Money) -> list[list[Cap]]:
    """Return by province the caps that it shares with no other."""
    return [
        [
            (tour_chapters(budget), _left(problem, money, budget))
            for budget in problem.budgets
            if budget.provinces == {province} and tour_chapters(budget).any()
        ]
        for province in range(len(problem.tours))
    ]


def share_caps(problem: Problem, money: Money, spent: Floats, pinned: Money, relaxed: Floats) -> list[list[Cap]]:
    """Return by province its part of each cap: what it spent, and as much more or less as brings all to the cap.

    Parameters
    ----------
    spent
        Centimes of tours by province and tour chapter.
    pinned
        The least that the pinned tours can cost: it is of every part, and only what is beyond it is more or less.
    relaxed
        Centimes that the tours of the relaxation spend by province and cap.
    """
    shared: list[list[Cap]] = [[] for _ in problem.tours]
    for number, budget in enumerate(problem.budgets):
        chapters = tour_chapters(budget)
        if not chapters.any():
            continue
        there, left = sorted(budget.provinces), _left(problem, money, budget)
        least = np.array([pinned.under(replace(budget, provinces=frozenset({each}))) for each in there], float)
        used = _spare(spent[there] @ chapters, left, np.maximum(least, relaxed[there, number]))
        more = np.maximum(0.0, used - least)
        if more.sum() == 0:
            more[:] = 1.0
        parts = least * min(1.0, left / max(1.0, least.sum()))
        parts += more * (max(0.0, left - least.sum()) / more.sum())
        for province, part in zip(there, parts, strict=True):
            shared[province].append((chapters, float(part)))
    return shared


def _spare(used: Floats, left: float, least: Floats) -> Floats:
    """Return what is used when what is beyond what is left is taken from what each uses beyond its least.

    Who uses more gives more of it: a large province has many tours to choose from, a small one loses a whole visit.
    """
    beyond = np.maximum(0.0, used - least)
    weights = beyond * used
    too_much = max(0.0, float(used.sum()) - left)
    spared: Floats = used - np.minimum(beyond, too_much * weights / max(1.0, weights.sum()))
    return spared


def rest_of_caps(problem: Problem, money: Money, spent: Floats, province: int) -> list[Cap]:
    """Return a province's caps as what the tours of all others leave of them."""
    caps = []
    for budget in problem.budgets:
        chapters = tour_chapters(budget)
        if province in budget.provinces and chapters.any():
            others = float(spent[sorted(budget.provinces - {province})].sum(axis=0) @ chapters)
            caps.append((chapters, max(0.0, _left(problem, money, budget) - others)))
    return caps


def _left(problem: Problem, money: Money, budget: Budget) -> float:
    """Return the centimes that a cap leaves, less what rounding the lines of tours may cost."""
    there = (problem.tours[province] for province in sorted(budget.provinces))
    return max(0.0, money.left(budget) - tour_rounding_centimes(there))
