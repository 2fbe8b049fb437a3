"""Cells of a workbook that a person sees otherwise than they are kept: each is told, none is read as what it is not."""

from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planner.check_campaign.build import build_campaign
from planner.domain.fault_sentences import mend, sentence
from planner.files.cell_text import to_cell_text
from planner.files.merged import MOST_COVERED
from planner.files.read import read_rows
from planner.files.write import convert
from tests.files.test_sheets_lost import CAPS, changed
from tests.tiny import faults_in, told, write_tiny


@pytest.fixture
def book(tmp_path: Path) -> Path:
    convert(read_rows(write_tiny(tmp_path / "tiny")), tmp_path / "tiny.xlsx")
    return tmp_path / "tiny.xlsx"


def edited(book: Path, *edits: Callable[[Any], Any]) -> Path:
    """Open the workbook as a spreadsheet program would, change something, save it."""
    there = openpyxl.load_workbook(book)
    for each in edits:
        each(there)
    there.save(book)
    return book


def put(sheet: str, cell: str, value: object, shown: str | None = None) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book[sheet][cell] = value
        if shown:
            book[sheet][cell].number_format = shown

    return change


def test_true_is_no_number(book: Path) -> None:
    path = edited(book, put("caps", "D2", True), put("douars", "I3", False), put("campaign", "B8", True))
    assert told(faults_in(path)) == [
        ("campaign", 8, "policy.visits.orange", "TRUE", "not_a_number"),
        ("caps", 2, "amount_mad", "TRUE", "not_a_number"),
        ("douars", 3, "population", "FALSE", "not_a_number"),
    ]


@pytest.mark.parametrize("value", [True, False])
def test_true_and_false_are_yes_and_no_where_a_column_says_yes_or_no(book: Path, value: bool) -> None:
    path = edited(book, put("caravans", "K1", "mandatory"), put("caravans", "K2", value))
    campaign, faults = build_campaign(read_rows(path))
    assert faults == ()
    assert campaign
    assert campaign.caravans["K1"].mandatory == str(int(value))


@pytest.mark.parametrize(
    ("value", "shown", "text"),
    [
        (612345678, "0000000000", "612345678"),
        (612345678, '0#" "##" "##" "##" "##', "612345678"),
        (5.1, "0.00", "5.1"),
        (5.6, "0", "5.6"),
        (date(2024, 2, 3), "dd-mmm", "2024-02-03"),
        (time(10, 30), "hh:mm", "10:30"),
        (True, None, "TRUE"),
    ],
)
def test_a_text_that_is_shown_otherwise_than_it_is_kept_is_told(
    book: Path, value: object, shown: str | None, text: str
) -> None:
    (fault,) = faults_in(edited(book, put("staff", "B4", value, shown)))
    assert told([fault]) == [("staff", 4, "name", text, "not_text")]
    assert "B4" in sentence(fault, "fr")
    assert "name" in mend(fault, "fr")


@pytest.mark.parametrize("shown", ["General", "@", "0"])
def test_a_number_that_is_shown_as_it_is_may_be_a_text(book: Path, shown: str) -> None:
    rows = read_rows(edited(book, put("staff", "B4", 7, shown)))
    assert rows.faults == ()
    assert rows.tables["staff"].lines[2].cells["name"] == "7"


def test_a_percentage_is_the_share_that_it_shows(book: Path) -> None:
    path = edited(book, lambda book: book["campaign"].append(["policy.attendance", 0.5]))
    edited(book, put("campaign", f"B{openpyxl.load_workbook(path)['campaign'].max_row}", 0.5, "0%"))
    campaign, _ = build_campaign(read_rows(path))
    assert campaign
    assert campaign.settings.policy.attendance == 0.5


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "shown", "text"),
    [
        ("leave", "B2", -5, "yyyy-mm-dd", "1899-12-25"),
        ("leave", "B2", -0.25, "yyyy-mm-dd", "1899-12-29 18:00:00"),
        ("caravans", "E2", date(1899, 12, 25), "yyyy-mm-dd", "1899-12-25"),
        ("points", "K2", -1, "hh:mm", "1899-12-29"),
        ("points", "K2", timedelta(hours=-1), "[h]:mm", "-1:00"),
        ("douars", "I2", -5, "yyyy-mm-dd", "1899-12-25"),
        ("staff", "B4", -5, "yyyy-mm-dd", "1899-12-25"),
    ],
)
def test_a_number_below_nought_is_no_day_and_no_time(
    book: Path, sheet: str, cell: str, value: object, shown: str, text: str
) -> None:
    (fault,) = faults_in(edited(book, put(sheet, cell, value, shown)))
    assert (fault.file, fault.value, fault.code) == (sheet, text, "before_all_days")
    assert cell in sentence(fault, "ar")
    assert mend(fault, "ar")


