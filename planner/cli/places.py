"""Where a command may write: checked before any work is done."""

from __future__ import annotations

import errno
import tempfile
from pathlib import Path

from planner.cli.session import Session
from planner.cli.spoken import MisuseError


def refuse_unwritable(out: Path, session: Session) -> None:
    """Refuse a target that is there already, or that cannot be made.

    Raises
    ------
    MisuseError
        With a sentence of which it is.
    """
    try:
        is_there = out.exists() or out.is_symlink()
    except OSError as error:
        key = "out_too_long" if error.errno == errno.ENAMETOOLONG else "out_unwritable"
        raise MisuseError(session.say(key, out=out, folder=out.parent)) from error
    if is_there:
        raise MisuseError(session.say("out_exists", out=out))
    there = next(folder for folder in out.absolute().parents if folder.exists())
    try:
        with tempfile.TemporaryDirectory(dir=there):
            pass
    except OSError as error:
        raise MisuseError(session.say("out_unwritable", out=out, folder=there)) from error
