"""A sheet's cells as rows of text: each as a person sees it, or else a fault that names it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from itertools import pairwise
from typing import Any, Final

from openpyxl.cell.read_only import ReadOnlyCell

from planner.errors import Fault, FaultCode
from planner.files.cell_text import is_before_all_days, to_cell_text
from planner.files.guard import MOST_BYTES, fault_of
from planner.files.headers import SETTINGS, column_of, known_tables, types_of
from planner.files.merged import without_merged
from planner.files.records import MOST_SHOWN, Record
from planner.files.sheet_parts import Sheet

MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 16_384
MOST_CELLS: Final = 5_000_000
"""Of a sheet: a few bytes may claim a row or a column far away, and all that lies before it would be made."""
_UNREADABLE: Final[Mapping[str, FaultCode]] = {"f": "formula_cell", "e": "error_cell"}
_YES_NO: Final = frozenset({"0", "1"})
_AS_IT_IS: Final = frozenset({"General", "@"})
_WHOLE: Final = "0"
"""How cells are formatted that show the number that they hold."""


def read_records(sheet: Sheet, faults: list[Fault]) -> list[Record]:
    """Return a sheet's rows that have cells, the first row always; what is no text or number is told.

    Raises
    ------
    ValueError
        Where rows or cells are not in order, so that some would stand in the place of others.
    """
    records: list[Record] = []
    columns: list[str] = []
    size = 0
    parser = sheet.parser()
    for row, cells in parser.parse():
        places = [cell["column"] for cell in cells]
        if row <= (records[-1].row if records else 0) or any(one >= other for one, other in pairwise(places)):
            raise ValueError(f"row {row} is out of order")
        size += places[-1] if places else 0
        if row > MOST_ROWS or size > MOST_CELLS:
            megabytes = str(MOST_BYTES // 1_000_000)
            faults.append(fault_of(sheet.name, "workbook_too_large", megabytes=megabytes, most=megabytes))
            return records
        if row > 1 and not records:
            records.append(Record(1, ()))
        if cells:
            records.append(_record(sheet, row, [ReadOnlyCell(sheet, **cell) for cell in cells], columns, faults))
        if len(records) == 1:
            columns = [column_of(sheet.name, text.strip()) for text in records[0].cells]
    merged = parser.merged_cells.mergeCell if parser.merged_cells else ()
    is_ours = sheet.name in (*known_tables(), SETTINGS)
    return without_merged(sheet.name, records, merged, faults) if is_ours else records


def _record(sheet: Sheet, row: int, cells: list[Any], columns: list[str], faults: list[Fault]) -> Record:
    """Return a row; a cell that cannot be read as a person sees it is one more fault.

    Parameters
    ----------
    columns
        By place; none in the row that names them.
    """
    types = types_of(sheet.name)
    texts = [""] * cells[-1].column
    unread: set[int] = set()
    for cell in cells:
        place = cell.column - 1
        column = columns[place] if place < len(columns) else ""
        text = to_cell_text(cell.value)
        if code := _wrong_cell(cell, types.get(column, frozenset())):
            unread.add(place)
            value = str(getattr(cell.value, "text", cell.value)) if code in _UNREADABLE.values() else text
            faults.append(
                fault_of(sheet.name, code, row, column=column, value=value[:MOST_SHOWN], cell=cell.coordinate)
            )
        elif isinstance(cell.value, bool) and types.get(column, frozenset()) >= _YES_NO:
            texts[place] = str(int(cell.value))
        else:
            texts[place] = text
    return Record(row, texts, frozenset(unread))


def _wrong_cell(cell: Any, types: frozenset[Any]) -> FaultCode | None:
    """Return why a cell cannot be read: a formula, an error, no day that there is, or a text shown otherwise."""
    if code := _UNREADABLE.get(cell.data_type):
        return code
    if is_before_all_days(cell.value):
        return "before_all_days"
    match cell.value:
        case bool() | date() | time() | timedelta() if str in types:
            return "not_text"
        case int() | float() if str in types:
            formats = {*_AS_IT_IS, _WHOLE} if cell.value % 1 == 0 else _AS_IT_IS
            return None if cell.number_format in formats else "not_text"
    return None
