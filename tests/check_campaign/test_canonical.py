"""A digest is of what is asked, not of how it was written."""

from pathlib import Path

import pytest

from planner.check_campaign.build import build_campaign
from planner.check_campaign.canonical import canonical_form
from planner.domain.campaign import Campaign
from planner.files.read import read_rows
from tests.tiny import edit, write_tiny


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_tiny(tmp_path / "tiny")


def built(folder: Path) -> Campaign:
    campaign, faults = build_campaign(read_rows(folder))
    assert faults == ()
    assert campaign
    return campaign


def test_a_digest_is_64_hexadecimal_digits_of_the_canonical_form(tiny: Path) -> None:
    assert len(bytes.fromhex(built(tiny).digest)) == 32
    assert canonical_form(built(tiny)).startswith(
        '{"ambulances":[{"access":"road","base":"C3","category":"B","code":"M2"'
    )


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("campaign.toml", "seconds = 10", "seconds = 20"),
        ("campaign.toml", "workers = 1", "seed = 7"),
        ("campaign.toml", "coverage_floor = 0.2", "coverage_floor = 0.20\nsetup_min = 40"),
        ("campaign.toml", "[policy]", '[calendar]\nweekdays = "fri|thu|wed|tue|mon"\n[policy]'),
        ("douars.csv", "31.66", "31.660"),
        ("douars.csv", ",240,", ",240.0,"),
        ("regions.csv", "name_ar", "name_ar,remarks"),
        ("points.csv", "mon|wed|fri", "fri|mon|wed"),
        ("caravans.csv", "9000.00", "9000"),
        ("travel.csv", "C1,A,95,54.5\nA,C1,90,54.5", "A,C1,90,54.5\nC1,A,95,54.5"),
        ("units.csv", "U2,P2,C3,track,2,60,", "U2,P2,C3,,,60,0"),
    ],
)
def test_what_changes_nothing_keeps_the_digest(tiny: Path, file: str, old: str, new: str) -> None:
    before = built(tiny).digest
    edit(tiny / file, old, new)
    assert built(tiny).digest == before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("campaign.toml", "coverage_floor = 0.2", "coverage_floor = 0.21"),
        ("campaign.toml", "[policy]", '[calendar]\nramadan = ""\n[policy]'),
        ("campaign.toml", "red = 3", "red = 4"),
        ("campaign.toml", "total_mad = 60000.00", ""),
        ("douars.csv", ",240,", ",241,"),
        ("points.csv", "mon|wed|fri", "mon|wed"),
        ("leave.csv", "2024-01-31", "2024-02-01"),
        ("units.csv", "U2,P2,C3,track", "U2,P2,C3,road"),
        ("caravans.csv", "ultrasound:1", "ultrasound:0"),
    ],
)
def test_what_changes_the_campaign_changes_the_digest(tiny: Path, file: str, old: str, new: str) -> None:
    before = built(tiny).digest
    edit(tiny / file, old, new)
    assert built(tiny).digest != before


def test_the_order_of_a_pinned_tour_s_points_is_part_of_the_campaign(tiny: Path) -> None:
    (tiny / "pins.csv").write_text("kind,unit,date,points\ntour,U1,2024-01-15,A|B\n")
    before = built(tiny).digest
    edit(tiny / "pins.csv", "A|B", "B|A")
    assert built(tiny).digest != before


def test_without_points_each_douar_is_its_own_point(tiny: Path) -> None:
    for name in ("points", "catchments", "closures", "travel"):
        (tiny / f"{name}.csv").unlink()
    campaign = built(tiny)
    assert campaign.points.keys() == campaign.douars.keys()
    douar, point = campaign.douars["D3"], campaign.points["D3"]
    assert (point.access, point.foot_min) == ("track", 0)
    assert (point.lat, point.lon, point.altitude_m, point.province) == (
        douar.lat,
        douar.lon,
        douar.altitude_m,
        douar.province,
    )


def test_tables_with_codes_are_in_order_of_code(tiny: Path) -> None:
    rows = (tiny / "staff.csv").read_text("utf-8").splitlines()
    (tiny / "staff.csv").write_text("\n".join([rows[0], *reversed(rows[1:])]), "utf-8")
    assert list(built(tiny).staff) == sorted(built(tiny).staff)
