"""A campaign's rows that are kept from one look to the next: what is brought on is what is read anew."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy.orm import Session

from planner.files.read import read_rows
from planner.store.campaigns import replace_rows, save_campaign
from planner.store.database import Database
from planner.store.kept_rows import KeptRows, load_kept_rows
from planner.store.rows import add_row, delete_row, load_table, save_row
from tests.tiny import write_tiny

SEEDS: Final = range(5)


@pytest.fixture
def number(database: Database, tmp_path: Path) -> int:
    with database.writing() as session:
        return save_campaign(session, "Hiver", read_rows(write_tiny(tmp_path / "tiny")), "a@b.ma").number


def brought_on(database: Database, number: int, before: KeptRows | None = None) -> KeptRows:
    """Return the rows as they are brought on, which are the same as when they are read anew."""
    with database.reading() as session:
        kept, anew = load_kept_rows(session, number, before), load_kept_rows(session, number)
    assert kept == anew
    return kept


def test_what_has_not_changed_is_the_same_object_again(database: Database, number: int) -> None:
    before = brought_on(database, number)
    assert brought_on(database, number, before) is before
    with database.writing() as session:
        save_row(session, number, "units", 1, {"code": "U9"}, before.stored("units")[0].version)
    after = brought_on(database, number, before)
    assert after.version == before.version + 1
    assert after.tables["douars"] is before.tables["douars"]
    assert after.stored("units")[0].cells == {"code": "U9"}
    assert after.stored("units")[1:] == before.stored("units")[1:]


def test_a_row_that_is_gone_is_gone_also_where_another_came_at_the_same_time(database: Database, number: int) -> None:
    before = brought_on(database, number)
    first, *_, last = before.stored("douars")
    with database.writing() as session:
        delete_row(session, number, "douars", first.place, first.version)
        add_row(session, number, "douars", {"code": "D9"})
    after = brought_on(database, number, before)
    with database.writing() as session:
        row = after.stored("douars")[-1]
        delete_row(session, number, "douars", row.place, row.version)
        add_row(session, number, "douars", {"code": "D10"})
    again = brought_on(database, number, after)
    assert [row.cells["code"] for row in again.stored("douars")][-1] == "D10"
    assert last in again.stored("douars")


def test_other_rows_in_the_place_of_all_are_seen(database: Database, number: int, tmp_path: Path) -> None:
    before = brought_on(database, number)
    path = write_tiny(tmp_path / "other")
    (path / "units.csv").unlink()
    with database.writing() as session:
        replace_rows(session, number, read_rows(path), before.version)
    assert brought_on(database, number, before).stored("units") == ()


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_is_done_to_rows_what_is_brought_on_is_what_is_there(
    database: Database, number: int, seed: int
) -> None:
    chance, kept = random.Random(seed), brought_on(database, number)
    for step in range(12):
        with database.writing() as session:
            for _ in range(chance.randint(1, 3)):
                _change(session, number, chance, step)
        kept = brought_on(database, number, kept)


def _change(session: Session, number: int, chance: random.Random, step: int) -> None:
    """Add, change or remove some row."""
    table = chance.choice(["douars", "units", "caps", "campaign"])
    rows = load_table(session, number, table)
    cells = {{"campaign": "key", "caps": "chapter"}.get(table, "code"): f"X{step}"}
    if not rows or chance.random() < 0.3:
        add_row(session, number, table, cells)
    elif (row := chance.choice(rows)) and chance.random() < 0.5:
        save_row(session, number, table, row.place, cells, row.version)
    else:
        delete_row(session, number, table, row.place, row.version)
