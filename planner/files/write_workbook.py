"""Tables into a workbook that people can work with: numbers are numbers, dates are dates, all else is text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from planner.domain.cells import DATE, NUMBER
from planner.domain.rows import Rows, TableRows
from planner.errors import Fault
from planner.files.guard import fault_of
from planner.files.headers import types_of
from planner.files.records import MOST_SHOWN
from planner.files.sheets import MOST_CELLS, MOST_COLUMNS, MOST_ROWS

_FIRST_DATE: Final = "1900-03-01"
"""Before it spreadsheets count a day that never was."""
_TOUCHING: Final = re.compile("_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_")
"""Texts that look like two escapes that share a sign: xlsxwriter escapes the first alone."""


def write_workbook(rows: Rows, path: Path) -> None:
    """Write the settings and every table into a new workbook, a sheet each.

    Raises
    ------
    OSError
        Where the system does not take it.
    """
    try:
        _write_sheets(rows, path)
    except FileCreateError as error:
        raise OSError(*error.args[0].args) from error


def _write_sheets(rows: Rows, path: Path) -> None:
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        heading, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for table in (*([rows.settings] if rows.settings else []), *rows.tables.values()):
            _write_sheet(table, book.add_worksheet(table.name), heading, day)


def wrong_sheets(rows: Rows) -> Iterator[Fault]:
    """Yield what has no place in a workbook: tables that no sheet holds, and texts that it would change."""
    for table in (*([rows.settings] if rows.settings else []), *rows.tables.values()):
        high, wide = len(table.lines) + 1, len(table.columns)
        if high > MOST_ROWS or wide > MOST_COLUMNS or high * wide > MOST_CELLS:
            most = {"most_rows": str(MOST_ROWS), "most_columns": str(MOST_COLUMNS), "most_cells": str(MOST_CELLS)}
            yield fault_of(table.file, "sheet_too_large", rows=str(high), columns=str(wide), **most)
            continue
        texts = [(1, column, column) for column in table.columns]
        texts += [(line.row, column, text) for line in table.lines for column, text in line.cells.items()]
        for row, column, text in texts:
            if _TOUCHING.search(text):
                yield fault_of(table.file, "cell_for_no_workbook", row, column=column, value=text[:MOST_SHOWN])


def _write_sheet(table: TableRows, sheet: Any, heading: Any, day: Any) -> None:
    kinds = types_of(table.name)
    refused = [sheet.write_string(0, place, column, heading) for place, column in enumerate(table.columns)]
    for row, line in enumerate(table.lines, start=1):
        for place, column in enumerate(table.columns):
            text = line.cells.get(column, "")
            types = kinds.get(column, frozenset())
            if not text:
                continue
            if date in types and DATE.fullmatch(text) and text >= _FIRST_DATE:
                refused.append(sheet.write_datetime(row, place, date.fromisoformat(text), day))
            elif types & {int, float, Decimal} and _is_exact(text):
                refused.append(sheet.write_number(row, place, float(text)))
            else:
                refused.append(sheet.write_string(row, place, text))
    if any(refused):
        raise ValueError(f"the sheet {table.name} took not all of its cells")
    sheet.freeze_panes(1, 1)
    sheet.autofit(400)


def _is_exact(text: str) -> bool:
    """Whether a number loses nothing as a spreadsheet keeps it."""
    return bool(NUMBER.fullmatch(text)) and Decimal(repr(float(text))) == Decimal(text)
