"""The database that config.toml names, for commands that work on it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from planner.cli.refusals import RefusedError
from planner.cli.session import Session
from planner.config import Config, read_config
from planner.store.database import Database, open_database
from planner.store.errors import DatabaseAwayError, NewerDatabaseError
from planner.store.migrate import is_current, is_known, step_of


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
        Where the database is away, or does not have the tables of this release and has to.
    """
    config = read_config(os.environ, Path.cwd())
    database = open_database(config.database.url)
    try:
        if must_be_current:
            refuse_not_current(database, session)
        yield Installation(config, database)
    except DatabaseAwayError as error:
        raise RefusedError(session.say("database_away", why=one_line(error))) from error
    except NewerDatabaseError as error:
        raise RefusedError(session.say("database_newer", step=error)) from error
    finally:
        database.close()


def refuse_not_current(database: Database, session: Session) -> None:
    """Refuse a database that has not the tables of this release.

    Raises
    ------
    RefusedError
        With a sentence that says what mends it.
    """
    if is_current(database):
        return
    step = step_of(database)
    if step is None:
        raise RefusedError(session.say("database_empty", place=place_of(database)))
    if not is_known(database, step):
        raise NewerDatabaseError(step)
    raise RefusedError(session.say("database_old", step=step))


def place_of(database: Database) -> str:
    """Return where a database is, without what is secret of its address."""
    return str(database.file or database.engine.url.render_as_string(hide_password=True))


def one_line(error: Exception) -> str:
    """Return what a driver says, in a line; it may hold no password, as it repeats none of the address."""
    return " ".join(str(error).split())
