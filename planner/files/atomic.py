"""New files and folders that are there as a whole or not at all."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from planner.errors import AlreadyThereError, FaultCode
from planner.files.guard import fault_of


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Give a folder to fill, which takes its name when all is written and is gone if anything fails.

    Raises
    ------
    AlreadyThereError
        Where something of that name is there.
    """
    with new_file(folder) as made:
        made.mkdir()
        yield made


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Give a name to write a file under, which takes its own when all is written and is gone if anything fails.

    Raises
    ------
    AlreadyThereError
        Where something of that name is there.
    """
    made = path.with_name(f".{secrets.token_hex(8)}{path.suffix}")
    try:
        _refuse_what_is_there(path, "already_there")
        path.parent.mkdir(parents=True, exist_ok=True)
        yield made
        _refuse_what_is_there(path, "taken_meanwhile")
        made.rename(path)
    finally:
        if made.is_dir():
            shutil.rmtree(made)
        made.unlink(missing_ok=True)


def _refuse_what_is_there(path: Path, code: FaultCode) -> None:
    if path.exists() or path.is_symlink():
        raise AlreadyThereError([fault_of(path.name, code)])
