"""A table's rows of text made of its records: the header, and a line for each record that holds something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from typing import Final, NamedTuple

from planner.domain.rows import Line, TableRows
from planner.errors import Fault
from planner.files.guard import fault_of
from planner.files.headers import column_meant, column_of, headers_of

MOST_CELL: Final = 32_767
"""Characters: what a workbook's cell holds, so that folders hold no more either."""
MOST_COLUMNS: Final = 400
"""That a header names: no table of the contract has a tenth of it, and people add some of their own."""
MOST_SHOWN: Final = 80
"""Characters of a text that a fault shows."""
_INVISIBLE: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u180e\u200b\u2028-\u202e\u2060-\u206f\ufeff"
    r"\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
"""Controls, marks that turn the direction of what follows, blanks without width. Not what Arabic is written with:
U+200C and U+200D shape letters; U+061C, U+200E and U+200F keep a sign beside the word that it belongs to."""


_ERROR: Final = re.compile(
    r"#(N/A|REF!|DIV/0!|VALUE!|VALEUR!|NAME\?|NOM\?|NUM!|NOMBRE!|NULL!|NUL!|SPILL!|CALC!|#+)|Err:\d{3}"
)
"""What spreadsheets show in place of a value that they could not work out, or that their column is too narrow for."""


class Record(NamedTuple):
    """A row as a spreadsheet counts it, its cells' text, and the places of those that could not be read."""

    row: int
    cells: Sequence[str]
    unread: frozenset[int] = frozenset()


def build_table(name: str, file: str, records: Iterable[Record], faults: list[Fault]) -> TableRows | None:
    """Make a table of its records, the header first; None where there is no header, a fault if one is needed."""
    walk = iter(records)
    first = next(walk, Record(1, ()))
    if (count := sum(map(bool, map(str.strip, first.cells)))) > MOST_COLUMNS:
        faults.append(fault_of(file, "header_too_wide", 1, columns=str(count), most=str(MOST_COLUMNS)))
        return None
    columns, misnamed = _columns(name, file, first, faults)
    named = {place for place, cell in enumerate(first.cells) if cell.strip()} | first.unread
    ours = set(headers_of(name).values())
    if not first.unread and (ours.isdisjoint(columns.values()) if ours else not named):
        if ours:
            faults.append(fault_of(file, "header_missing"))
        return None
    lines = [line for record in walk if (line := _line(file, _without(record, misnamed), columns, named, faults))]
    return TableRows(name, file, tuple(columns.values()), tuple(lines))


def _columns(name: str, file: str, first: Record, faults: list[Fault]) -> tuple[dict[int, str], frozenset[int]]:
    """Return the columns that a header names, by place, and the places of those that it almost names, which is told."""
    there = {column_of(name, cell.strip()) for cell in first.cells}
    found: set[str] = set()
    columns: dict[int, str] = {}
    misnamed: set[int] = set()
    for place, cell in enumerate(first.cells):
        if not (text := cell.strip()):
            continue
        column = column_of(name, text)
        if column in found:
            faults.append(fault_of(file, "column_twice", 1, column=column, value=text))
        elif wrong := wrong_text(cell, file, 1, ""):
            faults.append(wrong)
        elif right := column_meant(name, text, there):
            faults.append(fault_of(file, "column_misnamed", 1, column=right, value=text))
            columns[place] = right
            there.add(right)
            found.add(right)
            misnamed.add(place)
        else:
            columns[place] = column
            found.add(column)
    return columns, frozenset(misnamed)


def _without(record: Record, places: frozenset[int]) -> Record:
    """Return a record with further cells unread; as it is where it holds nothing."""
    return record._replace(unread=record.unread | places) if any(map(str.strip, record.cells)) else record


def _line(file: str, record: Record, columns: dict[int, str], named: Set[int], faults: list[Fault]) -> Line | None:
    """Return a record as a line; None where it holds nothing."""
    cells: dict[str, str] = {}
    unread = {columns[place] for place in record.unread if place in columns}
    for place, cell in enumerate(record.cells):
        if not (text := cell.strip()):
            continue
        column = columns.get(place)
        if place not in named:
            faults.append(fault_of(file, "cell_without_column", record.row, value=text[:MOST_SHOWN]))
        elif column is None or column in unread:
            continue
        elif wrong := wrong_text(text, file, record.row, column):
            faults.append(wrong)
            unread.add(column)
        else:
            cells[column] = text.replace("\r\n", "\n").replace("\r", "\n")
    return Line(record.row, cells, frozenset(unread)) if cells or unread else None


def wrong_text(text: str, file: str, row: int, column: str) -> Fault | None:
    """Return what makes a text one that not every campaign file can hold."""
    if len(text) > MOST_CELL:
        shown = text[:MOST_SHOWN]
        return fault_of(
            file, "cell_too_long", row, column=column, value=shown, length=str(len(text)), most=str(MOST_CELL)
        )
    if _ERROR.fullmatch(text):
        return fault_of(file, "error_cell", row, column=column, value=text)
    if found := _INVISIBLE.search(text):
        shown = _INVISIBLE.sub("\N{REPLACEMENT CHARACTER}", text)[:MOST_SHOWN]
        return fault_of(file, "control_character", row, column=column, value=shown, sign=f"U+{ord(found[0]):04X}")
    return None
