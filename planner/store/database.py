"""The database: one address, readers who see one moment of it, writers who do all or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, create_engine, event, func, make_url, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from planner.store.errors import DatabaseAwayError, DatabaseDamagedError, DatabaseFullError

Clock = Callable[[Session], datetime]
"""Who says what time it is. Leases need one clock for all machines, which is the database's."""

WRITES: Final = "riaya_writes"
PATIENCE: Final = "riaya_patience"
MIGRATING: Final = 7_114_921
"""The number by which whoever changes tables in PostgreSQL is alone."""
PATIENCE_S: Final = 30
"""How long a writer of SQLite waits for another, of which there is one at a time; where it does not say otherwise."""
AWAY: Final[dict[int, type[DatabaseAwayError]]] = {
    sqlite3.SQLITE_BUSY: DatabaseAwayError,
    sqlite3.SQLITE_LOCKED: DatabaseAwayError,
    sqlite3.SQLITE_READONLY: DatabaseAwayError,
    sqlite3.SQLITE_IOERR: DatabaseAwayError,
    sqlite3.SQLITE_CANTOPEN: DatabaseAwayError,
    sqlite3.SQLITE_FULL: DatabaseFullError,
    sqlite3.SQLITE_CORRUPT: DatabaseDamagedError,
    sqlite3.SQLITE_NOTADB: DatabaseDamagedError,
}
"""What SQLite says where its file cannot be had now; that there is no such table it says in the same way."""
DISK_FULL: Final = "53100"
"""What PostgreSQL calls a disk that has no room left."""


def database_clock(session: Session) -> datetime:
    """Return the time of the database's machine, now and not when the transaction began."""
    if session.get_bind().dialect.name == "sqlite":
        now = session.execute(text("SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')")).scalar_one()
        return datetime.fromisoformat(now).replace(tzinfo=UTC)
    moment: datetime = session.execute(select(func.clock_timestamp())).scalar_one()
    return moment.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Database:
    """A database that is open.

    Attributes
    ----------
    engine
        Its connections, for migrations and backups; whoever reads and writes takes a session.
    """

    engine: Engine
    clock: Clock

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees the database as it is at its first question, and keeps nothing.

        Raises
        ------
        DatabaseAwayError
            Where the database does not answer.
        """
        options = {} if self.engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
        with told_where_away(), self._session(**options) as session:
            yield session

    @contextmanager
    def writing(self, patience_s: float | None = None) -> Iterator[Session]:
        """Give a session whose writing is there as a whole when it ends, or not at all where it raises.

        Parameters
        ----------
        patience_s
            Seconds that it waits for others who write; None for as long as is usual.

        Raises
        ------
        DatabaseAwayError
            Where the database does not answer. Where it fell silent in the last moment, what was written may be there.
        """
        with told_where_away(), self._session(**{WRITES: True, PATIENCE: patience_s}) as session, session.begin():
            yield session

    def _session(self, **options: Any) -> Session:
        return Session(self.engine.execution_options(**options), info={"clock": self.clock}, expire_on_commit=False)

    @property
    def file(self) -> Path | None:
        """The file of SQLite; None where the database is a server's."""
        address = self.engine.url
        return Path(address.database or "") if address.get_backend_name() == "sqlite" else None

    def close(self) -> None:
        """Close every connection that is not in use."""
        self.engine.dispose()


def open_database(url: str, clock: Clock = database_clock) -> Database:
    """Open the database of an address, `sqlite:///…` or `postgresql://…`; its tables are the migrations' matter."""
    address = make_url(url)
    options: dict[str, Any] = {"hide_parameters": True}  # what is written into rows is nothing for logs
    if address.get_backend_name() == "sqlite":
        engine = create_engine(address, connect_args={"timeout": PATIENCE_S}, **options)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        engine = create_engine(address.set(drivername="postgresql+psycopg"), pool_pre_ping=True, **options)
        event.listen(engine, "begin", _begin_postgresql)
    return Database(engine, clock)


@contextmanager
def told_where_away() -> Iterator[None]:
    """Tell a database that does not answer from one that refuses what is asked.

    Raises
    ------
    DatabaseAwayError
        Where it does not answer: one of its own kind where there is no room left, or the file is damaged.
    """
    try:
        yield
    except DBAPIError as error:
        if away := _kind_of(error):
            raise away(str(error.orig)) from error
        raise


def _kind_of(error: DBAPIError) -> type[DatabaseAwayError] | None:
    """Return in which way a database does not answer; None where it answered, and refuses."""
    if code := getattr(error.orig, "sqlite_errorcode", None):
        return AWAY.get(code & 0xFF)
    if getattr(error.orig, "sqlstate", None) == DISK_FULL:
        return DatabaseFullError
    return DatabaseAwayError if isinstance(error, OperationalError) or error.connection_invalidated else None


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """Give a connection that may change tables, alone; what it does is there as a whole or not at all.

    SQLite changes a table by making another in its place, to which nothing refers meanwhile: references are looked at
    in the end.
    """
    with engine.execution_options(**{WRITES: True}).connect() as connection:
        is_sqlite = engine.dialect.name == "sqlite"
        raw: Any = connection.connection.dbapi_connection
        if is_sqlite:
            raw.execute("PRAGMA foreign_keys = OFF").close()
        try:
            with connection.begin():
                if not is_sqlite:
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATING})")
                yield connection
                if is_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
                    raise ValueError(f"rows refer to what is not there: {broken}")
        finally:
            if is_sqlite:
                raw.execute("PRAGMA foreign_keys = ON").close()


def time_of(session: Session) -> datetime:
    """Return what time it is for those who write in a session."""
    clock: Clock = session.info["clock"]
    return clock(session)


def _prepare_sqlite(connection: Any, _: object) -> None:
    """Make a connection keep its references and let readers read while another writes."""
    connection.isolation_level = None  # transactions begin where `_begin_sqlite` says, not where the driver guesses
    for pragma in ("foreign_keys = ON", "journal_mode = WAL", "synchronous = FULL"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    """Begin a transaction; a writer waits for its turn here, as a reader that turns writer cannot."""
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {_patience_ms(connection, PATIENCE_S)}")
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    """Have a transaction wait no longer for others than it says; 0 is for ever there."""
    if patience_ms := _patience_ms(connection, 0):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {patience_ms}")


def _patience_ms(connection: Connection, usual_s: float) -> int:
    """Return how long a transaction waits for others."""
    patience_s = connection.get_execution_options().get(PATIENCE)
    return int(1000 * usual_s) if patience_s is None else max(1, int(1000 * patience_s))
