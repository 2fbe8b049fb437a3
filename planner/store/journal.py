"""The journal: who did what when. Lines are added; none is ever changed or removed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.store.database import time_of
from planner.store.frozen import freeze
from planner.store.tables import JournalRecord


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the journal.

    Attributes
    ----------
    who
        The address of an account; blank for the program itself.
    deed, about
        What was done, a word of the program's, and to what: `plans/7`.
    """

    number: int
    at: datetime
    who: str
    deed: str
    about: str
    details: Mapping[str, str]


def write_journal(session: Session, who: str, deed: str, about: str, details: Mapping[str, str] | None = None) -> Entry:
    """Add a line, in the transaction of what it tells of: both are there, or neither."""
    record = JournalRecord(at=time_of(session), who=who, deed=deed, about=about, details=dict(details or {}))
    session.add(record)
    session.flush()
    return freeze(Entry, record)


def load_journal(session: Session, most: int, before: int | None = None, about: str | None = None) -> tuple[Entry, ...]:
    """Return the newest lines first, `most` of them: before a line of that number, about one thing, or all."""
    wanted = select(JournalRecord).order_by(JournalRecord.number.desc()).limit(most)
    if before is not None:
        wanted = wanted.where(JournalRecord.number < before)
    if about is not None:
        wanted = wanted.where(JournalRecord.about == about)
    return tuple(freeze(Entry, record) for record in session.scalars(wanted))
