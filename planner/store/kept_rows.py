"""A campaign's rows all at once, and again later by reading what has changed: a season's are some ten thousand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from operator import is_

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planner.domain.rows import Line, Rows, TableRows
from planner.files.headers import SETTINGS
from planner.store.campaigns import from_json, record_of
from planner.store.rows import StoredRow, select_rows
from planner.store.tables import RowRecord, TableRecord


@dataclass(frozen=True, slots=True)
class KeptTable:
    """A table's rows as they are known in the store, in order, and the same as they were found."""

    stored: tuple[StoredRow, ...]
    found: TableRows


@dataclass(frozen=True, slots=True)
class KeptRows:
    """All rows of a campaign at one of its versions; a table that no change has touched is the same object again.

    Attributes
    ----------
    tables
        By name, the settings among them.
    rows
        The same as a campaign is made of.
    """

    version: int
    tables: Mapping[str, KeptTable]
    rows: Rows

    def stored(self, table: str) -> tuple[StoredRow, ...]:
        """Return a table's rows in order; none where there is no such table."""
        there = self.tables.get(table)
        return there.stored if there else ()


def load_rows(session: Session, campaign: int) -> Rows:
    """Return a campaign's rows as they were found or typed since.

    Raises
    ------
    NotThereError
        Where there is no such campaign.
    """
    return load_kept_rows(session, campaign).rows


def load_kept_rows(session: Session, campaign: int, before: KeptRows | None = None) -> KeptRows:
    """Return a campaign's rows as they are now.

    Parameters
    ----------
    before
        The same at an earlier version: what has not changed since is taken from there.

    Raises
    ------
    NotThereError
        Where there is no such campaign.
    """
    head = record_of(session, campaign)
    if before is not None and before.version == head.version:
        return before
    known = None if before is None else _brought_on(session, campaign, before)
    stored = _by_table(session, campaign, 0) if known is None else known
    heads = session.scalars(
        select(TableRecord)
        .where(TableRecord.campaign == campaign)
        .order_by(TableRecord.place)
        .execution_options(populate_existing=True)
    )
    tables = {each.name: _table(each, stored.get(each.name, {}), before) for each in heads}
    found = {name: table.found for name, table in tables.items()}
    settings = found.pop(SETTINGS, None)
    faults = tuple(from_json(each) for each in head.faults)
    return KeptRows(head.version, tables, Rows(settings, found, head.suffix, faults, frozenset(head.unread)))


def _brought_on(session: Session, campaign: int, before: KeptRows) -> dict[str, dict[int, StoredRow]] | None:
    """Return the rows of each table by place; None where some that were there are gone, of which nothing tells."""
    stored = {name: {row.place: row for row in table.stored} for name, table in before.tables.items()}
    for name, rows in _by_table(session, campaign, before.version).items():
        stored.setdefault(name, {}).update(rows)
    counted = select(RowRecord.table_name, func.count()).where(RowRecord.campaign == campaign)
    there = {each[0]: each[1] for each in session.execute(counted.group_by(RowRecord.table_name))}
    return stored if there == {name: len(rows) for name, rows in stored.items() if rows} else None


def _by_table(session: Session, campaign: int, since: int) -> dict[str, dict[int, StoredRow]]:
    """Return the rows that were written after a version, by table and place."""
    found: dict[str, dict[int, StoredRow]] = {}
    for row in select_rows(session, RowRecord.campaign == campaign, RowRecord.version > since):
        found.setdefault(row.table, {})[row.place] = row
    return found


def _table(head: TableRecord, rows: Mapping[int, StoredRow], before: KeptRows | None) -> KeptTable:
    """Return a table; the one that there was before where it is the same."""
    stored = tuple(rows[place] for place in sorted(rows))
    was = before.tables.get(head.name) if before else None
    if was is not None and (was.found.file, was.found.columns) == (head.file, head.columns):
        if len(stored) == len(was.stored) and all(map(is_, stored, was.stored)):
            return was
        lines = {id(row): line for row, line in zip(was.stored, was.found.lines, strict=True)}
    else:
        lines = {}
    found = tuple(lines.get(id(row)) or Line(row.row, row.cells, row.unread) for row in stored)
    return KeptTable(stored, TableRows(head.name, head.file, head.columns, found))
