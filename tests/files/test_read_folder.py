"""Folders as people's programs write them, and what is no campaign's file."""

import codecs
import csv
import os
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.check_campaign.build import build_campaign
from planner.domain.campaign import CAMPAIGN_TABLES
from planner.domain.columns import Table
from planner.files.csv_text import read_csv
from planner.files.guard import MOST_BYTES
from planner.files.headers import column_of, plain
from planner.files.read import read_rows
from planner.files.toml_text import read_toml
from tests.tiny import TABLES, edit, faults_in, told, write_tiny


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_tiny(tmp_path / "tiny")


def test_a_campaign_in_semicolons_with_marks_and_french_headers_is_the_same_campaign(tiny: Path) -> None:
    plain_campaign, _ = build_campaign(read_rows(tiny))
    for path in tiny.glob("*.csv"):
        header, *rows = path.read_text("utf-8").splitlines()
        header = header.replace("population", "Population").replace("altitude_m", "ALTITUDE").replace("access", "Accès")
        text = "\r\n".join([header, "", *rows, ",,,"]).replace(",", ";")
        path.write_bytes(codecs.BOM_UTF8 + text.encode())
    found, faults = build_campaign(read_rows(tiny))
    assert faults == ()
    assert found == plain_campaign


def test_arabic_headers_are_read(tiny: Path) -> None:
    (tiny / "regions.csv").write_text("الرمز,الاسم بالعربية\nR1,بني ملال\n", "utf-8")
    found, faults = build_campaign(read_rows(tiny))
    assert faults == ()
    assert found
    assert found.regions["R1"].name_ar == "بني ملال"


@pytest.mark.parametrize("table", CAMPAIGN_TABLES, ids=lambda table: table.name)
def test_every_header_in_three_languages_means_its_own_column(table: Table) -> None:
    for column in table.columns:
        headers = (column.name, column.name.upper(), column.fr, column.ar)
        assert [column_of(table.name, header) for header in headers] == [column.name] * 4


@given(st.text(st.sampled_from("aÉ 한ガ\u0301\u0316\u0345\u0f73_-١"), max_size=300))
def test_a_text_is_plain_whatever_its_length(text: str) -> None:
    letters = unicodedata.normalize("NFKD", text.replace("_", " ").replace("-", " ")).casefold()
    assert plain(text) == " ".join("".join(each for each in letters if not unicodedata.combining(each)).split())


def test_no_text_takes_the_square_of_its_length(monkeypatch: pytest.MonkeyPatch) -> None:
    longest, normalize = 0, unicodedata.normalize

    def watched(form: Any, text: str) -> str:
        nonlocal longest
        longest = max(longest, len(text))
        return normalize(form, text)

    monkeypatch.setattr("unicodedata.normalize", watched)
    assert plain("Nom" + "\u0301\u0316" * 16_000) == "nom"
    assert longest < 100


def test_rows_are_counted_as_a_spreadsheet_counts_them(tiny: Path) -> None:
    edit(tiny / "douars.csv", "D2,Tizi n'Tirghist", '\n,,\nD2,"Tizi\nn\'Tirghist"')
    edit(tiny / "douars.csv", ",180,", ",a few,")
    assert told(faults_in(tiny)) == [("douars.csv", 6, "population", "a few", "not_a_number")]


def test_a_missing_campaign_is_told(tmp_path: Path) -> None:
    assert told(faults_in(tmp_path / "none")) == [("none", 0, "", "", "campaign_missing")]


def test_a_file_that_is_no_campaign_is_told(tmp_path: Path) -> None:
    (tmp_path / "campaign.ods").write_text("?")
    assert told(faults_in(tmp_path / "campaign.ods")) == [("campaign.ods", 0, "", "", "not_a_campaign")]


def test_an_empty_folder_lacks_its_settings_and_what_must_have_rows(tmp_path: Path) -> None:
    assert told(faults_in(tmp_path)) == [
        ("campaign.toml", 0, "", "", "file_missing"),
        ("douars.csv", 0, "", "", "table_empty"),
        ("provinces.csv", 0, "", "", "table_empty"),
        ("regions.csv", 0, "", "", "table_empty"),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\n\n", "header_missing"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "file_binary"),
        (b"\x1f\x8b\x08\xff\xfe\x01\x02", "file_binary"),
        ("code,name_fr\n".encode("utf-16"), "file_binary"),
    ],
)
def test_a_table_that_is_no_text_is_told_alone(tiny: Path, content: bytes, code: str) -> None:
    (tiny / "centres.csv").write_bytes(content)
    assert told(faults_in(tiny)) == [("centres.csv", 0, "", "", code)]


