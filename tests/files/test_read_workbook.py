"""Workbooks as spreadsheets keep them, and what is no campaign's workbook."""

import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from planner.check_campaign.build import build_campaign
from planner.domain.rows import Line, Rows, TableRows
from planner.errors import FaultyInputError
from planner.files.cell_text import to_cell_text
from planner.files.read import read_rows
from planner.files.write import convert
from tests.tiny import faults_in, told, write_tiny

Change = Callable[[Any, Any], None]


def write_book(path: Path, tiny: Path, changes: dict[tuple[str, int, str], Change]) -> Path:
    """Write a folder's tables as a workbook, some cells of which are written by the caller."""
    rows = read_rows(tiny)
    assert rows.settings
    with xlsxwriter.Workbook(path) as book:
        for table in (rows.settings, *rows.tables.values()):
            sheet = book.add_worksheet(table.name)
            sheet.write_row(0, 0, table.columns)
            for number, line in enumerate(table.lines, start=1):
                for place, column in enumerate(table.columns):
                    if change := changes.get((table.name, number + 1, column)):
                        change(
                            book, lambda write, *cell, at=(sheet, number, place): getattr(at[0], write)(*at[1:], *cell)
                        )
                    else:
                        sheet.write_string(number, place, line.cells.get(column, ""))
    return path


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_tiny(tmp_path / "tiny")


def test_typed_cells_are_read_as_the_contract_writes_them(tiny: Path, tmp_path: Path) -> None:
    day = {"num_format": "dd/mm/yyyy"}
    clock = {"num_format": "hh:mm"}
    path = write_book(
        tmp_path / "tiny.xlsx",
        tiny,
        {
            ("douars", 2, "population"): lambda book, write: write("write_number", 240.0),
            ("douars", 2, "lat"): lambda book, write: write("write_number", 31.66),
            ("leave", 2, "from"): lambda book, write: write("write_datetime", date(2024, 1, 29), book.add_format(day)),
            ("points", 3, "opens"): lambda book, write: write("write_datetime", time(9), book.add_format(clock)),
            ("points", 3, "closes"): lambda book, write: write("write_number", 16 / 24, book.add_format(clock)),
            ("campaign", 6, "value"): lambda book, write: write(
                "write_datetime", date(2024, 2, 18), book.add_format(day)
            ),
        },
    )
    assert build_campaign(read_rows(path)) == build_campaign(read_rows(tiny))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "TRUE"),
        (12.0, "12"),
        (31.65, "31.65"),
        (datetime(2024, 1, 2), "2024-01-02"),
        (datetime(2024, 1, 2, 8, 30), "2024-01-02 08:30:00"),
        (time(8, 30), "08:30"),
        (time(8, 29, 59, 999_000), "08:30"),
        (time(8, 30, 15), "08:30:15"),
        (timedelta(days=1), "24:00"),
        (datetime(1900, 1, 1), "24:00"),
        ("two\nlines", "two\nlines"),
        ("two_x000D_\nlines", "two\r\nlines"),
        ("a_x005F_x000D_b", "a_x000D_b"),
        ("_x0041_x0042_", "Ax0042_"),
        ("_xD83D__xDE91_", "🚑"),
        ("_xD83D_", "\ufffd"),
        ("x005F_", "x005F_"),
    ],
)
def test_a_cell_s_value_has_one_text(value: object, text: str) -> None:
    assert to_cell_text(value) == text


def test_a_formula_and_an_error_are_told_with_their_cells_and_cause_no_other_fault(tiny: Path, tmp_path: Path) -> None:
    path = write_book(
        tmp_path / "tiny.xlsx",
        tiny,
        {
            ("douars", 3, "population"): lambda book, write: write("write_formula", "=I2/2", None, 120),
            ("centres", 2, "code"): lambda book, write: write("write_formula", '="C"&1', None, "C1"),
            ("campaign", 5, "value"): lambda book, write: write("write_formula", "=TODAY()", None, 45000),
            ("caps", 2, "amount_mad"): lambda book, write: write("write_array_formula", 1, 3, "{=1+1}"),
        },
    )
    faults = faults_in(path)
    assert told(faults) == [
        ("campaign", 5, "value", "=TODAY()", "formula_cell"),
        ("caps", 2, "amount_mad", "=1+1", "formula_cell"),
        ("centres", 2, "code", '="C"&1', "formula_cell"),
        ("douars", 3, "population", "=I2/2", "formula_cell"),
    ]
    assert dict(faults[3].details)["cell"] == "I3"


