"""What follows from a plan's decisions: Ramadan, worth, cover, reach and drives, by figures reckoned by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

import pytest

from planner.check_plan.costs import price
from planner.domain.campaign import Caravan, Catchment, Seat
from planner.domain.plan import CaravanRow
from planner.domain.rules import Rule
from planner.domain.settings import Head
from tests.check_plan.test_every_rule import (
    Case,
    rules_broken,
    second_caravan,
)
from tests.check_plan.test_people_and_money import at_ends, post
from tests.check_plan.tiny_campaign import CAMPAIGN, DRIVES, SETTINGS, drives, on
from tests.check_plan.tiny_plan import PLAN, campaign, facts_of, plan, row, settings

# --- Ramadan

AUTO: Final = replace(SETTINGS.calendar, ramadan=None)
RAMADAN: Final = [  # by Umm al-Qura from 11 March to 9 April 2024: season's end, what a plan states, whether it may
    ("2024-03-15", ("2024-03-11", "2024-04-09"), True),
    ("2024-03-15", ("2024-03-10", "2024-04-10"), True),
    ("2024-03-15", ("2024-03-12", "2024-03-15"), True),
    ("2024-03-15", ("2024-03-13", "2024-04-09"), False),
    ("2024-03-15", None, False),
    ("2024-03-11", None, True),
    ("2024-03-10", None, True),
    ("2024-03-10", ("2024-03-10", "2024-04-09"), True),
    ("2024-03-09", ("2024-03-09", "2024-04-09"), False),
    ("2024-05-15", ("2024-03-11", "2024-04-08"), True),
    ("2024-05-15", ("2024-03-11", "2024-04-07"), False),
]


@pytest.mark.parametrize(("end", "stated", "may"), RAMADAN)
def test_calculated_ramadan_may_be_a_day_off_at_either_end(end: str, stated: tuple[str, str] | None, may: bool) -> None:
    head = Head(code="tiny", start=date(2024, 1, 1), end=date.fromisoformat(end))
    its_campaign = campaign(settings=replace(SETTINGS, campaign=head, calendar=AUTO))
    days = (date.fromisoformat(stated[0]), date.fromisoformat(stated[1])) if stated else None
    season = facts_of(plan(ramadan=days), its_campaign).season
    assert (season.part(days) in season.ramadans) == may
    if may:
        assert season.calendar.is_ramadan(head.end) == (days is not None and days[0] <= head.end <= days[1])


# --- worth


def test_lateness_is_of_the_whole_population_from_the_first_day_to_the_day_after_the_last() -> None:
    assert facts_of(PLAN, CAMPAIGN).late_person_days == {"D1": 7 * 80, "D2": 0, "D3": 0, "D4": 0}
    unseen = facts_of(plan(visits=()), CAMPAIGN).late_person_days
    assert unseen == {"D1": (56 - 1 - 20) * 80, "D2": 0, "D3": (56 - 1 - 28) * 50, "D4": 0}
    assert "D4" not in facts_of(PLAN, row("douars", "D4", visits=0)).late_person_days


def test_half_a_centime_goes_up_and_a_visit_is_rounded_once() -> None:
    its_campaign = settings(
        "policy", value_mad_per_person={**SETTINGS.policy.value_mad_per_person, "none": Decimal("0.0005")}
    )
    assert facts_of(PLAN, its_campaign).visits["D4"][0].value == 2  # 30 × 0.0005 = 0.015


@pytest.mark.parametrize(
    ("quantity", "rate_mad", "centimes"),
    [("0.5", "0.01", 1), ("0.4999", "0.01", 0), ("60", "14.000125", 84001), ("40", "14.000125", 56001), ("0", "9", 0)],
)
def test_a_line_is_rounded_half_up_from_its_exact_product(quantity: str, rate_mad: str, centimes: int) -> None:
    assert price(Decimal(quantity), Decimal(rate_mad)) == centimes


def test_a_province_short_of_its_floor_costs_by_the_person_and_another_does_not_help() -> None:
    low = settings("policy", coverage_floor=Decimal("0.68"))
    assert facts_of(PLAN, low).objective == PLAN.objective_centimes - 16000
    split = replace(
        low, douars={code: replace(each, province="Q" if code == "D4" else "P") for code, each in low.douars.items()}
    )
    short = Decimal("0.68") * 380 - 249  # of P; Q counts 30 of 30
    assert facts_of(PLAN, split).objective == PLAN.objective_centimes - 16000 + int(short * 2000)


def test_who_is_covered_by_two_ambulances_is_backed_up_by_the_day() -> None:
    case = at_ends(post("M"), post("M2", on("02-01")), ambulance_posts=2)
    cover = facts_of(case.plan, case.campaign).cover
    assert cover.once == {"D1": 56, "D2": 56, "D3": 0, "D4": 56}
    assert cover.twice == {"D1": 25, "D2": 25, "D3": 0, "D4": 25}


def test_sixty_minutes_cover_and_sixty_one_do_not() -> None:
    assert facts_of(PLAN, CAMPAIGN).cover.once == {"D1": 56, "D2": 56, "D3": 0, "D4": 56}
    (drive,) = (drive for drive in CAMPAIGN.travel if (drive.from_, drive.to) == ("GITE", "SOUK"))
    others = (other for other in CAMPAIGN.travel if other is not drive)
    longer = replace(CAMPAIGN, travel=(*others, replace(drive, minutes=61)))
    assert facts_of(PLAN, longer).cover.once["D1"] == 0


def test_an_ambulance_of_roads_covers_nobody_on_a_track() -> None:
    assert facts_of(PLAN, row("ambulances", "M", access="road")).cover.once == {"D1": 56, "D2": 56, "D3": 0, "D4": 0}


@pytest.mark.parametrize(
    ("kind", "start", "reached"),
    [
        ("general", "01-22", {"K": {"D1": 80, "D2": 20}, "K2": {"D2": 20, "D3": 6}}),
        ("general", "01-08", {"K": {"D1": 54, "D2": 40, "D3": 6}, "K2": {"D1": 26}}),
        ("dental", "01-22", {"K": {"D1": 80, "D2": 20}, "K2": {"D1": 26}}),
    ],
)
def test_a_person_counts_once_a_kind_for_the_caravan_that_starts_first(
    kind: str, start: str, reached: dict[str, dict[str, int]]
) -> None:
    spoilt, its_campaign = second_caravan("01-22", 1)
    wish = Caravan(code="K2", kind=kind, region="R", consultations_per_day=13)
    held = CaravanRow(
        caravan="K2", kind=kind, province="P", site="SOUK", start=on(start), end=on(start), persons_reached=0,
        value_mad=Decimal(0),
    )  # fmt: skip
    its_campaign = replace(its_campaign, caravans=its_campaign.caravans | {"K2": wish})
    facts = facts_of(replace(spoilt, caravans=(held, *PLAN.caravans)), its_campaign)
    assert facts.reach == reached


@pytest.mark.parametrize(
    ("radius_km", "persons"), [("9.9", {"D1": 80, "D2": 20}), ("10", {"D1": 80, "D2": 40, "D3": 50})]
)
def test_a_caravan_reaches_up_to_its_radius_nearest_first(radius_km: str, persons: dict[str, int]) -> None:
    consultations = 25 if radius_km == "9.9" else 1000
    wish = row("caravans", "K", radius_km=Decimal(radius_km), consultations_per_day=consultations)
    assert facts_of(PLAN, wish).reach == {"K": persons}


# --- places


def test_a_plan_by_the_winter_engine_is_driven_by_its_formula() -> None:
    travel = replace(SETTINGS.travel, engine="winter")
    its_campaign = campaign(settings=replace(SETTINGS, travel=travel))
    assert {drive.leg for day in facts_of(PLAN, its_campaign).tour_days for drive in day.drives} == {
        drive.leg for day in facts_of(PLAN, CAMPAIGN).tour_days for drive in day.drives
    }  # every pair is known
    unknown = replace(its_campaign, travel=())
    legs = facts_of(PLAN, unknown).tours["U@2024-02-02"][0].drives
    assert {drive.leg for drive in legs} == {drives(unknown).leg("BASE", "ECOLE", "track")}


def test_a_pair_of_catchments_that_stands_twice_counts_once() -> None:
    again = (*CAMPAIGN.catchments, Catchment(douar="D1", point="SOUK"))
    assert rules_broken(Case(campaign=replace(CAMPAIGN, catchments=again))) == set()


def test_the_drives_of_the_tiny_campaign_are_ten() -> None:
    assert len(CAMPAIGN.travel) == len(DRIVES)


def test_a_crew_that_no_row_names_is_the_default() -> None:
    caravan_crew = tuple(seat for seat in CAMPAIGN.crews if seat.crew == "caravan")
    assert rules_broken(Case(campaign=replace(CAMPAIGN, crews=caravan_crew))) == set()
    nobody = (*caravan_crew, Seat(crew="unit", profession="doctor", count=0))
    assert Rule.CREWS_MANNED in rules_broken(Case(campaign=replace(CAMPAIGN, crews=nobody)))
