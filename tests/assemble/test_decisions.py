"""What was chosen in numbers is read back in codes, dates and hours of the day."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any, Final

import numpy as np
import pytest

from planner.assemble import assemble
from planner.domain.plan import (
    CaravanDecision,
    DayDecision,
    Decisions,
    DutyDecision,
    PostDecision,
    UseDecision,
    VisitDecision,
)
from planner.problem.answer import (
    CaravanChoice,
    Choices,
    DayChoice,
    DutyChoice,
    PostChoice,
    TourChoice,
    UseChoice,
)
from planner.problem.units import TRACK
from tests.solve.tiny_nation import A_NODE, B_NODE, C1, C1_NODE, C2, C2_NODE, C3, B, C, seeing, tiny_nation

P1, P2 = 0, 1
MONDAY: Final = 7
NOTHING: Final = Choices({})


def decided(**chosen: Any) -> Decisions:
    """Return the decisions of an answer of the tiny campaign."""
    campaign, catchments, problem = tiny_nation()
    return assemble(replace(NOTHING, **chosen), problem, campaign, catchments)


def day_of(first_day: int, day: DayChoice) -> DayDecision:
    """Return the only day of the only tour, by the unit of the first province."""
    (tour,) = decided(tours={P1: (TourChoice(0, first_day, (day,)),)}).tours
    (only,) = tour.days
    return only


def test_nothing_chosen_is_nothing_decided() -> None:
    assert decided() == Decisions()


def test_a_tour_has_the_codes_and_dates_of_its_unit_stops_and_nights() -> None:
    days = (
        DayChoice(C1_NODE, C2_NODE, (A_NODE,), (40,)),
        DayChoice(C2_NODE, C2_NODE, (), ()),
        DayChoice(C2_NODE, C1_NODE, (B_NODE, A_NODE), (20, 10)),
    )
    (tour,) = decided(tours={P1: (TourChoice(0, MONDAY, days),)}).tours
    assert (tour.unit, tour.code) == ("U1", "U1@2024-01-15")
    assert [day.date for day in tour.days] == [date(2024, 1, 15), date(2024, 1, 16), date(2024, 1, 17)]
    assert [day.to for day in tour.days] == ["C2", "C2", "C1"]
    stops = [[(stop.point, stop.consultations) for stop in day.stops] for day in tour.days]
    assert stops == [[("A", 40)], [], [("B", 20), ("A", 10)]]


def test_numbers_of_a_province_are_its_own_and_not_the_nations() -> None:
    (tour,) = decided(tours={P2: (TourChoice(0, MONDAY, (DayChoice(1, 1, (0,), (30,)),)),)}).tours
    (day,) = tour.days
    assert (tour.unit, day.to, [stop.point for stop in day.stops]) == ("U2", "C3", ["C"])


def test_a_day_leaves_at_its_beginning_where_its_first_stop_is_open() -> None:
    problem = tiny_nation().problem.tours[P1]
    day = day_of(MONDAY, DayChoice(C1_NODE, C1_NODE, (A_NODE,), (30,)))
    assert day.start == problem.days.start_min
    assert day.stops[0].service_start == day.start + 95


def test_a_day_leaves_no_earlier_than_its_first_stop_needs() -> None:
    problem = tiny_nation().problem
    first = problem.tours[P1]
    opens, minutes = first.opens.copy(), first.minutes.copy()
    opens[A_NODE] = 13 * 60
    minutes[TRACK, C2_NODE, A_NODE] = 41
    late = replace(first, opens=opens, minutes=minutes, foot_min=first.foot_min + 7)
    campaign, catchments, _ = tiny_nation()
    days = (DayChoice(C1_NODE, C2_NODE, (), ()), DayChoice(C2_NODE, C1_NODE, (A_NODE,), (30,)))
    answer = replace(NOTHING, tours={P1: (TourChoice(0, MONDAY, days),)})
    changed = replace(problem, tours=(late, problem.tours[P2]))
    _, day = assemble(answer, changed, campaign, catchments).tours[0].days
    assert day.stops[0].service_start == 13 * 60
    assert day.start == 13 * 60 - 41 - 7


def test_a_unit_is_told_by_its_number_in_the_nation() -> None:
    campaign, catchments, problem = tiny_nation()
    units = problem.tours[P1].units
    doubled = {each.name: np.repeat(getattr(units, each.name), 2, axis=0) for each in fields(units)}
    both = replace(units, **doubled | {"units_of": np.array([0, 1], np.int32)})
    changed = replace(problem, tours=(replace(problem.tours[P1], units=both), problem.tours[P2]))
    answer = replace(NOTHING, tours={P1: (replace(seeing(30, MONDAY), unit=1), seeing(30, MONDAY))})
    assert [tour.unit for tour in assemble(answer, changed, campaign, catchments).tours] == ["U2", "U1"]


def test_a_day_without_stops_leaves_at_its_beginning() -> None:
    day = day_of(MONDAY, DayChoice(C1_NODE, C2_NODE, (), ()))
    assert day == DayDecision(date(2024, 1, 15), day.start, (), "C2")
    assert day.start == tiny_nation().problem.tours[P1].days.start_min


def test_a_day_that_does_not_fit_is_a_mistake_of_the_solver() -> None:
    with pytest.raises(ValueError, match="unit 0 of province 0 cannot drive its day 7"):
        decided(tours={P1: (seeing(5000, MONDAY),)})


def test_a_stop_that_sees_enough_is_a_visit_of_each_douar_that_comes_there() -> None:
    decisions = decided(tours={P1: (seeing(60, MONDAY), seeing(1, MONDAY + 15))})
    assert decisions.visits == tuple(
        VisitDecision(douar, date(2024, 1, 15), "A", "U1@2024-01-15") for douar in ("D1", "D2")
    )


def test_stops_too_close_to_one_another_count_once_and_the_tours_stay() -> None:
    decisions = decided(tours={P1: (seeing(60, MONDAY), seeing(60, MONDAY + 1), seeing(60, MONDAY + 16))})
    counted = [visit.date for visit in decisions.visits if visit.douar == "D1"]
    assert len(decisions.tours) == 3
    assert len(counted) == 2
    assert date(2024, 1, 31) in counted


def test_posts_are_of_ambulances_at_centres_from_day_to_day() -> None:
    decisions = decided(posts=(PostChoice(1, C3, 0, 41), PostChoice(0, C2, 3, 3)))
    assert decisions.posts == (
        PostDecision("M2", "C3", date(2024, 1, 8), date(2024, 2, 18)),
        PostDecision("M1", "C2", date(2024, 1, 11), date(2024, 1, 11)),
    )


@pytest.mark.parametrize(("site", "code"), [(C1, "C1"), (C3, "C3"), (B, "B"), (C, "C")])
def test_a_caravan_stands_at_a_centre_or_a_point_with_its_pieces_for_all_its_days(site: int, code: str) -> None:
    decisions = decided(caravans=(CaravanChoice(0, site, 14),), uses=(UseChoice(0, 0),))
    assert decisions.caravans == (CaravanDecision("K1", code, date(2024, 1, 22)),)
    assert decisions.uses == (UseDecision("E1", "K1", date(2024, 1, 22), date(2024, 1, 23)),)


def test_a_duty_names_the_tour_of_its_province_and_place_or_its_caravan() -> None:
    decisions = decided(
        tours={
            P1: (seeing(30, MONDAY), seeing(30, MONDAY + 2)),
            P2: (TourChoice(0, 9, (DayChoice(1, 1, (0,), (9,)),)),),
        },
        caravans=(CaravanChoice(0, C1, 14),),
        duties=(
            DutyChoice(0, MONDAY, P1, tour=0),
            DutyChoice(1, MONDAY + 2, P1, tour=1),
            DutyChoice(4, 9, P2, tour=0),
            DutyChoice(8, 15, P1, caravan=0),
        ),
    )
    assert [tour.code for tour in decisions.tours] == ["U1@2024-01-15", "U1@2024-01-17", "U2@2024-01-17"]
    assert decisions.duties == (
        DutyDecision("S01", date(2024, 1, 15), "tour", "U1@2024-01-15"),
        DutyDecision("S02", date(2024, 1, 17), "tour", "U1@2024-01-17"),
        DutyDecision("S05", date(2024, 1, 17), "tour", "U2@2024-01-17"),
        DutyDecision("S09", date(2024, 1, 23), "caravan", "K1"),
    )


def test_tours_of_a_province_are_told_in_the_order_in_which_they_were_chosen() -> None:
    later_first = decided(tours={P1: (seeing(30, MONDAY + 2), seeing(30, MONDAY))}).tours
    assert [tour.code for tour in later_first] == ["U1@2024-01-17", "U1@2024-01-15"]
