"""What may ail an installation: each look yields the key of a sentence, with what fills its gaps.

A sentence `doctor_X` has beside it `doctor_X_mend`, which says what mends it.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import planner
from planner.config import Config
from planner.config.read import CONFIG_FILE, FILE_VARIABLE
from planner.store.database import Database, time_of
from planner.store.users import load_users
from planner.store.workers import load_workers

Ailment = tuple[str, dict[str, Any]]

LEAST_FREE_MB: Final = 1000
MOST_SKEW_S: Final = 5
SILENT_S: Final = 60
"""After which a worker counts as gone, where a lease is not longer still."""


def ailments_of_machine(config: Config, database: Database) -> Iterator[Ailment]:
    """Yield what is wrong with this machine: its disks, its files, and what it computes with."""
    folders = {Path(tempfile.gettempdir())}
    if database.file is not None:
        folders.add(database.file.absolute().parent)
    for folder in sorted(folders):
        if not os.access(folder, os.W_OK | os.X_OK):
            yield "folder", {"folder": folder}
        elif (free_mb := shutil.disk_usage(folder).free // 1_000_000) < LEAST_FREE_MB:
            yield "disk", {"folder": folder, "free": free_mb, "least": LEAST_FREE_MB}
    if config.mode == "production":
        if not config.server.proxies:
            yield "no_proxy", {}
        named = Path(os.environ.get(FILE_VARIABLE, CONFIG_FILE))
        for path in filter(None, (database.file, named)):
            if path.exists() and path.stat().st_mode & stat.S_IRWXO:
                yield "open_to_all", {"path": path}
    if locked := [folder for folder in _folders_of_compiled_code() if not os.access(folder, os.W_OK | os.X_OK)]:
        yield "compiled", {"folder": locked[0]}
    else:
        try:
            import_module("planner.solve")
        except Exception as error:  # whatever a library of this machine lacks
            yield "solver", {"why": f"{type(error).__name__}: {error}"}


def _folders_of_compiled_code() -> list[Path]:
    """Return where the solver keeps what it compiles, or would."""
    place = Path(planner.__path__[0]) / "__pycache__"
    return [place, *place.glob("compiled-*")] if place.exists() else [place.parent]


def ailments_of_database(config: Config, database: Database) -> Iterator[Ailment]:
    """Yield what is wrong with a database that has the tables of this release, and with those who work on it."""
    with database.reading() as session:
        here, there = datetime.now(UTC), time_of(session)
        users, workers = load_users(session), load_workers(session)
    if abs(here - there) > timedelta(seconds=MOST_SKEW_S):
        yield "clock", {"seconds": round(abs((here - there).total_seconds()))}
    if not any(user.role == "national" and user.is_active for user in users):
        yield "no_national", {}
    silent_s = max(SILENT_S, config.jobs.lease_s)
    if not any(worker.lives(there, silent_s) for worker in workers):
        yield "no_worker", {"seconds": silent_s}
