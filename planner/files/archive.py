"""What is sent and fetched as one file's bytes: a campaign as a workbook or zip of its folder, a plan as a zip."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Final

from planner.domain.rows import Rows
from planner.errors import Fault, FaultCode
from planner.files.csv_text import SUFFIX
from planner.files.formulas import guarded
from planner.files.guard import MOST_BYTES, TOML_FILE, WORKBOOK, fault_of, seen
from planner.files.headers import known_tables
from planner.files.read import read_rows
from planner.files.write import convert, to_folder

ARCHIVE: Final = ".zip"
MOST_FILES: Final = 1000
"""In a zip, folders and what else lies in it too."""
MOST_NAME: Final = 200
"""Bytes of a file's name, and characters of an upload's that are repeated."""
_OF_WORKBOOKS: Final = "[Content_Types].xml"
_DAMAGE: Final = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, OSError, EOFError)
"""What a zip that is damaged, locked or packed in an unknown way makes its reader raise."""


class _NoArchiveError(Exception):
    """An archive of which nothing can be read, and the fault that says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


def read_upload(name: str, data: bytes) -> Rows:
    """Read a campaign of a file's bytes; what they are is seen by them, not by their name.

    Nothing is raised for what is wrong with them: all of it is among the faults.

    Parameters
    ----------
    name
        The file's as whoever sent it has it: faults repeat it, nothing trusts it.
    """
    told = plain_name(name)
    with TemporaryDirectory() as folder:
        try:
            path = _unpack(told, data, Path(folder))
        except _NoArchiveError as error:
            return Rows(None, {}, faults=(error.fault,), unread=frozenset(known_tables()))
        rows = read_rows(path)
    faults = tuple(replace(fault, file=told) if fault.file == path.name else fault for fault in rows.faults)
    return replace(rows, faults=faults)


def is_campaign_at_all(rows: Rows) -> bool:
    """Return whether anything of a campaign was found: a setting, or a row of one of its tables."""
    tables = [rows.settings, *(rows.tables.get(name) for name in known_tables())]
    return any(table is not None and table.lines for table in tables)


def to_workbook(rows: Rows) -> bytes:
    """Return the workbook of what could be read of a campaign.

    Raises
    ------
    FaultyInputError
        Where something has no key of its own or no place in a workbook.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder, f"campaign{WORKBOOK}")
        convert(replace(rows, faults=()), path)
        return path.read_bytes()


def to_archive(rows: Rows) -> bytes:
    """Return the zip of the folder of what could be read of a campaign; no cell of it is run by a spreadsheet.

    Raises
    ------
    FaultyInputError
        Where something has no key of its own or no place in a folder.
    """
    return pack_folder(to_folder(replace(rows, faults=())), "campaign")


def pack_folder(texts: Mapping[str, str], name: str) -> bytes:
    """Return the zip of a folder of that name, of its files' texts by their names; no spreadsheet runs a cell of it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in sorted(guarded(texts).items()):
            archive.writestr(f"{name}/{path}", text)
    return packed.getvalue()


def plain_name(name: str) -> str:
    """Return the last part of a file's name without signs that nobody sees."""
    return seen(re.split(r"[/\\]", name)[-1]).strip()[:MOST_NAME] or "?"


def _unpack(told: str, data: bytes, home: Path) -> Path:
    """Put what was sent into a folder that is there, and return the workbook or the campaign's folder that it makes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if _OF_WORKBOOKS in archive.namelist():
                path = home / f"upload{WORKBOOK}"
                path.write_bytes(data)
                return path
            folder = home / "upload"
            folder.mkdir()
            _unpack_folder(told, archive, folder)
            return folder
    except _DAMAGE as error:
        code: FaultCode = "file_binary" if data.startswith(b"PK") else "not_a_campaign"
        raise _NoArchiveError(fault_of(told, code)) from error


def _unpack_folder(told: str, archive: zipfile.ZipFile, folder: Path) -> None:
    """Unpack the files of the campaign that lies nearest the top of a zip, and nothing else, under their last names."""
    size = sum(each.file_size for each in archive.infolist())
    if size > MOST_BYTES or len(archive.infolist()) > MOST_FILES:
        megabytes = {"megabytes": str(size // 1_000_000), "most": str(MOST_BYTES // 1_000_000)}
        raise _NoArchiveError(fault_of(told, "workbook_too_large", **megabytes))
    wanted = dict(_campaign_files(archive))
    if not wanted:
        raise _NoArchiveError(fault_of(told, "not_a_campaign"))
    for each, name in wanted.items():
        if len(name.encode()) > MOST_NAME:
            raise _NoArchiveError(fault_of(name[:MOST_NAME], "name_too_long"))
        if (path := folder / name).exists():
            raise _NoArchiveError(fault_of(name, "file_binary"))
        path.write_bytes(archive.read(each))


def _campaign_files(archive: zipfile.ZipFile) -> Iterator[tuple[zipfile.ZipInfo, str]]:
    """Yield what a campaign's folder in a zip holds, and under which name."""
    there = [(each, PurePosixPath(each.filename.replace("\\", "/"))) for each in archive.infolist()]
    files = [(each, path) for each, path in there if not each.is_dir() and _is_of_campaigns(path)]
    homes = {path.parent for _, path in files if path.name == TOML_FILE} or {path.parent for _, path in files}
    home = min(homes, key=lambda path: (len(path.parts), path), default=None)
    yield from ((each, seen(path.name)) for each, path in files if path.parent == home)


def _is_of_campaigns(path: PurePosixPath) -> bool:
    is_hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    return not is_hidden and "\0" not in path.name and (path.name == TOML_FILE or path.suffix.lower() == SUFFIX)
