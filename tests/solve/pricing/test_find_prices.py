"""Prices of what is shared: where they end when their time does."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, cast

import numpy as np
import pytest

from planner.domain.solve_settings import SolveSettings
from planner.domain.watch import QuietWatch
from planner.executors import Executor, Failure
from planner.problem.crew_days import crew_capacity
from planner.solve.clock import SolveClock
from planner.solve.money import no_money_spent
from planner.solve.pricing.caps import caps_of_all, caps_of_tours
from planner.solve.pricing.find_prices import _PriceRounds, find_prices, find_prices_of_tours
from planner.solve.pricing.other_parts import OtherParts
from planner.solve.pricing.tour_parts import TourParts
from tests.solve.tiny_nation import TOTAL, tiny_nation


class Here:
    """Runs tasks in this process."""

    def run(
        self, task: Callable[..., Any], arguments: Sequence[tuple[Any, ...]], look_on: Callable[[], bool]
    ) -> Iterator[tuple[int, Any]]:
        for number, each in enumerate(arguments):
            yield number, task(*each)


class Looking(Here):
    """Looks on before it runs anything."""

    def run(
        self, task: Callable[..., Any], arguments: Sequence[tuple[Any, ...]], look_on: Callable[[], bool]
    ) -> Iterator[tuple[int, Any]]:
        look_on()
        return super().run(task, arguments, look_on)


class Failing:
    """Runs nothing."""

    def run(
        self, task: Callable[..., Any], arguments: Sequence[tuple[Any, ...]], look_on: Callable[[], bool]
    ) -> Iterator[tuple[int, Any]]:
        for number in range(len(arguments)):
            yield number, Failure("no way")


def test_a_province_whose_programme_fails_offers_nothing_but_no_tours_and_it_is_told() -> None:
    problem, executor = tiny_nation().problem, cast(Executor, Failing())
    clock = SolveClock(SolveSettings(seconds=10, workers=1, deterministic=True), QuietWatch())
    capacity, caps = crew_capacity(problem.staff), caps_of_tours(problem.budgets)
    tours = TourParts(problem, caps, capacity, clock, executor)
    bounds = tours.ask_all(np.zeros(len(caps.shared)), 1e-3, lambda: False, (1.0,))
    assert [note.province for note in tours.notes] == [0, 1]
    assert [len(offers) for offers in tours.offered] == [1, 1]
    assert all(bound.lower_mad < offers[0].cost_mad for bound, offers in zip(bounds, tours.offered, strict=True))
    priced = find_prices(problem, clock, executor)
    assert priced.bound_mad > -np.inf
    assert not priced.spent_mad.any()


def test_offers_that_ask_for_people_who_are_gone_are_withdrawn_and_asked_for_again() -> None:
    problem, executor = tiny_nation().problem, cast(Executor, Here())
    clock = SolveClock(SolveSettings(seconds=10, workers=1, deterministic=True), QuietWatch())
    capacity, caps = crew_capacity(problem.staff), caps_of_tours(problem.budgets)
    tours, nothing = TourParts(problem, caps, capacity, clock, executor), np.zeros(len(caps.shared))
    tours.ask_all(nothing, 1e-3, lambda: False)
    asked = tours.offered[0][1].crew_days
    assert asked.any()
    assert tours.short == set()
    pools = problem.staff.pools[0, : len(asked)]
    few = capacity.days_in_season.copy()
    few[pools] = np.floor(asked / 2)
    tours.leave(replace(capacity, days_in_season=few))
    assert 0 in tours.short
    assert len(tours.offered[0]) == 1
    day_mad = tours.ask_short(nothing, lambda: False, ())
    assert (tours.offered[0][1].crew_days <= few[pools] + 0.01).all()
    assert day_mad.max() > 0


@pytest.mark.parametrize("is_over", [True, False])
def test_prices_that_swing_when_the_time_ends_are_not_taken(monkeypatch: pytest.MonkeyPatch, is_over: bool) -> None:
    problem, executor = tiny_nation().problem, cast(Executor, Here())
    clock = SolveClock(SolveSettings(seconds=10, workers=1, deterministic=True), QuietWatch())
    priced = find_prices(problem, clock, executor)
    monkeypatch.setattr(_PriceRounds, "approach", lambda self, prices: prices + 0.5)
    monkeypatch.setattr(_PriceRounds, "is_time_over", lambda self: is_over)
    monkeypatch.setattr(_PriceRounds, "_is_settled", lambda self, mix, prices: True)
    money = no_money_spent(problem)
    found = find_prices_of_tours(priced, money, crew_capacity(problem.staff), clock, executor)
    shared = list(caps_of_tours(money.budgets()).shared)
    assert shared
    assert found.bound_mad == priced.bound_mad
    assert np.allclose(found.prices[shared], priced.prices[shared] + (0.0 if is_over else 0.5))


def test_a_plan_goes_on_and_is_bounded_where_no_mix_is_found_and_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, executor = tiny_nation().problem, cast(Executor, Here())
    clock = SolveClock(SolveSettings(seconds=10, workers=1, deterministic=True), QuietWatch())
    usual = find_prices(problem, clock, executor)

    def fail(*arguments: object) -> None:
        raise ArithmeticError("no way")

    monkeypatch.setattr(sys.modules["planner.solve.pricing.find_prices"], "Mixer", fail)
    priced = find_prices(problem, clock, executor)
    assert {note.what for note in priced.notes} == {"prices"}
    assert -np.inf < priced.bound_mad <= usual.bound_mad + 1.0
    assert not priced.prices.any()


def test_ambulances_are_offered_at_dearer_money_until_they_keep_every_cap() -> None:
    problem = tiny_nation().problem
    clock = SolveClock(SolveSettings(seconds=10, workers=1, deterministic=True), QuietWatch())

    def spent_mad(total: int) -> list[float]:
        """Return what each offer of the ambulances spends under an envelope of so many centimes."""
        budgets = (*problem.budgets[:TOTAL], replace(problem.budgets[TOTAL], centimes=total))
        caps = caps_of_all(budgets)
        parts = OtherParts(replace(problem, budgets=budgets), caps, clock)
        parts.offer()
        posts = [offer for offer in parts.offers if offer.part == len(problem.tours)]
        return [float(offer.spent_mad[caps.shared.index(TOTAL)]) for offer in posts]

    (usual,) = spent_mad(problem.budgets[TOTAL].centimes)
    assert usual > 1
    first, *_, last = spent_mad(100)
    assert (first, last <= 1) == (usual, True)


def test_who_is_broken_off_waits_for_nothing_that_goes_on_beside() -> None:
    class BrokenOffError(BaseException):
        pass

    def break_off(_: object) -> bool:
        raise BrokenOffError

    clock = SolveClock(SolveSettings(seconds=10, workers=1, deterministic=True), break_off)
    with pytest.raises(BrokenOffError):
        find_prices(tiny_nation().problem, clock, cast(Executor, Looking()))
    assert clock.wants_stop
