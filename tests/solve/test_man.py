"""Tours keep their numbers when others are given up, and everybody is told where to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import pytest

from planner.domain.solve_settings import SolveSettings
from planner.problem import Problem
from planner.problem.answer import CaravanChoice, Choices, DutyChoice, Note, Tours, UseChoice
from planner.problem.roster import DutyPin
from planner.solve.man import man
from tests.solve.tiny_nation import C1, C3, seeing, tiny_nation

SETTINGS: Final = SolveSettings(seconds=10)
P1, P2 = 0, 1
ON_MONDAY: Final = CaravanChoice(0, 0, 7)
"""The only caravan as it stands in the first province for two days."""
DOCTOR, NURSE, OTHER_NURSE, DRIVER = range(4)
"""The first persons of the first province; a second driver comes last of it, its only specialist before."""
SPECIALIST, SECOND_DRIVER = 8, 9
MONDAY: Final = 7
UNMANNED: Final = Note("unmanned", P1, "1")


@pytest.fixture
def problem() -> Problem:
    return tiny_nation().problem


def without(problem: Problem, *persons: int) -> Problem:
    """Return the problem when some persons are never there."""
    available = problem.staff.available.copy()
    available[list(persons)] = False
    return replace(problem, staff=replace(problem.staff, available=available))


def with_caravans(problem: Problem, is_owed: Sequence[bool]) -> Problem:
    """Return the problem with caravans like its own, of a day each, each with room for one person more."""
    n = len(is_owed)
    staff = replace(problem.staff, caravan_crew=np.repeat(problem.staff.caravan_crew, n))
    days, room = np.ones(n, np.int32), np.arange(1, n + 1, dtype=np.int32)
    caravans = replace(problem.caravans, days=days, room=room, is_owed=np.array(is_owed), staff=staff)
    return replace(problem, staff=staff, caravans=caravans)


def man_all(
    problem: Problem, tours: dict[int, Tours], *caravans: CaravanChoice
) -> tuple[dict[int, Tours], tuple[DutyChoice, ...], tuple[Note, ...]]:
    """Return the tours that are manned, all duties and the notes."""
    plan, notes = man(problem, Choices(tours, caravans), SETTINGS)
    return plan.tours, plan.duties, notes


def persons(duties: Sequence[DutyChoice], province: int, tour: int) -> dict[int, set[int]]:
    """Return by day who serves on a tour."""
    days: dict[int, set[int]] = {}
    for duty in duties:
        if (duty.province, duty.tour) == (province, tour):
            days.setdefault(duty.day, set()).add(duty.staff)
    return days


def test_every_tour_of_every_province_has_its_crew_on_each_day(problem: Problem) -> None:
    tours: dict[int, Tours] = {P1: (seeing(30, MONDAY, 2), seeing(30, MONDAY + 3)), P2: (seeing(30, MONDAY),)}
    kept, duties, notes = man_all(problem, tours)
    assert (kept, notes) == (tours, ())
    first = persons(duties, P1, 0)
    assert first.keys() == {MONDAY, MONDAY + 1}
    assert first[MONDAY] == first[MONDAY + 1]
    assert persons(duties, P1, 1).keys() == {MONDAY + 3}
    assert persons(duties, P2, 0).keys() == {MONDAY}
    professions = [
        sorted(problem.staff.profession[list(crew)])
        for crew in (first[MONDAY], persons(duties, P1, 1)[MONDAY + 3], persons(duties, P2, 0)[MONDAY])
    ]
    numbers = problem.index.professions
    assert professions == [[numbers["doctor"], *[numbers["nurse"]] * 2, numbers["driver"]]] * 3
    assert {int(problem.staff.province[duty.staff]) for duty in duties if duty.province == P2} == {P2}


def test_of_tours_that_need_the_same_doctor_the_one_that_sees_fewest_is_given_up(problem: Problem) -> None:
    many, few, later = seeing(60, MONDAY), seeing(59, MONDAY), seeing(1, MONDAY + 1)
    kept, duties, notes = man_all(problem, {P1: (many, few, later)})
    assert kept == {P1: (many, later)}
    assert notes == (UNMANNED,)
    assert {duty.tour for duty in duties} == {0, 1}
    assert persons(duties, P1, 1).keys() == {MONDAY + 1}


def test_all_days_of_a_tour_count_for_what_it_sees(problem: Problem) -> None:
    two_days, one_day = seeing(40, MONDAY, 2), seeing(60, MONDAY + 1)
    assert man_all(problem, {P1: (one_day, two_days)})[0] == {P1: (two_days,)}


def test_of_tours_that_see_nobody_the_fewest_are_given_up(problem: Problem) -> None:
    one, first, second = seeing(0, MONDAY, 2), seeing(0, MONDAY), seeing(0, MONDAY + 1)
    assert man_all(problem, {P1: (one, first, second)})[0] == {P1: (first, second)}


def test_provinces_that_give_up_tours_are_told_in_order_with_how_many(problem: Problem) -> None:
    tours: dict[int, Tours] = {
        P2: (seeing(9, MONDAY), seeing(8, MONDAY), seeing(7, MONDAY)),
        P1: (seeing(9, 1), seeing(8, 1)),
    }
    kept, duties, notes = man_all(problem, tours)
    assert notes == (UNMANNED, Note("unmanned", P2, "2"))
    assert kept == {P2: tours[P2][:1], P1: tours[P1][:1]}
    assert {(duty.province, duty.tour) for duty in duties} == {(P1, 0), (P2, 0)}


def test_a_province_without_a_doctor_keeps_no_tour_and_its_place(problem: Problem) -> None:
    kept, duties, notes = man_all(without(problem, DOCTOR), {P1: (seeing(60, MONDAY),)})
    assert (kept, duties, notes) == ({P1: ()}, (), (UNMANNED,))


def test_people_of_a_caravan_are_told_its_number_and_no_tour(problem: Problem) -> None:
    _, duties, notes = man_all(problem, {P1: (seeing(60, MONDAY),)}, ON_MONDAY)
    assert notes == ()
    with_caravan = [duty for duty in duties if duty.caravan == 0]
    assert {(duty.province, duty.tour) for duty in with_caravan} == {(P1, -1)}
    assert [duty.day for duty in with_caravan if duty.staff == SPECIALIST] == [MONDAY, MONDAY + 1]
    assert len(with_caravan) == 4
    assert all(duty.caravan == -1 for duty in duties if duty.tour == 0)


def test_each_caravan_is_told_by_its_own_number_and_province(problem: Problem) -> None:
    problem = with_caravans(problem, [False] * 7)
    caravans = CaravanChoice(6, C1, MONDAY), CaravanChoice(4, C3, MONDAY + 1)
    _, duties, _ = man_all(problem, {P1: (seeing(9, MONDAY),)}, *caravans)
    of_specialist = [(duty.day, duty.province, duty.caravan) for duty in duties if duty.staff == SPECIALIST]
    assert of_specialist == [(MONDAY, P1, 6), (MONDAY + 1, P2, 4)]


def test_of_caravans_that_need_the_same_specialist_an_owed_one_is_kept_and_else_the_one_with_most_room(
    problem: Problem,
) -> None:
    both = CaravanChoice(0, C1, MONDAY), CaravanChoice(1, C1, MONDAY)
    uses = UseChoice(8, 0), UseChoice(9, 1)
    for is_owed, kept in (([False, False], 1), ([True, False], 0)):
        plan, _ = man(with_caravans(problem, is_owed), Choices({}, both, uses=uses), SETTINGS)
        assert (plan.caravans, plan.uses) == ((both[kept],), (uses[kept],))
        assert {duty.caravan for duty in plan.duties} == {kept}


def test_a_tour_that_is_pinned_outlasts_one_that_sees_more_and_a_caravan(problem: Problem) -> None:
    tours: dict[int, Tours] = {P1: (seeing(60, MONDAY), seeing(1, MONDAY))}
    assert man_all(problem, tours)[0] == {P1: tours[P1][:1]}
    other_unit = replace(tours[P1][1], unit=1)
    units = replace(problem.tours[P1].units, units_of=np.zeros(2, np.int32))
    there = replace(problem.tours[P1], units=units, pinned=((1, MONDAY, ()),))
    pinned = replace(without(problem, SECOND_DRIVER), tours=(there, problem.tours[P2]))
    plan, notes = man(pinned, Choices({P1: (tours[P1][0], other_unit)}, (ON_MONDAY,)), SETTINGS)
    assert (plan.tours, plan.caravans, notes) == ({P1: (other_unit,)}, (), (UNMANNED,))


def test_a_caravan_that_cannot_be_manned_takes_no_tour_with_it(problem: Problem) -> None:
    tours: dict[int, Tours] = {P1: (seeing(9, MONDAY),)}
    nobody = without(problem, SPECIALIST)
    kept, duties, notes = man_all(nobody, tours, ON_MONDAY)
    assert (kept, notes) == (tours, ())
    assert {duty.caravan for duty in duties} == {-1}


def test_no_tour_takes_the_driver_of_a_caravan_however_many_it_sees(problem: Problem) -> None:
    busy = seeing(10_000, MONDAY)
    tours: dict[int, Tours] = {P1: (busy, seeing(5, MONDAY + 3))}
    one_driver = without(problem, SECOND_DRIVER)
    kept, duties, notes = man_all(one_driver, tours, ON_MONDAY)
    assert kept == {P1: tours[P1][1:]}
    assert notes == (UNMANNED,)
    assert {(duty.day, duty.caravan) for duty in duties if duty.staff == DRIVER} == {
        (MONDAY, 0),
        (MONDAY + 1, 0),
        (MONDAY + 3, -1),
    }
    assert man_all(one_driver, tours)[0] == tours


def test_a_unit_has_the_crew_of_its_national_number(problem: Problem) -> None:
    crews = np.array([problem.staff.unit_crew[0], problem.staff.caravan_crew[0]], np.int32)
    odd = replace(problem, staff=replace(problem.staff, unit_crew=crews))
    _, duties, _ = man_all(odd, {P2: (seeing(9, MONDAY),)})
    assert len(duties) == 2
    assert SPECIALIST in {duty.staff for duty in duties}


def test_a_person_who_is_pinned_to_a_unit_goes_with_it(problem: Problem) -> None:
    tours: dict[int, Tours] = {P1: (seeing(9, MONDAY),), P2: (seeing(9, MONDAY),)}
    for unit, driver in ((0, DRIVER), (0, SECOND_DRIVER), (1, 7), (1, 10)):
        pinned = replace(problem, staff=replace(problem.staff, pins=(DutyPin(driver, MONDAY, True, unit),)))
        _, duties, _ = man_all(pinned, tours)
        assert driver in persons(duties, unit, 0)[MONDAY]


def test_where_there_is_no_roster_all_tours_are_kept(problem: Problem) -> None:
    nobody = replace(problem, staff=replace(problem.staff, profession=np.zeros(0, np.int32)))
    tours: dict[int, Tours] = {P1: (seeing(9, MONDAY), seeing(8, MONDAY))}
    assert man_all(nobody, tours, ON_MONDAY) == (tours, (), ())
