"""Which piece of equipment goes with which caravan, once it is known when each is held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from ortools.sat.python import cp_model

from planner.domain.solve_settings import SolveSettings
from planner.problem.answer import CaravanChoice, UseChoice
from planner.problem.caravans import CaravanProblem
from planner.solve.cp_sat import run
from planner.solve.failures import SOLVER_ERRORS

WORK: Final = 5.0
"""CP-SAT's; a season's pieces take a hundredth of it."""


class _Need(NamedTuple):
    """How many pieces of a kind a caravan needs, those that are there on all its days, and the days."""

    asked: int
    pieces: tuple[int, ...]
    days: range


Needs = dict[int, list[_Need]]
"""By caravan that is held."""


def share_pieces(
    problem: CaravanProblem, held: Sequence[CaravanChoice], worth: Mapping[int, int], settings: SolveSettings
) -> tuple[tuple[UseChoice, ...], frozenset[int]]:
    """Give each caravan its pieces for all its days.

    Parameters
    ----------
    worth
        Centimes by caravan, of which as little as possible is given up where pieces do not suffice.

    Returns
    -------
    tuple[tuple[UseChoice, ...], frozenset[int]]
        Who takes which piece, in ascending order, and the caravans that had to be given up.
    """
    needs = {choice.caravan: _needs(problem, choice) for choice in held}
    uses = _share_best(needs, worth, settings)
    served = {use.caravan for use in uses}
    given_up = frozenset(caravan for caravan, there in needs.items() if there and caravan not in served)
    return tuple(sorted(uses, key=lambda use: (use.caravan, use.equipment))), given_up


def _needs(problem: CaravanProblem, choice: CaravanChoice) -> list[_Need]:
    """Return the kinds of pieces that a caravan needs where and when it is held."""
    supply, days = problem.supply, range(choice.first_day, choice.first_day + int(problem.days[choice.caravan]))
    is_there = supply.piece_available[:, list(days)].all(1)
    pools, asked = supply.pools[problem.site_province[choice.site]], supply.needs[choice.caravan]
    kinds = [kind for kind in np.flatnonzero(asked).tolist() if kind >= supply.first_piece_kind]
    return [
        _Need(int(asked[kind]), tuple(np.flatnonzero((supply.piece_pool == pools[kind]) & is_there).tolist()), days)
        for kind in kinds
    ]


def _share_best(needs: Needs, worth: Mapping[int, int], settings: SolveSettings) -> list[UseChoice]:
    """Return the pieces of the caravans that are worth most together; shared by hand where the solver fails."""
    model = cp_model.CpModel()
    takes: dict[UseChoice, cp_model.IntVar] = {}
    by_day: dict[tuple[int, int], list[cp_model.IntVar]] = {}
    gets = {caravan: model.new_bool_var("") for caravan in needs}
    for caravan, there in needs.items():
        for need in there:
            taken = [takes.setdefault(UseChoice(piece, caravan), model.new_bool_var("")) for piece in need.pieces]
            model.add(sum(taken) == need.asked * gets[caravan])
            for piece, take in zip(need.pieces, taken, strict=True):
                for day in need.days:
                    by_day.setdefault((piece, day), []).append(take)
    for there in by_day.values():
        model.add_at_most_one(there)
    model.maximize(sum((worth[caravan] + 1) * is_held for caravan, is_held in gets.items()))
    try:
        solver = run(model, settings.seed, WORK)
    except SOLVER_ERRORS:
        return _share_by_hand(needs, worth)
    return [use for use, take in takes.items() if solver.value(take)]


def _share_by_hand(needs: Needs, worth: Mapping[int, int]) -> list[UseChoice]:
    """Return the pieces of caravans that take the first that are free, those that are worth most before others."""
    taken: set[tuple[int, int]] = set()
    uses: list[UseChoice] = []
    for caravan in sorted(needs, key=lambda each: (-worth[each], each)):
        free = [
            [piece for piece in need.pieces if taken.isdisjoint((piece, day) for day in need.days)][: need.asked]
            for need in needs[caravan]
        ]
        shares = list(zip(free, needs[caravan], strict=True))
        if all(len(pieces) == need.asked for pieces, need in shares):
            uses += [UseChoice(piece, caravan) for pieces in free for piece in pieces]
            taken |= {(piece, day) for pieces, need in shares for piece in pieces for day in need.days}
    return uses