def test_the_first_day_of_all_is_a_day(book: Path) -> None:
    assert faults_in(edited(book, put("leave", "B2", date(1900, 1, 2), "yyyy-mm-dd"))) == ()


def test_a_time_before_all_days_is_no_midnight(book: Path) -> None:
    assert to_cell_text(openpyxl.utils.datetime.from_excel(-5)) == "1899-12-25"


def test_merged_cells_are_told_by_their_range_and_cause_no_other_fault(book: Path) -> None:
    path = edited(
        book,
        lambda book: book["douars"].merge_cells("D2:D4"),
        lambda book: book["units"].merge_cells("A2:C3"),
        lambda book: book["campaign"].merge_cells("A4:B4"),
    )
    faults = faults_in(path)
    assert told(faults) == [
        ("campaign", 4, "key", "campaign.name_fr", "merged_cells"),
        ("douars", 2, "province", "P1", "merged_cells"),
        ("units", 2, "code", "U1", "merged_cells"),
    ]
    for language in ("fr", "ar", "en"):
        assert "D2:D4" in sentence(faults[1], language)
        assert "douars" in sentence(faults[1], language)
    assert mend(faults[1], "fr")


def test_a_merged_header_names_its_first_column_alone(book: Path) -> None:
    path = edited(book, lambda book: book["leave"].merge_cells("B1:C1"))
    assert told(faults_in(path)) == [
        ("leave", 1, "from", "from", "merged_cells"),
        ("leave", 1, "to", "", "column_missing"),
    ]


def test_merged_cells_that_hold_nothing_or_lie_in_another_sheet_are_no_fault(book: Path) -> None:
    path = edited(
        book,
        lambda book: book["douars"].merge_cells("A40:C50"),
        lambda book: book["douars"].merge_cells("AA1:AC3"),
        lambda book: book.create_sheet("notes").append(["a", "b"]),
        lambda book: book["notes"].merge_cells("A1:B2"),
    )
    assert faults_in(path) == ()


def test_a_title_over_the_whole_width_is_told(book: Path) -> None:
    path = edited(
        book,
        lambda book: book["caps"].insert_rows(1),
        put("caps", "A1", "Plafonds de la saison"),
        lambda book: book["caps"].merge_cells("A1:D1"),
    )
    assert ("caps", 1, "Plafonds de la saison", "Plafonds de la saison", "merged_cells") in told(faults_in(path))


def test_a_formula_in_the_header_is_told_once(book: Path) -> None:
    path = edited(book, put("douars", "J1", '="children"'))
    assert told(faults_in(path)) == [("douars", 1, "", '="children"', "formula_cell")]


@pytest.mark.parametrize("text", ["#REF!", "#N/A", "#NOM?", "#VALEUR!", "#DIV/0!", "########", "Err:502"])
def test_an_error_that_became_a_text_is_told(tmp_path: Path, text: str) -> None:
    folder = write_tiny(tmp_path / "tiny")
    staff = (folder / "staff.csv").read_text("utf-8")
    (folder / "staff.csv").write_text(staff.replace("Brahim", text), "utf-8")
    assert told(faults_in(folder)) == [("staff.csv", 3, "name", text, "error_cell")]
    convert(read_rows(write_tiny(tmp_path / "other")), tmp_path / "other.xlsx")
    path = edited(tmp_path / "other.xlsx", put("staff", "B3", text))
    assert told(faults_in(path)) == [("staff", 3, "name", text, "error_cell")]


def test_more_merged_cells_than_a_sheet_can_have_are_told_and_not_looked_at(book: Path) -> None:
    ranges = "".join(f'<mergeCell ref="A{row}:XFD1048576"/>' for row in range(1, 2_000))
    rows = "".join(f'<row r="{row}"><c r="C{row}"><v>1</v></c></row>' for row in range(20, 2_000))
    end = f"{rows}</sheetData><mergeCells>{ranges}</mergeCells>".encode()
    faults = faults_in(changed(book, CAPS, b"</sheetData>", end))
    merged = [fault for fault in faults if fault.code == "merged_cells"]
    assert MOST_COVERED // (2_000 * 4) < len(merged) < 200
