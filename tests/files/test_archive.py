"""What is sent and fetched as one file: workbooks and zips of folders, and what is made of files that are neither."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from planner.check_campaign.build import build_campaign
from planner.domain.rows import Line, Rows, TableRows
from planner.files import archive
from planner.files.archive import is_campaign_at_all, plain_name, read_upload, to_archive, to_workbook
from planner.files.read import read_rows
from tests.tiny import write_tiny


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    return read_rows(write_tiny(tmp_path_factory.mktemp("archive") / "tiny"))


def zip_of(files: dict[str, bytes]) -> bytes:
    """Return a zip of some files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return made.getvalue()


def texts(rows: Rows) -> object:
    """Return what rows hold, wherever it stands."""
    tables = {**rows.tables, "": rows.settings}
    return {name: sorted(sorted(line.cells.items()) for line in table.lines) for name, table in tables.items() if table}


def digest(rows: Rows) -> str:
    """Return the digest of the campaign that rows make: numbers may be spelt in another way."""
    campaign, faults = build_campaign(rows)
    assert campaign is not None, faults
    return campaign.digest


def codes(rows: Rows) -> list[str]:
    return [fault.code for fault in rows.faults]


def test_a_campaign_comes_back_from_its_workbook_and_from_its_zip(rows: Rows) -> None:
    assert digest(read_upload("a.xlsx", to_workbook(rows))) == digest(rows)
    assert texts(read_upload("a.zip", to_archive(rows))) == texts(rows)


def test_what_a_file_is_counts_and_not_what_it_is_called(rows: Rows) -> None:
    assert digest(read_upload("../../etc/passwd", to_workbook(rows))) == digest(rows)
    assert texts(read_upload("liste.pdf", to_archive(rows))) == texts(rows)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 ...", b"code,name\nD1,Azilal\n", zip_of({"a/lettre.docx": b"x"})])
def test_what_is_no_campaign_is_told_and_holds_nothing(data: bytes) -> None:
    found = read_upload("lettre\u202e.pdf", data)
    assert codes(found) == ["not_a_campaign"]
    assert found.faults[0].file == "lettre.pdf"
    assert not is_campaign_at_all(found)


def test_a_workbook_without_any_table_of_a_campaign_is_none() -> None:
    other = Rows(None, {"Feuil1": TableRows("Feuil1", "Feuil1", ("a",), (Line(2, {"a": "1"}),))})
    assert not is_campaign_at_all(read_upload("a.xlsx", to_workbook(other)))


def test_a_damaged_zip_is_told(rows: Rows) -> None:
    assert codes(read_upload("a.zip", to_archive(rows)[:-40])) == ["file_binary"]
    data = bytearray(to_archive(rows))
    data[60] ^= 0xFF
    assert codes(read_upload("a.zip", bytes(data))) == ["file_binary"]


def test_a_zip_that_is_large_when_unpacked_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 1_000_000)
    assert codes(read_upload("a.zip", zip_of({"campaign.toml": b" " * 1_000_001}))) == ["workbook_too_large"]
    many = {f"{number}.csv": b"" for number in range(archive.MOST_FILES + 1)}
    assert codes(read_upload("a.zip", zip_of(many))) == ["workbook_too_large"]


def test_nothing_of_a_zip_is_written_elsewhere(rows: Rows, tmp_path: Path) -> None:
    bad = zip_of({"../../../../out.csv": b"a\n1\n", f"{tmp_path}/out.csv": b"a\n1\n", "campaign.toml": b"format = 1"})
    found = read_upload("a.zip", bad)
    assert found.tables == {}
    assert not list(tmp_path.iterdir())


def test_the_campaign_nearest_the_top_is_read_and_what_programs_put_beside_it_is_not(rows: Rows) -> None:
    inside = zipfile.ZipFile(io.BytesIO(to_archive(rows)))
    files = {f"Ma saison/{name.partition('/')[2]}": inside.read(name) for name in inside.namelist()}
    files |= {"__MACOSX/._campaign.toml": b"\0", "Ma saison/.DS_Store": b"\0", "Ma saison/old/caps.csv": b"x\n1\n"}
    found = read_upload("a.zip", zip_of(files))
    assert (texts(found), found.faults) == (texts(rows), ())


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-a", "@SUM(A1)", "=HYPERLINK(1)", "'=1", "'+212 6"])
def test_no_cell_of_a_zip_is_a_formula_and_each_comes_back_as_it_was(rows: Rows, text: str) -> None:
    table = TableRows("douars", "douars.csv", ("code", text), (Line(2, {"code": text, text: text}),))
    packed = to_archive(replace(rows, tables={"douars": table}))
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        cells = list(csv.reader(io.StringIO(opened.read("campaign/douars.csv").decode())))
    assert all(cell == "code" or cell.startswith("'") for row in cells for cell in row)
    assert read_upload("a.zip", packed).tables["douars"] == table


@pytest.mark.parametrize("pack", [to_archive, to_workbook])
def test_the_name_of_an_unknown_table_is_told_without_tricks(rows: Rows, pack: Callable[[Rows], bytes]) -> None:
    odd = TableRows("vsc\u202elist", "vsc\u202elist.csv", ("x",), (Line(2, {"x": "1"}),))
    found = read_upload("a.zip", pack(replace(rows, tables={odd.name: odd})))
    assert "vsclist" in found.tables
    assert odd.name not in found.tables


def test_the_name_of_a_file_is_told_without_its_folders_and_tricks() -> None:
    assert plain_name("C:\\Users\\moi\\liste.xlsx") == "liste.xlsx"
    assert plain_name("../\x00") == "?"
    assert len(plain_name("a" * 1000)) == archive.MOST_NAME
