"""Caravans beside those that prices chose, or in their place: where tours lose less by them, or have left the money."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import pytest

from planner.domain.columns import PROFESSIONS
from planner.domain.solve_settings import SolveSettings
from planner.problem import Problem
from planner.problem.answer import Choices
from planner.solve.bound.offer import TourOffer
from planner.solve.by_hand import hold_rest, plan_by_hand
from planner.solve.caravans import (
    CaravanAnswer,
    place_caravans,
    reach_centimes,
    value_caravans,
    worth_of_caravans,
)
from planner.solve.caravans.worth import free_prices
from planner.solve.exchange_caravans import exchange_caravans
from planner.solve.money import no_money_spent
from planner.solve.pricing import Priced
from planner.solve.pricing.priced import Known, no_crew_prices
from tests.solve.tiny_nation import CARAVANS_CAP, TOTAL, tiny_nation

SETTINGS: Final = SolveSettings(seconds=1, workers=1, deterministic=True)
NONE: Final = CaravanAnswer((), (), 0.0, 0.0)


def with_total(problem: Problem, centimes: int) -> Problem:
    """Return a problem with another envelope."""
    budgets = list(problem.budgets)
    budgets[TOTAL] = replace(budgets[TOTAL], centimes=centimes)
    return replace(problem, budgets=tuple(budgets))


def net_mad(problem: Problem) -> float:
    """Return what the caravan is worth more than it costs."""
    (held,) = place_caravans(problem.caravans, SETTINGS).caravans
    return worth_of_caravans(problem.caravans, [held]) / 100


def with_poorer_twin(problem: Problem) -> Problem:
    """Return a problem with a second caravan like its only one, which reaches half the persons, and money for one."""
    one, twice = problem.caravans, np.zeros(2, int)
    by_caravan = ("days", "radius", "fixed_centimes", "per_diem_centimes", "is_owed")
    both = {name: getattr(one, name)[twice] for name in (*by_caravan, "region", "first_start", "last_start", "length")}
    persons = reach_centimes(one, place_caravans(one, SETTINGS).caravans)[0] / float(one.centimes_per_person)
    caravans = replace(
        one,
        **both,
        kind=np.array([0, 1], np.int32),
        room=np.array([one.room[0], persons // 2], np.int32),
        sites_of=one.sites_of * 2,
        supply=replace(one.supply, needs=one.supply.needs[twice]),
        staff=replace(one.staff, caravan_crew=one.staff.caravan_crew[twice]),
    )
    budgets = list(problem.budgets)
    budgets[CARAVANS_CAP] = replace(budgets[CARAVANS_CAP], centimes=int(one.fixed_centimes[0]))
    return replace(problem, caravans=caravans, budgets=tuple(budgets))


def with_twin_held(problem: Problem) -> CaravanAnswer:
    """Return the answer that holds the poorer of two where the only one was best held."""
    (best,) = place_caravans(tiny_nation().problem.caravans, SETTINGS).caravans
    return value_caravans(problem.caravans, free_prices(problem.caravans), (), (replace(best, caravan=1),), ())


def chosen_beside(problem: Problem, tours_mad: float, chosen: CaravanAnswer = NONE) -> CaravanAnswer:
    """Return what is held where the first province offers no tours, or tours worth so much for the whole envelope."""
    money = np.array([0.0, problem.budgets[TOTAL].centimes / 100, 0.0, 0.0, 0.0])
    people = np.zeros(len(PROFESSIONS))
    nothing = TourOffer(0.0, np.zeros(5), people)
    known = Known(((), ()), ((nothing, TourOffer(-tours_mad, money, people)), (nothing,)))
    caps = len(problem.budgets)
    priced = Priced(problem, 0.0, np.zeros(caps), np.zeros(2), no_crew_prices(problem), np.zeros((2, caps)), known, ())
    spent = no_money_spent(problem)
    return exchange_caravans(chosen, priced, spent, spent, SETTINGS, lambda: True)


def cost_mad(problem: Problem) -> float:
    costs = problem.caravans
    return float(costs.fixed_centimes[0] + costs.per_diem_centimes[0]) / 100


def test_a_caravan_is_held_where_tours_would_lose_less_by_it() -> None:
    problem = tiny_nation().problem
    # Tours of all the money are worth so much that a part of it as large as the caravan's is worth what it is …
    even = net_mad(problem) * problem.budgets[TOTAL].centimes / 100 / cost_mad(problem)
    assert len(chosen_beside(problem, 0.9 * even).caravans) == 1  # … or a little less …
    assert chosen_beside(problem, 1.1 * even) == NONE  # … or more


def test_a_caravan_is_held_in_the_place_of_a_poorer_one_where_money_is_short() -> None:
    problem = with_poorer_twin(tiny_nation().problem)
    twin = with_twin_held(problem)
    better = chosen_beside(problem, 0.0, twin)
    assert [choice.caravan for choice in better.caravans] == [0]
    assert better.worth_mad > twin.worth_mad
    assert chosen_beside(problem, 0.0, better) is better


def test_a_caravan_that_is_owed_gives_its_place_to_none() -> None:
    problem = with_poorer_twin(tiny_nation().problem)
    problem = replace(problem, caravans=replace(problem.caravans, is_owed=np.array([False, True])))
    twin = with_twin_held(problem)
    assert chosen_beside(problem, 0.0, twin) is twin


def test_what_is_held_more_has_its_worth_and_a_bound() -> None:
    problem = tiny_nation().problem
    found = chosen_beside(problem, 0.0)
    assert found.worth_mad == pytest.approx(net_mad(problem))
    assert found.bound_mad >= found.worth_mad
    assert found.uses == place_caravans(problem.caravans, SETTINGS).uses


def test_no_caravan_is_held_beyond_the_money() -> None:
    problem = with_total(tiny_nation().problem, round(cost_mad(tiny_nation().problem) * 100) - 1)
    assert chosen_beside(problem, 0.0) == NONE


def test_tours_that_leave_the_money_of_a_caravan_leave_it_to_it() -> None:
    problem = tiny_nation().problem
    by_hand = plan_by_hand(problem, SETTINGS)
    without = replace(by_hand, caravans=(), uses=())
    found = hold_rest(problem, without)
    assert [choice.caravan for choice in found.caravans] == [0]
    assert {use.caravan for use in found.uses} == {use.caravan for use in by_hand.uses}
    assert (found.tours, found.posts) == (by_hand.tours, by_hand.posts)
    assert hold_rest(problem, found) is found


def test_tours_that_spend_the_money_of_a_caravan_keep_it() -> None:
    problem = tiny_nation().problem
    by_hand = plan_by_hand(problem, SETTINGS)
    without: Choices = replace(by_hand, caravans=(), uses=())
    money = no_money_spent(problem).with_posts(by_hand.posts).with_tours(by_hand.tours)
    spent = money.under(problem.budgets[TOTAL]) + round(cost_mad(problem) * 100)
    assert hold_rest(with_total(problem, spent), without).caravans
    assert hold_rest(with_total(problem, spent - 1), without) == without
