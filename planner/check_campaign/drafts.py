"""Rows whose cells are read one by one: what a campaign is made of once none of them has a fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from planner.domain.campaign import CAMPAIGN_TABLES
from planner.domain.cells import CellError, reader_of
from planner.domain.columns import REQUIRED, Column, Table
from planner.domain.rows import Line, Rows, TableRows
from planner.domain.setting_keys import find_setting, is_empty_section, key_faults, read_setting, setting_columns
from planner.errors import Fault, FaultCode

TOML_FILE: Final = "campaign.toml"
OWN_POINT: Final = ("code", "name_fr", "name_ar", "province", "lat", "lon", "altitude_m")
"""What a point that stands for a douar has of it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A row, or campaign.toml as one row of dotted keys, as far as its cells could be read.

    Attributes
    ----------
    text, values
        By column; a blank cell has its default among the values, one that could not be read has none.
    unread
        Columns of which a fault is told already.
    rows
        Where the columns stand, where not in `row`.
    """

    table: str
    file: str
    row: int
    text: Mapping[str, str]
    values: Mapping[str, Any]
    unread: frozenset[str] = frozenset()
    rows: Mapping[str, int] = field(default_factory=dict)

    def __getitem__(self, column: str) -> Any:
        """Return a value; None where nothing is said or nothing could be read."""
        return self.values.get(column)

    def fault(self, column: str, code: FaultCode, /, **details: str) -> Fault:
        """Return a fault of one of its cells."""
        row = self.rows.get(column, self.row)
        return Fault(self.file, row, column, self.text.get(column, ""), code, tuple(details.items()))


@dataclass(frozen=True)
class Drafts:
    """All rows of a campaign; `unread` names the tables whose codes are not known."""

    settings: Draft
    tables: Mapping[str, tuple[Draft, ...]]
    unread: frozenset[str]
    suffix: str

    @cached_property
    def points(self) -> tuple[Draft, ...]:
        """The points: those of the table or, where it has no rows, one for each douar."""
        return self.tables["points"] or tuple(map(_own_point, self.tables["douars"]))

    @cached_property
    def codes(self) -> Mapping[str, Mapping[str, Draft]]:
        """The rows of each table by code; a crew is known by any of its rows."""
        tables = {**self.tables, "points": self.points}
        keys = {table.name: table.named_by for table in CAMPAIGN_TABLES}
        return {name: {row[keys[name]]: row for row in rows if row[keys[name]]} for name, rows in tables.items()}

    def find(self, table: str, code: str | None) -> Draft | None:
        """Return the row that a code names; None where it names none or is not known."""
        return None if code is None else self.codes[table].get(code)


def _own_point(douar: Draft) -> Draft:
    """Return the point that stands for a douar."""
    columns = next(table.columns for table in CAMPAIGN_TABLES if table.name == "points")
    values = {column.name: column.default for column in columns if column.default is not REQUIRED}
    values |= {name: douar[name] for name in OWN_POINT} | {"access": "track"}
    return Draft("points", douar.file, douar.row, douar.text, values, douar.unread)


def read_drafts(rows: Rows, faults: list[Fault]) -> Drafts:
    """Read every cell, adding to `faults` each that cannot be read, is missing, or stands under no known key."""
    settings = _read_settings(rows.settings, faults)
    unread = set(rows.unread)
    tables: dict[str, tuple[Draft, ...]] = {}
    for table in CAMPAIGN_TABLES:
        found = rows.tables.get(table.name)
        missing = _missing_columns(table, found)
        if found and missing:
            faults += [Fault(found.file, 1, column.name, "", "column_missing") for column in missing]
            unread |= {table.name for column in missing if column.name in ("code", "crew")}
        if found and any(line.unread & {"code", "crew"} for line in found.lines):
            unread.add(table.name)
        gone = frozenset(column.name for column in missing)
        tables[table.name] = tuple(_read_table(table, found, gone, faults)) if found else ()
    if "douars" in unread and not tables["points"]:
        unread.add("points")
    return Drafts(settings, tables, frozenset(unread), rows.suffix)


def _missing_columns(table: Table, found: TableRows | None) -> list[Column]:
    """Return the columns that a table must have and has not."""
    return [column for column in table.columns if found and column.is_required and column.name not in found.columns]


def _read_table(table: Table, found: TableRows, missing: frozenset[str], faults: list[Fault]) -> Iterator[Draft]:
    """Yield the rows of a table; a column that is missing is told once, not again in each row."""
    readers = [(column, reader_of(column)) for column in table.columns if column.name not in missing]
    for line in found.lines:
        values: dict[str, Any] = {}
        unread = set(line.unread | missing)
        for column, read in readers:
            text = line.cells.get(column.name)
            try:
                if text is not None:
                    values[column.name] = read(text)
                elif column.name not in unread:
                    values[column.name] = _default(column)
            except CellError as error:
                unread.add(column.name)
                faults.append(_fault(found.file, line.row, column.name, text or "", error))
        yield Draft(table.name, found.file, line.row, line.cells, values, frozenset(unread))


def _default(column: Column) -> Any:
    if column.default is REQUIRED:
        raise CellError("cell_missing")
    return column.default


def _fault(file: str, row: int, column: str, text: str, error: CellError) -> Fault:
    return Fault(file, row, column, text, error.code, tuple(error.details.items()))


def _read_settings(found: TableRows | None, faults: list[Fault]) -> Draft:
    """Return campaign.toml; what is written of a table of values goes over its defaults, entry by entry."""
    if found is None:
        return Draft("settings", TOML_FILE, 0, {}, {})
    lines: dict[str, Line] = {}
    given: dict[str, Any] = {}
    unread: set[str] = set()
    wrong = key_faults(found)
    faults += wrong.values()
    for place, line in enumerate(found.lines):
        key, value = (line.cells.get(column, "") for column in ("key", "value"))
        setting = find_setting(key)
        if place in wrong or not key or is_empty_section(key, value):
            continue
        if setting is None:
            faults.append(Fault(found.file, line.row, key, value, "unknown_key"))
            continue
        lines[key] = line
        if "value" in line.unread:
            unread.add(setting[0])
        else:
            try:
                read = read_setting(*setting, value)
            except CellError as error:
                unread.add(setting[0])
                faults.append(_fault(found.file, line.row, key, value, error))
            else:
                given[setting[0]] = {**given.get(setting[0], {}), **read} if isinstance(read, dict) else read
    values = _with_defaults(given, unread, found.file, faults)
    text = {key: line.cells.get("value", "") for key, line in lines.items()}
    rows = {key: line.row for key, line in lines.items()}
    return Draft("settings", found.file, 0, text, values, frozenset(setting_columns().keys() - values.keys()), rows)


def _with_defaults(given: dict[str, Any], unread: set[str], file: str, faults: list[Fault]) -> dict[str, Any]:
    """Return the value of every key that was given or has a default; nothing for those that could not be read."""
    values: dict[str, Any] = {}
    for key, column in setting_columns().items():
        if key in unread:
            continue
        if isinstance(column.default, dict):
            values[key] = column.default | given.get(key, {})
        elif key in given or column.default is not REQUIRED:
            values[key] = given.get(key, column.default)
        else:
            faults.append(Fault(file, 0, key, "", "cell_missing"))
    return values
