"""A bound whose programme fails on its way: what was proven before holds, and it is told."""

from __future__ import annotations

import numpy as np
import pytest

from planner.solve.bound.bound_tours import bound_tours
from planner.solve.bound.master import TourMaster
from tests.problem.small_tours import no_limits
from tests.solve.bound.test_bound_tours import NEAR, NO_PRICES, lower_mad, never, random_province


def test_what_was_proven_before_a_programme_failed_holds_and_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, solve, solved = random_province(1), TourMaster.solve, 0

    def broken(master: TourMaster) -> float:
        nonlocal solved
        solved += 1
        if solved > 2:
            master.is_solved = False
            raise ArithmeticError("no way")
        return solve(master)

    whole = lower_mad(problem)
    monkeypatch.setattr(TourMaster, "solve", broken)
    found = bound_tours(problem, no_limits(problem), NO_PRICES, never, (), (), tolerance=0.0)
    assert -np.inf < found.lower_mad <= whole + NEAR
    assert found.failure == "ArithmeticError: no way"
    assert not found.offers
