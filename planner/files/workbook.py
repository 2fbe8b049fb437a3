"""A campaign as a workbook: a sheet a table, and one for the settings."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections import Counter
from pathlib import Path

from planner.domain.rows import Rows, TableRows
from planner.errors import Fault
from planner.files.guard import MOST_BYTES, fault_of, read_file
from planner.files.headers import SETTINGS, known_tables, table_meant
from planner.files.records import build_table
from planner.files.sheet_parts import Sheet, read_sheets
from planner.files.sheets import read_records


def read_workbook(path: Path) -> Rows:
    """Read every sheet of a workbook, hidden or not, those that the contract does not name too."""
    faults: list[Fault] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl does not keep, which no campaign needs
        sheets = _open(path, faults)
        if sheets is None:
            return Rows(None, {}, "", tuple(faults), frozenset(known_tables()))
        found = _read_tables(sheets, path.name, faults)
    if SETTINGS not in found:
        faults.append(fault_of(SETTINGS, "file_missing"))
    settings = found.pop(SETTINGS, None)
    tables = {name: table for name, table in found.items() if table}
    return Rows(settings, tables, "", tuple(faults), frozenset(found.keys() - tables.keys()))


def _open(path: Path, faults: list[Fault]) -> list[Sheet] | None:
    """Return the sheets that a workbook names; None and one more fault where it is none, too large or damaged."""
    data = read_file(path, path.resolve().parent, faults)
    unsafe = [] if data is None else faults_of_size(data, path.name)
    faults += unsafe
    if data is None or unsafe:
        return None
    try:
        return read_sheets(data)
    except Exception as error:  # what a damaged workbook makes openpyxl raise has no end
        faults.append(fault_of(path.name, "workbook_unreadable", reason=type(error).__name__))
        return None


def faults_of_size(data: bytes, file: str) -> list[Fault]:
    """Return what is wrong where a workbook is none or large when unpacked, as its directory tells beforehand."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(each.file_size for each in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return [fault_of(file, "file_binary")]
    megabytes = {"megabytes": str(size // 1_000_000), "most": str(MOST_BYTES // 1_000_000)}
    return [fault_of(file, "workbook_too_large", **megabytes)] if size > MOST_BYTES else []


def _read_tables(sheets: list[Sheet], book: str, faults: list[Fault]) -> dict[str, TableRows | None]:
    """Return the tables by name; None for one that is there and could not be read, which is told."""
    found: dict[str, TableRows | None] = {}
    times = Counter(sheet.name for sheet in sheets)
    for sheet in sheets:
        if not sheet.has_cells and sheet.name.casefold() not in (*known_tables(), SETTINGS):
            continue
        if right := table_meant(sheet.name, times.keys()):
            faults.append(fault_of(sheet.name, "table_misnamed", right=right))
            found.setdefault(right)
        elif times[sheet.name] > 1:
            faults.append(fault_of(sheet.name, "table_twice"))
            found[sheet.name] = None
        else:
            found[sheet.name] = _read_table(sheet, book, faults)
    return found


def _read_table(sheet: Sheet, book: str, faults: list[Fault]) -> TableRows | None:
    """Return a sheet's table; None and one more fault where it has none or is damaged."""
    if not sheet.has_cells:
        faults.append(fault_of(sheet.name, "sheet_without_cells"))
        return None
    if not sheet.is_there:
        faults.append(fault_of(sheet.name, "sheet_missing", book=book))
        return None
    told = len(faults)
    try:
        records = read_records(sheet, faults)
    except Exception as error:  # as above; its other sheets are read all the same
        faults[told:] = [fault_of(sheet.name, "sheet_unreadable", book=book, reason=type(error).__name__)]
        return None
    return build_table(sheet.name, sheet.name, records, faults)
