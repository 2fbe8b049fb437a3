"""What every demonstration campaign keeps, whatever its shape."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from pathlib import Path

import pytest

from planner.check_campaign.build import build_campaign
from planner.demo.draw import km_between
from planner.demo.gather import WALK_KM
from planner.domain.campaign import Campaign, Seat
from planner.domain.catchments import build_catchments
from planner.files.read import read_rows
from planner.files.write import write_campaign
from tests.demo.made import SHAPES, made

every_shape = pytest.mark.parametrize("name", SHAPES)


@every_shape
def test_a_campaign_is_written_and_read_back_without_a_fault(name: str, tmp_path: Path) -> None:
    path = tmp_path / ("campaign.xlsx" if name == "workbook" else "campaign")
    write_campaign(made(name), path)
    campaign, faults = build_campaign(read_rows(path))
    assert faults == ()
    assert campaign == made(name)


@every_shape
def test_there_are_as_many_douars_as_asked_for_and_some_in_each_province(name: str) -> None:
    campaign, shape = made(name), SHAPES[name]
    assert len(campaign.douars) == shape.n_douars
    assert {douar.province for douar in campaign.douars.values()} == set(shape.codes) == campaign.provinces.keys()


@every_shape
def test_every_douar_has_a_point_within_a_walk(name: str) -> None:
    campaign = made(name)
    for code, points in build_catchments(campaign).points_of.items():
        assert points
        there = [campaign.points[point] for point in points]
        assert km_between([campaign.douars[code]], there).max() <= WALK_KM


@every_shape
def test_every_crew_can_be_formed_where_it_is_needed(name: str) -> None:
    campaign = made(name)
    needed = {(unit.crew, unit.province) for unit in campaign.units.values()}
    for caravan in campaign.caravans.values():
        provinces = [code for code, province in campaign.provinces.items() if province.region == caravan.region]
        needed |= {(caravan.crew, code) for code in provinces if caravan.province in ("", code)}
    there = people(campaign)
    if SHAPES[name].has_staff:
        assert all(there[(*of(seat), where)] >= seat.count for crew, where in needed for seat in campaign.crew(crew))
    else:
        assert not campaign.staff and not campaign.leave


def of(seat: Seat) -> tuple[str, str]:
    """Return who sits on a seat."""
    return seat.profession, seat.specialty


def people(campaign: Campaign) -> Counter[tuple[str, str, str]]:
    """Return how many of a profession and specialty can serve in a province; specialists serve in all their region."""
    found: Counter[tuple[str, str, str]] = Counter()
    for person in campaign.staff.values():
        region = campaign.provinces[person.province].region
        serves = [code for code, province in campaign.provinces.items() if province.region == region]
        for where in serves if person.profession == "specialist" else [person.province]:
            found[person.profession, person.specialty, where] += 1
    return found


@every_shape
def test_each_province_has_a_unit_of_its_own_that_can_drive_tracks_all_season(name: str) -> None:
    campaign = made(name)
    own = {unit.province for unit in campaign.units.values() if unit.from_ is None and unit.access == "track"}
    assert own == campaign.provinces.keys()
    assert all(campaign.centres[unit.base].province == unit.province for unit in campaign.units.values())


@every_shape
def test_no_centre_is_the_base_of_more_ambulances_than_it_has_posts_for(name: str) -> None:
    campaign = made(name)
    based = Counter(ambulance.base for ambulance in campaign.ambulances.values() if ambulance.base)
    assert all(campaign.centres[code].ambulance_posts >= count for code, count in based.items())
    assert bool(campaign.ambulances) == SHAPES[name].has_ambulances


@every_shape
def test_each_caravan_by_itself_fits_its_window_and_its_region_s_equipment(name: str) -> None:
    campaign = made(name)
    pieces = Counter((piece.region, piece.kind) for piece in campaign.equipment.values() if piece.from_ is None)
    for caravan in campaign.caravans.values():
        assert all(pieces[caravan.region, kind] >= count for kind, count in caravan.equipment.items())
        if caravan.earliest and caravan.latest:
            assert SHAPES[name].start <= caravan.earliest <= caravan.latest <= SHAPES[name].end
            assert (caravan.latest - caravan.earliest).days + 1 >= caravan.days


@every_shape
def test_all_spans_lie_in_the_season(name: str) -> None:
    campaign, shape = made(name), SHAPES[name]
    spans = [
        *((unit.from_, unit.to) for unit in campaign.units.values()),
        *((leave.from_, leave.to) for leave in campaign.leave),
        *((closure.from_, closure.to) for closure in campaign.closures),
    ]
    assert all(shape.start <= day <= shape.end for span in spans for day in span if day)


@every_shape
def test_every_telephone_number_is_nobody_s(name: str) -> None:
    campaign = made(name)
    phones = {point.phone for point in campaign.points.values()} | {
        centre.phone for centre in campaign.centres.values()
    }
    phones |= {person.phone for person in campaign.staff.values()}
    assert len(phones) > 1 and all(phone.startswith("0600-000-") for phone in phones if phone)


@every_shape
def test_its_name_says_that_figures_are_invented(name: str) -> None:
    head = made(name).settings.campaign
    assert "chiffres inventés" in head.name_fr and "مختلقة" in head.name_ar


def test_there_are_twenty_benchmarks_of_10_to_250_douars_and_each_has_a_seed_of_its_own() -> None:
    shapes = [shape for name, shape in SHAPES.items() if name not in ("default", "season")]
    assert len(shapes) == 20
    assert {min(shape.n_douars for shape in shapes), max(shape.n_douars for shape in shapes)} == {10, 250}
    assert len({shape.seed for shape in shapes}) == 20


def test_together_the_campaigns_use_every_table() -> None:
    names = [field.name for field in fields(Campaign) if field.name not in ("settings", "digest")]
    assert all(any(getattr(made(name), table) for name in SHAPES) for table in names)
