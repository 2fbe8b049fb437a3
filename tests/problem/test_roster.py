"""People, crews and pins as numbers, and how much a pool can give."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

import numpy as np
import pytest

from planner.domain import settings
from planner.domain.calendar import build_calendar
from planner.domain.campaign import Campaign, Caravan, Leave, Pin, Province, Region, Seat, Staff, Unit
from planner.problem.crew_days import NO_LIMIT, crew_capacity, crew_load
from planner.problem.index import build_index
from planner.problem.roster import NO_SKILL, Duty, DutyPin, StaffProblem, build_staff

FIRST: Final = date(2024, 1, 10)
"""A Wednesday; the next day and the fourteenth are holidays. The season's last week has two days."""
LAST: Final = date(2024, 1, 23)
DOCTOR, SPECIALIST, NURSE = 0, 1, 2
ANAESTHESIA, CARDIOLOGY = 7, 8
"""Skills are numbered after the professions, by profession and name."""

STAFF: Final = (
    Staff(code="S1", profession="doctor", province="P1", max_days=6),
    Staff(code="S2", profession="nurse", specialty="anesthésie", province="P1", max_days_per_week=3),
    Staff(code="S3", profession="nurse", specialty="pédiatrie", province="P1"),
    Staff(code="S4", profession="specialist", specialty="cardiologie", province="P2", max_days_per_week=7),
    Staff(code="S5", profession="specialist", specialty="cardiologie", province="P3"),
    Staff(code="S6", profession="nurse", province="P2", from_=date(2024, 1, 20), to=date(2024, 1, 22)),
)
CREWS: Final = (
    Seat(crew="caravan", profession="specialist", specialty="cardiologie", count=1),
    Seat(crew="caravan", profession="specialist", count=1),
    Seat(crew="caravan", profession="nurse", specialty="anesthésie", count=1),
    Seat(crew="caravan", profession="nurse", count=2),
    Seat(crew="nobody", profession="doctor", specialty="urgences", count=1),
)


def campaign_of(**other: Any) -> Campaign:
    """Return a campaign of three provinces in two regions."""
    tables: dict[str, Any] = {
        "regions": (Region(code="R1"), Region(code="R2")),
        "provinces": (
            Province(code="P1", region="R1"),
            Province(code="P2", region="R1"),
            Province(code="P3", region="R2"),
        ),
        "units": (Unit(code="U1", province="P1", base="C"), Unit(code="U2", province="P2", base="C")),
        "caravans": (Caravan(code="K1", region="R1"),),
        "staff": STAFF,
        "crews": CREWS,
        "leave": (Leave(staff="S1", from_=date(2024, 1, 15), to=date(2024, 1, 16)),),
    } | other
    coded = (
        "regions",
        "provinces",
        "douars",
        "points",
        "centres",
        "units",
        "ambulances",
        "staff",
        "equipment",
        "caravans",
    )
    whole = ("catchments", "leave", "crews", "closures", "caps", "travel", "pins")
    rows: dict[str, Any] = {name: tables.get(name, ()) for name in whole}
    rows |= {name: {row.code: row for row in tables.get(name, ())} for name in coded}
    head = settings.Head(code="t", start=FIRST, end=LAST)
    return Campaign(settings=settings.Settings(campaign=head), **rows)


def build(campaign: Campaign) -> StaffProblem:
    """Return the numbers of a campaign's people."""
    calendar = build_calendar(campaign.settings.calendar, FIRST, LAST)
    return build_staff(campaign, calendar, build_index(campaign))


@pytest.fixture
def staff() -> StaffProblem:
    return build(campaign_of())


def days(available: Any) -> list[int]:
    return np.flatnonzero(available).tolist()


def test_people_are_available_within_their_dates_off_leave_and_not_on_holidays(staff: StaffProblem) -> None:
    season = [0, 2, 3, *range(5, 14)]
    assert days(staff.available[0]) == [day for day in season if day not in (5, 6)]
    assert days(staff.available[1]) == season
    assert days(staff.available[5]) == [10, 11, 12]


def test_no_limit_is_all_days_of_the_season(staff: StaffProblem) -> None:
    assert staff.max_days.tolist() == [6, 14, 14, 14, 14, 14]
    assert staff.max_days_per_week.tolist() == [5, 3, 5, 7, 5, 5]


def test_weeks_begin_on_monday(staff: StaffProblem) -> None:
    assert staff.week.tolist() == [0] * 5 + [1] * 7 + [2] * 2
    assert staff.week_starts.tolist() == [0, 5, 12]


def test_skills_are_those_that_crews_in_use_name(staff: StaffProblem) -> None:
    assert staff.profession_of.tolist() == [*range(7), NURSE, SPECIALIST]
    assert staff.skill.tolist() == [NO_SKILL, ANAESTHESIA, NO_SKILL, CARDIOLOGY, CARDIOLOGY, NO_SKILL]


def test_a_crew_counts_persons_of_a_skill_with_their_profession_too(staff: StaffProblem) -> None:
    unit, caravan = staff.crew_needs[staff.unit_crew[0]], staff.crew_needs[staff.caravan_crew[0]]
    assert staff.unit_crew[0] == staff.unit_crew[1]
    assert unit.tolist() == [1, 0, 2, 0, 0, 0, 1, 0, 0]
    assert caravan.tolist() == [0, 2, 3, 0, 0, 0, 0, 1, 1]


