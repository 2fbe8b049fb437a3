"""Rows that people have changed: what was told to be saved must be there, and nobody's change may be lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from planner.store.database import Database
from planner.store.journal import Entry, load_journal
from planner.store.rows import load_table

MOST_ENTRIES = 1_000_000
TABLE = "douars"
COLUMNS = ("name_fr", "population")
"""Columns of douars that are changed: one that is never faulty, and one that may be."""
BETWEEN = " → "
"""How the journal tells what was there before from what is there now."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A change of which somebody was told that it is saved."""

    code: str
    column: str
    text: str


def lost_edits(
    database: Database, campaign: int, before: Mapping[str, Mapping[str, str]], saved: Sequence[Saved]
) -> tuple[str, ...]:
    """Return what is wrong with what the database holds after people have changed rows, a line each.

    Parameters
    ----------
    before
        The cells of each douar by code, as they were before anybody changed one.
    """
    with database.reading() as session:
        entries = load_journal(session, MOST_ENTRIES, about=f"campaigns/{campaign}")
        now = {row.cells["code"]: row.cells for row in load_table(session, campaign, TABLE)}
    changes = [entry for entry in reversed(entries) if entry.deed == "row_changed"]
    return (*_broken_chains(before, now, changes), *_untold(changes, saved))


def _broken_chains(
    before: Mapping[str, Mapping[str, str]], now: Mapping[str, Mapping[str, str]], changes: Sequence[Entry]
) -> Iterator[str]:
    """Yield each cell that somebody wrote over without having seen what was there, or that is not as written last."""
    there = {(code, column): cells.get(column, "") for code, cells in before.items() for column in COLUMNS}
    for entry in changes:
        for column in COLUMNS:
            if column in entry.details:
                key = entry.details["row"], column
                was, _, is_now = entry.details[column].partition(BETWEEN)
                if there[key] != was:
                    yield f"{key}: {there[key]} was lost under {is_now}"
                there[key] = is_now
    for (code, column), text in there.items():
        if now.get(code, {}).get(column, "") != text:
            yield f"{code}, {column}: {text} is not there"


def _untold(changes: Sequence[Entry], saved: Sequence[Saved]) -> Iterator[str]:
    """Yield each change that was told to be saved and that the journal has not, or not so often."""
    kept = Counter(
        Saved(entry.details["row"], column, entry.details[column].partition(BETWEEN)[2])
        for entry in changes
        for column in COLUMNS
        if column in entry.details
    )
    for change, missing in (Counter(saved) - kept).items():
        yield f"{change.code}, {change.column}: {change.text} was told to be saved, and {missing} are missing"
