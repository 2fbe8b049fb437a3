"""Integer programmes in blocks: their bound holds, and is tight where prices can make it so."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from planner.solve.caravans.programme import Programme, Row


def chance_programme(seed: int, n_blocks: int) -> Programme:
    """Return six whole variables up to 2 in some blocks, a row over each block's and two over them all."""
    chance = np.random.default_rng(seed)
    programme = Programme()
    for variable in range(6):
        programme.add(variable % n_blocks, 2.0, float(chance.integers(1, 20)), is_whole=True)
    for block in range(n_blocks):
        terms = [(each, float(chance.integers(1, 9))) for each in range(block, 6, n_blocks)]
        programme.rows.append(Row(terms, float(chance.integers(8, 30))))
    for _ in range(2):
        programme.rows.append(Row([(each, float(chance.integers(0, 5))) for each in range(6)], 12.0))
    return programme


def best(programme: Programme) -> float:
    """Return the worth of the best of all whole values."""

    def holds(row: Row, values: tuple[int, ...]) -> bool:
        return row.least <= sum(factor * values[each] for each, factor in row.terms) <= row.most

    return max(
        float(np.dot(programme.worth, values))
        for values in product(range(3), repeat=6)
        if all(holds(row, values) for row in programme.rows)
    )


@pytest.mark.parametrize("seed", range(10))
def test_one_block_is_solved_to_its_optimum(seed: int) -> None:
    programme = chance_programme(seed, 1)
    assert programme.bound() == pytest.approx(best(programme), abs=1e-3)


@pytest.mark.parametrize("seed", range(10))
def test_blocks_that_meet_at_prices_are_never_bounded_too_low(seed: int) -> None:
    programme = chance_programme(seed, 3)
    assert best(programme) <= programme.bound() <= 1.5 * best(programme)


def test_what_two_blocks_both_want_is_counted_once() -> None:
    programme = Programme()
    one, other = (programme.add(block, 1.0, 10.0, is_whole=True) for block in (0, 1))
    programme.rows.append(Row([(one, 1.0), (other, 1.0)], 1.0))
    assert programme.bound() == pytest.approx(10.0, abs=1e-3)


def test_a_row_may_ask_for_something() -> None:
    programme = Programme()
    one = programme.add(0, 1.0, -10.0, is_whole=True)
    programme.rows.append(Row([(one, 1.0)], 1.0, 1.0))
    assert programme.bound() == pytest.approx(-10.0, abs=1e-3)
