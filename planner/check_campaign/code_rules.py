"""Rules of codes and names: there, unique, known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from planner.check_campaign.drafts import Draft, Drafts
from planner.domain.campaign import CAMPAIGN_TABLES, DEFAULT_CREW
from planner.errors import Fault

NEEDED: Final = ("regions", "provinces", "douars")
NAMED: Final = ("regions", "provinces", "douars", "centres")
"""Tables whose rows have a name, in French or in Arabic."""


def needed_tables_have_rows(drafts: Drafts) -> Iterator[Fault]:
    """A campaign has regions, provinces and douars."""
    for name in NEEDED:
        if not drafts.tables[name] and name not in drafts.unread:
            yield Fault(name + drafts.suffix, 0, "", "", "table_empty")


def codes_are_unique(drafts: Drafts) -> Iterator[Fault]:
    """A code names one row of its table, and one point or centre."""
    for name, rows in drafts.tables.items():
        seen: dict[str, Draft] = dict(drafts.codes["centres"]) if name == "points" else {}
        for row in drafts.points if name == "points" else rows:
            code = row["code"]
            if code and (first := seen.setdefault(code, row)) is not row:
                yield row.fault("code", "code_twice", first=f"{first.file}:{first.row}")


def codes_are_known(drafts: Drafts) -> Iterator[Fault]:
    """What a row refers to is there."""
    default_crew = DEFAULT_CREW[0].crew
    for table in CAMPAIGN_TABLES:
        for column in table.columns:
            if not column.refers or not drafts.unread.isdisjoint(column.refers):
                continue
            known = {code for name in column.refers for code in drafts.codes[name]}
            alike = {_alike(code): code for code in known}
            for row in drafts.tables[table.name]:
                value = row[column.name]
                for code in value if isinstance(value, tuple) else (value,):
                    if not code or code in known:
                        continue
                    if column.refers == ("crews",):
                        if code != default_crew:
                            yield row.fault(column.name, "crew_missing", code=code)
                    else:
                        tables = ", ".join(column.refers)
                        hint = alike.get(_alike(code), "")
                        yield row.fault(column.name, "unknown_code", code=code, tables=tables, alike=hint)


def _alike(code: str) -> str:
    """Return a code without what spreadsheets and people lose: leading zeros, case, blanks."""
    return "".join(code.casefold().split()).lstrip("0")


def names_are_given(drafts: Drafts) -> Iterator[Fault]:
    """A region, province, douar or centre has a name, French or Arabic."""
    for name in NAMED:
        for row in drafts.tables[name]:
            if row["name_fr"] == "" and row["name_ar"] == "":
                yield row.fault("name_fr", "name_missing")
