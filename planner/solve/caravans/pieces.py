"""Which piece of equipment goes with which caravan, once it is known when each is held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from ortools.sat.python import cp_model

from planner.domain.solve_settings import SolveSettings
from planner.problem.answer import CaravanChoice, UseChoice
from planner.problem.caravans import CaravanProblem
from planner.solve.cp_sat import run

WORK: Final = 5.0
"""CP-SAT's; a season's pieces take a hundredth of it."""


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
    model, supply = cp_model.CpModel(), problem.supply
    takes: dict[UseChoice, cp_model.IntVar] = {}
    gets: dict[int, cp_model.IntVar] = {}
    by_day: dict[tuple[int, int], list[cp_model.IntVar]] = {}
    for choice in held:
        gets[choice.caravan] = model.new_bool_var("")
        days = range(choice.first_day, choice.first_day + int(problem.days[choice.caravan]))
        pools = supply.pools[problem.site_province[choice.site]]
        for kind in np.flatnonzero(supply.needs[choice.caravan]):
            if kind < supply.first_piece_kind:
                continue
            free = np.flatnonzero((supply.piece_pool == pools[kind]) & supply.piece_available[:, list(days)].all(1))
            taken = [takes.setdefault(UseChoice(int(piece), choice.caravan), model.new_bool_var("")) for piece in free]
            model.add(sum(taken) == int(supply.needs[choice.caravan, kind]) * gets[choice.caravan])
            for piece, take in zip(free.tolist(), taken, strict=True):
                for day in days:
                    by_day.setdefault((piece, day), []).append(take)
    for there in by_day.values():
        model.add_at_most_one(there)
    model.maximize(sum((worth[caravan] + 1) * is_held for caravan, is_held in gets.items()))
    solver = run(model, settings.seed, WORK)
    uses = sorted(
        (use for use, take in takes.items() if solver.value(take)), key=lambda use: (use.caravan, use.equipment)
    )
    return tuple(uses), frozenset(caravan for caravan, is_held in gets.items() if not solver.value(is_held))
