"""Ambulances as numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from planner.domain.campaign import Ambulance, Campaign, Pin
from planner.domain.catchments import build_catchments, travel_times
from planner.pipeline.read import read_campaign
from planner.problem.ambulances import NO_BASE, AmbulanceClass, AmbulanceProblem, PostPin, build_ambulances
from planner.problem.index import build_index
from tests.tiny import write_tiny

ROAD, TRACK = 0, 1


@pytest.fixture
def campaign(tmp_path: Path) -> Campaign:
    return read_campaign(write_tiny(tmp_path / "tiny"))


def build(campaign: Campaign) -> AmbulanceProblem:
    return build_ambulances(campaign, travel_times(campaign, build_catchments(campaign)), build_index(campaign))


def test_equal_ambulances_are_one_class(campaign: Campaign) -> None:
    fleet = {code: replace(campaign.ambulances["M1"], code=code) for code in ("M1", "M3", "M4")}
    fleet["M2"] = campaign.ambulances["M2"]
    fleet["M4"] = Ambulance(
        code="M4", province="P1", access="track", upkeep_mad_per_day=fleet["M1"].upkeep_mad_per_day + 1
    )
    problem = build(replace(campaign, ambulances=dict(sorted(fleet.items()))))
    assert problem.classes == {
        AmbulanceClass(0, TRACK, NO_BASE, Fraction(2000)): (0, 2),
        AmbulanceClass(0, TRACK, NO_BASE, Fraction(2100)): (3,),
        AmbulanceClass(1, ROAD, 2, Fraction(1500)): (1,),
    }


def test_an_ambulance_covers_whom_it_reaches_within_the_hour_in_any_province(campaign: Campaign) -> None:
    near = replace(campaign.douars["D4"], lat=31.66, lon=-6.44)
    problem = build(replace(campaign, douars=campaign.douars | {"D4": near}))
    assert problem.covers[TRACK].tolist() == [
        [False, False, True, False],
        [True, True, True, True],
        [False, False, False, False],
    ]


def test_an_ambulance_for_roads_covers_nobody_at_the_end_of_a_track(campaign: Campaign) -> None:
    problem = build(campaign)
    assert problem.covers[TRACK, 2].tolist() == [False, False, False, True]
    assert not problem.covers[ROAD, 2].any()
    assert problem.covers[ROAD, 1].tolist() == [True, True, False, False]


def test_posts_and_persons_and_rates_are_those_of_the_campaign(campaign: Campaign) -> None:
    problem = build(campaign)
    assert problem.n_days == 42
    assert problem.posts.tolist() == [2, 1, 1]
    assert problem.centre_province.tolist() == [0, 0, 1]
    assert problem.population.tolist() == [240, 120, 180, 300]
    assert (problem.cover, problem.backup) == (300, 120)


def test_a_pin_without_dates_holds_all_season_and_one_outside_it_never(campaign: Campaign) -> None:
    pins = (
        Pin(kind="ambulance", ambulance="M1", centre="C2"),
        Pin(kind="ambulance", ambulance="M2", centre="C3", from_=date(2024, 1, 10), to=date(2024, 1, 12)),
        Pin(kind="ambulance", ambulance="M2", centre="C3", from_=date(2024, 3, 1), to=date(2024, 3, 2)),
    )
    assert build(replace(campaign, pins=pins)).pins == (PostPin(0, 1, 0, 41), PostPin(1, 2, 2, 4))


def test_pins_of_an_ambulance_at_its_centre_that_meet_or_overlap_are_one(campaign: Campaign) -> None:
    def pin(first: int, last: int, ambulance: str = "M1", centre: str = "C2") -> Pin:
        days = {"from_": date(2024, 1, first), "to": date(2024, 1, last)}
        return Pin(kind="ambulance", ambulance=ambulance, centre=centre, **days)

    pins = (pin(20, 25), pin(8, 12), pin(11, 11), pin(12, 14), pin(15, 17), pin(10, 30, "M2", "C3"))
    problem = build(replace(campaign, pins=pins))
    assert problem.pins == (PostPin(0, 1, 0, 9), PostPin(0, 1, 12, 17), PostPin(1, 2, 2, 22))
