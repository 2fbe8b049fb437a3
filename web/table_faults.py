"""A campaign's faults by table, each with the way to the row that it mends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from flask import url_for

from planner.errors import Fault
from planner.files.headers import SETTINGS
from planner.store.rows import StoredRow
from web.checks import Check
from web.scope import Scope
from web.wording import NAMES, ToldFault, tell_fault

MOST: Final = 20
"""Faults of one table that a campaign's page shows; its own page shows all."""


@dataclass(frozen=True, slots=True)
class LinkedFault:
    """A fault, and the address of the form that mends its row; None where there is none."""

    told: ToldFault
    url: str | None


@dataclass(frozen=True, slots=True)
class TableFaults:
    """The faults of a table, the first of them in words; `table` is blank where none is meant."""

    table: str
    count: int
    first: tuple[LinkedFault, ...]


def faults_by_table(campaign: int, check: Check, scope: Scope) -> tuple[TableFaults, ...]:
    """Return the faults that somebody may see, in the order of the contract's tables."""
    others = [name for name in check.rows.tables if name not in NAMES]
    found = (_faults_of(campaign, name, check, scope) for name in ("", *NAMES, *others))
    return tuple(each for each in found if each.count)


def is_about(fault: Fault, row: StoredRow) -> bool:
    """Return whether a fault of a row's table is about that row; several settings may stand in one line of a file."""
    keys = (row.cells.get("key", ""), "key", "value", "")
    return fault.row == row.row and (row.table != SETTINGS or fault.column in keys)


def is_shown(fault: Fault, table: str, scope: Scope) -> bool:
    """Return whether a fault repeats nothing of a cell that is not shown; that of a setting is called by its key."""
    return table == SETTINGS or not fault.value or scope.sees_column(table, fault.column)


def _faults_of(campaign: int, name: str, check: Check, scope: Scope) -> TableFaults:
    faults = check.faults_of(name)
    if not faults or not scope.sees_table(name):
        return TableFaults(name, 0, ())
    seen = list(_seen(name, faults, check.kept.stored(name), scope))
    return TableFaults(name, len(seen), tuple(_linked(campaign, name, *each, scope) for each in seen[:MOST]))


def _seen(
    table: str, faults: tuple[Fault, ...], rows: tuple[StoredRow, ...], scope: Scope
) -> Iterator[tuple[Fault, StoredRow | None]]:
    """Yield the faults that somebody may see, each with the row that it is about, where it is about one."""
    by_row: dict[int, list[StoredRow]] = {}
    for row in rows:
        by_row.setdefault(row.row, []).append(row)
    for fault in faults:
        meant = next((row for row in by_row.get(fault.row, ()) if is_about(fault, row)), None)
        if is_shown(fault, table, scope) and (meant is None or scope.sees(table, meant.cells)):
            yield fault, meant


def _linked(campaign: int, table: str, fault: Fault, row: StoredRow | None, scope: Scope) -> LinkedFault:
    may_change = row is not None and scope.may_change(table, row.cells)
    url = url_for("rows.change", campaign=campaign, table=table, place=row.place) if row and may_change else None
    return LinkedFault(tell_fault(fault, table), url)