def test_text_that_looks_like_a_formula_is_text(tiny: Path, tmp_path: Path) -> None:
    book = write_book(
        tmp_path / "tiny.xlsx", tiny, {("staff", 2, "name"): lambda book, write: write("write_string", "=1+1")}
    )
    found, faults = build_campaign(read_rows(book))
    assert faults == ()
    assert found
    assert found.staff["S01"].name == "=1+1"


def pack(path: Path, parts: dict[str, bytes]) -> Path:
    """Write an archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def test_a_bomb_is_not_opened(tmp_path: Path) -> None:
    path = pack(tmp_path / "bomb.xlsx", {"xl/worksheets/sheet1.xml": bytes(60_000_000)})
    assert path.stat().st_size < 100_000
    faults = faults_in(path)
    assert told(faults) == [("bomb.xlsx", 0, "", "", "workbook_too_large")]
    assert dict(faults[0].details)["megabytes"] == "60"


@pytest.mark.parametrize("reference", ["A1048577", "XFD900"])
def test_a_cell_far_away_does_not_make_all_that_lies_before_it(tiny: Path, tmp_path: Path, reference: str) -> None:
    convert(read_rows(tiny), tmp_path / "tiny.xlsx")
    parts = {}
    with zipfile.ZipFile(tmp_path / "tiny.xlsx") as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name)
    row = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    far = (
        "".join(f'<row r="{at}"><c r="XFD{at}"><v>1</v></c></row>' for at in range(20, int(row)))
        if row == "900"
        else ""
    )
    end = f'{far}<row r="{row}"><c r="{reference}"><v>1</v></c></row></sheetData>'.encode()
    sheet = "xl/worksheets/sheet7.xml"
    parts[sheet] = parts[sheet].replace(b"</sheetData>", end)
    faults = faults_in(pack(tmp_path / "far.xlsx", parts))
    assert "workbook_too_large" in [fault.code for fault in faults]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"code,name_fr\n", "file_binary"),
        (b"PK\x03\x04 but no more", "file_binary"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file_binary"),
    ],
)
def test_a_file_that_is_no_workbook_is_told_alone(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "tiny.xlsx").write_bytes(content)
    assert told(faults_in(tmp_path / "tiny.xlsx")) == [("tiny.xlsx", 0, "", "", code)]


def test_a_damaged_workbook_is_told_alone(tiny: Path, tmp_path: Path) -> None:
    assert told(faults_in(pack(tmp_path / "none.xlsx", {"readme.txt": b""}))) == [
        ("none.xlsx", 0, "", "", "workbook_unreadable")
    ]
    convert(read_rows(tiny), tmp_path / "tiny.xlsx")
    with zipfile.ZipFile(tmp_path / "tiny.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet3.xml"] = parts["xl/worksheets/sheet3.xml"][:900]
    assert told(faults_in(pack(tmp_path / "cut.xlsx", parts))) == [("caps", 0, "", "", "sheet_unreadable")]


def test_entities_that_would_fill_the_memory_are_not_unfolded(tiny: Path, tmp_path: Path) -> None:
    convert(read_rows(tiny), tmp_path / "tiny.xlsx")
    with zipfile.ZipFile(tmp_path / "tiny.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE sst [<!ENTITY l0 "lol">{laughs}]>'.encode()
    strings = parts["xl/sharedStrings.xml"]
    parts["xl/sharedStrings.xml"] = strings.replace(b"<sst", doctype + b"<sst").replace(
        b"<t>code</t>", b"<t>&l11;</t>", 1
    )
    assert [fault.code for fault in faults_in(pack(tmp_path / "laughs.xlsx", parts))] == ["workbook_unreadable"]


def test_a_workbook_without_settings_lacks_them(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "empty.xlsx") as book:
        book.add_worksheet("Feuil1")
        book.add_worksheet("Douars")
        book.add_worksheet("pins")
    assert told(faults_in(tmp_path / "empty.xlsx")) == [
        ("Douars", 0, "", "", "table_misnamed"),
        ("campaign", 0, "", "", "file_missing"),
        ("pins", 0, "", "", "header_missing"),
        ("provinces", 0, "", "", "table_empty"),
        ("regions", 0, "", "", "table_empty"),
    ]


@pytest.mark.parametrize("text", ["a_x000D_b", "_x005F_", "x005F_", "_X0041_", "_x0041__x0042_"])
def test_texts_that_look_like_escapes_are_read_as_they_are(tmp_path: Path, text: str) -> None:
    table = TableRows("more", "more.csv", (text,), (Line(2, {text: text}),))
    convert(Rows(None, {"more": table}), tmp_path / "more.xlsx")
    again = read_rows(tmp_path / "more.xlsx").tables["more"]
    assert (again.columns, [line.cells for line in again.lines]) == ((text,), [{text: text}])


def with_keys(path: Path, *keys: tuple[str, str]) -> Path:
    """Write a workbook of nothing but settings."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("campaign")
        for row, pair in enumerate((("key", "value"), *keys)):
            sheet.write_row(row, 0, pair)
    return path


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        (
            (("policy.visits", "red:2|orange:1"), ("policy.visits.yellow", "1")),
            ("campaign", 3, "policy.visits.yellow", "1", "named_twice"),
        ),
        (
            (("policy.visits.yellow", "1"), ("policy.visits", "red:2|orange:1")),
            ("campaign", 3, "policy.visits", "red:2|orange:1", "named_twice"),
        ),
        (
            (("policy.gap_min_days", "20"), ("policy.gap_min_days", "30")),
            ("campaign", 3, "policy.gap_min_days", "30", "named_twice"),
        ),
        ((("", "orphan"),), ("campaign", 2, "", "orphan", "key_missing")),
        ((("odd", ""), ("odd.more", "1")), ("campaign", 3, "odd.more", "1", "named_twice")),
    ],
)
def test_a_value_that_has_no_key_of_its_own_is_told_and_not_converted(
    tmp_path: Path, keys: tuple[tuple[str, str], ...], fault: tuple[str, int, str, str, str]
) -> None:
    path = with_keys(tmp_path / "keys.xlsx", *keys)
    assert fault in told(faults_in(path))
    with pytest.raises(FaultyInputError) as refusal:
        convert(read_rows(path), tmp_path / "out")
    assert told(refusal.value.faults) == [fault]
    assert not (tmp_path / "out").exists()


