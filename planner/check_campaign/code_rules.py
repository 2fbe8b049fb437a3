"""Rules of codes and names: there, unique, known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from planner.check_campaign.drafts import Draft, Drafts
from planner.domain.campaign import CAMPAIGN_TABLES, DEFAULT_CREW
from planner.domain.columns import Column
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
    for table in CAMPAIGN_TABLES:
        for column in table.columns:
            if column.refers and drafts.unread.isdisjoint(column.refers):
                yield from _unknown_codes(drafts, table.name, column)


def _unknown_codes(drafts: Drafts, table: str, column: Column) -> Iterator[Fault]:
    """Yield the cells of a column that name what is not there, with what they may mean."""
    known = {code for name in column.refers for code in drafts.codes[name]}
    if column.refers == ("crews",):
        known.add(DEFAULT_CREW[0].crew)
    alike = {_alike(code): code for code in known}
    for row in drafts.tables[table]:
        value = row[column.name]
        for code in value if isinstance(value, tuple) else (value,):
            if not code or code in known:
                continue
            said = {"named": code, "tables": ", ".join(column.refers)}
            if hint := alike.get(_alike(code)):
                yield row.fault(column.name, "code_alike", alike=hint, **said)
            else:
                yield row.fault(column.name, "crew_missing" if column.refers == ("crews",) else "unknown_code", **said)


def _alike(code: str) -> str:
    """Return a code without what spreadsheets and people lose: leading zeros, case, blanks."""
    return "".join(code.casefold().split()).lstrip("0")


def names_are_given(drafts: Drafts) -> Iterator[Fault]:
    """A region, province, douar or centre has a name, French or Arabic."""
    for name in NAMED:
        for row in drafts.tables[name]:
            if row["name_fr"] == "" and row["name_ar"] == "":
                yield row.fault("name_fr", "name_missing", first_column="name_fr", second_column="name_ar")
