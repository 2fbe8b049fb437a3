"""What every database promises to those who read and write."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest
from psycopg.errors import DiskFull
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from planner.domain.rows import Rows
from planner.store.campaigns import load_campaign, load_campaigns, save_campaign, touch
from planner.store.database import PATIENCE_S, Database, database_clock, open_database, time_of, told_where_away
from planner.store.errors import DatabaseAwayError, DatabaseDamagedError, DatabaseFullError, NotThereError
from planner.store.migrate import is_current, upgrade, write_step
from planner.store.plans import load_plan
from planner.store.tables import TableRecord


def test_what_raises_while_writing_leaves_nothing(database: Database, rows: Rows) -> None:
    with pytest.raises(ZeroDivisionError), database.writing() as session:
        save_campaign(session, "half", rows, "a@b.ma")
        raise ZeroDivisionError
    with database.reading() as session:
        assert load_campaigns(session) == ()


def test_a_reader_sees_one_moment_while_another_writes(database: Database, rows: Rows) -> None:
    with database.reading() as reader:
        assert load_campaigns(reader) == ()
        with database.writing() as writer:
            save_campaign(writer, "new", rows, "a@b.ma")
        assert load_campaigns(reader) == ()
    with database.reading() as reader:
        assert len(load_campaigns(reader)) == 1


def test_an_error_tells_nothing_of_what_was_written(database: Database) -> None:
    with pytest.raises(DBAPIError) as told, database.writing() as session:
        session.execute(text("INSERT INTO nowhere VALUES (:secret)"), {"secret": "trois mulets"})
    assert "nowhere" in str(told.value)
    assert "trois mulets" not in str(told.value)


def test_a_reader_keeps_nothing(database: Database, rows: Rows) -> None:
    with database.writing() as session:
        number = save_campaign(session, "one", rows, "a@b.ma").number
    with database.reading() as session:
        assert touch(session, number) == 2
    with database.reading() as session:
        assert load_campaign(session, number).version == 1


def test_writers_wait_for_each_other_and_lose_nothing(database: Database, rows: Rows) -> None:
    with database.writing() as session:
        number = save_campaign(session, "busy", rows, "a@b.ma").number

    def change(_: int) -> int:
        with database.writing() as session:
            return touch(session, number)

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(change, range(40))) == list(range(2, 42))


def test_a_writer_waits_no_longer_than_it_says_and_the_next_as_long_as_is_usual(
    database: Database, rows: Rows, kind: str
) -> None:
    with database.writing() as session:
        number = save_campaign(session, "busy", rows, "a@b.ma").number
    with database.writing() as first:
        touch(first, number)
        began = monotonic()
        with pytest.raises(DatabaseAwayError), database.writing(patience_s=0.2) as second:
            touch(second, number)
        assert monotonic() - began < 5
    with database.writing() as third:
        usual = third.execute(text("PRAGMA busy_timeout" if kind == "sqlite" else "SHOW lock_timeout")).scalar_one()
    assert usual == (1000 * PATIENCE_S if kind == "sqlite" else "0")


def test_whether_a_database_can_be_written_is_seen_by_writing(database: Database) -> None:
    write_step(database, 1)
    assert is_current(database)
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = version_num"))
        with pytest.raises(DatabaseAwayError):
            write_step(database, 0)


def test_the_clock_of_the_database_is_one_that_can_be_trusted(url: str) -> None:
    database = open_database(url)
    with database.writing() as session:
        first, second = time_of(session), database_clock(session)
    database.close()
    assert first <= second
    assert first.tzinfo is UTC
    assert abs(datetime.now(UTC) - first) < timedelta(seconds=60)


def test_a_database_that_falls_silent_is_away_and_answers_again(database: Database, rows: Rows, kind: str) -> None:
    with pytest.raises(DatabaseAwayError), database.writing() as session:
        save_campaign(session, "lost", rows, "a@b.ma")
        if kind == "postgresql":
            session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        else:
            full = sqlite3.OperationalError("database or disk is full")
            full.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise OperationalError("INSERT", {}, full)
    with database.reading() as session:
        assert load_campaigns(session) == ()


def test_a_file_that_cannot_grow_is_full_and_can_be_read(tmp_path: Path, rows: Rows) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'full.sqlite3'}")
    upgrade(database)
    with pytest.raises(DatabaseFullError), database.writing() as session:
        session.execute(text("PRAGMA max_page_count = 1"))
        for _ in range(100):
            save_campaign(session, "too much", rows, "a@b.ma")
    with database.reading() as session:
        assert load_campaigns(session) == ()
    database.close()


def test_a_disk_of_postgresql_that_is_full_is_told_as_such() -> None:
    with pytest.raises(DatabaseFullError), told_where_away():
        raise OperationalError("INSERT", {}, DiskFull("no space left on device"))


@pytest.mark.parametrize("start", [0, 4096], ids=["no database", "not whole"])
def test_a_damaged_file_is_told_as_such(tmp_path: Path, start: int) -> None:
    path = tmp_path / "damaged.sqlite3"
    database = open_database(f"sqlite:///{path}")
    upgrade(database)
    database.close()
    path.write_bytes(path.read_bytes()[:start] + b"\xff" * 100_000)
    with pytest.raises(DatabaseDamagedError), database.reading() as session:
        load_campaigns(session)
    database.close()


def test_a_database_that_cannot_be_reached_is_away(kind: str, tmp_path: Path) -> None:
    lost = open_database(
        f"sqlite:///{tmp_path}/nowhere/file" if kind == "sqlite" else "postgresql://a:b@127.0.0.1:1/nowhere"
    )
    with pytest.raises(DatabaseAwayError), lost.reading() as session:
        load_campaigns(session)


def test_a_database_that_refuses_is_not_away(database: Database) -> None:
    with pytest.raises(DBAPIError, match="nothing"), database.reading() as session:
        session.execute(text("SELECT * FROM nothing"))


def test_references_are_kept(database: Database) -> None:
    with pytest.raises(IntegrityError), database.writing() as session:
        session.add(TableRecord(campaign=7, name="douars", place=0, file="douars.csv", columns=("code",)))


def test_what_is_not_there_is_said_to_be_so(database: Database) -> None:
    for load in (load_campaign, load_plan):
        with database.reading() as session, pytest.raises(NotThereError):
            load(session, 7)
