"""The journal of who did what."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from planner.store.database import Database
from planner.store.journal import load_journal, write_journal
from tests.store.conftest import HandClock


def test_the_journal_is_read_from_the_newest_line_back(database: Database, clock: HandClock) -> None:
    with database.writing() as session:
        for number in range(5):
            clock.move(60)
            write_journal(session, "a@b.ma", "approved", f"plans/{number}", {"from": "submitted"})
    with database.reading() as session:
        newest = load_journal(session, 2)
        older = load_journal(session, 10, before=newest[-1].number)
        (about_one,) = load_journal(session, 10, about="plans/2")
    assert about_one == older[0]
    assert [entry.about for entry in (*newest, *older)] == [f"plans/{number}" for number in (4, 3, 2, 1, 0)]
    assert (newest[0].at, newest[0].who, newest[0].details) == (clock.now, "a@b.ma", {"from": "submitted"})


def test_the_lines_about_one_thing_are_read_alone(database: Database) -> None:
    with database.writing() as session:
        for about in ("campaigns/1", "campaigns/11", "campaigns/1"):
            write_journal(session, "a@b.ma", "row_added", about)
    with database.reading() as session:
        assert [entry.number for entry in load_journal(session, 10, about="campaigns/1")] == [3, 1]


@pytest.mark.parametrize("change", ["UPDATE journal SET who = 'x'", "DELETE FROM journal"])
def test_the_database_refuses_to_change_what_was_written(database: Database, change: str) -> None:
    with database.writing() as session:
        entry = write_journal(session, "", "started", "server")
    with pytest.raises(DBAPIError), database.writing() as session:
        session.execute(text(change))
    with database.reading() as session:
        assert load_journal(session, 10) == (entry,)
