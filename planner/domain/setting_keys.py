"""The dotted keys of campaign.toml, and the settings that their values make."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, get_origin

from planner.domain.cells import CellError, is_list, is_optional, reader_of
from planner.domain.columns import REQUIRED, Column, columns_of
from planner.domain.rows import TableRows
from planner.domain.settings import Settings
from planner.errors import Fault

SINGLE = ("format",)
"""What stands above the first section of campaign.toml."""


@cache
def setting_columns() -> Mapping[str, Column]:
    """Return every key of campaign.toml, as `policy.gap_min_days`, with what it holds, in the order of the contract."""
    keys: dict[str, Column] = {}
    for section in columns_of(Settings):
        if section.name in SINGLE:
            keys[section.name] = section
        else:
            keys |= {f"{section.name}.{column.name}": column for column in columns_of(section.kind)}
    return MappingProxyType(keys)


def from_settings(settings: Settings) -> dict[str, Any]:
    """Return the value of every key."""
    return {
        key: getattr(settings, column.attribute)
        if key in SINGLE
        else getattr(getattr(settings, key.partition(".")[0]), column.attribute)
        for key, column in setting_columns().items()
    }


def to_settings(values: Mapping[str, Any]) -> Settings:
    """Return the settings that have these values; keys that are left out take their defaults."""
    sections: dict[str, dict[str, Any]] = {}
    single: dict[str, Any] = {}
    for key, value in values.items():
        section, _, _ = key.partition(".")
        attribute = setting_columns()[key].attribute
        if key in SINGLE:
            single[attribute] = value
        else:
            sections.setdefault(section, {})[attribute] = value
    kinds = {section.name: section.kind for section in columns_of(Settings)}
    return Settings(**single, **{name: kinds[name](**given) for name, given in sections.items()})


def find_setting(key: str) -> tuple[str, str] | None:
    """Return the key of a setting and, of a value that is a table, the entry that is meant; None for no setting."""
    if key in setting_columns():
        return key, ""
    parent, _, entry = key.rpartition(".")
    column = setting_columns().get(parent)
    return (parent, entry) if column and get_origin(column.kind) is dict else None


def is_empty_section(key: str, value: str) -> bool:
    """Whether a key is a section's and says nothing, as an empty section of campaign.toml does."""
    return not value and key in _sections()


@cache
def _sections() -> frozenset[str]:
    return frozenset(key.partition(".")[0] for key in setting_columns() if key not in SINGLE)


def key_faults(found: TableRows) -> dict[int, Fault]:
    """Return, by place of its line, what is wrong with keys: a value has none, or one says what another says.

    A table that is given as one text says what its entries say.
    """
    faults: dict[int, Fault] = {}
    given: set[str] = set()
    tables: set[str] = set()
    for place, line in enumerate(found.lines):
        key, value = (line.cells.get(column, "") for column in ("key", "value"))
        if "key" in line.unread or not (key or value) or is_empty_section(key, value):
            continue
        above = {key[:at] for at, letter in enumerate(key) if letter == "."}
        if not key:
            faults[place] = Fault(found.file, line.row, "", value, "key_missing", (("first_column", "key"),))
        elif key in given | tables or not above.isdisjoint(given):
            faults[place] = Fault(found.file, line.row, key, value, "named_twice", (("part", key),))
        else:
            given.add(key)
            tables |= above
    return faults


def read_setting(key: str, entry: str, text: str) -> Any:
    """Return the value of a setting, or of a table with the one entry that is meant; blank is an empty text or list.

    Raises
    ------
    CellError
        Where the text is no value of the setting.
    """
    column = setting_columns()[key]
    if text.strip():
        return reader_of(column)(f"{entry}:{text}" if entry else text)
    if column.kind is str and column.default is not REQUIRED:
        return ""
    if is_list(column.kind):
        return ()
    if is_optional(column.kind):
        return None
    raise CellError("cell_missing")
