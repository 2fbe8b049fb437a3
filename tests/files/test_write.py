"""Campaigns written as folders and workbooks: nothing is lost, nothing is overwritten, nothing is half there."""

import string
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from planner.check_campaign.build import build_campaign
from planner.domain.rows import Line, Rows, TableRows
from planner.domain.setting_keys import key_faults
from planner.errors import AlreadyThereError, FaultyInputError
from planner.files import workbook
from planner.files.atomic import new_file, new_folder
from planner.files.headers import table_meant
from planner.files.read import read_rows
from planner.files.write import convert, write_campaign
from tests.tiny import edit, told, write_tiny

ODD = string.ascii_letters + string.digits + " ,;\"'|=@\n\t._é—أ𝔄"


def contents(rows: Rows) -> dict[str, list[Mapping[str, str]]]:
    """Return the cells of every table and of the settings."""
    assert rows.settings
    return {table.name: [line.cells for line in table.lines] for table in (rows.settings, *rows.tables.values())}


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    folder = write_tiny(tmp_path / "tiny")
    edit(folder / "douars.csv", "children,", "children,note;of the caïd,")
    edit(folder / "douars.csv", ",80,", ',80,"piste, coupée ; gué",')
    edit(folder / "campaign.toml", "[policy]", "[calendar]\nramadan = [2024-02-10, 2024-02-15]\nclosed = []\n[policy]")
    (folder / "schools.csv").write_text("name,pupils\nTabant,007\n", "utf-8")
    return folder


def test_a_folder_becomes_a_workbook_and_a_folder_again_without_loss(tiny: Path, tmp_path: Path) -> None:
    rows = read_rows(tiny)
    convert(rows, tmp_path / "tiny.xlsx")
    convert(read_rows(tmp_path / "tiny.xlsx"), tmp_path / "again")
    again = read_rows(tmp_path / "again")
    found, faults = build_campaign(again)
    assert faults == ()
    assert (found, faults) == build_campaign(rows)
    assert contents(again)["schools"] == [{"name": "Tabant", "pupils": "007"}]
    assert contents(again)["douars"][0]["note;of the caïd"] == "piste, coupée ; gué"


@pytest.mark.parametrize("name", ["again", "again.xlsx", "deep/down/again"])
def test_a_campaign_that_is_written_reads_to_the_same_campaign(tiny: Path, tmp_path: Path, name: str) -> None:
    (tiny / "points.csv").unlink()
    (tiny / "closures.csv").unlink()
    (tiny / "travel.csv").unlink()
    (tiny / "catchments.csv").unlink()
    campaign, faults = build_campaign(read_rows(tiny))
    assert faults == ()
    assert campaign
    write_campaign(campaign, tmp_path / name)
    assert build_campaign(read_rows(tmp_path / name)) == (campaign, ())


cells = st.text(ODD, min_size=1, max_size=12).filter(lambda text: text.strip() == text)
names = st.text(string.ascii_lowercase, min_size=1, max_size=8).map(lambda name: f"x_{name}")
names = names.filter(lambda name: not table_meant(name, ()))
tables = st.lists(cells, min_size=1, max_size=4, unique=True).flatmap(
    lambda columns: st.tuples(
        st.just(tuple(columns)),
        st.lists(st.dictionaries(st.sampled_from(columns), cells, min_size=1), max_size=4),
    )
)


def test_a_header_that_holds_a_semicolon_and_a_new_line_comes_back(tmp_path: Path) -> None:
    table = TableRows("notes", "notes.csv", (";\n0", "0"), (Line(2, {"0": "a,b"}),))
    convert(Rows(TableRows("campaign", "campaign.toml", ("key", "value"), ()), {"notes": table}), tmp_path / "one")
    assert read_rows(tmp_path / "one").tables["notes"].columns == table.columns


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(names, tables, max_size=2), st.dictionaries(names, cells, min_size=1, max_size=3))
def test_whatever_tables_say_survives_both_forms(
    said: dict[str, tuple[tuple[str, ...], list[dict[str, str]]]], keys: dict[str, str]
) -> None:
    pairs = tuple(Line(1, {"key": key, "value": value}) for key, value in keys.items())
    assume(not key_faults(TableRows("campaign", "", ("key", "value"), pairs)))
    rows = Rows(
        TableRows("campaign", "", ("key", "value"), pairs),
        {
            name: TableRows(name, "", columns, tuple(Line(2, row) for row in lines))
            for name, (columns, lines) in said.items()
        },
    )
    with TemporaryDirectory() as folder:
        convert(rows, Path(folder, "one.xlsx"))
        convert(read_rows(Path(folder, "one.xlsx")), Path(folder, "two"))
        assert contents(read_rows(Path(folder, "two"))) == contents(rows)


