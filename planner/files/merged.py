"""Merged cells: a person sees one value in all of them, a workbook holds it in the first alone."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from planner.errors import Fault
from planner.files.guard import fault_of
from planner.files.headers import column_of
from planner.files.records import MOST_SHOWN, Record


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
    for each in ranges:
        places = range(each.min_col - 1, min(each.max_col, widest))
        within = range(bisect_left(rows, each.min_row), bisect_right(rows, each.max_row))
        if (each.min_row, each.min_col) == (each.max_row, each.max_col) or not any(
            _is_filled(records[at], place) for at in within for place in places
        ):
            continue
        column, value = (_text(records[at], places[0]) for at in (0, within[0]))
        faults.append(
            fault_of(
                table,
                "merged_cells",
                each.min_row,
                column=column_of(table, column),
                value=value[:MOST_SHOWN] if rows[within[0]] == each.min_row else "",
                range=each.coord,
            )
        )
        for at in within:
            covered[at].update(places)
        if rows[within[0]] == each.min_row:
            covered[within[0]].discard(places[0])
    return [_without(record, covered[at]) for at, record in enumerate(records)]


def _text(record: Record, place: int) -> str:
    return record.cells[place] if place < len(record.cells) else ""


def _is_filled(record: Record, place: int) -> bool:
    return place in record.unread or bool(_text(record, place))


def _without(record: Record, covered: set[int]) -> Record:
    """Return a record with further cells unread; as it is where nothing else stands in it, as then it is no row."""
    is_row = any(_is_filled(record, place) for place in range(len(record.cells)) if place not in covered)
    return record._replace(unread=record.unread | covered) if is_row else record
