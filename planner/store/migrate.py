"""Bring a database to the tables that this release of the program knows."""

from __future__ import annotations

from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from planner.store.database import Database


def alembic_config(database: Database) -> Config:
    """Return what Alembic has to know to work on a database that is open."""
    config = Config()
    config.set_main_option("script_location", str(files("migrations")).replace("%", "%%"))
    config.attributes["engine"] = database.engine
    return config


def upgrade(database: Database, to: str = "head") -> None:
    """Bring a database to a revision, from nothing or from any earlier one; a step is done as a whole or not at all."""
    command.upgrade(alembic_config(database), to)


def is_current(database: Database) -> bool:
    """Whether a database has the tables that this release knows, no more and no less."""
    newest = ScriptDirectory.from_config(alembic_config(database)).get_heads()
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_heads() == tuple(newest)
