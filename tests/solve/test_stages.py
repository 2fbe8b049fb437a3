"""Stages tell what was reached and proven, in whole centimes, and never a proof above what was reached."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pytest

from planner.problem.answer import ALL_PROVINCES, CaravanChoice, Note, PostChoice, StageResult
from planner.solve.caravans import CaravanAnswer
from planner.solve.money import no_money_spent
from planner.solve.place_others import Others
from planner.solve.post_ambulances import AmbulanceAnswer
from planner.solve.pricing import Priced
from planner.solve.pricing.priced import Known, no_crew_prices
from planner.solve.search_provinces import Found
from planner.solve.stages import build_stages, heed_contradictions
from tests.solve.tiny_nation import C2, C3, tiny_nation

NO_POSTS: Final = AmbulanceAnswer((), 0.0, 0.0)
NO_CARAVANS: Final = CaravanAnswer((), (), 0.0, 0.0)


def stages_of(
    caravans: CaravanAnswer = NO_CARAVANS,
    posts: AmbulanceAnswer = NO_POSTS,
    reached_mad: Sequence[float] = (-10.0, -20.0),
    lower_mad: Sequence[float] = (-15.0, -30.0),
    operations: tuple[int, int] = (0, 0),
) -> tuple[StageResult, ...]:
    """Return the stages of the tiny campaign."""
    problem = tiny_nation().problem
    n_caps = len(problem.budgets)
    nothing = no_money_spent(problem)
    known, spent = Known(((), ()), ((), ())), np.zeros((2, n_caps))
    priced = Priced(problem, 0.0, np.zeros(n_caps), np.array(lower_mad), no_crew_prices(problem), spent, known, ())
    found = Found({}, np.array(reached_mad), operations, np.array([3.0, 4.26]), ())
    others = Others(problem, posts, caravans, priced.caravans, nothing, nothing, 0.0, (1.24, 2.0))
    return build_stages(priced, found, others, caravans)


def test_ambulances_and_caravans_come_before_the_tours_of_every_province() -> None:
    stages = stages_of()
    assert [(stage.name, stage.province) for stage in stages] == [
        ("ambulances", -1),
        ("caravans", -1),
        ("tours", 0),
        ("tours", 1),
    ]
    assert all("prices of money" in stage.given for stage in stages)
    assert [stage.seconds for stage in stages] == [1.2, 2.0, 3.0, 4.3]


def test_what_is_worth_something_is_told_as_a_gain_that_is_below_nothing() -> None:
    ambulances, caravans, *_ = stages_of(CaravanAnswer((), (), 7.25, 9.5), AmbulanceAnswer((), 100.25, 100.5))
    assert (ambulances.objective_centimes, ambulances.bound_centimes) == (-10_025, -10_050)
    assert (caravans.objective_centimes, caravans.bound_centimes) == (-725, -950)


def test_each_province_is_told_what_it_reached_and_what_was_proven_of_it() -> None:
    *_, first, second = stages_of(reached_mad=(-10.0, 4.5), lower_mad=(-15.25, -30.0))
    assert (first.objective_centimes, first.bound_centimes) == (-1000, -1525)
    assert (second.objective_centimes, second.bound_centimes) == (450, -3000)


def test_a_bound_is_rounded_down() -> None:
    *_, first, second = stages_of(reached_mad=(50.0, 50.0), lower_mad=(12.3499, -12.3401))
    assert (first.bound_centimes, second.bound_centimes) == (1234, -1235)


def lifted(above: float) -> tuple[tuple[StageResult, ...], tuple[Note, ...]]:
    """Return what is told where each proof lies above what was reached."""
    return heed_contradictions(
        stages_of(
            CaravanAnswer((), (), 9.0, 9.0 - above),
            AmbulanceAnswer((), 8.0, 8.0 - above),
            reached_mad=(-10.0, 10.0),
            lower_mad=(-10.0 + above, 10.0 + above),
        )
    )


@pytest.mark.parametrize("above", [1e-9, 0.004, 3.0])
def test_a_bound_that_lies_above_what_was_reached_is_told_as_reached(above: float) -> None:
    stages, _ = lifted(above)
    assert [stage.objective_centimes for stage in stages] == [-800, -900, -1000, 1000]
    assert [stage.bound_centimes for stage in stages] == [-800, -900, -1000, 1000]


@pytest.mark.parametrize("above", [0.0, 1e-9, 0.004])
def test_floats_contradict_no_proof(above: float) -> None:
    assert not lifted(above)[1]


def test_a_proof_that_is_contradicted_is_told_with_its_stage_and_by_how_much() -> None:
    _, notes = lifted(3.0)
    assert [(note.what, note.province, note.detail) for note in notes] == [
        ("contradicted", ALL_PROVINCES, "ambulances 3.00 MAD"),
        ("contradicted", ALL_PROVINCES, "caravans 3.00 MAD"),
        ("contradicted", 0, "tours 3.00 MAD"),
        ("contradicted", 1, "tours 3.00 MAD"),
    ]


def test_operations_of_a_province_are_those_of_its_tours_and_of_all_that_stands_there() -> None:
    posts = (PostChoice(0, C2, 0, 4), PostChoice(1, C3, 0, 0))
    held = CaravanChoice(0, C3, 20)
    stages = stages_of(CaravanAnswer((held,), (), 9.0, 9.0), AmbulanceAnswer(posts, 8.0, 8.0), operations=(70, 900))
    caravan = int(no_money_spent(tiny_nation().problem).with_caravans([held]).spent.sum())
    assert caravan >= 900_000
    assert [stage.operations_centimes for stage in stages] == [0, 0, 5 * 2000 + 70, 1500 + caravan + 900]
