"""Prices of what is shared: where they end when their time does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

import numpy as np
import pytest

from planner.domain.columns import CHAPTERS
from planner.domain.solve_settings import SolveSettings
from planner.domain.watch import QuietWatch
from planner.problem.crew_days import crew_capacity
from planner.solve.clock import SolveClock
from planner.solve.money import no_money_spent
from planner.solve.pricing.caps import caps_of_tours
from planner.solve.pricing.find_prices import _Rounds, find_prices, find_prices_of_tours, prices_for_spenders
from planner.solve.workers import Workers
from tests.solve.tiny_nation import tiny_nation


class Here:
    """Runs tasks in this process."""

    def run(
        self, task: Callable[..., Any], arguments: Sequence[tuple[Any, ...]], look_on: Callable[[], bool]
    ) -> Iterator[tuple[int, Any]]:
        for number, each in enumerate(arguments):
            yield number, task(*each)


def test_whoever_spends_more_than_the_relaxation_is_asked_for_more_where_a_cap_binds() -> None:
    problem, pool = tiny_nation().problem, cast(Workers, Here())
    clock = SolveClock(SolveSettings(seconds=10, workers=1, deterministic=True), QuietWatch())
    money = no_money_spent(problem)
    priced = find_prices_of_tours(find_prices(problem, clock, pool), money, crew_capacity(problem.staff), clock, pool)
    spent_mad = np.array([offers[1].spent_mad for offers in priced.known.offers])
    usual, dearer = (prices_for_spenders(priced, money, times * spent_mad) for times in (1, 30))
    assert usual.shape == (2, len(CHAPTERS))
    assert (dearer >= usual).all()
    assert dearer.max() > usual.max()


@pytest.mark.parametrize("is_over", [True, False])
def test_prices_that_swing_when_the_time_ends_are_not_taken(monkeypatch: pytest.MonkeyPatch, is_over: bool) -> None:
    problem, pool = tiny_nation().problem, cast(Workers, Here())
    clock = SolveClock(SolveSettings(seconds=10, workers=1, deterministic=True), QuietWatch())
    priced = find_prices(problem, clock, pool)
    monkeypatch.setattr(_Rounds, "approach", lambda self, prices: prices + 0.5)
    monkeypatch.setattr(_Rounds, "is_time_over", lambda self: is_over)
    monkeypatch.setattr(_Rounds, "_is_settled", lambda self, mix, prices: True)
    money = no_money_spent(problem)
    found = find_prices_of_tours(priced, money, crew_capacity(problem.staff), clock, pool)
    shared = list(caps_of_tours(money.budgets()).shared)
    assert shared
    assert found.bound_mad == priced.bound_mad
    assert np.allclose(found.prices[shared], priced.prices[shared] + (0.0 if is_over else 0.5))