@pytest.mark.parametrize(("count", "codes"), [(380, []), (20_000, ["header_too_wide"])])
def test_a_header_may_name_columns_of_ones_own_but_not_thousands(tiny: Path, count: int, codes: list[str]) -> None:
    path = tiny / "centres.csv"
    header, *rows = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([",".join([header, *(f"column{at}" for at in range(count))]), *rows]), "utf-8")
    began = monotonic()
    assert told(faults_in(tiny)) == [("centres.csv", 1, "", "", code) for code in codes]
    assert monotonic() - began < 10


def test_a_missing_column_is_told_once(tiny: Path) -> None:
    edit(tiny / "douars.csv", ",population,", ",inhabitants,")
    assert told(faults_in(tiny)) == [("douars.csv", 1, "population", "", "column_missing")]


def test_a_missing_column_of_codes_is_told_once(tiny: Path) -> None:
    edit(tiny / "centres.csv", "code,", "number,")
    assert told(faults_in(tiny)) == [("centres.csv", 1, "code", "", "column_missing")]


def test_a_column_that_is_there_twice_is_told(tiny: Path) -> None:
    edit(tiny / "douars.csv", ",children,", ",Population,")
    assert told(faults_in(tiny)) == [("douars.csv", 1, "population", "Population", "column_twice")]


def test_more_cells_than_the_header_are_told(tiny: Path) -> None:
    edit(tiny / "leave.csv", "2024-01-31", "2024-01-31,malade")
    assert told(faults_in(tiny)) == [("leave.csv", 2, "", "malade", "cell_without_column")]


def test_windows_1252_is_told_with_its_row_and_hides_no_other_fault(tiny: Path) -> None:
    edit(tiny / "douars.csv", "أيت عباس", "")
    text = (tiny / "douars.csv").read_text("utf-8").replace(",240,", ",many,")
    (tiny / "douars.csv").write_bytes(text.encode("cp1252"))
    assert told(faults_in(tiny)) == [
        ("douars.csv", 2, "", "Aït", "not_utf8"),
        ("douars.csv", 2, "population", "many", "not_a_number"),
        ("douars.csv", 4, "name_fr", "", "name_missing"),
    ]


def test_quotes_that_are_not_closed_cost_one_row(tiny: Path) -> None:
    edit(tiny / "staff.csv", "S02,Brahim", 'S02,"Brahim')
    edit(tiny / "staff.csv", "S05,Elham,doctor", "S05,Elham,doktor")
    assert told(faults_in(tiny)) == [
        ("staff.csv", 3, "", 'S02,"Brahim,nurse,,P1,5,', "quote_open"),
        ("staff.csv", 6, "profession", "doktor", "not_one_of"),
    ]


