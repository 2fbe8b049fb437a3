"""Bring a database to the tables that this release of the program knows."""

from __future__ import annotations

from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from planner.store.database import Database, told_where_away
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
        Where it has taken a step that this release does not know.
    DatabaseAwayError
        Where it does not answer.
    """
    step = step_of(database)
    if step is not None and not is_known(database, step):
        raise NewerDatabaseError(step)
    with told_where_away():
        command.upgrade(alembic_config(database), to)


def is_current(database: Database) -> bool:
    """Whether a database has the tables that this release knows, no more and no less."""
    return step_of(database) == ScriptDirectory.from_config(alembic_config(database)).get_current_head()


def write_step(database: Database, patience_s: float) -> None:
    """Write the step that a database has taken once more, as it is: whoever can do that can write.

    It is kept and not taken back, as what is taken back needs no room on a disk.

    Raises
    ------
    DatabaseAwayError
        Where it does not answer in time, or nothing can be written.
    """
    with database.writing(patience_s) as session:
        session.execute(text("UPDATE alembic_version SET version_num = version_num"))


def is_known(database: Database, step: str) -> bool:
    """Whether a step is one that this release can take."""
    return step in {each.revision for each in ScriptDirectory.from_config(alembic_config(database)).walk_revisions()}


def step_of(database: Database) -> str | None:
    """Return the newest step that a database has taken; None where it has no tables, or is a file that is not there.

    Raises
    ------
    DatabaseAwayError
        Where it does not answer.
    """
    if database.file is not None and not database.file.exists():
        return None  # to look into it would make it
    with told_where_away(), database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
