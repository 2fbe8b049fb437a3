"""Backups: one moment of the database, out of either kind and into either."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import MetaData, select

from planner.domain.rows import Rows
from planner.errors import AlreadyThereError
from planner.store.backups import LEFT_OUT, check_backup, restore_backup, write_backup
from planner.store.campaigns import load_campaign, save_campaign, touch
from planner.store.database import Database, open_database
from planner.store.errors import DamagedBackupError, EmptyDatabaseError, NewerDatabaseError, NotEmptyError
from planner.store.journal import load_journal, write_journal
from planner.store.migrate import is_current, upgrade
from planner.store.plans import load_plan_run, load_plans
from planner.store.tables import Base
from tests.store.conftest import PostgresServer, command
from tests.store.fill import fill
from tests.store.test_migrate import fill as fill_step
from tests.store.test_migrate import steps


@pytest.fixture
def empty(empty_url: str) -> Iterator[Database]:
    """Return an open database without tables."""
    database = open_database(empty_url)
    yield database
    database.close()


@pytest.fixture
def filled(database: Database, tmp_path: Path) -> Database:
    fill(database, tmp_path)
    return database


def held(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of a database that are kept."""
    with database.reading() as session:
        return {
            name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key))]
            for name, table in Base.metadata.tables.items()
            if name not in LEFT_OUT
        }