def test_where_many_quotes_are_not_closed_their_ends_are_looked_for_no_more(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[str] = []
    reader = csv.reader

    def counting_reader(lines: Iterable[str], **options: Any) -> Any:
        return reader((line for line in lines if looked_at.append(line) is None), **options)

    monkeypatch.setattr(csv, "reader", counting_reader)
    (tiny / "notes.csv").write_text('a",b\n' + 'a","\n' * 2_000, "utf-8")
    faults = faults_in(tiny)
    assert sum(fault.code == "quote_open" and fault.file == "notes.csv" for fault in faults) >= 2_000
    assert len(looked_at) < 50_000


def test_a_cell_that_no_workbook_holds_is_told(tiny: Path) -> None:
    edit(tiny / "staff.csv", "Brahim", "B" * 40_000)
    assert told(faults_in(tiny)) == [("staff.csv", 3, "name", "B" * 80, "cell_too_long")]


def test_a_line_beyond_what_a_csv_may_have_is_told(tiny: Path) -> None:
    edit(tiny / "staff.csv", "Brahim", "B" * 200_000)
    assert [fault.code for fault in faults_in(tiny)] == ["cell_too_long"]


def test_an_invisible_character_is_told(tiny: Path) -> None:
    edit(tiny / "staff.csv", "Brahim", "Bra\x0bhim")
    assert told(faults_in(tiny)) == [("staff.csv", 3, "name", "Bra\ufffdhim", "control_character")]


@pytest.mark.parametrize(
    ("text", "row", "value"),
    [
        ("format = 1\n[campaign\n", 2, "[campaign"),
        ('format = 1\n[campaign]\ncode = "tiny\n', 3, 'code = "tiny'),
        ("a = " + "[" * 5000, 1, "a = " + "[" * 76),
        ("a = 1\na = 2\n", 2, "a = 2"),
        (f"a = {'9' * 5000}", 1, f"a = {'9' * 76}"),
    ],
)
def test_toml_that_cannot_be_read_is_told_with_its_line(tiny: Path, text: str, row: int, value: str) -> None:
    (tiny / "campaign.toml").write_text(text)
    assert told(faults_in(tiny)) == [("campaign.toml", row, "", value, "toml_unreadable")]


def test_a_file_of_two_gigabytes_is_refused_unread(tiny: Path) -> None:
    with (tiny / "staff.csv").open("wb") as file:
        file.truncate(2_000_000_000)
    assert told(faults_in(tiny)) == [("staff.csv", 0, "", "", "file_too_large")]
    assert MOST_BYTES < 2_000_000_000


def test_a_link_out_of_the_folder_is_not_followed(tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text(TABLES["leave"])
    (tiny / "leave.csv").unlink()
    (tiny / "leave.csv").symlink_to(tmp_path / "secret.csv")
    assert told(faults_in(tiny)) == [("leave.csv", 0, "", "", "link_outside")]


def test_a_link_within_the_folder_is_followed(tiny: Path) -> None:
    (tiny / "leave.csv").rename(tiny / "leave.2024")
    (tiny / "leave.csv").symlink_to("leave.2024")
    assert faults_in(tiny) == ()


def test_links_in_a_circle_are_told(tiny: Path) -> None:
    (tiny / "leave.csv").unlink()
    (tiny / "leave.csv").symlink_to("leave.csv")
    assert told(faults_in(tiny)) == [("leave.csv", 0, "", "", "file_unreadable")]


def test_a_folder_and_a_pipe_in_place_of_files_are_told(tiny: Path) -> None:
    (tiny / "leave.csv").unlink()
    (tiny / "leave.csv").mkdir()
    (tiny / "caps.csv").unlink()
    os.mkfifo(tiny / "caps.csv")
    assert told(faults_in(tiny)) == [
        ("caps.csv", 0, "", "", "not_a_file"),
        ("leave.csv", 0, "", "", "not_a_file"),
    ]


def test_a_table_in_another_case_is_told_and_causes_no_other_fault(tiny: Path) -> None:
    (tiny / "douars.csv").rename(tiny / "Douars.csv")
    (tiny / "campaign.csv").write_text("key,value\n")
    assert told(faults_in(tiny)) == [
        ("Douars.csv", 0, "", "", "table_misnamed"),
        ("campaign.csv", 0, "", "", "table_misnamed"),
    ]


def test_other_files_and_tables_are_no_faults(tiny: Path) -> None:
    (tiny / "README.md").write_bytes(b"\x00")
    (tiny / ".hidden.csv").write_bytes(b"\x00")
    (tiny / "schools.csv").write_text("name,pupils\nTabant,120\n")
    assert faults_in(tiny) == ()


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.binary(max_size=200), st.text("code,;\"'\n\r=[]{}#|\x00é\ufeff", max_size=200).map(str.encode)))
def test_no_bytes_make_reading_fail_other_than_by_a_fault(data: bytes) -> None:
    faults = []
    assert read_csv(data, "douars", "douars.csv", faults) or faults
    assert read_toml(data, faults) or faults


@pytest.mark.parametrize(
    "sign",
    [*"\u202a\u202b\u202c\u202d\u202e\u2066\u2069\u200b\u2060\ufeff\u00ad\u2028\x80\x9b\x9f", "\U000e0041"],
    ids=ascii,
)
def test_an_invisible_sign_is_told_by_its_number(tiny: Path, sign: str) -> None:
    edit(tiny / "staff.csv", "Brahim", f"Bra{sign}him")
    (fault,) = faults_in(tiny)
    assert (fault.code, fault.value) == ("control_character", "Bra\ufffdhim")
    assert dict(fault.details)["sign"] == f"U+{ord(sign):04X}"


@pytest.mark.parametrize("sign", "\u200c\u200d\u200e\u200f\u061c", ids=ascii)
def test_signs_that_arabic_is_written_with_are_kept(tiny: Path, sign: str) -> None:
    edit(tiny / "staff.csv", "Brahim", f"بر{sign}هيم")
    assert faults_in(tiny) == ()


