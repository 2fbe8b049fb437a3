"""A change that was lost is seen: written over unseen, told to be saved and not there, or not as it was written."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from benchmarks.browser import fields_of
from benchmarks.coordinator import is_told_faulty
from benchmarks.edits import Saved, lost_edits
from benchmarks.page_times import Asked, times_of
from planner.files.read import read_rows
from planner.store.campaigns import save_campaign
from planner.store.database import Database, open_database
from planner.store.journal import write_journal
from planner.store.migrate import upgrade
from planner.store.rows import load_table, save_row
from tests.tiny import write_tiny

FORM: Final = """
<form><input type="hidden" name="csrf_token" value="a"></form>
<form method="post"><input type="hidden" name="version" value="3"><input name="cell:name" value="A&amp;B">
<input type="radio" name="cell:x" value="mine" checked><input type="radio" name="cell:x" value="theirs">
<select name="cell:kind"><option value="r">R</option><option value="g" selected>G</option></select>
<textarea name="cell:notes">one
two</textarea></form>
<form><input name="version" value="9"></form>
"""


@pytest.fixture
def database(tmp_path: Path) -> Database:
    database = open_database(f"sqlite:///{tmp_path / 'riaya.sqlite3'}")
    upgrade(database)
    with database.writing() as session:
        save_campaign(session, "load", read_rows(write_tiny(tmp_path / "tiny")), "a@b.ma")
    return database


def change(database: Database, name: str, was: str) -> Saved:
    """Change the name of the first douar, and tell the journal what was there."""
    with database.writing() as session:
        row = load_table(session, 1, "douars")[0]
        code = row.cells["code"]
        save_row(session, 1, "douars", row.place, {**row.cells, "name_fr": name}, row.version)
        write_journal(
            session,
            "a@b.ma",
            "row_changed",
            "campaigns/1",
            {"row": code, "table": "douars", "name_fr": f"{was} → {name}"},
        )
    return Saved(code, "name_fr", name)


def lost(database: Database, before: dict[str, dict[str, str]], *saved: Saved) -> list[str]:
    return [fault.partition(": ")[2] for fault in lost_edits(database, 1, before, saved)]


def test_changes_that_are_lost_are_seen_and_no_others(database: Database) -> None:
    with database.reading() as session:
        rows = load_table(session, 1, "douars")
    before = {row.cells["code"]: dict(row.cells) for row in rows}
    was = rows[0].cells["name_fr"]
    first = change(database, "A", was)
    second = change(database, "B", "A")
    assert lost(database, before, first, second) == []
    unseen = change(database, "C", "A")
    assert lost(database, before, first, second, unseen) == ["B was lost under C"]
    assert lost(database, before, Saved(first.code, "name_fr", "Z"))[1:] == [
        "Z was told to be saved, and 1 are missing"
    ]
    with database.writing() as session:
        row = load_table(session, 1, "douars")[0]
        save_row(session, 1, "douars", row.place, {**row.cells, "name_fr": "D"}, row.version)
    assert lost(database, before)[1:] == ["C is not there"]


def test_a_form_is_filled_in_as_a_browser_sends_it() -> None:
    assert fields_of(FORM, "version") == {
        "version": "3",
        "cell:name": "A&B",
        "cell:x": "mine",
        "cell:kind": "g",
        "cell:notes": "one\ntwo",
    }
    assert fields_of(FORM, "password") == {}


def test_a_fault_is_read_of_its_own_row() -> None:
    page = '<tr id="row-1"><td>a</td></tr><tr id="row-12"><td><small class="fault">b</small></td></tr>'
    assert [is_told_faulty(page, place) for place in ("1", "12", "2")] == [False, True, None]


def test_times_are_ranked_by_kind_and_failures_counted() -> None:
    asked = [*(Asked("table", 200, ms) for ms in range(1, 101)), Asked("plan", 500, 7), Asked("plan", 0, 9)]
    whole, plan, table = times_of([*asked, Asked("plan", 404, 8), Asked("plan", 409, 8)])
    assert (table.p50_ms, table.p95_ms, table.p99_ms, table.most_ms) == (50, 95, 99, 100)
    assert (plan.kind, plan.count, plan.failed, plan.refused, plan.most_ms) == ("plan", 4, 2, 1, 9)
    assert (whole.kind, whole.count, whole.failed) == ("all", 104, 2)
    assert times_of([]) == ()
