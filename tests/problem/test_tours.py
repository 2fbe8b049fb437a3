"""What a province's tours are told about stops: when they count, who comes to them, how long they take."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import numpy as np

from planner.domain.campaign import KnownDrive
from planner.domain.columns import columns_of
from planner.problem.tours import FAR, UNASKED
from planner.solve.compressed import compressed
from tests.problem.small_tours import make_tours


def test_a_stop_counts_from_its_share_of_what_is_asked_or_of_what_its_unit_may_see_in_a_day() -> None:
    problem = make_tours(np.full((5, 5), 9), 4, n_units=2, demand=np.array([0, 1, 25, 200], np.int32))
    units = replace(problem.units, consultations_per_day=np.array([30, 100], np.int32))
    third = replace(problem, units=units, min_share=Fraction(1, 3))
    assert third.least_to_count.tolist() == [[UNASKED, UNASKED], [1, 1], [9, 9], [10, 34]]
    assert (replace(third, min_share=Fraction(0)).least_to_count[1:] == 1).all()


def test_what_is_impossible_is_farther_than_all_drives_of_a_day_and_can_be_added_up() -> None:
    longest_km = next(column.most for column in columns_of(KnownDrive) if column.name == "km")
    assert longest_km is not None
    assert 8 * 1000 * longest_km < FAR
    assert np.iinfo(np.int32).max > 20 * FAR


def test_the_share_of_a_great_demand_with_a_long_fraction_is_exact() -> None:
    problem = make_tours(np.full((2, 2), 9), 1, demand=np.array([30_000], np.int32), min_share=Fraction("0.333333"))
    units = replace(problem.units, consultations_per_day=np.array([30_000], np.int32))
    assert replace(problem, units=units).least_to_count.tolist() == [[10_000]]


def test_points_know_their_douars_in_ascending_order() -> None:
    problem = make_tours(np.full((4, 4), 9), 3, douar_points=((0, 2), (2,), (0,)))
    assert problem.point_douars == [[0, 2], [], [0, 1]]


def test_rows_are_compressed_one_after_another() -> None:
    starts, numbers = compressed([[4, 2], [], [7]])
    assert [numbers[first:last].tolist() for first, last in pairwise(starts)] == [[4, 2], [], [7]]
