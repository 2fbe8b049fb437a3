"""Lines of the journal as a person reads them: what they are about, and their details, in the page's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from flask import Flask, url_for

from geodata.morocco import provinces, regions
from planner.explain.figures import place_name
from web.row_changes import ROWS_OF
from web.speech import SENTENCES, label, language
from web.wording import NAMES, heading, table_title

NUMBERED: Final = {
    "campaigns": ("campaigns.show_one", "campaign", "campaign_title"),
    "plans": ("plans.show_one", "plan", "plan_title"),
    "runs": ("runs.show_one", "run", "run_title"),
}
"""Of what has a number: the page that shows it, the part of its address, and the key of what it is called."""
TERRITORIES: Final = {"regions": regions, "provinces": provinces}
"""Details that are codes of places, with blanks between them."""
CHANGED: Final = re.compile(r"\+(?P<added>\d+) ~(?P<changed>\d+) -(?P<removed>\d+)")
"""How many rows of a table a file added, changed and removed."""


class About(NamedTuple):
    """What a line is about: what it is called, and where it is shown; None where no page shows it."""

    text: str
    url: str | None


def tell_about(about: str) -> About:
    """Return what a line is about; its own word where no sentence tells it."""
    kind, _, which = about.partition("/")
    if kind in NUMBERED and which.isdecimal():
        endpoint, part, key = NUMBERED[kind]
        there: dict[str, Any] = {part: int(which)}
        return About(label(key, **there), url_for(endpoint, **there))
    if kind == "users" and which:
        return About(which, url_for("users.change", email=which))
    return About(label(f"about_{about}") if f"about_{about}" in SENTENCES else about, None)


def tell_details(details: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the details of a line: what each is called, and what it says."""
    table = details.get("table", "")
    told = []
    for name, value in details.items():
        # Lines that were written before tables had a name space of their own say the table alone.
        if (name.startswith(ROWS_OF) or name in NAMES) and (found := CHANGED.fullmatch(value)):
            told.append((table_title(name.removeprefix(ROWS_OF)), _rows_told(found.groupdict())))
        elif f"detail_{name}" in SENTENCES:
            told.append((label(f"detail_{name}"), _told(name, value)))
        else:
            told.append((heading(table, name) if table else table_title(name), value))
    return tuple(told)


def _rows_told(counts: Mapping[str, str]) -> str:
    """Return how many rows were added, changed and removed, of these what there is."""
    parts = [label(f"detail_rows_{word}", count=count) for word, count in counts.items() if int(count)]
    return f"{label('comma')} ".join(parts)


def _told(name: str, value: str) -> str:
    if name == "table":
        return table_title(value)
    if name == "role" and f"role_{value}" in SENTENCES:
        return label(f"role_{value}")
    if name in TERRITORIES:
        there = TERRITORIES[name]()
        between = "، " if language() == "ar" else ", "
        return between.join(place_name(there[code], language()) if code in there else code for code in value.split())
    return value


def install(app: Flask) -> None:
    """Give templates the words of the journal."""
    app.jinja_env.globals.update(tell_about=tell_about, tell_details=tell_details)