@pytest.mark.parametrize("name", ["there", "there.xlsx"])
def test_nothing_is_overwritten(tiny: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(AlreadyThereError) as caught:
        convert(read_rows(tiny), tmp_path / name)
    assert told(caught.value.faults) == [(name, 0, "", "", "already_there")]
    assert (tmp_path / name).read_text() == "mine"


def test_what_fails_half_way_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(InterruptedError), new_folder(tmp_path / "plan") as made:
        (made / "half").write_text("half")
        raise InterruptedError
    with pytest.raises(InterruptedError), new_file(tmp_path / "plan.xlsx") as made:
        made.write_text("half")
        raise InterruptedError
    assert list(tmp_path.iterdir()) == []


def test_what_came_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    with pytest.raises(AlreadyThereError) as caught, new_folder(tmp_path / "plan") as made:
        (made / "mine").touch()
        (tmp_path / "plan").mkdir()
    assert list(tmp_path.rglob("*")) == [tmp_path / "plan"]
    assert told(caught.value.faults) == [("plan", 0, "", "", "taken_meanwhile")]


@pytest.mark.parametrize("name", ["a" * 32, "a/b", "..", "a:b", "CAMPAIGN"])
def test_a_table_whose_name_is_none_elsewhere_is_told(tiny: Path, tmp_path: Path, name: str) -> None:
    rows = read_rows(tiny)
    table = replace(rows.tables["schools"], name=name)
    with pytest.raises(FaultyInputError) as caught:
        convert(replace(rows, tables={**rows.tables, name: table}), tmp_path / "out")
    assert told(caught.value.faults) == [("schools.csv", 0, "", name, "sheet_name")]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("columns", "rows"), [(16_385, 0), (1, 1_048_576), (10_000, 500)], ids=["wide", "high", "large"]
)
def test_a_table_that_no_sheet_holds_is_told(tmp_path: Path, columns: int, rows: int) -> None:
    names = tuple(map(str, range(columns)))
    table = TableRows("more", "more.csv", names, (Line(2, {"0": "1"}),) * rows)
    with pytest.raises(FaultyInputError) as caught:
        convert(Rows(None, {"more": table}), tmp_path / "out.xlsx")
    assert told(caught.value.faults) == [("more.csv", 0, "", "", "sheet_too_large")]
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_that_could_not_be_read_again_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_BYTES", 1000)
    with pytest.raises(FaultyInputError) as caught:
        convert(Rows(None, {"more": TableRows("more", "more.csv", ("a",), ())}), tmp_path / "out.xlsx")
    assert told(caught.value.faults) == [("out.xlsx", 0, "", "", "workbook_too_large")]
    assert list(tmp_path.iterdir()) == []


def test_a_text_that_a_workbook_would_change_is_told(tmp_path: Path) -> None:
    table = TableRows("more", "more.csv", ("a",), (Line(2, {"a": "_x0041_x0042_"}),))
    with pytest.raises(FaultyInputError) as caught:
        convert(Rows(None, {"more": table}), tmp_path / "out.xlsx")
    assert told(caught.value.faults) == [("more.csv", 2, "a", "_x0041_x0042_", "cell_for_no_workbook")]


def test_what_could_not_be_read_is_not_converted(tiny: Path, tmp_path: Path) -> None:
    (tiny / "staff.csv").write_bytes(b"\x00")
    with pytest.raises(FaultyInputError) as caught:
        convert(read_rows(tiny), tmp_path / "out.xlsx")
    assert told(caught.value.faults) == [("staff.csv", 0, "", "", "file_binary")]


def test_a_column_beside_the_settings_goes_to_a_workbook_and_is_told_where_a_folder_would_lose_it(
    tiny: Path, tmp_path: Path
) -> None:
    rows = read_rows(tiny)
    assert rows.settings
    noted = replace(rows.settings.lines[1], cells={**rows.settings.lines[1].cells, "note": "à revoir"})
    settings = replace(
        rows.settings, columns=("key", "value", "note"), lines=(rows.settings.lines[0], noted, *rows.settings.lines[2:])
    )
    convert(replace(rows, settings=settings), tmp_path / "noted.xlsx")
    noted_rows = read_rows(tmp_path / "noted.xlsx")
    assert build_campaign(noted_rows) == build_campaign(rows)
    convert(noted_rows, tmp_path / "again.xlsx")
    assert contents(read_rows(tmp_path / "again.xlsx")) == contents(noted_rows)
    with pytest.raises(FaultyInputError) as caught:
        convert(noted_rows, tmp_path / "out")
    assert told(caught.value.faults) == [("campaign", 1, "note", "", "column_for_no_toml")]
    assert not (tmp_path / "out").exists()
