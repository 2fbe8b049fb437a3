"""The database that config.toml names, for commands that work on it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from planner.cli.refusals import RefusedError
from planner.cli.session import Session
from planner.config import Config, read_config
from planner.store.database import Database, open_database
from planner.store.errors import DatabaseAwayError, DatabaseDamagedError, DatabaseFullError, NewerDatabaseError
from planner.store.migrate import is_current, is_known, step_of

AWAY: Final = {DatabaseFullError: "database_full", DatabaseDamagedError: "database_damaged"}
"""The ways of being away that have a sentence of their own."""


@dataclass(frozen=True, slots=True)
class Installation:
    """The server's settings and its database, open."""

    config: Config
    database: Database


@contextmanager
def opened(session: Session, *, must_be_current: bool = True) -> Iterator[Installation]:
    """Give the settings and the database that they name.

    Raises
    ------
    FaultyInputError
        With every fault of the settings.
    RefusedError
        Where the database is away, or has not the tables of this release and must.
    """
    config = read_config(os.environ, Path.cwd())
    database = open_database(config.database.url)
    try:
        if must_be_current and (fault := fault_of_tables(database, session)):
            raise RefusedError(fault)
        yield Installation(config, database)
    except DatabaseAwayError as error:
        raise RefusedError(away_text(error, session)) from error
    except NewerDatabaseError as error:
        raise RefusedError(session.say("database_newer", step=error)) from error
    finally:
        database.close()


def fault_of_tables(database: Database, session: Session) -> str | None:
    """Return a sentence of what is wrong with a database's tables and what mends it; None where all is well.

    Raises
    ------
    DatabaseAwayError
        Where it does not answer.
    """
    step = step_of(database)
    if is_current(database):
        return None
    if step is None:
        return session.say("database_empty", place=place_of(database))
    return session.say("database_old" if is_known(database, step) else "database_newer", step=step)


def away_text(error: DatabaseAwayError, session: Session) -> str:
    """Return the sentence of a database that does not answer, with what its driver says, which holds no password."""
    return session.say(AWAY.get(type(error), "database_away"), why=" ".join(str(error).split()))


def place_of(database: Database) -> str:
    """Return where a database is, without what is secret of its address."""
    address = database.engine.url.set(drivername="postgresql").render_as_string(hide_password=True)
    return str(database.file or unquote(address))
