"""Cells that a spreadsheet would run: a CSV that is written has an apostrophe before them, which reading takes away.

Spreadsheets take a CSV's cell that begins with certain signs for a formula. Whoever types a name can so have a cell
ask the network or start a program on the machine of everybody who opens the file.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from typing import Final

from planner.domain.cells import NUMBER
from planner.domain.rows import Line, TableRows
from planner.files.csv_text import SUFFIX, write_csv

_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")


def guarded(texts: Mapping[str, str]) -> dict[str, str]:
    """Return files by name of whose CSV no spreadsheet runs a cell; others are opened by none."""
    return {name: _guarded_csv(text) if name.endswith(SUFFIX) else text for name, text in texts.items()}


def bared(table: TableRows) -> TableRows:
    """Return a table of a guarded CSV as it was."""
    columns = tuple(map(bared_text, table.columns))
    return TableRows(table.name, table.file, columns, tuple(map(_bared_line, table.lines)))


def guarded_text(text: str) -> str:
    """Return a cell that no spreadsheet runs."""
    return f"'{text}" if _FORMULA.match(text) and not NUMBER.fullmatch(text) else text


def bared_text(text: str) -> str:
    """Return a guarded cell as it was."""
    is_guarded = text.startswith("'") and _FORMULA.match(text)
    return text[1:] if is_guarded and not NUMBER.fullmatch(text[1:]) else text


def _guarded_csv(text: str) -> str:
    return write_csv([guarded_text(cell) for cell in cells] for cells in csv.reader(io.StringIO(text, newline="")))


def _bared_line(line: Line) -> Line:
    cells = {bared_text(column): bared_text(text) for column, text in line.cells.items()}
    return Line(line.row, cells, frozenset(map(bared_text, line.unread)))