@contextmanager
def other_database(kind: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[Database]:
    """Give a database without tables of the other kind."""
    if kind == "postgresql":
        url = f"sqlite:///{folder / 'other.sqlite3'}"
    else:
        server: PostgresServer = request.getfixturevalue("server")
        command(server, "CREATE DATABASE other")
        url = server.get_uri("other")
    database = open_database(url)
    try:
        yield database
    finally:
        database.close()
        if kind == "sqlite":
            command(server, "DROP DATABASE other")


def change_member(path: Path, name: str, old: bytes, new: bytes) -> None:
    """Write a backup again with a member changed."""
    with ZipFile(path) as file:
        members = {each: file.read(each) for each in file.namelist()}
    assert old in members[name]
    members[name] = members[name].replace(old, new)
    with ZipFile(path, "w") as file:
        for each, data in members.items():
            file.writestr(each, data)


def test_what_was_kept_is_there_again_but_for_what_is_of_the_moment(
    filled: Database, empty: Database, tmp_path: Path
) -> None:
    write_backup(filled, tmp_path / "backup.zip")
    restore_backup(empty, tmp_path / "backup.zip")
    assert is_current(empty)
    assert held(empty) == held(filled)
    assert all(held(filled).values())
    with empty.reading() as session:
        (plan,) = load_plans(session, 1)
        assert load_plan_run(session, plan.number)
        there = MetaData()
        there.reflect(session.connection())
        assert not [name for name in LEFT_OUT if session.execute(select(there.tables[name])).first()]


def test_a_backup_is_restored_into_the_other_kind_of_database_and_back(
    filled: Database, empty: Database, kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    write_backup(filled, tmp_path / "one.zip")
    with other_database(kind, tmp_path, request) as other:
        restore_backup(other, tmp_path / "one.zip")
        assert held(other) == held(filled)
        write_backup(other, tmp_path / "two.zip")
    restore_backup(empty, tmp_path / "two.zip")
    assert held(empty) == held(filled)


def test_numbers_go_on_after_the_last(filled: Database, empty: Database, rows: Rows, tmp_path: Path) -> None:
    write_backup(filled, tmp_path / "backup.zip")
    restore_backup(empty, tmp_path / "backup.zip")
    with empty.writing() as session:
        assert save_campaign(session, "next", rows, "amal@sante.ma").number == 2
        assert write_journal(session, "amal@sante.ma", "asked", "campaigns/2").number == 2


@pytest.mark.parametrize("step", steps())
def test_a_backup_of_each_step_is_brought_to_the_newest(
    empty: Database, step: str, tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    with other_database(kind, tmp_path, request) as old:
        upgrade(old, step)
        fill_step(old, step)
        assert write_backup(old, tmp_path / "backup.zip").step == step
    restore_backup(empty, tmp_path / "backup.zip")
    assert is_current(empty)
    assert all(held(empty).values())


def test_a_backup_is_one_moment_while_others_write(
    database: Database, empty: Database, rows: Rows, tmp_path: Path
) -> None:
    with database.writing() as session:
        number = save_campaign(session, "busy", rows, "a@b.ma").number
    has_ended = Event()

    def write() -> None:
        while not has_ended.is_set():
            with database.writing() as session:
                write_journal(session, "a@b.ma", "changed", f"campaigns/{number}")
                touch(session, number)

    writers = [Thread(target=write) for _ in range(3)]
    for writer in writers:
        writer.start()
    try:
        for backup in range(5):
            write_backup(database, tmp_path / f"{backup}.zip")
    finally:
        has_ended.set()
        for writer in writers:
            writer.join()
    restore_backup(empty, tmp_path / "4.zip")
    with empty.reading() as session, database.reading() as later:
        changes = len(load_journal(session, 100_000))
        assert changes == load_campaign(session, number).version - 1
        assert 0 < changes < len(load_journal(later, 100_000))


def test_a_backup_is_private_and_takes_no_name_that_is_taken(filled: Database, tmp_path: Path) -> None:
    write_backup(filled, tmp_path / "backup.zip")
    assert (tmp_path / "backup.zip").stat().st_mode & 0o777 == 0o600
    before = (tmp_path / "backup.zip").read_bytes()
    with pytest.raises(AlreadyThereError):
        write_backup(filled, tmp_path / "backup.zip")
    assert (tmp_path / "backup.zip").read_bytes() == before


def test_a_backup_that_fails_leaves_no_file(filled: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("planner.store.backups.check_backup", fail)
    (tmp_path / "backups").mkdir()
    with pytest.raises(OSError, match="no space"):
        write_backup(filled, tmp_path / "backups" / "backup.zip")
    assert not list((tmp_path / "backups").iterdir())


def test_a_database_without_tables_has_nothing_to_back_up(empty: Database, tmp_path: Path) -> None:
    with pytest.raises(EmptyDatabaseError):
        write_backup(empty, tmp_path / "backup.zip")
    assert not (tmp_path / "backup.zip").exists()


def test_a_database_that_holds_something_is_not_written_over(filled: Database, empty: Database, tmp_path: Path) -> None:
    write_backup(filled, tmp_path / "backup.zip")
    before = held(filled)
    with pytest.raises(NotEmptyError):
        restore_backup(filled, tmp_path / "backup.zip")
    assert held(filled) == before
    upgrade(empty, "step_1")
    with pytest.raises(NotEmptyError):
        restore_backup(empty, tmp_path / "backup.zip")
    upgrade(empty)
    restore_backup(empty, tmp_path / "backup.zip")
    assert held(empty) == before


def test_a_damaged_backup_is_told_before_anything_is_written(filled: Database, empty: Database, tmp_path: Path) -> None:
    path = tmp_path / "backup.zip"
    write_backup(filled, path)
    whole = path.read_bytes()
    for damaged in (b"", b"no zip", whole[: len(whole) // 2], whole[:2000] + b"\0" * 64 + whole[2064:]):
        path.write_bytes(damaged)
        with pytest.raises(DamagedBackupError):
            restore_backup(empty, path)
    path.write_bytes(whole)
    change_member(path, "campaigns.jsonl", b"Azilal", b"Taznak")
    with pytest.raises(DamagedBackupError, match="campaigns"):
        restore_backup(empty, path)
    path.write_bytes(whole)
    change_member(path, "backup.json", b'"sha256"', b'"sha512"')
    with pytest.raises(DamagedBackupError):
        restore_backup(empty, path)
    upgrade(empty)
    assert not any(held(empty).values())


def test_a_backup_of_a_later_release_is_refused(filled: Database, empty: Database, tmp_path: Path) -> None:
    backup = write_backup(filled, tmp_path / "backup.zip")
    change_member(tmp_path / "backup.zip", "backup.json", backup.step.encode(), b"step_of_tomorrow")
    with pytest.raises(NewerDatabaseError, match="tomorrow"):
        restore_backup(empty, tmp_path / "backup.zip")


def test_a_backup_says_what_it_holds(filled: Database, tmp_path: Path) -> None:
    write_backup(filled, tmp_path / "backup.zip")
    told = check_backup(tmp_path / "backup.zip")
    assert (told.step, told.rows["campaigns"], told.rows["runs"]) == (steps()[-1], 1, 2)
    assert told.rows.keys() == told.sha256.keys() == held(filled).keys()
