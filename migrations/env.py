"""What Alembic runs for each of its commands: on the database that it is given, or on that of config.toml."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Engine
from sqlalchemy.types import TypeDecorator

from planner.config import read_config
from planner.store.database import migrating, open_database
from planner.store.tables import Base


def plain_type(kind: str, item: object, _: AutogenContext) -> str | Literal[False]:
    """Return how a step names a type of ours: by what it is in a database, as our types may change."""
    return f"sa.{item.impl_instance!r}" if isinstance(item, TypeDecorator) else False


def migrate(engine: Engine) -> None:
    """Take the steps that Alembic asks for, in one transaction."""
    with migrating(engine) as connection:
        # SQLite cannot change a table: batch mode makes a new one, and takes its rows along.
        context.configure(
            connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            render_item=plain_type,
            transactional_ddl=True,
        )
        context.run_migrations()


def migrate_as_configured() -> None:
    """Take the steps on the database of config.toml, as the command `alembic` has them taken."""
    database = open_database(read_config(os.environ, Path.cwd()).database.url)
    try:
        migrate(database.engine)
    finally:
        database.close()


given: Engine | None = context.config.attributes.get("engine")
if given is None:
    migrate_as_configured()
else:
    migrate(given)
