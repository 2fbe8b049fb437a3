"""A campaign as a workbook: a sheet a table, and one for the settings."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from planner.domain.rows import Rows, TableRows
from planner.errors import Fault, FaultCode
from planner.files.guard import MOST_BYTES, fault_of, read_file
from planner.files.headers import SETTINGS, column_of, is_misnamed, known_tables
from planner.files.records import MOST_SHOWN, Record, build_table

MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 16_384
MOST_CELLS: Final = 5_000_000
"""Of a sheet: a few bytes may claim a row or a column far away, and all that lies before it would be made."""
_TEXT: Final = f"{{{SHEET_MAIN_NS}}}si"
_ESCAPE: Final = re.compile("_x([0-9A-Fa-f]{4})_")
_FIRST_DAY: Final = date(1900, 1, 1)
"""What a spreadsheet makes of the time 24:00."""
_UNREADABLE: Final[dict[str, FaultCode]] = {"f": "formula_cell", "e": "error_cell"}


def read_workbook(path: Path) -> Rows:
    """Read every sheet of a workbook, those that the contract does not name too."""
    faults: list[Fault] = []
    found: dict[str, TableRows | None] = {}
    is_whole = False
    data = read_file(path, path.resolve().parent, faults)
    unsafe = [] if data is None else faults_of_size(data, path.name)
    faults += unsafe
    if data is not None and not unsafe:
        try:
            for sheet in _sheets(data):
                name = sheet.title
                if is_misnamed(name) and name != SETTINGS:
                    faults.append(fault_of(name, "table_misnamed", right=name.casefold()))
                    found.setdefault(name.casefold())
                else:
                    found[name] = build_table(name, name, _records(sheet, faults), faults)
            is_whole = True
        except Exception as error:  # what a damaged workbook makes openpyxl raise has no end
            faults.append(fault_of(path.name, "workbook_unreadable", reason=type(error).__name__))
    if is_whole and SETTINGS not in found:
        faults.append(fault_of(SETTINGS, "file_missing"))
    settings = found.pop(SETTINGS, None)
    tables = {name: table for name, table in found.items() if table}
    unread = {*found, *(() if is_whole else known_tables())} - tables.keys()
    return Rows(settings, tables, "", tuple(faults), frozenset(unread))


def faults_of_size(data: bytes, file: str) -> list[Fault]:
    """Return what is wrong where a workbook is none or large when unpacked, as its directory tells beforehand."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(each.file_size for each in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return [fault_of(file, "file_binary")]
    return [_too_large(file, size)] if size > MOST_BYTES else []


def _too_large(file: str, size: int) -> Fault:
    """Return the fault of what is too large when unpacked, bytes."""
    megabytes = {"megabytes": str(size // 1_000_000), "most": str(MOST_BYTES // 1_000_000)}
    return fault_of(file, "workbook_too_large", **megabytes)


def _sheets(data: bytes) -> Iterator[Any]:
    """Yield a workbook's sheets as they are written: a formula as one, not as its last result."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl does not keep, which no campaign needs
        reader = ExcelReader(io.BytesIO(data), read_only=True)
        reader.read_strings = lambda: _read_texts(reader)
        reader.read_chartsheet = lambda *_: None  # it has no cells
        reader.read()
        yield from reader.wb.worksheets


def _read_texts(reader: Any) -> None:
    """Read the shared texts without undoing some of their escapes, so that `unescaped` can undo all."""
    if (part := reader.package.find(SHARED_STRINGS)) is not None:
        with reader.archive.open(part.PartName[1:]) as source:
            for _, node in iterparse(source):
                if node.tag == _TEXT:
                    reader.shared_strings.append(Text.from_tree(node).content)
                    node.clear()


def _records(sheet: Any, faults: list[Fault]) -> Iterator[Record]:
    """Yield a sheet's rows as text; a formula or an error is a fault that names its cell."""
    sheet.reset_dimensions()
    header: list[str] = []
    size = 0
    for row, cells in enumerate(sheet.iter_rows(), start=1):
        size += len(cells)
        if row > MOST_ROWS or size > MOST_CELLS:
            faults.append(_too_large(sheet.title, MOST_BYTES))
            return
        if not cells and row > 1:
            continue
        unread = frozenset(place for place, cell in enumerate(cells) if cell.data_type in _UNREADABLE)
        texts = ["" if place in unread else to_cell_text(cell.value) for place, cell in enumerate(cells)]
        header = header or texts
        for place in sorted(unread):
            cell = cells[place]
            faults.append(
                fault_of(
                    sheet.title,
                    _UNREADABLE[cell.data_type],
                    row,
                    column=column_of(sheet.title, header[place]) if place < len(header) else "",
                    value=str(getattr(cell.value, "text", cell.value))[:MOST_SHOWN],
                    cell=cell.coordinate,
                )
            )
        yield Record(row, texts, unread)


def to_cell_text(value: Any) -> str:
    """Return a typed cell as the contract writes it: `12.0` as 12, a date as YYYY-MM-DD, a time as HH:MM, true as 1."""
    match value:
        case None:
            return ""
        case bool():
            return str(int(value))
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() != time():
            return value.isoformat(" ")
        case datetime():
            return "24:00" if value.date() <= _FIRST_DAY else value.date().isoformat()
        case time():
            return _clock(
                timedelta(hours=value.hour, minutes=value.minute, seconds=value.second + value.microsecond / 1e6)
            )
        case timedelta():
            return _clock(value)
    return unescaped(str(value))


def unescaped(text: str) -> str:
    """Return a text of a workbook with the characters that it writes as `_xHHHH_`, their UTF-16 in hexadecimal."""
    found = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)
    return found.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if found != text else text


def _clock(since_midnight: timedelta) -> str:
    """Return `HH:MM`, and the seconds where there are any, which makes it a time that no column takes."""
    minutes, seconds = divmod(round(since_midnight.total_seconds()), 60)
    text = f"{minutes // 60:02d}:{minutes % 60:02d}"
    return f"{text}:{seconds:02d}" if seconds else text
