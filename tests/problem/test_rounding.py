"""How far rounding can move what a problem reckons with rates that are not rounded."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from planner.problem.ambulances import AmbulanceProblem
from planner.problem.chapters import FUEL, HIRE, TOUR_CHAPTERS
from planner.problem.rounding import post_rounding_centimes, tour_rounding_centimes
from tests.solve.tiny_nation import tiny_nation

AMBULANCES = tiny_nation().problem.ambulances


def with_upkeep(centimes: Fraction) -> AmbulanceProblem:
    """Return the tiny nation's two ambulances at another upkeep a day for the first."""
    classes = {
        kind._replace(upkeep=centimes) if 0 in those else kind: those for kind, those in AMBULANCES.classes.items()
    }
    return replace(AMBULANCES, classes=classes)


def test_a_tour_of_whole_rates_is_moved_by_its_fuel_alone() -> None:
    (unit,) = tiny_nation().problem.tours[0].rounding
    assert unit.tolist() == [0.5 if chapter == FUEL else 0 for chapter in range(len(TOUR_CHAPTERS))]


def test_each_day_of_a_unit_may_be_a_tour() -> None:
    first, second = tiny_nation().problem.tours
    moved = first.rounding.copy()
    moved[:, HIRE] = 1.5
    days = [int(each.units.available.sum()) for each in (first, second)]
    assert tour_rounding_centimes([replace(first, rounding=moved), second]) == 2 * days[0] + days[1] / 2
    assert tour_rounding_centimes([]) == 0
    assert not np.array_equal(moved, first.rounding)


@pytest.mark.parametrize(("upkeep", "lines_a_day"), [(2000, 0), (Fraction(1, 4), 1), (Fraction(20001, 10), 1)])
def test_an_ambulance_may_have_a_post_a_day(upkeep: Fraction, lines_a_day: int) -> None:
    assert post_rounding_centimes(with_upkeep(Fraction(upkeep))) == lines_a_day * AMBULANCES.n_days / 2
