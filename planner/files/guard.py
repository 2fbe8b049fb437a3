"""What keeps a campaign's files from harm: nothing outside, nothing too large, nothing but files is read."""

from __future__ import annotations

import errno
import re
import stat
from pathlib import Path
from typing import Final

from planner.errors import Fault, FaultCode

MOST_BYTES: Final = 50_000_000
"""Of one file, and of a workbook when it is unpacked; a national season takes half a million."""
WORKBOOK: Final = ".xlsx"
TOML_FILE: Final = "campaign.toml"
HEAD_FILE: Final = "plan.json"
CAMPAIGN_FOLDER: Final = "campaign"
"""What a plan's folder holds besides its tables."""

_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls, marks that turn the direction of what follows, halves of letters: in a name, nobody writes them."""


def seen(name: str) -> str:
    """Return a name without signs that nobody sees, which deceive readers and which no database takes."""
    return _UNSEEN.sub("", name)


def is_campaign(path: Path) -> bool:
    """Whether a folder is a campaign's and no plan's, or a file a workbook's."""
    if path.suffix.lower() == WORKBOOK:
        return path.is_file()
    return (path / TOML_FILE).exists() and not (path / HEAD_FILE).exists()


def is_plan(folder: Path) -> bool:
    """Whether a folder is a plan's and no campaign's."""
    return (folder / HEAD_FILE).exists() and not (folder / TOML_FILE).exists()


def fault_of(file: str, code: FaultCode, row: int = 0, /, column: str = "", value: str = "", **details: str) -> Fault:
    """Return a fault of a file, or of one of its cells."""
    return Fault(file, row, column, value, code, tuple(details.items()))


def fault_of_error(path: Path, error: OSError | RuntimeError) -> Fault:
    """Return the fault of a file that the system does not give."""
    number = error.errno if isinstance(error, OSError) else None
    code: FaultCode = "name_too_long" if number == errno.ENAMETOOLONG else "file_unreadable"
    if isinstance(error, PermissionError):
        code = "file_forbidden"
    return fault_of(path.name, code)


def read_file(path: Path, home: Path, faults: list[Fault]) -> bytes | None:
    """Return a file's bytes; None and one more fault where it may not or cannot be read.

    Parameters
    ----------
    home
        The folder that a symbolic link must not lead out of.
    """
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(home.resolve()):
            faults.append(fault_of(path.name, "link_outside"))
            return None
        about = real.stat()
        code: FaultCode | None = None
        if not stat.S_ISREG(about.st_mode):
            code = "not_a_file"
        elif about.st_size > MOST_BYTES:
            code = "file_too_large"
        elif not about.st_size:
            code = "file_empty"
        if code is None:
            return real.read_bytes()
    except FileNotFoundError:
        code = "file_missing"
    except (OSError, RuntimeError) as error:  # RuntimeError: links that lead to each other
        faults.append(fault_of_error(path, error))
        return None
    faults.append(fault_of(path.name, code, most=str(MOST_BYTES // 1_000_000)))
    return None
