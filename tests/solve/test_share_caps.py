"""A cap that provinces share is cut into parts that together are no more than it leaves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.columns import CHAPTERS, Chapter
from planner.problem import Problem
from planner.problem.answer import PostChoice
from planner.problem.budgets import Budget
from planner.problem.chapters import TOUR_CHAPTERS
from planner.problem.limits import tour_chapters
from planner.problem.rounding import tour_rounding_centimes
from planner.solve.money import Money, no_money_spent
from planner.solve.share_caps import Cap, Floats, own_caps, rest_of_caps
from planner.solve.share_caps import share_caps as share_caps_by
from tests.solve.tiny_nation import C2, seeing, tiny_nation

P1, P2 = 0, 1
BOTH = frozenset({P1, P2})
N_CHAPTERS = len(TOUR_CHAPTERS)
AMOUNTS = st.integers(0, 10**7)
SPENT = st.lists(AMOUNTS, min_size=2 * N_CHAPTERS, max_size=2 * N_CHAPTERS)


def nation(*budgets: Budget) -> Problem:
    """Return the tiny campaign's problem with some caps only."""
    return replace(tiny_nation().problem, budgets=budgets)


def cap(provinces: frozenset[int], centimes: int, *chapters: Chapter) -> Budget:
    """Return a cap on some chapters, on all where none is named."""
    return Budget(provinces, frozenset(chapters or CHAPTERS), centimes)


def spent_on(chapter: Chapter, first: float, second: float) -> Floats:
    """Return what the tours of the two provinces spent on a chapter, and nothing on others."""
    spent = np.zeros((2, N_CHAPTERS))
    spent[:, TOUR_CHAPTERS.index(chapter)] = first, second
    return spent


def rounding(problem: Problem, *provinces: int) -> float:
    """Return the centimes that are kept back for rounding."""
    return tour_rounding_centimes([problem.tours[province] for province in provinces])


def share_caps(problem: Problem, spent: Floats, pinned: Money | None = None) -> list[list[Cap]]:
    """Return the parts where nothing is spent yet and the relaxation's tours spend nothing."""
    nothing = no_money_spent(problem)
    return share_caps_by(problem, nothing, spent, pinned or nothing, np.zeros((2, len(problem.budgets))))


def amounts(caps: list[Cap]) -> list[float]:
    return [centimes for _, centimes in caps]


def test_half_a_centime_is_kept_back_for_each_line_of_a_day_on_which_a_unit_may_go() -> None:
    problem = nation()
    days = [int(problem.tours[province].units.available.sum()) for province in (P1, P2)]
    assert min(days) > 20
    lines = [2 * problem.tours[province].rounding.sum() for province in (P1, P2)]
    assert min(lines) > 0
    assert rounding(problem, P1) == pytest.approx(lines[P1] * days[P1] / 2)
    assert rounding(problem, P1, P2) == pytest.approx((lines[P1] * days[P1] + lines[P2] * days[P2]) / 2)


@given(AMOUNTS, SPENT)
def test_parts_of_a_shared_cap_sum_to_what_it_leaves_and_so_to_at_most_the_cap(centimes: int, by: list[int]) -> None:
    problem = nation(cap(BOTH, centimes, "fuel", "medicines"), cap(BOTH, centimes))
    shared = share_caps(problem, np.array(by, float).reshape(2, N_CHAPTERS))
    parts = np.array([amounts(caps) for caps in shared])
    assert parts.min() >= 0
    assert parts.sum(axis=0) == pytest.approx(max(0, centimes - rounding(problem, P1, P2)))
    assert (parts.sum(axis=0) <= centimes + 1e-6).all()


@given(st.integers(1, 10**7), st.integers(1, 10**7))
def test_parts_are_as_the_spending_was_where_all_of_it_can_be(first: int, second: int) -> None:
    problem = nation(cap(BOTH, 3 * 10**7, "fuel"))
    one, other = share_caps(problem, spent_on("fuel", first, second))
    assert one[0][1] * second == pytest.approx(other[0][1] * first)
    assert (one[0][1] > other[0][1]) == (first > second)


def test_a_part_is_at_least_what_pinned_tours_cost() -> None:
    problem = nation(cap(BOTH, 500_000))
    pinned = no_money_spent(problem).with_tours({P1: [seeing(10, 2)]})
    least = pinned.under(replace(problem.budgets[0], provinces=frozenset({P1})))
    one, other = share_caps(problem, spent_on("fuel", least, 10**7), pinned)
    assert amounts(one) == [least]
    assert amounts(other) == [pytest.approx(500_000 - rounding(problem, P1, P2) - least)]


