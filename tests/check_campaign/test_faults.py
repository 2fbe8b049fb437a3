"""A tiny campaign spoiled in one place: that fault is told, where it is, and no other."""

import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.check_campaign.build import build_campaign
from planner.domain.fault_sentences import mend, sentence, where
from planner.files.read import read_rows
from tests.tiny import TABLES, edit, faults_in, told, write_tiny

SPOILED: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("spoiled.toml").read_text("utf-8"))
WITH_ANOTHER = {"a_table_that_must_have_rows", "a_season_in_another_age"}
"""What cannot be wrong alone: who refers to rows that are gone is wrong too."""

PINS = """\
kind,unit,date,points,caravan,site,ambulance,centre,staff
tour,U1,2024-01-15,A|B,,,,,
caravan,,2024-01-22,,K1,A,,,
ambulance,,,,,,M1,C2,
duty,U1,2024-01-15,,,,,,S01
duty,,2024-01-22,,K1,,,,S09
"""
TOGETHER = (
    "a_word_for_a_number",
    "a_date_that_is_none",
    "an_engine_of_a_server",
    "negative_money",
    "coordinates_swapped",
    "a_units_base_elsewhere",
    "a_drive_told_twice",
    "a_douar_without_a_name",
    "equipment_without_a_number",
    "a_catchment_across_provinces",
)


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_tiny(tmp_path / "tiny")


def test_a_sound_campaign_has_no_fault(tiny: Path) -> None:
    assert faults_in(tiny) == ()


@pytest.mark.parametrize("name", SPOILED)
def test_a_fault_is_told_where_it_is_and_causes_no_other(tiny: Path, name: str) -> None:
    for file, old, new in SPOILED[name]["edits"]:
        edit(tiny / file, old, new)
    faults = faults_in(tiny)
    assert tuple(SPOILED[name]["told"]) in told(faults)
    assert len(faults) == 1 or name in WITH_ANOTHER
    assert all(
        sentence(fault, language) and mend(fault, language) for fault in faults for language in ("fr", "ar", "en")
    )


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_whatever_is_done_to_a_campaign_it_is_read_or_its_faults_are_told(data: st.DataObject) -> None:
    with TemporaryDirectory() as home:
        folder = write_tiny(Path(home) / "tiny")
        (folder / "pins.csv").write_text(PINS)
        for name in data.draw(
            st.lists(st.sampled_from(["campaign.toml", "pins.csv", *TABLES]), min_size=1, max_size=3)
        ):
            path = folder / (name if "." in name else f"{name}.csv")
            text = path.read_text("utf-8")
            start = data.draw(st.integers(0, len(text)))
            end = data.draw(st.integers(start, min(len(text), start + 6)))
            path.write_text(
                text[:start] + data.draw(st.text('0123456789-.,;:|"=[]\n ABCDRUKMS\x0bé', max_size=6)) + text[end:]
            )
        campaign, faults = build_campaign(read_rows(folder))
        assert (campaign is None) == bool(faults)
        assert all(sentence(fault, "ar") and mend(fault, "fr") and where(fault, "en") for fault in faults)


def test_faults_of_all_files_are_told_in_one_pass(tiny: Path) -> None:
    together = [SPOILED[name] for name in TOGETHER]
    for file, old, new in (one for each in together for one in each["edits"]):
        edit(tiny / file, old, new)
    assert set(told(faults_in(tiny))) == {tuple(each["told"]) for each in together}
