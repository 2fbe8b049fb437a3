"""Where a command may write: checked before any work is done."""

from __future__ import annotations

import errno
import os
import re
import tempfile
from pathlib import Path
from typing import Final

from planner.cli.session import Session
from planner.cli.spoken import MisuseError
from planner.files.guard import WORKBOOK

FILE_ENDING: Final = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}")
"""How a file's name ends, and no folder's: `.csv`, `.xls`, `.toml`, but not `.2` or `.d`."""


def refuse_unwritable(out: Path, session: Session, source: Path | None = None, *, may_be_workbook: bool = True) -> None:
    """Refuse a target that is there, lies in what is read, has the name of what is not written, or cannot be made.

    Parameters
    ----------
    source
        What is read: a campaign is never changed by what is made of it.
    may_be_workbook
        Whether an .xlsx file may be written; a folder always may.

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
    if source is not None and Path(os.path.realpath(source)) in Path(os.path.realpath(out)).parents:
        raise MisuseError(session.say("out_in_source", out=out, source=source))
    is_workbook = may_be_workbook and out.suffix.lower() == WORKBOOK
    if FILE_ENDING.fullmatch(out.suffix) and not is_workbook:
        or_workbook = session.say("or_workbook") if may_be_workbook else ""
        raise MisuseError(session.say("out_no_folder_name", out=out, suffix=out.suffix, or_workbook=or_workbook))
    there = next(folder for folder in out.absolute().parents if folder.exists())
    try:
        with tempfile.TemporaryDirectory(dir=there):
            pass
    except OSError as error:
        raise MisuseError(session.say("out_unwritable", out=out, folder=there)) from error