def test_who_spends_what_the_relaxation_does_gives_up_nothing_of_what_was_too_much() -> None:
    problem = nation(cap(BOTH, 500_000))
    left, nothing = 500_000 - rounding(problem, P1, P2), no_money_spent(problem)
    relaxed = np.array([[300_000.0], [100_000.0]])
    one, other = share_caps_by(problem, nothing, spent_on("fuel", 290_000, 400_000), nothing, relaxed)
    assert amounts(one) == [290_000]
    assert amounts(other) == [pytest.approx(left - 290_000)]


def test_of_what_was_too_much_the_larger_gives_up_more_than_in_proportion() -> None:
    problem = nation(cap(BOTH, 500_000))
    one, other = share_caps(problem, spent_on("fuel", 100_000, 420_000))
    (small,), (large,) = amounts(one), amounts(other)
    assert large / 420_000 < small / 100_000 < 1


def test_only_spending_on_the_chapters_of_a_cap_gives_a_part_of_it() -> None:
    problem = nation(cap(BOTH, 500_000, "fuel"))
    spent = spent_on("fuel", 300, 100) + spent_on("medicines", 0, 10**6)
    one, other = share_caps(problem, spent)
    assert one[0][1] == pytest.approx(3 * other[0][1])
    assert (one[0][0] == tour_chapters(problem.budgets[0])).all()


def test_where_nothing_was_spent_all_get_the_same() -> None:
    problem = nation(cap(BOTH, 500_000))
    one, other = share_caps(problem, np.zeros((2, N_CHAPTERS)))
    assert amounts(one) == amounts(other) == [(500_000 - rounding(problem, P1, P2)) / 2]


@pytest.mark.parametrize("spent", [(0, 0), (10, 40), (0, 10**8)])
def test_a_cap_of_one_province_is_given_to_it_whole_and_to_no_other(spent: tuple[int, int]) -> None:
    problem = nation(cap(frozenset({P2}), 500_000))
    shared = share_caps(problem, spent_on("fuel", *spent))
    assert shared[P1] == []
    assert amounts(shared[P2]) == [pytest.approx(500_000 - rounding(problem, P2))]


def test_a_provinces_own_caps_are_those_that_no_other_shares() -> None:
    caravans_only = cap(frozenset({P1}), 700_000, "caravans", "other")
    problem = nation(cap(BOTH, 900_000), cap(frozenset({P2}), 500_000, "hire"), caravans_only)
    first, second = own_caps(problem, no_money_spent(problem))
    assert first == []
    assert amounts(second) == [500_000 - rounding(problem, P2)]
    assert (second[0][0] == tour_chapters(problem.budgets[1])).all()


def test_a_cap_on_what_tours_never_spend_limits_no_tours() -> None:
    problem = nation(cap(BOTH, 700_000, "caravans"), cap(frozenset({P1}), 700_000, "other"))
    money, spent = no_money_spent(problem), spent_on("fuel", 10, 20)
    assert share_caps(problem, spent) == own_caps(problem, money) == [[], []]
    assert rest_of_caps(problem, money, spent, P1) == []


def test_what_ambulances_took_is_left_to_no_tours() -> None:
    problem = nation(cap(BOTH, 500_000), cap(frozenset({P1}), 400_000), cap(BOTH, 300_000, "fuel"))
    money = no_money_spent(problem).with_posts([PostChoice(0, C2, 0, 9)])
    first = rest_of_caps(problem, money, np.zeros((2, N_CHAPTERS)), P1)
    both = rounding(problem, P1, P2)
    assert amounts(first) == [480_000 - both, 380_000 - rounding(problem, P1), 300_000 - both]


def test_the_rest_of_a_cap_is_what_the_tours_of_all_others_leave() -> None:
    problem = nation(cap(BOTH, 500_000, "fuel"), cap(frozenset({P2}), 400_000), cap(frozenset({P1}), 1))
    money, both = no_money_spent(problem), rounding(problem, P1, P2)
    spent = spent_on("fuel", 70_000, 20_000) + spent_on("medicines", 6000, 8000)
    assert amounts(rest_of_caps(problem, money, spent, P2)) == [430_000 - both, 400_000 - rounding(problem, P2)]
    assert amounts(rest_of_caps(problem, money, spent, P1)) == [480_000 - both, 0.0]


def test_no_rest_is_below_nothing() -> None:
    problem = nation(cap(BOTH, 500_000))
    assert amounts(rest_of_caps(problem, no_money_spent(problem), spent_on("fuel", 0, 600_000), P1)) == [0.0]
