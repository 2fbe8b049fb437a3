"""A campaign cut to some of its provinces."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from planner.check_campaign.build import build_campaign
from planner.demo import DemoShape, make_campaign
from planner.domain.campaign import Campaign, Cap, Pin
from planner.domain.cut import cut_campaign
from planner.files.write import to_rows
from planner.pipeline.read import cut_to_provinces, read_campaign
from tests.tiny import write_tiny

WANTED_P1 = 3 * 240 + 2 * 120 + 1 * 180
WANTED_P2 = 2 * 300
DAY = date(2024, 1, 22)


@pytest.fixture
def tiny(tmp_path: Path) -> Campaign:
    return read_campaign(write_tiny(tmp_path / "tiny"))


def test_what_lies_in_the_provinces_stays_and_all_else_goes(tiny: Campaign) -> None:
    cut = cut_campaign(tiny, ["P2"])
    assert list(cut.douars) == ["D4"]
    assert list(cut.points) == ["C"]
    assert list(cut.centres) == ["C3"]
    assert list(cut.units) == ["U2"]
    assert list(cut.ambulances) == ["M2"]
    assert [pair.douar for pair in cut.catchments] == ["D4"]
    assert cut.travel == ()
    assert cut.closures == ()
    assert cut.leave == ()


def test_the_regions_caravans_equipment_and_specialists_stay_with_a_province_to_live_in(tiny: Campaign) -> None:
    cut = cut_campaign(tiny, ["P2"])
    assert list(cut.caravans) == ["K1"]
    assert list(cut.equipment) == ["E1"]
    assert {person.profession for person in cut.staff.values() if person.province == "P1"} == {"specialist"}
    assert list(cut.provinces) == ["P1", "P2"]


def test_a_specialist_from_elsewhere_keeps_no_base_that_is_gone(tiny: Campaign) -> None:
    based = replace(tiny, staff=tiny.staff | {"S09": replace(tiny.staff["S09"], base="C1")})
    assert cut_campaign(based, ["P2"]).staff["S09"].base == ""
    assert cut_campaign(based, ["P1"]).staff["S09"].base == "C1"


def test_a_caravan_whose_site_or_pinned_site_is_gone_goes_with_its_pins(tiny: Campaign) -> None:
    fixed = replace(tiny, caravans={"K1": replace(tiny.caravans["K1"], site="C1")})
    assert not cut_campaign(fixed, ["P2"]).caravans
    pin = Pin(kind="caravan", caravan="K1", site="A", date=DAY)
    duty = Pin(kind="duty", staff="S09", date=DAY, caravan="K1")
    cut = cut_campaign(replace(tiny, pins=(pin, duty)), ["P2"])
    assert not cut.caravans
    assert not cut.pins


def test_pins_stay_with_what_they_pin(tiny: Campaign) -> None:
    pins = (
        Pin(kind="tour", unit="U1", date=DAY, points=("A",)),
        Pin(kind="tour", unit="U2", date=DAY, points=("C",)),
        Pin(kind="ambulance", ambulance="M1", centre="C1"),
        Pin(kind="duty", staff="S05", date=DAY, unit="U2"),
    )
    assert cut_campaign(replace(tiny, pins=pins), ["P2"]).pins == (pins[1], pins[3])


def test_a_cap_that_reaches_further_is_scaled_by_wanted_persons_rounded_down(tiny: Campaign) -> None:
    share = Decimal(WANTED_P1) / (WANTED_P1 + WANTED_P2)
    cut = cut_campaign(tiny, ["P1"])
    fuel, region = cut.caps
    assert fuel.amount_mad == (Decimal("9000.00") * share).quantize(Decimal("0.01"), "ROUND_DOWN")
    assert (region.region, region.amount_mad) == ("R1", (10000 * share).quantize(Decimal("0.01"), "ROUND_DOWN"))
    assert cut.settings.budget.total_mad == (60000 * share).quantize(Decimal("0.01"), "ROUND_DOWN")


def test_a_cap_of_the_provinces_alone_stays_as_it_is_and_one_of_others_goes(tiny: Campaign) -> None:
    assert Cap(province="P2", amount_mad=Decimal("25000.00")) in cut_campaign(tiny, ["P2"]).caps
    assert not [cap for cap in cut_campaign(tiny, ["P1"]).caps if cap.province]


def test_where_nobody_is_wanted_each_province_has_an_equal_share(tiny: Campaign) -> None:
    empty = replace(tiny, douars={code: replace(douar, visits=0) for code, douar in tiny.douars.items()})
    assert cut_campaign(empty, ["P2"]).settings.budget.total_mad == Decimal("30000.00")


def test_parts_never_have_more_money_than_the_whole(tiny: Campaign) -> None:
    parts = [cut_campaign(tiny, [code]).settings.budget.total_mad or 0 for code in tiny.provinces]
    assert Decimal("59999.98") <= sum(parts) <= Decimal("60000.00")


def test_no_envelope_stays_no_envelope(tiny: Campaign) -> None:
    budget = replace(tiny.settings.budget, total_mad=None)
    free = replace(tiny, settings=replace(tiny.settings, budget=budget))
    assert cut_campaign(free, ["P1"]).settings.budget.total_mad is None


def test_all_provinces_are_the_same_campaign(tiny: Campaign) -> None:
    assert cut_to_provinces(tiny, tiny.provinces) == tiny


def test_the_digest_is_of_the_cut_campaign(tiny: Campaign, tmp_path: Path) -> None:
    cut = cut_to_provinces(tiny, ["P1"])
    read, faults = build_campaign(to_rows(cut))
    assert not faults
    assert read is not None
    assert cut.digest == read.digest != tiny.digest


@pytest.mark.slow
def test_each_province_of_a_season_makes_a_campaign_without_a_fault() -> None:
    season = make_campaign(DemoShape(provinces=None))
    assert len(season.provinces) == 31
    for code in season.provinces:
        assert build_campaign(to_rows(cut_campaign(season, [code])))[1] == ()
