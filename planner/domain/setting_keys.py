"""The dotted keys of campaign.toml, and the settings that their values make."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, get_origin

from planner.domain.cells import CellError, is_list, is_optional, reader_of
from planner.domain.columns import Column, columns_of
from planner.domain.settings import Settings

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


def read_setting(key: str, entry: str, text: str) -> Any:
    """Return the value of a setting, or of a table with the one entry that is meant; blank is an empty text or list.

    Raises
    ------
    CellError
        Where the text is no value of the setting.
    """
    column = setting_columns()[key]
    if text:
        return reader_of(column)(f"{entry}:{text}" if entry else text)
    if column.kind is str:
        return ""
    if is_list(column.kind):
        return ()
    if is_optional(column.kind):
        return None
    raise CellError("cell_missing")
