"""Bring a database to the tables that this release of the program knows."""

from __future__ import annotations

from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from planner.store.database import Database
from planner.store.errors import NewerDatabaseError


def alembic_config(database: Database) -> Config:
    """Return what Alembic has to know to work on a database that is open."""
    config = Config()
    config.set_main_option("script_location", str(files("migrations")).replace("%", "%%"))
    config.attributes["engine"] = database.engine
    return config


def upgrade(database: Database, to: str = "head") -> None:
    """Bring a database to a step, from nothing or from any earlier one: as a whole or not at all.

    Raises
    ------
    NewerDatabaseError
        Where it has taken steps that this release does not know.
    """
    config = alembic_config(database)
    known = {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}
    if unknown := set(_steps_of(database)) - known:
        raise NewerDatabaseError(", ".join(unknown))
    command.upgrade(config, to)


def is_current(database: Database) -> bool:
    """Whether a database has the tables that this release knows, no more and no less."""
    return _steps_of(database) == tuple(ScriptDirectory.from_config(alembic_config(database)).get_heads())


def _steps_of(database: Database) -> tuple[str, ...]:
    """Return the newest step that a database has taken; none where it is empty."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_heads()
