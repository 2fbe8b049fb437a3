"""Backups: all that is kept, in one file, out of any database and into an empty one of either kind.

The file is a zip: a table a member, a row a line of JSON, and `backup.json` with the step of the tables and the digest
of each member. Who is logged in and which workers live is of the moment, and left out.
"""

from __future__ import annotations

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile
from zlib import error as DeflateError

from alembic.migration import MigrationContext
from sqlalchemy import JSON, DateTime, Integer, LargeBinary, MetaData, Table, cast, func, insert, select
from sqlalchemy.dialects.postgresql import REGCLASS
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from planner.files.atomic import new_file
from planner.store.database import Database, time_of
from planner.store.errors import DamagedBackupError, EmptyDatabaseError, NewerDatabaseError, NotEmptyError
from planner.store.migrate import is_known, step_of, upgrade
from planner.store.tables import Base, FailureRecord, LoginRecord, WorkerRecord

HEAD: Final = "backup.json"
LEFT_OUT: Final = frozenset({each.__tablename__ for each in (LoginRecord, FailureRecord, WorkerRecord)})
AT_ONCE: Final = 200
"""Rows that are held in memory."""
PRIVATE: Final = 0o600


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds.

    Attributes
    ----------
    step
        The newest step of `migrations` that its tables have taken.
    made
        When, by the database's clock.
    rows, sha256
        Of each table, how many rows, and the digest of its member.
    """

    step: str
    made: str
    rows: Mapping[str, int]
    sha256: Mapping[str, str]


def write_backup(database: Database, path: Path) -> Backup:
    """Write all that is kept at one moment into a new file, which is there as a whole or not at all.

    Others may read and write meanwhile. What was written is read again before the file takes its name.

    Raises
    ------
    AlreadyThereError
        Where something of that name is there.
    EmptyDatabaseError
        Where the database has no tables.
    DatabaseAwayError
        Where it does not answer.
    """
    if step_of(database) is None:
        raise EmptyDatabaseError("the database has no tables")
    with new_file(path) as made, database.reading() as session:
        made.touch(PRIVATE)  # passwords, though digested, are in it
        with ZipFile(made, "w", ZIP_DEFLATED) as file:
            backup = _write(session, file)
        with made.open("rb") as written:
            os.fsync(written.fileno())
        check_backup(made)
    return backup


def check_backup(path: Path) -> Backup:
    """Return what a backup holds, having read all of it.

    Raises
    ------
    DamagedBackupError
        Where it is not what was written.
    OSError
        Where it cannot be read.
    """
    try:
        with ZipFile(path) as file:
            backup = Backup(**json.loads(file.read(HEAD)))
            for name, digest in backup.sha256.items():
                found = sha256()
                with file.open(f"{name}.jsonl") as member:
                    while data := member.read(1 << 20):
                        found.update(data)
                if found.hexdigest() != digest:
                    raise DamagedBackupError(name)
    except (BadZipFile, DeflateError, KeyError, TypeError, ValueError, EOFError) as error:
        raise DamagedBackupError(str(error)) from error
    return backup


def restore_backup(database: Database, path: Path) -> Backup:
    """Put what a backup holds into an empty database and bring that to the tables of this release.

    Raises
    ------
    DamagedBackupError, OSError
        As `check_backup`; the database is as it was.
    NewerDatabaseError
        Where a later release made the backup.
    NotEmptyError
        Where the database holds something, or has tables of another step than the backup.
    DatabaseAwayError
        Where the database does not answer.
    """
    backup = check_backup(path)
    if not is_known(database, backup.step):
        raise NewerDatabaseError(backup.step)
    if step_of(database) not in (None, backup.step) or _holds_something(database):
        raise NotEmptyError(backup.step)
    upgrade(database, backup.step)
    with ZipFile(path) as file, database.writing() as session:
        for table in _tables_of(session):
            if table.name in backup.rows:
                with file.open(f"{table.name}.jsonl") as member:
                    _fill(session, table, member)
                _go_on_counting(session, table)
    upgrade(database)
    return backup


def _write(session: Session, file: ZipFile) -> Backup:
    """Write every table of a database, as it is at this moment."""
    step = str(MigrationContext.configure(session.connection()).get_current_revision())
    rows: dict[str, int] = {}
    digests: dict[str, str] = {}
    for table in _tables_of(session):
        rows[table.name], found = 0, sha256()
        with file.open(f"{table.name}.jsonl", "w", force_zip64=True) as member:
            for line in _lines(session, table):
                member.write(line)
                found.update(line)
                rows[table.name] += 1
        digests[table.name] = found.hexdigest()
    backup = Backup(step, time_of(session).isoformat(timespec="seconds"), rows, digests)
    file.writestr(HEAD, json.dumps(asdict(backup), indent=1))
    return backup


def _tables_of(session: Session) -> list[Table]:
    """Return the tables that are kept, as they are in a database of whatever step, those first that others refer to."""
    there = MetaData()
    known = Base.metadata.tables.keys() - LEFT_OUT
    there.reflect(session.connection(), only=lambda name, _: name in known)
    for column in (column for table in there.sorted_tables for column in table.columns):
        if isinstance(column.type, JSON):
            column.type.none_as_null = True
    return there.sorted_tables


def _holds_something(database: Database) -> bool:
    if step_of(database) is None:
        return False
    with database.reading() as session:
        return any(session.execute(select(table).limit(1)).first() for table in _tables_of(session))


def _lines(session: Session, table: Table) -> Iterator[bytes]:
    """Yield the rows of a table in order, few at a time."""
    wanted = select(table).order_by(*table.primary_key)
    with closing(session.execute(wanted, execution_options={"yield_per": AT_ONCE})) as found:
        for row in found.mappings():
            values = {name: _to_json(value) for name, value in row.items()}
            yield json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _fill(session: Session, table: Table, member: IO[bytes]) -> None:
    """Put the lines of a member into a table."""
    kinds = {column.name: column.type for column in table.columns}
    rows = ({name: _to_column(kinds[name], value) for name, value in json.loads(line).items()} for line in member)
    while some := list(islice(rows, AT_ONCE)):
        session.execute(insert(table), some)


def _go_on_counting(session: Session, table: Table) -> None:
    """Have PostgreSQL give the next row the number after the last; SQLite does so by itself."""
    if session.get_bind().dialect.name == "postgresql":
        for column in table.primary_key:
            if isinstance(column.type, Integer):
                counter = func.pg_get_serial_sequence(table.name, column.name)  # nothing where the column counts not
                last = select(func.max(column)).scalar_subquery()
                session.execute(select(func.setval(cast(counter, REGCLASS), last)))


def _to_json(value: Any) -> Any:
    """Return a column's value as a line holds it."""
    if isinstance(value, datetime):
        return (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()
    return b64encode(value).decode() if isinstance(value, bytes) else value


def _to_column(kind: TypeEngine[Any], value: Any) -> Any:
    """Return a line's value as a column takes it."""
    if isinstance(kind, DateTime) and value is not None:
        return datetime.fromisoformat(value)
    return b64decode(value) if isinstance(kind, LargeBinary) else value
