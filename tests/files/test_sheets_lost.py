"""Sheets that a workbook names and does not hold, or holds under another name: nothing of a campaign is lost unsaid."""

import zipfile
from pathlib import Path

import openpyxl
import pytest

from planner.check_campaign.build import build_campaign
from planner.domain.fault_sentences import mend, sentence
from planner.files.read import read_rows
from planner.files.write import convert
from tests.files.test_read_workbook import pack
from tests.tiny import TABLES, faults_in, told, write_tiny

CAPS = "xl/worksheets/sheet3.xml"
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    convert(read_rows(write_tiny(tmp_path / "tiny")), tmp_path / "tiny.xlsx")
    return tmp_path / "tiny.xlsx"


def parts_of(book: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(book) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(book: Path, part: str, old: bytes, new: bytes) -> Path:
    """Write the workbook again with a text of one of its parts replaced, which must be there."""
    parts = parts_of(book)
    assert old in parts[part]
    return pack(book.with_name("changed.xlsx"), {**parts, part: parts[part].replace(old, new, 1)})


def renamed(book: Path, table: str, name: str) -> Path:
    there = openpyxl.load_workbook(book)
    there[table].title = name
    there.save(book)
    return book


def test_a_sheet_whose_part_is_gone_is_told_with_its_workbook(book: Path) -> None:
    parts = parts_of(book)
    assert b"9000" in parts.pop(CAPS)
    (fault,) = faults_in(pack(book.with_name("gone.xlsx"), parts))
    assert told([fault]) == [("caps", 0, "", "", "sheet_missing")]
    assert "gone.xlsx" in sentence(fault, "fr")
    assert mend(fault, "fr")


def test_every_sheet_that_is_gone_is_told_and_causes_no_other_fault(book: Path) -> None:
    parts = {name: part for name, part in parts_of(book).items() if not name.startswith("xl/worksheets/")}
    faults = told(faults_in(pack(book.with_name("gone.xlsx"), parts)))
    assert faults == [(name, 0, "", "", "sheet_missing") for name in sorted({"campaign", *TABLES})]


def test_a_sheet_that_nothing_leads_to_is_told(book: Path) -> None:
    assert told(faults_in(changed(book, RELATIONS, b'Id="rId3"', b'Id="rId99"'))) == [
        ("caps", 0, "", "", "sheet_missing")
    ]
    assert told(faults_in(changed(book, WORKBOOK, b'r:id="rId3"', b""))) == [("caps", 0, "", "", "sheet_missing")]


@pytest.mark.parametrize("kind", [b"chartsheet", b"dialogsheet"])
def test_a_sheet_without_cells_is_no_table(book: Path, kind: bytes) -> None:
    parts = parts_of(book)
    relations = parts[RELATIONS].replace(
        b'relationships/worksheet" Target="worksheets/sheet3', b'relationships/%s" Target="worksheets/sheet3' % kind
    )
    assert relations != parts[RELATIONS]
    path = pack(book.with_name("chart.xlsx"), {**parts, RELATIONS: relations})
    assert told(faults_in(path)) == [("caps", 0, "", "", "sheet_without_cells")]


def test_two_sheets_of_one_name_are_told(book: Path) -> None:
    path = changed(book, WORKBOOK, b'name="leave"', b'name="caps"')
    assert told(faults_in(path)) == [("caps", 0, "", "", "table_twice")]
    path = changed(book, WORKBOOK, b'name="leave"', b'name="Caps"')
    assert told(faults_in(path)) == [("Caps", 0, "", "", "table_misnamed")]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_rows_and_columns_are_read(book: Path, state: str) -> None:
    there = openpyxl.load_workbook(book)
    there["caps"].sheet_state = state
    there["douars"].row_dimensions[3].hidden = True
    there["douars"].column_dimensions["C"].hidden = True
    there.save(book.with_name("hidden.xlsx"))
    assert build_campaign(read_rows(book.with_name("hidden.xlsx"))) == build_campaign(read_rows(book))


def test_a_part_whose_sum_is_wrong_is_told_by_its_sheet_and_hides_no_other_fault(book: Path) -> None:
    book = changed(book, CAPS, b"9000", b"-9000")
    data = bytearray(book.read_bytes())
    with zipfile.ZipFile(book) as archive:
        sheet = next(each for each in archive.infolist() if each.filename == "xl/worksheets/sheet13.xml")
    crc = sheet.CRC.to_bytes(4, "little")
    place = data.rindex(crc)
    data[place] ^= 0xFF
    book.write_bytes(data)
    assert [fault[-1] for fault in told(faults_in(book))] == ["too_small", "sheet_unreadable"]


def test_texts_that_are_gone_are_told(book: Path) -> None:
    parts = parts_of(book)
    del parts["xl/sharedStrings.xml"]
    assert told(faults_in(pack(book.with_name("mute.xlsx"), parts))) == [
        ("mute.xlsx", 0, "", "", "workbook_unreadable")
    ]
    few = changed(book, "xl/sharedStrings.xml", b"<si><t>region</t></si>", b"")
    assert "sheet_unreadable" in [fault.code for fault in faults_in(few)]


def test_rows_that_are_there_twice_are_told(book: Path) -> None:
    assert told(faults_in(changed(book, CAPS, b'<row r="3"', b'<row r="2"'))) == [
        ("caps", 0, "", "", "sheet_unreadable")
    ]


def test_a_strict_workbook_is_told_with_what_mends_it(book: Path) -> None:
    transitional = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    path = changed(book, WORKBOOK, transitional, b"http://purl.oclc.org/ooxml/spreadsheetml/main")
    (fault,) = faults_in(path)
    assert fault.code == "workbook_unreadable"
    assert "Strict" in sentence(fault, "fr")
    assert "strict" in mend(fault, "fr")


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("douars", "Douars 2024"), ("caps", "caps "), ("caps", "Plafonds"), ("caps", "cap"), ("caps", "caps (2)"),
        ("campaign", "Campagne"), ("leave", "Congés"), ("staff", "liste staff"), ("centres", "Centres de santé"),
        ("closures", "الإغلاقات"),
    ],
)  # fmt: skip
def test_a_sheet_that_is_called_almost_as_a_table_that_is_missing_is_told_alone(
    book: Path, table: str, name: str
) -> None:
    (fault,) = faults_in(renamed(book, table, name))
    assert told([fault]) == [(name, 0, "", "", "table_misnamed")]
    assert f"« {name} » n'est le nom d'aucune table ; serait-ce « {table} » ?" in sentence(fault, "fr")


def test_a_sheet_that_is_like_a_table_that_is_there_is_another_table(book: Path) -> None:
    there = openpyxl.load_workbook(book)
    for name in ("douars 2023", "schools", "notes", "Feuil1"):
        there.create_sheet(name).append(["a", "b"])
    there.save(book)
    assert faults_in(book) == ()
    assert "douars 2023" in read_rows(book).tables
