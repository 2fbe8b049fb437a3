"""Ambulances posted by hand: where most people lack cover, while it is worth the upkeep and money is there."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from planner.domain.columns import Chapter
from planner.problem.ambulances import NO_BASE, AmbulanceClass, AmbulanceProblem, PostPin
from planner.problem.answer import PostChoice
from planner.problem.budgets import Budget
from planner.solve.by_hand.posts import pay_for_posts, post_by_hand
from planner.solve.by_hand.purse import Purse

UPKEEP: frozenset[Chapter] = frozenset(["upkeep"])
N_DAYS = 10


def make_problem(**changes: Any) -> AmbulanceProblem:
    """Return two ambulances and three centres that reach 100, 300 and 200 persons; the last two share 50 more."""
    reach = np.array([[1, 0, 0, 0], [0, 1, 0, 1], [0, 0, 1, 1]], bool)
    problem = AmbulanceProblem(
        n_days=N_DAYS,
        classes={AmbulanceClass(0, 1, NO_BASE, Fraction(1000)): (0, 1)},
        posts=np.ones(3, np.int32),
        centre_province=np.zeros(3, np.int32),
        covers=np.stack([reach, reach]),
        population=np.array([100, 300, 200, 50]),
        cover=Fraction(300),
        backup=Fraction(120),
        pins=(),
    )
    return replace(problem, **changes)


def where(posts: tuple[PostChoice, ...]) -> list[int]:
    """Return the centres of posts that are held all season, by ambulance."""
    return [post.centre for post in posts if (post.first_day, post.last_day) == (0, N_DAYS - 1)]


def test_ambulances_stand_where_most_people_lack_cover() -> None:
    assert where(post_by_hand(make_problem(), Purse(()))) == [1, 2]


@pytest.mark.parametrize(("upkeep", "centres"), [(2000, [1, 2]), (7000, [1]), (11000, [])])
def test_an_ambulance_stands_nowhere_where_its_upkeep_is_not_worth_it(upkeep: int, centres: list[int]) -> None:
    classes = {AmbulanceClass(0, 1, NO_BASE, Fraction(upkeep)): (0, 1)}
    assert where(post_by_hand(make_problem(classes=classes), Purse(()))) == centres


def test_no_more_ambulances_stand_than_money_pays_for() -> None:
    purse = Purse([Budget(frozenset([0]), UPKEEP, 15_000)])
    assert where(post_by_hand(make_problem(), purse)) == [1]
    assert purse.left == [5_000]


def test_an_ambulance_stays_at_its_base() -> None:
    classes = {AmbulanceClass(0, 1, 0, Fraction(1000)): (0,), AmbulanceClass(0, 1, 2, Fraction(1000)): (1,)}
    assert where(post_by_hand(make_problem(classes=classes), Purse(()))) == [0, 2]


def test_a_pinned_ambulance_is_paid_for_its_days_and_keeps_its_place() -> None:
    purse = Purse([Budget(frozenset([0]), UPKEEP, 15_000)])
    problem = make_problem(pins=(PostPin(0, 1, 2, 4),))
    pay_for_posts(problem, problem.pins, purse)
    posts = post_by_hand(problem, purse)
    assert posts == (PostChoice(0, 1, 2, 4), PostChoice(1, 2, 0, N_DAYS - 1))
    assert purse.left == [2_000]
