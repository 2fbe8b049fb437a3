"""Hours, minutes and km of tours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from planner.derive.tours import derive_tours
from planner.domain.plan import StopRow, TourDecision, TourRow
from tests.derive.small import GROUND, LONG, SHORT, day

DAYS, STOPS = derive_tours(GROUND.campaign, GROUND.travel, (SHORT, LONG))


def test_a_tour_goes_on_from_where_it_slept() -> None:
    assert DAYS[0] == TourRow(
        tour="U1@2024-01-09",
        unit="U1",
        province="P1",
        date=date(2024, 1, 9),
        day=1,
        start=480,
        end=806,
        from_="H",
        to="L",
        drive_min=75,
        foot_min=20,
        service_min=231,
        km=Decimal("41.4"),
    )
    assert DAYS[1] == TourRow(
        tour="U1@2024-01-09",
        unit="U1",
        province="P1",
        date=date(2024, 1, 10),
        day=2,
        start=500,
        end=705,
        from_="L",
        to="H",
        drive_min=45,
        foot_min=20,
        service_min=135,
        km=Decimal("27.7"),
    )


def test_a_stop_is_walked_to_and_left_after_the_walk_back() -> None:
    assert STOPS[0] == StopRow(
        tour="U1@2024-01-09",
        date=date(2024, 1, 9),
        sequence=1,
        point="A",
        arrive=510,
        service_start=520,
        service_end=673,  # 40 + 45 × 5 / 2 = 152.5, rounded up
        depart=683,
        consultations=45,
    )


def test_days_and_stops_are_in_order_of_tour_and_date() -> None:
    assert [row.date.day for row in DAYS] == [9, 10, 6]
    assert [(row.date.day, row.sequence) for row in STOPS] == [(9, 1), (9, 2), (10, 1), (6, 1)]


def test_a_day_without_stops_is_a_drive() -> None:
    tour = TourDecision("U1", (day(date(2024, 1, 9), ("A", 520, 45), to="L"), day(date(2024, 1, 10))))
    known = {**GROUND.travel.known, ("L", "H", ""): GROUND.travel.known["A", "L", ""]}
    _, last = derive_tours(GROUND.campaign, replace(GROUND.travel, known=known), (tour,))[0]
    assert (last.end, last.drive_min, last.km) == (495, 15, Decimal("7.7"))


def test_a_drive_where_there_is_no_way_is_refused() -> None:
    tour = TourDecision("U1", (day(date(2024, 1, 9), to="L"),))
    with pytest.raises(ValueError, match="no way from H to L"):
        derive_tours(GROUND.campaign, GROUND.travel, (tour,))
