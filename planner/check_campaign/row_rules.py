"""Rules of what the rows of one table must have or must not say twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final, get_args

from planner.check_campaign.drafts import Draft, Drafts
from planner.domain.campaign import CAMPAIGN_TABLES
from planner.domain.setting_keys import setting_columns
from planner.errors import Fault

MOST_DECIMALS: Final = 6
PIN_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "tour": ("unit", "date", "points"),
    "caravan": ("caravan", "site", "date"),
    "ambulance": ("ambulance", "centre"),
    "duty": ("staff", "date"),
}
"""What each kind of pin must have; a duty has a unit or a caravan besides."""


def drives_are_told_once(drafts: Drafts) -> Iterator[Fault]:
    """A drive is told once for each access."""
    seen: dict[tuple[str, str, str], Draft] = {}
    for row in drafts.tables["travel"]:
        drive = (row["from"], row["to"], row["access"])
        if None not in drive and (first := seen.setdefault(drive, row)) is not row:
            yield row.fault("to", "drive_twice", first=str(first.row))


def km_have_one_decimal(drafts: Drafts) -> Iterator[Fault]:
    """The km of a known drive have one decimal at most."""
    for row in drafts.tables["travel"]:
        if row["km"] is not None and row["km"] * 10 % 1:
            yield row.fault("km", "km_one_decimal", rounded=f"{row['km']:.1f}")


def crews_have_somebody(drafts: Drafts) -> Iterator[Fault]:
    """A crew is at least one person."""
    counts: dict[str, list[Draft]] = {}
    for row in drafts.tables["crews"]:
        counts.setdefault(row["crew"], []).append(row)
    for crew, rows in counts.items():
        if crew and all(row["count"] == 0 for row in rows):
            yield rows[0].fault("count", "crew_empty", crew=crew)


def decimals_are_few(drafts: Drafts) -> Iterator[Fault]:
    """Money, rates and shares have few decimals, so that they are exact in whole numbers that stay small."""
    for key in setting_columns():
        value = drafts.settings[key]
        entries = {f"{key}.{entry}": each for entry, each in value.items()} if isinstance(value, dict) else {key: value}
        for name, number in entries.items():
            yield from _too_exact(drafts.settings, name, number)
    for table in CAMPAIGN_TABLES:
        names = [column.name for column in table.columns if Decimal in (column.kind, *get_args(column.kind))]
        for row in drafts.tables[table.name] if names else ():
            for name in names:
                yield from _too_exact(row, name, row[name])


def _too_exact(row: Draft, column: str, number: object) -> Iterator[Fault]:
    if isinstance(number, Decimal) and round(number, MOST_DECIMALS) != number:
        yield row.fault(column, "too_many_decimals", most=str(MOST_DECIMALS))


def pins_are_complete(drafts: Drafts) -> Iterator[Fault]:
    """A pin has what its kind needs."""
    for row in drafts.tables["pins"]:
        for column in PIN_COLUMNS.get(row["kind"], ()):
            if not row[column] and column not in row.unread:
                yield row.fault(column, "pin_column_missing", kind=row["kind"])
        if row["kind"] == "duty" and bool(row["unit"]) == bool(row["caravan"]):
            yield row.fault("unit", "pin_needs_one", kind=row["kind"], first_column="unit", second_column="caravan")
