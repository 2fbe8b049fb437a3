"""Merged cells: a person sees one value in all of them, a workbook holds it in the first alone."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from planner.errors import Fault
from planner.files.guard import fault_of
from planner.files.headers import column_of
from planner.files.records import MOST_SHOWN, Record

MOST_COVERED: Final = 1_000_000
"""Cells: more than people merge, fewer than would fill the memory; beyond it no range is looked at."""


def without_merged(table: str, records: list[Record], ranges: Iterable[Any], faults: list[Fault]) -> list[Record]:
    """Return the records with what merged cells cover marked as unread, and one more fault for each range that matters.

    Parameters
    ----------
    ranges
        As openpyxl tells them; those without a value hide nothing.
    """
    rows = [record.row for record in records]
    widest = max((len(record.cells) for record in records), default=0)
    covered: defaultdict[int, set[int]] = defaultdict(set)
    size = 0
    for each in ranges:
        places = range(each.min_col - 1, min(each.max_col, widest))
        within = range(bisect_left(rows, each.min_row), bisect_right(rows, each.max_row))
        size += len(within) * len(places)
        is_one = (each.min_row, each.min_col) == (each.max_row, each.max_col)
        if size > MOST_COVERED:
            faults.append(fault_of(table, "merged_cells", each.min_row, range=each.coord))
            break
        if is_one or not any(_is_filled(records[at], place) for at in within for place in places):
            continue
        has_first = rows[within[0]] == each.min_row
        column, value = column_of(table, _text(records[0], places[0])), _text(records[within[0]], places[0])
        value = value[:MOST_SHOWN] if has_first else ""
        faults.append(fault_of(table, "merged_cells", each.min_row, column=column, value=value, range=each.coord))
        for at in within:
            covered[at].update(places[1:] if has_first and at == within[0] else places)
    return [_without(record, covered[at]) for at, record in enumerate(records)]


def _text(record: Record, place: int) -> str:
    return record.cells[place] if place < len(record.cells) else ""


def _is_filled(record: Record, place: int) -> bool:
    return place in record.unread or bool(_text(record, place))


def _without(record: Record, covered: set[int]) -> Record:
    """Return a record with further cells unread; as it is where nothing else stands in it, as then it is no row."""
    is_row = any(_is_filled(record, place) for place in range(len(record.cells)) if place not in covered)
    return record._replace(unread=record.unread | covered) if is_row else record