def test_a_row_that_names_a_section_alone_is_its_heading(tmp_path: Path) -> None:
    path = with_keys(tmp_path / "keys.xlsx", ("policy.gap_min_days", "20"), ("policy", ""), ("travel", ""))
    convert(read_rows(path), tmp_path / "out")
    assert (tmp_path / "out" / "campaign.toml").read_text() == "[policy]\ngap_min_days = 20\n[travel]\n"


def test_a_sheet_of_a_chart_is_left_aside(tiny: Path, tmp_path: Path) -> None:
    convert(read_rows(tiny), tmp_path / "tiny.xlsx")
    book = openpyxl.load_workbook(tmp_path / "tiny.xlsx")
    book.create_chartsheet("chart")
    book.save(tmp_path / "chart.xlsx")
    assert build_campaign(read_rows(tmp_path / "chart.xlsx")) == build_campaign(read_rows(tiny))


def test_a_key_that_is_there_twice_is_told(tiny: Path, tmp_path: Path) -> None:
    path = write_book(
        tmp_path / "tiny.xlsx",
        tiny,
        {("campaign", 8, "key"): lambda book, write: write("write_string", "policy.visits.red")},
    )
    assert told(faults_in(path)) == [("campaign", 8, "policy.visits.red", "2", "named_twice")]
