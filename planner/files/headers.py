"""What a header cell or a table's name means: by the contract's name, or by its French or Arabic one."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Set
from functools import cache
from types import MappingProxyType
from typing import Any, Final, get_args

from planner.domain.campaign import CAMPAIGN_TABLES

SETTINGS: Final = "campaign"
"""The sheet that holds campaign.toml."""
SETTINGS_COLUMNS: Final = ("key", "value")
_ALIKE: Final = 0.82
"""How much of two names must be the same for one to be a slip of the other: of `caps` it is `cap`, not `champs`."""
_ALIKE_COLUMN: Final = 0.75
"""The same of two headers, which are often longer and never have a year: of `risk` it is `risc`."""
_PIECE: Final = 64
"""Letters that are decomposed at once: to put a text's marks in order takes the square of its length."""
_NO_LETTERS: Final = re.compile(r"[\W\d_]+")
_SETTINGS_HEADERS: Final = {"key": ("clé", "المفتاح"), "value": ("valeur", "القيمة")}


@cache
def known_tables() -> Mapping[str, tuple[str, ...]]:
    """Return the contract's tables and the names of their columns."""
    return MappingProxyType({table.name: tuple(column.name for column in table.columns) for table in CAMPAIGN_TABLES})


@cache
def named_by(table: str) -> str:
    """Return the column that names a table's rows, the settings' too; blank where they have no name.

    Whoever has a table that the contract does not know calls that column as the contract does.
    """
    known = {each.name: each.named_by for each in CAMPAIGN_TABLES} | {SETTINGS: SETTINGS_COLUMNS[0]}
    return known.get(table, "code")


def plain(header: str) -> str:
    """Return a header without what people write in many ways: case, accents, blanks, underscores."""
    text = header.replace("_", " ").replace("-", " ")
    pieces = (text[start : start + _PIECE] for start in range(0, len(text), _PIECE))
    letters = "".join(unicodedata.normalize("NFKD", piece) for piece in pieces).casefold()
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


@cache
def types_of(table: str) -> Mapping[str, frozenset[Any]]:
    """Return, by column of a table of the contract, the types that its cells may have, and the words."""
    columns = (column for each in CAMPAIGN_TABLES if each.name == table for column in each.columns)
    return MappingProxyType({column.name: frozenset({column.kind, *get_args(column.kind)}) for column in columns})


def column_meant(table: str, header: str, there: Set[str]) -> str:
    """Return the column that is not there and that a header almost names; blank where it names one, or none at all."""
    if column_of(table, header) != header or header in headers_of(table).values():
        return ""
    spoken = {said: column for said, column in headers_of(table).items() if column not in there}
    near = difflib.get_close_matches(plain(header), spoken, 1, _ALIKE_COLUMN)
    return spoken[near[0]] if near else ""


def table_meant(name: str, there: Collection[str]) -> str:
    """Return the table of the contract that a name is not quite the name of; blank where it is one, or none at all.

    One that differs by case alone always means it; one that is like it (`caps 2024`, `Plafonds`, `douar`) only where
    that table is not there.
    """
    ours = (*known_tables(), SETTINGS)
    if name in ours:
        return ""
    if name.casefold() in ours:
        return name.casefold()
    words = _NO_LETTERS.sub(" ", plain(name)).split()
    spoken = {plain(said): table for table, said in _spoken_names() if table not in there}
    for said in (" ".join(words), *words):
        if near := difflib.get_close_matches(said, spoken, 1, _ALIKE):
            return spoken[near[0]]
    return ""


@cache
def _spoken_names() -> tuple[tuple[str, str], ...]:
    """Return the tables of the contract, each with a name that people may call it by."""
    names = [(table.name, said) for table in CAMPAIGN_TABLES for said in (table.ar, table.fr, table.name)]
    return (*names, (SETTINGS, "campagne"), (SETTINGS, SETTINGS))
