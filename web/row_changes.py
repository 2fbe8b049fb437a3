"""What changes in a campaign's rows where others take their place: by table, rows added, changed and removed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from planner.domain.rows import Rows, TableRows
from planner.files.headers import SETTINGS, named_by

Cells = frozenset[tuple[str, str]]
ROWS_OF: Final = "rows:"
"""What the journal writes before the name of a table: a table may be called as any other detail is."""


@dataclass(frozen=True, slots=True)
class TableChange:
    """How many rows of a table are added, changed and removed."""

    table: str
    added: int
    changed: int
    removed: int


def row_changes(before: Rows, after: Rows) -> tuple[TableChange, ...]:
    """Return the tables in which something changes; a row is known by what names it, else by all of its cells."""
    return tuple(each for each in _table_changes(before, after) if each.added or each.changed or each.removed)


def details_of_changes(changes: tuple[TableChange, ...]) -> dict[str, str]:
    """Return changes as the journal keeps them, by table."""
    return {f"{ROWS_OF}{each.table}": f"+{each.added} ~{each.changed} -{each.removed}" for each in changes}


def _table_changes(before: Rows, after: Rows) -> Iterator[TableChange]:
    old = {**({SETTINGS: before.settings} if before.settings else {}), **before.tables}
    new = {**({SETTINGS: after.settings} if after.settings else {}), **after.tables}
    for name in dict.fromkeys((*old, *new)):
        was, is_now = _by_name(name, old.get(name)), _by_name(name, new.get(name))
        gone = {code: was[code] - is_now.get(code, Counter()) for code in was}
        come = {code: is_now[code] - was.get(code, Counter()) for code in is_now}
        changed = sum(min(gone[code].total(), come[code].total()) for code in gone.keys() & come.keys() if code)
        removed = sum(each.total() for each in gone.values()) - changed
        added = sum(each.total() for each in come.values()) - changed
        yield TableChange(name, added, changed, removed)


def _by_name(name: str, table: TableRows | None) -> dict[str, Counter[Cells]]:
    """Return a table's rows by what names them, blank for those without, however often each is there."""
    found: dict[str, Counter[Cells]] = {}
    for line in table.lines if table else ():
        called = line.cells.get(named_by(name), "")
        found.setdefault(called, Counter())[frozenset(line.cells.items())] += 1
    return found
