"""Which caravans are held, where and when: a search with the exact reach, and how far from the best it can be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import Final

import numpy as np

from planner.domain.solve_settings import SolveSettings
from planner.problem.answer import CaravanChoice, UseChoice
from planner.problem.budgets import Budget
from planner.problem.caravans import CaravanProblem
from planner.solve.assign_duties import assign_duties
from planner.solve.caravans.board import build_board, ordinary_centimes
from planner.solve.caravans.bound import bound_caravans
from planner.solve.caravans.pieces import share_pieces
from planner.solve.caravans.search import run_moves, try_edits
from planner.solve.caravans.state import (
    BEST,
    CENTIME,
    DAY,
    EXCESS,
    NOT_HELD,
    OWED,
    Board,
    State,
    board_record,
    edits_record,
    empty_edits,
    empty_state,
    state_record,
)
from planner.solve.caravans.worth import CaravanPrices, free_prices, pool_days, priced_costs, reach_centimes
from planner.solve.chance import Seeds, seeds_of
from planner.solve.duties import caravan_duty

MOVES: Final = 600_000
MOVES_PER_CARAVAN: Final = 12_000
MOVES_PER_SECOND: Final = 10_000
"""The search takes at most so many moves for each second that the whole plan may take: a few hundredths of them."""
ROUNDS: Final = 20
RISE: Final = 1.4
FALL: Final = 0.8
"""By what fines are multiplied after a round that ends with something too many, and after one that does not."""
STRICT_ROUNDS: Final = 2
"""In the last rounds whatever is too many costs more than it could bring."""
STRICT: Final = 100.0
HOT: Final = 0.2
COLD: Final = 0.01
"""Temperatures as shares of what an ordinary caravan is worth."""
MENDINGS: Final = 5
"""How often the search goes on where pieces or persons could not be given to all that it held."""


@dataclass(frozen=True, slots=True)
class CaravanAnswer:
    """Caravans held, and what was proven.

    Attributes
    ----------
    caravans, uses
        In ascending order of caravans, for whose crews there is a complete roster.
    worth_mad, bound_mad
        Worth of reach less priced money and people: of these caravans, and at most of any that hold those owed ones
        that are held here.
    crew_mad
        The price of people that `worth_mad` is less by; the bound lets them cost nothing.
    failure
        Why the bound is a weak one; empty where it is not.
    """

    caravans: tuple[CaravanChoice, ...]
    uses: tuple[UseChoice, ...]
    worth_mad: float
    bound_mad: float
    crew_mad: float = 0.0
    failure: str = ""


def place_caravans(
    problem: CaravanProblem,
    settings: SolveSettings,
    prices: CaravanPrices | None = None,
    budgets: Sequence[Budget] = (),
    look_on: Callable[[float], bool] = lambda worth_mad: False,
) -> CaravanAnswer:
    """Choose the caravans that are worth most, with their sites, first days and pieces of equipment.

    No budget is exceeded, and people are there for all crews as far as caravans alone ask for them. An owed caravan is
    left out only where the search finds no way to hold it.

    Parameters
    ----------
    prices
        None where caravans take nothing from anybody.
    budgets
        Caps on the chapters `caravans` and `per_diem`, as far as caravans may spend them.
    look_on
        Told what the caravans held so far are worth, MAD; answers whether to stop.
    """
    prices = prices or free_prices(problem)
    board = build_board(problem, prices, budgets)
    seeds = seeds_of(settings.seed)
    moves = min(MOVES + len(problem) * MOVES_PER_CARAVAN, settings.seconds * MOVES_PER_SECOND)
    hot, cold = (share * ordinary_centimes(problem) for share in (HOT, COLD))
    state = empty_state(board)
    if any(map(len, problem.sites_of)):
        _search(board, state, seeds, moves, (hot, cold), look_on)
    for mending in range(MENDINGS + 1):
        held = _held(state)
        uses, given_up = supply_caravans(problem, held, settings)
        if not given_up or mending == MENDINGS:
            break
        for choice in held:
            board.is_barred[choice.caravan, choice.first_day] |= choice.caravan in given_up
        state = _state_of(board, [choice for choice in held if choice.caravan not in given_up])
        _search(board, state, seeds, moves // MENDINGS, (2 * cold, cold), look_on)
    held = tuple(choice for choice in held if choice.caravan not in given_up)
    return value_caravans(problem, prices, budgets, held, uses)


def value_caravans(
    problem: CaravanProblem,
    prices: CaravanPrices,
    budgets: Sequence[Budget],
    held: tuple[CaravanChoice, ...],
    uses: tuple[UseChoice, ...],
) -> CaravanAnswer:
    """Return caravans that are held within budgets with their worth, and what any could be worth at most."""
    costs, reached = priced_costs(problem, prices), reach_centimes(problem, held)
    spent = sum(costs[choice.caravan, problem.site_province[choice.site]] for choice in held)
    owed = frozenset(choice.caravan for choice in held if problem.is_owed[choice.caravan])
    crew_mad = prices.taken(pool_days(problem, held)) / 100
    worth_mad = float(sum(reached.values()) - spent) / 100 - crew_mad
    bound = bound_caravans(problem, prices.of_money(), budgets, owed)
    return CaravanAnswer(held, uses, worth_mad, bound.mad, crew_mad, bound.failure)


def supply_caravans(
    problem: CaravanProblem, held: Sequence[CaravanChoice], settings: SolveSettings
) -> tuple[tuple[UseChoice, ...], frozenset[int]]:
    """Give pieces and people to caravans; return the pieces they get, and the caravans that had to be given up."""
    reached = reach_centimes(problem, held)
    worth = {each: centimes + int(problem.is_owed[each]) * sum(reached.values()) for each, centimes in reached.items()}
    uses, without_pieces = share_pieces(problem, held, worth, settings)
    duties = [
        caravan_duty(problem, choice, worth[choice.caravan]) for choice in held if choice.caravan not in without_pieces
    ]
    unmanned = assign_duties(problem.staff, duties, settings).unmanned
    given_up = without_pieces | {duties[duty].source for duty in unmanned}
    return tuple(use for use in uses if use.caravan not in given_up), given_up


def _search(
    board: Board,
    state: State,
    seeds: Seeds,
    moves: int,
    temperatures: tuple[float, float],
    look_on: Callable[[float], bool],
) -> None:
    """Anneal in rounds, between which whoever looks on may say stop."""
    rates, is_stopped = board.rates.copy(), False
    record = board_record(board), state_record(state), edits_record(empty_edits())
    for number, (hot, cold) in enumerate(pairwise(np.geomspace(*temperatures, ROUNDS + 1))):
        # A state that breaks no limit is often found by the strict rounds only, so one of them is always run.
        if is_stopped and number < ROUNDS - 1:
            continue
        if number == ROUNDS - STRICT_ROUNDS or is_stopped:
            board.rates[[DAY, CENTIME]] *= STRICT
            board.rates[EXCESS] = 2 * board.rates[OWED]
        run_moves(*record, seeds, max(1, moves // ROUNDS), hot, cold)
        is_stopped |= look_on(float(state.worth[BEST]) / 100)
        board.rates[[DAY, CENTIME]] *= np.where(state.totals > 0, RISE, FALL)
    board.rates[:] = rates


def _held(state: State) -> tuple[CaravanChoice, ...]:
    """Return what the best state holds, in ascending order."""
    caravans = np.flatnonzero(state.best_site != NOT_HELD).tolist()
    return tuple(CaravanChoice(each, int(state.best_site[each]), int(state.best_start[each])) for each in caravans)


def _state_of(board: Board, held: Iterable[CaravanChoice]) -> State:
    """Return the state that holds some caravans."""
    state, edits = empty_state(board), empty_edits()
    edits.used[0] = 1
    record = board_record(board), state_record(state), edits_record(edits)
    for choice in held:
        edits.caravan[0], edits.site[0], edits.start[0] = choice.caravan, choice.site, choice.first_day
        try_edits(*record, inf)
    return state
