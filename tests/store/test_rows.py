"""One row at a time, and two people on the same one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from planner.check_campaign.build import build_campaign
from planner.domain.rows import Rows
from planner.errors import FaultyInputError
from planner.files.read import read_rows
from planner.store.campaigns import load_campaign, save_campaign
from planner.store.database import Database
from planner.store.errors import NotThereError
from planner.store.kept_rows import load_rows
from planner.store.rows import (
    RowChangedError,
    StoredRow,
    accept_table,
    add_row,
    delete_row,
    load_row,
    load_table,
    save_row,
)
from tests.tiny import edit, write_tiny


@pytest.fixture
def number(database: Database, rows: Rows) -> int:
    """Return a campaign that is in the store."""
    with database.writing() as session:
        return save_campaign(session, "Azilal 2026", rows, "a@b.ma").number


def row_of(database: Database, number: int, table: str, code: str) -> StoredRow:
    with database.reading() as session:
        (row,) = (
            row for row in load_table(session, number, table) if code in (row.cells.get("code"), row.cells.get("key"))
        )
        return row


def save(database: Database, number: int, row: StoredRow, **cells: str) -> StoredRow:
    with database.writing() as session:
        return save_row(session, number, row.table, row.place, {**row.cells, **cells}, row.version)


def test_a_row_is_found_by_its_place(database: Database, number: int) -> None:
    row = row_of(database, number, "douars", "D2")
    with database.reading() as session:
        assert load_row(session, number, "douars", row.place) == row
        with pytest.raises(NotThereError):
            load_row(session, number, "douars", 99)


def test_a_row_is_changed_and_the_campaign_with_it(database: Database, number: int) -> None:
    before = row_of(database, number, "douars", "D2")
    after = save(database, number, before, population=" 130 ", name_ar="")
    assert after.cells == {**before.cells, "population": "130"}
    assert (before.version, after.version) == (1, 2)
    with database.reading() as session:
        assert load_campaign(session, number).version == 2
        assert load_rows(session, number).tables["douars"].lines[1].cells["population"] == "130"
        assert [row.version for row in load_table(session, number, "douars")] == [1, 2, 1, 1]


def test_of_two_people_on_one_row_the_second_is_told_and_given_both(database: Database, number: int) -> None:
    read = row_of(database, number, "douars", "D2")
    theirs = save(database, number, read, population="130")
    mine = {**read.cells, "population": "140"}
    with pytest.raises(RowChangedError) as told, database.writing() as session:
        save_row(session, number, "douars", read.place, mine, read.version)
    assert (told.value.mine, told.value.theirs) == (mine, theirs)
    assert row_of(database, number, "douars", "D2") == theirs


def test_of_two_who_write_at_the_same_time_one_is_told(database: Database, number: int) -> None:
    read = row_of(database, number, "douars", "D2")

    def write(population: int) -> bool:
        try:
            save(database, number, read, population=str(population))
        except RowChangedError as told:
            return told.theirs is None
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(write, range(100, 112))) == 1


def test_two_people_on_two_rows_do_not_meet(database: Database, number: int) -> None:
    first, second = (row_of(database, number, "douars", code) for code in ("D1", "D2"))
    save(database, number, first, population="1")
    assert save(database, number, second, population="2").version == 3


def test_a_setting_is_a_row_as_any_other(database: Database, number: int) -> None:
    row = row_of(database, number, "campaign", "budget.total_mad")
    assert row.cells["value"] == "60000.00"
    save(database, number, row, value="70000.00")
    with pytest.raises(RowChangedError):
        save(database, number, row, value="80000.00")
    with database.writing() as session:
        add_row(session, number, "campaign", {"key": "costs.fuel_mad_per_l", "value": "15"})
    with database.reading() as session:
        campaign, faults = build_campaign(load_rows(session, number))
    assert not faults
    assert campaign
    assert campaign.settings.budget.total_mad == 70000
    assert campaign.settings.costs.fuel_mad_per_l == 15


def test_a_row_is_added_at_the_end_and_removed_again(database: Database, number: int) -> None:
    with database.writing() as session:
        added = add_row(session, number, "leave", {"staff": "S02", "from": "2024-01-20", "to": "2024-01-21"})
    assert (added.place, added.row, added.version) == (2, 3, 2)
    with database.writing() as session:
        delete_row(session, number, "leave", added.place, added.version)
    with pytest.raises(RowChangedError) as told, database.writing() as session:
        delete_row(session, number, "leave", added.place, added.version)
    assert (told.value.mine, told.value.theirs) == (None, None)
    with database.reading() as session:
        assert len(load_table(session, number, "leave")) == 1


def test_a_row_in_the_place_of_one_that_is_gone_is_not_taken_for_it(database: Database, number: int) -> None:
    old = row_of(database, number, "points", "C")
    with database.writing() as session:
        delete_row(session, number, "points", old.place, old.version)
        new = add_row(session, number, "points", {"code": "D"})
    assert new.place == old.place
    with pytest.raises(RowChangedError) as told:
        save(database, number, old, code="C")
    assert told.value.theirs == new


def test_a_table_begins_with_its_first_row(database: Database, number: int) -> None:
    with database.writing() as session:
        add_row(session, number, "pins", {"kind": "caravan", "caravan": "K1"})
    with database.reading() as session:
        table = load_rows(session, number).tables["pins"]
    assert (table.file, table.columns[0], table.columns[-1]) == ("pins.csv", "kind", "staff")
    with pytest.raises(NotThereError), database.writing() as session:
        add_row(session, number, "horses", {"code": "H"})


def test_a_cell_of_a_column_that_neither_table_nor_contract_has_is_not_kept(database: Database, tmp_path: Path) -> None:
    tiny = write_tiny(tmp_path / "tiny")
    edit(tiny / "douars.csv", "children,visits\n", "children,visits,remarque\n")
    with database.writing() as session:
        number = save_campaign(session, "x", read_rows(tiny), "a@b.ma").number
    row = row_of(database, number, "douars", "D2")
    for column in ("note", "", "=cmd|' /C calc'!A0", "\u202e", "L" * 100_000):
        with pytest.raises(NotThereError):
            save(database, number, row, **{column: "x"})
    with pytest.raises(NotThereError), database.writing() as session:
        add_row(session, number, "pins", {"kind": "caravan", "more": "of mine"})
    assert row_of(database, number, "douars", "D2") == row
    assert save(database, number, row, remarque="à voir", chronic="7").cells["remarque"] == "à voir"


def test_what_no_file_can_hold_is_not_kept(database: Database, number: int) -> None:
    row = row_of(database, number, "douars", "D2")
    with pytest.raises(FaultyInputError) as told:
        save(database, number, row, name_fr="a\0b")
    assert [(fault.file, fault.row, fault.column) for fault in told.value.faults] == [("douars.csv", 3, "name_fr")]
    assert row_of(database, number, "douars", "D2") == row


def test_what_could_not_be_read_of_a_row_is_told_until_it_is_written_again(database: Database, tmp_path: Path) -> None:
    tiny = write_tiny(tmp_path / "tiny")
    edit(tiny / "douars.csv", "Aït Bouguemez", "\u202eAït Bouguemez")
    edit(tiny / "douars.csv", "Aghbala", "\u202eAghbala")
    with database.writing() as session:
        number = save_campaign(session, "spoilt", read_rows(tiny), "a@b.ma").number
    row = row_of(database, number, "douars", "D1")
    assert row.unread == {"name_fr"}
    assert save(database, number, row, name_fr="Aït Bouguemez").unread == frozenset()
    with database.reading() as session:
        assert [(fault.row, fault.column) for fault in load_rows(session, number).faults] == [(5, "name_fr")]


def test_what_is_typed_takes_the_place_of_a_table_that_could_not_be_read(database: Database, tmp_path: Path) -> None:
    tiny = write_tiny(tmp_path / "tiny")
    (tiny / "leave.csv").write_bytes(b"\0")
    edit(tiny / "campaign.toml", "format = 1", "format = ")
    with database.writing() as session:
        number = save_campaign(session, "spoilt", read_rows(tiny), "a@b.ma").number
        add_row(session, number, "leave", {"staff": "S02", "from": "2024-01-20", "to": "2024-01-21"})
        for key, value in (("campaign.code", "tiny"), ("campaign.start", "2024-01-08"), ("campaign.end", "2024-02-18")):
            add_row(session, number, "campaign", {"key": key, "value": value})
    with database.reading() as session:
        rows = load_rows(session, number)
    assert rows.settings
    assert (rows.settings.file, rows.tables["leave"].file) == ("campaign.toml", "leave.csv")
    assert not rows.unread
    assert not rows.faults
    assert build_campaign(rows)[1] == ()


def test_what_is_wrong_with_a_file_is_told_until_someone_has_looked(database: Database, tmp_path: Path) -> None:
    tiny = write_tiny(tmp_path / "tiny")
    edit(tiny / "douars.csv", "children,visits\n", "children,visits,code\n")
    edit(tiny / "douars.csv", "Aït Bouguemez", "\u202eAït Bouguemez")
    with database.writing() as session:
        number = save_campaign(session, "spoilt", read_rows(tiny), "a@b.ma").number
        told = [[(fault.row, fault.code) for fault in load_rows(session, number).faults]]
        accept_table(session, number, "douars")
        told.append([(fault.row, fault.code) for fault in load_rows(session, number).faults])
    assert told == [[(1, "column_twice"), (2, "control_character")], [(2, "control_character")]]
    with pytest.raises(NotThereError), database.writing() as session:
        accept_table(session, number, "horses")
