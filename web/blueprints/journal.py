"""The journal: who did what when, for the national planner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, request
from werkzeug.wrappers import Response

from planner.store.journal import Entry, load_journal
from web.deeds import Deed
from web.guard import may
from web.numbers import number_of
from web.pages import is_part, show
from web.site import site
from web.speech import SENTENCES

pages = Blueprint("journal", __name__)
MOST: Final = 50
"""Lines on a page."""


@dataclass(frozen=True, slots=True)
class JournalLine:
    """A line; `key` is that of its sentence, blank where no sentence tells such a deed."""

    entry: Entry
    key: str


@dataclass(frozen=True, slots=True)
class JournalPage:
    """Some lines, the newest first; `before` asks for those that follow, None where these are the last."""

    lines: tuple[JournalLine, ...]
    before: int | None


@pages.get("/journal")
@may(Deed.READ_JOURNAL)
def show_all() -> Response:
    """Show the newest lines, or those before one of that number."""
    with site().database.reading() as session:
        found = load_journal(session, MOST + 1, request.args.get("before", type=number_of))
    lines = tuple(map(line_of, found[:MOST]))
    page = JournalPage(lines, lines[-1].entry.number if len(found) > MOST else None)
    return show("journal/lines.html" if is_part() else "journal/show_all.html", page)


def line_of(entry: Entry) -> JournalLine:
    """Return a line with the key of its sentence."""
    key = f"deed_{entry.deed}"
    return JournalLine(entry, key if key in SENTENCES else "")
