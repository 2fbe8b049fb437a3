"""Pieces of equipment for caravans whose days are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from planner.domain.solve_settings import SolveSettings
from planner.problem.answer import CaravanChoice, UseChoice
from planner.problem.caravans import CaravanProblem
from planner.solve.caravans import pieces as sharing
from planner.solve.caravans.pieces import share_pieces
from tests.solve.caravans.few_caravans import N_DAYS, few_caravans, few_people, few_supply

SETTINGS = SolveSettings(seconds=1, deterministic=True)
WORTH = {0: 300, 1: 200, 2: 100, 3: 50}


def caravans_of_two_days(asked: Sequence[int], pieces: np.ndarray) -> CaravanProblem:
    staff = few_people(np.ones((3, N_DAYS), bool), [N_DAYS] * 3, 0)
    return replace(few_caravans(0), days=np.full(4, 2, np.int32), staff=staff, supply=few_supply(staff, asked, pieces))


def test_pieces_go_on_from_one_caravan_to_the_next() -> None:
    problem = caravans_of_two_days([1, 1, 0, 0], np.ones((1, N_DAYS), bool))
    held = [CaravanChoice(0, 0, 2), CaravanChoice(1, 1, 0), CaravanChoice(2, 1, 1)]
    assert share_pieces(problem, held, WORTH, SETTINGS) == ((UseChoice(0, 0), UseChoice(0, 1)), frozenset())


def test_the_caravan_that_is_worth_least_is_given_up_where_pieces_do_not_suffice() -> None:
    problem = caravans_of_two_days([1, 1, 2, 0], np.ones((2, N_DAYS), bool))
    held = [CaravanChoice(caravan, 0, caravan) for caravan in range(4)]
    uses, given_up = share_pieces(problem, held, WORTH, SETTINGS)
    assert given_up == {2}
    assert [use.caravan for use in uses] == [0, 1]


def test_a_piece_that_is_there_for_a_part_of_the_days_is_of_no_use() -> None:
    pieces = np.ones((2, N_DAYS), bool)
    pieces[0, 3] = False
    problem = caravans_of_two_days([1, 0, 0, 0], pieces)
    assert share_pieces(problem, [CaravanChoice(0, 0, 2)], WORTH, SETTINGS) == ((UseChoice(1, 0),), frozenset())
    pieces[1, 2] = False
    assert share_pieces(problem, [CaravanChoice(0, 0, 2)], WORTH, SETTINGS) == ((), frozenset({0}))


def test_pieces_are_chosen_so_that_later_ones_are_left_theirs() -> None:
    """The second piece is there for the early caravan alone, whoever of the two would do for it."""
    pieces = np.ones((2, N_DAYS), bool)
    pieces[1, 3:] = False
    problem = caravans_of_two_days([1, 1, 0, 0], pieces)
    uses, given_up = share_pieces(problem, [CaravanChoice(0, 0, 1), CaravanChoice(1, 0, 2)], WORTH, SETTINGS)
    assert (uses, given_up) == ((UseChoice(1, 0), UseChoice(0, 1)), frozenset())


def test_where_the_solver_fails_the_worthiest_take_their_pieces_first(monkeypatch: pytest.MonkeyPatch) -> None:
    def find_nothing(*_: object) -> None:
        raise ArithmeticError("CP-SAT found no solution")

    monkeypatch.setattr(sharing, "run", find_nothing)
    problem = caravans_of_two_days([1, 1, 2, 0], np.ones((2, N_DAYS), bool))
    held = [CaravanChoice(caravan, 0, caravan) for caravan in range(4)]
    uses, given_up = share_pieces(problem, held, {0: 100, 1: 200, 2: 300, 3: 50}, SETTINGS)
    assert (uses, given_up) == ((UseChoice(0, 0), UseChoice(0, 2), UseChoice(1, 2)), {1})
    uses, given_up = share_pieces(problem, held, WORTH, SETTINGS)
    assert (uses, given_up) == ((UseChoice(0, 0), UseChoice(1, 1)), {2})
