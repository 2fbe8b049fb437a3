"""Tables into a workbook that people can work with: numbers are numbers, dates are dates, all else is text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, get_args

import xlsxwriter

from planner.domain.campaign import CAMPAIGN_TABLES
from planner.domain.cells import DATE, NUMBER
from planner.domain.rows import Rows, TableRows

_FIRST_DATE: Final = "1900-03-01"
"""Before it spreadsheets count a day that never was."""


def write_workbook(rows: Rows, path: Path) -> None:
    """Write the settings and every table into a new workbook, a sheet each."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        heading, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for table in (*([rows.settings] if rows.settings else []), *rows.tables.values()):
            _write_sheet(table, book.add_worksheet(table.name), heading, day)


def _write_sheet(table: TableRows, sheet: Any, heading: Any, day: Any) -> None:
    kinds = _kinds(table.name)
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, column, heading)
    for row, line in enumerate(table.lines, start=1):
        for place, column in enumerate(table.columns):
            text = line.cells.get(column, "")
            types = kinds.get(column, frozenset())
            if not text:
                continue
            if date in types and DATE.fullmatch(text) and text >= _FIRST_DATE:
                sheet.write_datetime(row, place, date.fromisoformat(text), day)
            elif types & {int, float, Decimal} and _is_exact(text):
                sheet.write_number(row, place, float(text))
            else:
                sheet.write_string(row, place, text)
    sheet.freeze_panes(1, 1)
    sheet.autofit(400)


def _kinds(name: str) -> dict[str, frozenset[Any]]:
    """Return, by column of a table of the contract, the types that its cells may have."""
    columns = (column for table in CAMPAIGN_TABLES if table.name == name for column in table.columns)
    return {column.name: frozenset({column.kind, *get_args(column.kind)}) for column in columns}


def _is_exact(text: str) -> bool:
    """Whether a number loses nothing as a spreadsheet keeps it."""
    return bool(NUMBER.fullmatch(text)) and Decimal(repr(float(text))) == Decimal(text)