def test_an_invisible_sign_in_a_setting_is_told(tiny: Path) -> None:
    edit(tiny / "campaign.toml", "[campaign]", '[campaign]\nname_ar = "a\u202eb"')
    assert told(faults_in(tiny)) == [("campaign.toml", 3, "campaign.name_ar", "a\ufffdb", "control_character")]


def test_a_name_that_the_system_does_not_take_is_told(tiny: Path) -> None:
    for long in ("x" * 300, "x" * 300 + ".xlsx"):
        assert [fault.code for fault in read_rows(tiny / long).faults] == ["name_too_long"]


def refuse(*_: object, **__: object) -> Any:
    raise PermissionError(13, "Permission denied")


def test_what_may_not_be_read_is_told_as_that(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as locked:
        locked.setattr(Path, "iterdir", refuse)
        assert [fault.code for fault in read_rows(tiny).faults] == ["file_forbidden"]
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert {fault.code for fault in read_rows(tiny).faults} == {"file_forbidden"}


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("caps 2024.csv", "caps.csv"),
        ("caps.xlsx", "caps.csv"),
        ("caps.csv.txt", "caps.csv"),
        ("Plafonds.csv", "caps.csv"),
    ],
)
def test_a_table_under_another_name_is_told_with_the_right_one(tiny: Path, name: str, right: str) -> None:
    (tiny / "caps.csv").rename(tiny / name)
    (fault,) = faults_in(tiny)
    assert told([fault]) == [(name, 0, "", "", "table_misnamed")]
    assert dict(fault.details) == {"right": right}


def test_copies_beside_a_table_are_other_tables_or_no_tables(tiny: Path) -> None:
    for name in ("caps 2023.csv", "caps.xlsx", "readme.txt"):
        (tiny / name).write_text("a,b\n")
    assert faults_in(tiny) == ()


@pytest.mark.parametrize("name", ["caps", "schools"])
def test_a_table_that_is_there_twice_but_for_its_ending_is_told(tiny: Path, name: str) -> None:
    (tiny / f"{name}.csv").write_text("chapter,amount_mad\nfuel,9000\n")
    (tiny / f"{name}.CSV").write_text("chapter,amount_mad\nfuel,8000\n")
    assert told(faults_in(tiny)) == [(f"{name}.CSV", 0, "", "", "table_twice")]


@pytest.mark.parametrize(
    ("file", "old", "new", "column"),
    [
        ("caps.csv", "chapter", "chapitres", "chapter"), ("douars.csv", "risk", "risc", "risk"),
        ("points.csv", "weekdays", "jour", "weekdays"), ("douars.csv", "population", "populations", "population"),
        ("regions.csv", "name_ar", "nom_ar", "name_ar"),
    ],
)  # fmt: skip
def test_a_header_that_is_almost_that_of_a_column_that_is_missing_is_told_once(
    tiny: Path, file: str, old: str, new: str, column: str
) -> None:
    edit(tiny / file, old, new)
    edit(tiny / file, "", "\n,,,,,,\n")
    assert told(faults_in(tiny)) == [(file, 1, column, new, "column_misnamed")]


def test_a_header_that_is_like_that_of_a_column_that_is_there_is_another_column(tiny: Path) -> None:
    edit(tiny / "douars.csv", "children", "populations")
    assert faults_in(tiny) == ()


@pytest.mark.parametrize("above", ["Liste des plafonds,,,\n", "sep=,\n", "Liste\n\n"])
def test_a_header_that_is_not_in_the_first_row_is_told_alone(tiny: Path, above: str) -> None:
    (tiny / "caps.csv").write_text(above + TABLES["caps"], "utf-8")
    assert told(faults_in(tiny)) == [("caps.csv", 0, "", "", "header_missing")]


@pytest.mark.parametrize("between", "\t|")
def test_columns_that_nothing_known_parts_are_told_alone(tiny: Path, between: str) -> None:
    (tiny / "caps.csv").write_text(TABLES["caps"].replace(",", between), "utf-8")
    assert told(faults_in(tiny)) == [("caps.csv", 0, "", "", "header_missing")]


def test_lines_that_no_spreadsheet_parts_are_told(tiny: Path) -> None:
    (tiny / "caps.csv").write_text(TABLES["caps"].replace("\n", "\u2028"), "utf-8")
    assert ("caps.csv", 1, "", "amount_mad\ufffd", "control_character") in told(faults_in(tiny))
