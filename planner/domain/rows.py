"""A campaign before it is one: rows of text with the places where they stand, and what could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.errors import Fault


@dataclass(frozen=True, slots=True)
class Line:
    """A row of text.

    Attributes
    ----------
    row
        As a spreadsheet counts, the header being row 1; in campaign.toml, the line.
    cells
        The filled cells by column, without the blanks around them.
    unread
        Columns whose cell is filled but could not be read, which is already told as a fault.
    """

    row: int
    cells: Mapping[str, str]
    unread: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TableRows:
    """A table as it was found: its columns, those of the contract by the contract's names, and its filled rows."""

    name: str
    file: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """All that was found of a campaign.

    Attributes
    ----------
    settings
        campaign.toml as rows of `key` (dotted) and `value`; None where it could not be read.
    tables
        By name, those that the contract does not name among them.
    suffix
        What a table's name takes to be its file's: `.csv` in a folder, nothing in a workbook.
    faults
        What could not be read.
    unread
        Names of tables that are there but could not be read at all.
    """

    settings: TableRows | None
    tables: Mapping[str, TableRows]
    suffix: str = ".csv"
    faults: tuple[Fault, ...] = ()
    unread: frozenset[str] = frozenset()