def test_specialists_are_one_pool_a_region_and_all_others_one_a_province(staff: StaffProblem) -> None:
    members = [each.tolist() for each in staff.pool_members()]
    of_kind = [
        [members[pool] for pool in staff.pools[:, kind]]
        for kind in (DOCTOR, SPECIALIST, NURSE, ANAESTHESIA, CARDIOLOGY)
    ]
    assert of_kind == [
        [[0], [], []],
        [[3], [3], [4]],
        [[1, 2], [5], []],
        [[1], [], []],
        [[3], [3], [4]],
    ]
    assert staff.pools[0, SPECIALIST] == staff.pools[1, SPECIALIST] != staff.pools[2, SPECIALIST]


def test_duty_pins_name_a_unit_or_a_caravan() -> None:
    staff = build(
        campaign_of(
            pins=(
                Pin(kind="duty", staff="S2", date=date(2024, 1, 12), unit="U2"),
                Pin(kind="duty", staff="S4", date=date(2024, 1, 13), caravan="K1"),
                Pin(kind="caravan", caravan="K1", site="C", date=date(2024, 1, 13)),
            )
        )
    )
    assert staff.pins == (DutyPin(1, 2, True, 1), DutyPin(3, 3, False, 0))


def test_what_was_built_cannot_be_changed(staff: StaffProblem) -> None:
    with pytest.raises(ValueError, match="read-only"):
        staff.available[0, 0] = False


def test_a_pool_gives_no_more_than_the_days_of_its_persons_allow(staff: StaffProblem) -> None:
    capacity = crew_capacity(staff)
    doctors, nurses, hearts = (staff.pools[0, kind] for kind in (DOCTOR, NURSE, CARDIOLOGY))
    assert capacity.persons_by_day[doctors].tolist() == [1, 0, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1]
    assert capacity.persons_by_day[nurses].tolist() == [2, 0, 2, 2, 0, *[2] * 9]
    assert capacity.days_by_week[[doctors, nurses, hearts]].tolist() == [[3, 5, 2], [6, 8, 4], [3, 6, 2]]
    assert capacity.days_in_season[[doctors, nurses, hearts]].tolist() == [6, 18, 11]


def test_who_may_serve_on_no_day_at_all_is_nobody_on_any_day() -> None:
    staff = build(campaign_of(staff=(replace(STAFF[0], max_days=0), replace(STAFF[1], max_days_per_week=0))))
    capacity = crew_capacity(staff)
    assert not capacity.persons_by_day.any()
    assert not capacity.days_in_season.any()


def test_duties_ask_for_the_persons_of_their_crew_on_each_of_their_days(staff: StaffProblem) -> None:
    duties = [Duty(0, int(staff.unit_crew[0]), 3, 3, True, 0), Duty(1, int(staff.caravan_crew[0]), 4, 1, False, 0)]
    load = crew_load(staff, duties)
    nurses, other_nurses, specialists = staff.pools[0, NURSE], staff.pools[1, NURSE], staff.pools[0, SPECIALIST]
    assert load.persons_by_day[[nurses, other_nurses, specialists], 2:7].tolist() == [
        [0, 2, 2, 2, 0],
        [0, 0, 3, 0, 0],
        [0, 0, 2, 0, 0],
    ]
    assert load.days_by_week[nurses].tolist() == [4, 2, 0]
    assert load.days_in_season[[nurses, other_nurses, specialists]].tolist() == [6, 3, 2]


def test_capacity_is_enough_until_one_limit_is_passed(staff: StaffProblem) -> None:
    capacity = crew_capacity(staff)
    only_doctors = replace(staff, crew_needs=np.eye(1, 9, DOCTOR, dtype=np.int32))

    def is_enough(*spans: tuple[int, int]) -> bool:
        duties = [Duty(0, 0, first_day, length_days, True, 0) for first_day, length_days in spans]
        left = capacity.less(crew_load(only_doctors, duties))
        return all((each >= 0).all() for each in (left.persons_by_day, left.days_by_week, left.days_in_season))

    assert is_enough((7, 5), (12, 1))
    assert not is_enough((7, 5), (12, 2)), "six days in the season"
    assert not is_enough((7, 2), (8, 1)), "one person a day"
    assert not is_enough((5, 1)), "on leave"


def test_without_staff_nothing_is_limited() -> None:
    staff = build(campaign_of(staff=(), leave=()))
    capacity = crew_capacity(staff)
    assert not staff.has_roster
    assert capacity.persons_by_day.shape == (capacity.days_in_season.size, 14)
    assert {*capacity.persons_by_day.flat, *capacity.days_by_week.flat, *capacity.days_in_season.flat} == {NO_LIMIT}


def test_without_units_and_caravans_there_are_no_crews() -> None:
    staff = build(campaign_of(units=(), caravans=()))
    assert staff.crew_needs.shape == (0, 7)
    assert crew_capacity(staff).days_in_season.sum() > 0
