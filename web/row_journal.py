"""What the journal keeps of a row that is added, changed or removed, and who reads it: nothing of persons is in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from planner.files.headers import named_by
from planner.store.journal import Entry
from web.scope import Scope, is_of_provinces, tells_of_persons

HIDDEN: Final = "…"
"""In the place of what was changed, where that may be told of a person."""


def details_of(scope: Scope, table: str, *rows: Mapping[str, str]) -> dict[str, str]:
    """Return which row it was, as it is and perhaps as it was: by what names it, else by what it begins with."""
    provinces = sorted(frozenset().union(*(scope.provinces_of(table, cells) for cells in rows)))
    whose = {"provinces": " ".join(provinces)} if provinces else {}
    return {"table": table, "row": _name_of(table, rows[0])} | whose


def changes_of(table: str, before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """Return what was changed of a row, by column."""
    return {
        column: HIDDEN if tells_of_persons(table, column) else f"{before.get(column, '')} → {after.get(column, '')}"
        for column in sorted({*before, *after})
        if before.get(column) != after.get(column)
    }


def is_read_by(entry: Entry, scope: Scope) -> bool:
    """Return whether a line about a campaign is shown to one of those who plan: of rows, those whose rows they see.

    Whose a row was is not in lines that were written before that was kept.
    """
    if "row" not in entry.details or scope.is_whole:
        return True
    table, provinces = entry.details.get("table", ""), entry.details.get("provinces", "").split()
    is_known = bool(provinces) or not is_of_provinces(table)
    return is_known and scope.sees_table(table) and scope.sees_of(table, provinces)


def _name_of(table: str, cells: Mapping[str, str]) -> str:
    name = cells.get(named_by(table), "")
    return name or next((text for column, text in cells.items() if text and not tells_of_persons(table, column)), "")
