"""One small situation a reason, where that reason alone can hold; where what makes it goes, so does the reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from planner.domain.campaign import (
    Ambulance,
    Campaign,
    Cap,
    Caravan,
    Centre,
    Closure,
    Equipment,
    Seat,
    Staff,
)
from planner.domain.columns import Chapter, Clock, Profession
from planner.domain.plan import (
    CaravanDecision,
    DayDecision,
    Decisions,
    DutyDecision,
    PostDecision,
    StopDecision,
    TourDecision,
    VisitDecision,
)
from tests.reasons.reasons_campaign import CAMPAIGN, MONDAY, SUNDAY, drives, plan_of, row_of, with_rules

POINT, UNIT, KAR, AMB = CAMPAIGN.points["A"], CAMPAIGN.units["U"], CAMPAIGN.caravans["K"], CAMPAIGN.ambulances["M"]
ROUGH = replace(CAMPAIGN, points={"A": replace(POINT, access="track")})


def with_point(campaign: Campaign = CAMPAIGN, **changed: Any) -> Campaign:
    return replace(campaign, points={"A": replace(POINT, **changed)})


def with_unit(campaign: Campaign = CAMPAIGN, **changed: Any) -> Campaign:
    return replace(campaign, units={"U": replace(UNIT, **changed)})


def with_caravan(campaign: Campaign = CAMPAIGN, **changed: Any) -> Campaign:
    return replace(campaign, caravans={"K": replace(KAR, **changed)})


def with_ambulance(campaign: Campaign = CAMPAIGN, **changed: Any) -> Campaign:
    return replace(campaign, ambulances={"M": replace(AMB, **changed)})


def with_staff(campaign: Campaign, *professions: Profession) -> Campaign:
    people = [
        Staff(code=f"S{number}", profession=each, province="P") for number, each in enumerate(("driver", *professions))
    ]
    return replace(campaign, staff={person.code: person for person in people})


def with_cap(campaign: Campaign, chapter: Chapter, mad: str) -> Campaign:
    return replace(campaign, caps=(Cap(chapter=chapter, amount_mad=Decimal(mad)),))


def tour(day: date, consultations: int = 25) -> TourDecision:
    return TourDecision("U", (DayDecision(day, Clock(480), (StopDecision("A", Clock(540), consultations),), "BASE"),))


def visited(day: date) -> Decisions:
    made = tour(day)
    return Decisions(tours=(made,), visits=(VisitDecision("D", day, "A", made.code),))


def at_noon_on_fridays(**calendar: Any) -> Campaign:
    rules = replace(CAMPAIGN.settings.calendar, weekdays=("fri",), **calendar)
    settings = replace(CAMPAIGN.settings, calendar=rules)
    return replace(with_point(opens=Clock(700), closes=Clock(800)), settings=settings)


@pytest.mark.parametrize("kind", ["visit", "caravan", "cover"])
def test_where_nothing_stands_in_the_way_the_search_missed_it(kind: str) -> None:
    assert row_of(CAMPAIGN, kind).reason == "search"


FAR = replace(CAMPAIGN, travel=drives("BASE A 300 30.0"))
GITE = Centre(code="GITE", name_fr="G", province="P", lat=32, lon=-6, lodging=4, ambulance_posts=0)
LODGED = replace(
    CAMPAIGN,
    centres=CAMPAIGN.centres | {"GITE": GITE},
    travel=drives("BASE A 300 30.0", "BASE GITE 295 29.0", "GITE A 5 1.0"),
)
CLOSURE = Closure(from_=MONDAY, to=SUNDAY, point="A")
LATER = date(2024, 2, 1)


@pytest.mark.parametrize(
    ("reason", "spoilt", "mended"),
    [
        ("site", replace(CAMPAIGN, catchments=(), douars={"D": replace(CAMPAIGN.douars["D"], lat=30)}), CAMPAIGN),
        ("access", with_unit(ROUGH, access="road"), ROUGH),
        ("too_far", FAR, LODGED),
        ("too_far", with_rules(LODGED, max_nights=0), with_rules(LODGED, max_nights=1)),
        ("hours", with_point(closes=Clock(600)), with_point(closes=Clock(643))),
        ("hours", at_noon_on_fridays(friday_break=(Clock(720), Clock(840))), at_noon_on_fridays(friday_break=())),
        ("closed", replace(CAMPAIGN, closures=(CLOSURE,)), replace(CAMPAIGN, closures=(replace(CLOSURE, to=MONDAY),))),
        ("closed", with_point(weekdays=("sun",)), with_point(weekdays=("sun", "mon"))),
        ("unit", with_unit(from_=LATER), with_unit(from_=date(2024, 1, 19))),
        ("unit", replace(CAMPAIGN, units={}), CAMPAIGN),
        ("capacity", with_unit(consultations_per_day=0), with_unit(consultations_per_day=25)),
        ("too_far", replace(LODGED, units={"U": replace(UNIT, crew="big")},
                             crews=(Seat(crew="big", profession="nurse", count=5),)), LODGED),
        ("crew", with_staff(CAMPAIGN, "nurse", "nurse"), with_staff(CAMPAIGN, "nurse", "nurse", "doctor")),
        ("money", with_cap(CAMPAIGN, "fuel", "85.76"), with_cap(CAMPAIGN, "fuel", "85.80")),
        ("not_worth", with_unit(hire_mad_per_day=Decimal(9000)), with_unit(hire_mad_per_day=Decimal(90))),
    ],
)  # fmt: skip
def test_visit_has_the_reason_until_it_goes(reason: str, spoilt: Campaign, mended: Campaign) -> None:
    assert row_of(spoilt, "visit").reason == reason
    assert row_of(mended, "visit").reason == "search"


def test_visit_without_a_date_far_enough_from_the_others_is_a_matter_of_spacing() -> None:
    campaign = with_rules(CAMPAIGN, visits={"red": 2, "orange": 1, "yellow": 1, "none": 1}, gap_min_days=7)
    assert row_of(campaign, "visit", visited(date(2024, 1, 15))).reason == "search"
    assert row_of(with_rules(campaign, gap_min_days=8), "visit", visited(date(2024, 1, 15))).reason == "spacing"


TWO_POINTS = replace(
    CAMPAIGN,
    points={"A": POINT, "B": replace(POINT, code="B")},
    douars=CAMPAIGN.douars | {"E": replace(CAMPAIGN.douars["D"], code="E")},
    catchments=(*CAMPAIGN.catchments, replace(CAMPAIGN.catchments[0], douar="E", point="B")),
    travel=drives("BASE A 60 30.0", "BASE B 60 30.0", "A B 5 1.0"),
    settings=replace(
        CAMPAIGN.settings,
        campaign=replace(CAMPAIGN.settings.campaign, end=MONDAY),
    ),
)  # fmt: skip


def test_unit_on_tour_every_day_can_still_stop_once_more_while_its_day_has_room() -> None:
    assert row_of(TWO_POINTS, "visit", visited(MONDAY)).reason == "search"
    full = with_unit(TWO_POINTS, consultations_per_day=37)
    assert row_of(full, "visit", visited(MONDAY)).reason == "capacity"
    assert row_of(with_unit(TWO_POINTS, consultations_per_day=38), "visit", visited(MONDAY)).reason == "search"


def test_crew_on_duty_elsewhere_is_not_free_and_a_person_more_would_do() -> None:
    campaign = with_staff(TWO_POINTS, "nurse", "nurse", "doctor")
    campaign = replace(campaign, units={"U": UNIT, "V": replace(UNIT, code="V")})
    campaign = with_rules(with_unit_full(campaign), max_nights=0)
    duties = tuple(DutyDecision(f"S{number}", MONDAY, "tour", tour(MONDAY).code) for number in range(4))
    row = row_of(campaign, "visit", replace(visited(MONDAY), duties=duties))
    assert (row.reason, row.change) == ("crew", "")
    spare = replace(with_staff(campaign, "nurse", "nurse", "doctor", "driver", "nurse", "nurse"), crews=campaign.crews)
    row = row_of(spare, "visit", replace(visited(MONDAY), duties=duties))
    assert (row.reason, row.change, row.change_code, row.change_amount) == ("crew", "crew", "doctor", Decimal(1))


def with_unit_full(campaign: Campaign) -> Campaign:
    return replace(campaign, units=campaign.units | {"U": replace(UNIT, consultations_per_day=25)})


@pytest.mark.parametrize(("doctors", "persons"), [(0, 3), (1, 2), (2, 2), (3, 2)])
def test_two_skills_that_lack_one_doctor_each_lack_two_doctors(doctors: int, persons: int) -> None:
    skilled = [Seat(crew="team", profession="doctor", specialty=each, count=1) for each in ("eyes", "heart")]
    crew = [Seat(crew="team", profession="driver", count=1), Seat(crew="team", profession="doctor", count=1), *skilled]
    campaign = with_unit(replace(with_staff(CAMPAIGN, *["doctor"] * doctors), crews=tuple(crew)), crew="team")
    row = row_of(campaign, "visit")
    assert (row.reason, row.change_code, row.change_amount) == ("crew", "doctor", Decimal(persons))


def test_unit_day_that_would_serve_is_named() -> None:
    row = row_of(with_unit(from_=LATER), "visit")
    assert (row.change, row.change_code, row.change_amount) == ("unit", "U", Decimal(1))


def test_money_that_would_serve_is_enough_and_little_more() -> None:
    row = row_of(with_cap(CAMPAIGN, "fuel", "80.00"), "visit")
    assert (row.reason, row.change, row.change_code) == ("money", "money", "fuel")
    assert row.change_amount is not None
    assert Decimal("5.80") <= row.change_amount <= Decimal("7.00")
    assert row_of(with_cap(CAMPAIGN, "fuel", str(80 + row.change_amount)), "visit").reason == "search"


@pytest.mark.parametrize(
    ("cap", "code"),
    [
        (Cap(chapter="fuel", region="R", amount_mad=Decimal(80)), "fuel|region:R"),
        (Cap(chapter="fuel", region="R", province="P", amount_mad=Decimal(80)), "fuel|province:P"),
        (Cap(province="P", amount_mad=Decimal(1)), "province:P"),
        (Cap(region="R", amount_mad=Decimal(1)), "region:R"),
        (Cap(amount_mad=Decimal(1)), ""),
    ],
)
def test_cap_that_binds_is_named_by_its_chapter_and_its_place(cap: Cap, code: str) -> None:
    campaign = replace(CAMPAIGN, caps=(cap,))
    assert [row_of(campaign, kind).change_code for kind in ("visit", "cover")] == [code, "" if cap.chapter else code]
    assert row_of(campaign, "visit").change == "money"


def test_visit_that_is_not_worth_its_money_names_no_change_of_money() -> None:
    campaign = with_cap(with_unit(hire_mad_per_day=Decimal(9000)), "fuel", "80.00")
    assert row_of(campaign, "visit").change == ""


def test_explained_plan_is_otherwise_the_same() -> None:
    plan = plan_of(CAMPAIGN, Decisions())
    assert [(row.kind, row.code, row.missing) for row in plan.unserved] == [
        ("visit", "D", 1), ("caravan", "K", 1), ("cover", "D", 1)
    ]  # fmt: skip


SCANNER = Equipment(code="E1", kind="scanner", region="R")
SCANNING = with_caravan(equipment={"scanner": 1})
CREWED = replace(CAMPAIGN, crews=(Seat(crew="caravan", profession="specialist", count=1),))


@pytest.mark.parametrize(
    ("reason", "spoilt", "mended"),
    [
        ("site", with_caravan(province="Q"), with_caravan(province="P")),
        ("closed", with_caravan(earliest=LATER), CAMPAIGN),
        ("closed", with_caravan(earliest=SUNDAY, days=2), with_caravan(earliest=SUNDAY)),
        ("equipment", SCANNING, replace(SCANNING, equipment={"E1": SCANNER})),
        ("equipment", replace(SCANNING, equipment={"E1": replace(SCANNER, kind="chair")}),
         replace(SCANNING, equipment={"E1": SCANNER})),
        ("crew", with_staff(CREWED), with_staff(CREWED, "specialist")),
        ("money", with_cap(with_caravan(fixed_mad=Decimal(1000)), "caravans", "999.99"),
         with_cap(with_caravan(fixed_mad=Decimal(1000)), "caravans", "1000")),
        ("not_worth", with_caravan(fixed_mad=Decimal(3000)), with_caravan(fixed_mad=Decimal(2600))),
    ],
)  # fmt: skip
def test_caravan_has_the_reason_until_it_goes(reason: str, spoilt: Campaign, mended: Campaign) -> None:
    assert row_of(spoilt, "caravan").reason == reason
    assert row_of(mended, "caravan").reason == "search"


def test_caravan_counts_only_whom_others_of_its_kind_leave() -> None:
    campaign = with_caravan(consultations_per_day=10)
    campaign = replace(campaign, caravans=campaign.caravans | {"L": Caravan(code="L", region="R")})
    held = Decisions(caravans=(CaravanDecision("L", "A", MONDAY),))
    assert row_of(campaign, "caravan", held).reason == "not_worth"
    other = replace(campaign, caravans=campaign.caravans | {"L": Caravan(code="L", region="R", kind="dental")})
    assert row_of(other, "caravan", held).reason == "search"


def test_money_and_equipment_that_would_hold_a_caravan_are_named() -> None:
    row = row_of(with_cap(with_caravan(fixed_mad=Decimal(1000)), "caravans", "999"), "caravan")
    assert (row.change, row.change_code, row.change_amount) == ("money", "caravans", Decimal("1.00"))
    row = row_of(SCANNING, "caravan")
    assert (row.change, row.change_code, row.change_amount) == ("equipment", "scanner", Decimal(1))


def test_mandatory_caravan_is_never_called_not_worth_it() -> None:
    assert row_of(with_caravan(fixed_mad=Decimal(9000), mandatory="1"), "caravan").reason == "search"


def test_money_that_would_hold_a_mandatory_caravan_is_named_whatever_it_is_worth() -> None:
    dear = with_caravan(fixed_mad=Decimal(9000))
    assert row_of(with_cap(dear, "caravans", "8999"), "caravan").change == ""
    owed = with_cap(with_caravan(dear, fixed_mad=Decimal(9000), mandatory="1"), "caravans", "8999")
    row = row_of(owed, "caravan")
    assert (row.change, row.change_code, row.change_amount) == ("money", "caravans", Decimal("1.00"))


FULL = replace(ROUGH, ambulances={"M": AMB, "N": Ambulance(code="N", province="P", access="road")})
POSTED = Decisions(posts=(PostDecision("N", "BASE", MONDAY, SUNDAY),))


@pytest.mark.parametrize(
    ("reason", "spoilt", "mended"),
    [
        ("too_far", replace(CAMPAIGN, travel=drives("BASE A 61 30.0")), CAMPAIGN),
        ("access", with_ambulance(ROUGH, access="road"), ROUGH),
        ("unit", with_ambulance(province="Q"), CAMPAIGN),
        ("money", with_cap(CAMPAIGN, "upkeep", "13.99"), with_cap(CAMPAIGN, "upkeep", "14")),
        ("not_worth", with_ambulance(upkeep_mad_per_day=Decimal(30)), with_ambulance(upkeep_mad_per_day=Decimal(20))),
    ],
)
def test_cover_has_the_reason_until_it_goes(reason: str, spoilt: Campaign, mended: Campaign) -> None:
    assert row_of(spoilt, "cover").reason == reason
    assert row_of(mended, "cover").reason == "search"


def test_cover_waits_where_every_post_is_taken() -> None:
    assert row_of(FULL, "cover", POSTED).reason == "capacity"
    base = replace(FULL, centres={"BASE": replace(FULL.centres["BASE"], ambulance_posts=2)})
    assert row_of(base, "cover", POSTED).reason == "search"
