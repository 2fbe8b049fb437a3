"""Which column a header cell means: by the contract's name, or by its French or Arabic one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from planner.domain.campaign import CAMPAIGN_TABLES

SETTINGS: Final = "campaign"
"""The sheet that holds campaign.toml."""
SETTINGS_COLUMNS: Final = ("key", "value")
_SETTINGS_HEADERS: Final = {"key": ("clé", "المفتاح"), "value": ("valeur", "القيمة")}


@cache
def known_tables() -> Mapping[str, tuple[str, ...]]:
    """Return the contract's tables and the names of their columns."""
    return MappingProxyType({table.name: tuple(column.name for column in table.columns) for table in CAMPAIGN_TABLES})


def plain(header: str) -> str:
    """Return a header without what people write in many ways: case, accents, blanks, underscores."""
    letters = unicodedata.normalize("NFKD", header.replace("_", " ").replace("-", " ")).casefold()
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


@cache
def headers_of(table: str) -> Mapping[str, str]:
    """Return a table's columns by every plain header that means them; the contract's own name goes first."""
    spoken: dict[str, Iterable[str]] = dict(_SETTINGS_HEADERS) if table == SETTINGS else {}
    for each in CAMPAIGN_TABLES:
        if each.name == table:
            spoken = {column.name: (column.fr, column.ar) for column in each.columns}
    translated = {plain(header): name for name, headers in spoken.items() for header in headers}
    return MappingProxyType(translated | {plain(name): name for name in spoken})


def column_of(table: str, header: str) -> str:
    """Return the column that a header means: the header itself where the contract has no such column."""
    return headers_of(table).get(plain(header), header)


def is_misnamed(name: str) -> bool:
    """Whether a table's name is that of one of the contract but for its case, or is taken by the settings."""
    return name.casefold() in (*known_tables(), SETTINGS) and name not in known_tables()
