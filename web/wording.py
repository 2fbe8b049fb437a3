"""Tables, columns, words and faults of a campaign as a person reads them: from the contract, in the page's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, partial
from types import MappingProxyType
from typing import Any, Final, Literal, get_args, get_origin

from flask import Flask

from planner.domain import fault_sentences
from planner.domain.campaign import CAMPAIGN_TABLES
from planner.domain.cells import BETWEEN, is_optional
from planner.domain.columns import Column, Table
from planner.domain.fault_sentences import GapKind
from planner.domain.setting_keys import find_setting, setting_columns
from planner.errors import Fault
from planner.files.csv_text import SUFFIX
from planner.files.guard import TOML_FILE
from planner.files.headers import SETTINGS, SETTINGS_COLUMNS
from web.speech import SENTENCES, label, language, unbroken

TABLES: Final[Mapping[str, Table]] = MappingProxyType({table.name: table for table in CAMPAIGN_TABLES})
NAMES: Final = (SETTINGS, *TABLES)
"""The tables of the contract, the settings first."""


@dataclass(frozen=True, slots=True)
class ToldFault:
    """A fault in words.

    Attributes
    ----------
    row, column, value
        The cell, as far as one is meant; `column` as its table calls it.
    """

    file: str
    row: int
    column: str
    value: str
    sentence: str
    mend: str


def tell_fault(fault: Fault, table: str = "") -> ToldFault:
    """Return a fault in the page's language; columns, tables and words are as they are called there."""
    table = table or _table_of(fault.file)
    details = tuple((name, _called(table, name, value)) for name, value in fault.details)
    spoken = replace(fault, column=heading(table, fault.column), details=details)
    told = (unbroken(tell(spoken, language())) for tell in (fault_sentences.sentence, fault_sentences.mend))
    return ToldFault(fault.file, fault.row, spoken.column, fault.value, *told)


def _table_of(file: str) -> str:
    """Return the table of the contract that a file or sheet is; blank for none."""
    name = SETTINGS if file == TOML_FILE else file.removesuffix(SUFFIX)
    return name if name in NAMES else ""


def _called(table: str, gap: str, text: str) -> str:
    """Return what fills a gap of a fault's sentences as pages call it."""
    callers: dict[GapKind, Callable[[str], str]] = {
        "columns": partial(heading, table),
        "tables": table_title,
        "words": word,
    }
    kind = fault_sentences.GAP_KINDS.get(gap)
    return f"{label('comma')} ".join(map(callers[kind], text.split(", "))) if kind else text


def table_title(name: str) -> str:
    """Return what a table is called; its own name where the contract does not know it."""
    if name == SETTINGS:
        return label("table_settings")
    table = TABLES.get(name)
    if table is None:
        return name
    spoken = {"fr": table.fr, "ar": table.ar, "en": table.name.capitalize()}
    return spoken[language()]


@cache
def columns_of_table(name: str) -> Mapping[str, Column]:
    """Return the contract's columns of a table by name: none for the settings, or where it does not know it."""
    return MappingProxyType({column.name: column for column in TABLES[name].columns} if name in TABLES else {})


def heading(table: str, column: str) -> str:
    """Return what a column, or a key of the settings, is called; its own name where the contract does not know it."""
    if table == SETTINGS:
        if column in SETTINGS_COLUMNS:
            return label(f"column_{column}")
        key, entry = find_setting(column) or ("", "")
        found = setting_columns().get(key)
        return f"{_spoken(found)} ({word(entry)})" if found and entry else _spoken(found) if found else column
    found = columns_of_table(table).get(column)
    return _spoken(found) if found else column


def _spoken(column: Column) -> str:
    return {"fr": column.fr, "ar": column.ar, "en": column.name.replace("_", " ").capitalize()}[language()]


def unit_of(table: str, column: str, key: str = "") -> str:
    """Return the unit in which a column, or the value of a key, is given; blank for none."""
    found = setting_columns().get((find_setting(key) or ("",))[0]) if key else columns_of_table(table).get(column)
    unit = found.unit if found else ""
    return label(f"unit_{unit}") if f"unit_{unit}" in SENTENCES else unit


def base_of(column: Column | None) -> Any:
    """Return the type that a column's cells have where they are filled; text where the contract does not know it."""
    kind: Any = column.kind if column else str
    return get_args(kind)[0] if is_optional(kind) else kind


def is_figure(table: str, column: str) -> bool:
    """Return whether a column holds numbers."""
    return base_of(columns_of_table(table).get(column)) in (int, float, Decimal)


def choices_of(column: Column | None) -> tuple[str, ...]:
    """Return the words of which a column takes one, or some in a list; none where it takes others."""
    kind = base_of(column)
    if get_origin(kind) is tuple:
        kind = get_args(kind)[0]
    return tuple(str(each) for each in get_args(kind) if each) if get_origin(kind) is Literal else ()


def word(text: str) -> str:
    """Return what one of the contract's words means, itself where no sentence says so."""
    return label(f"word_{text}") if f"word_{text}" in SENTENCES else text


def cell_text(table: str, column: str, text: str) -> str:
    """Return a cell as it is shown: the contract's words in the reader's, all else as it was typed."""
    found = columns_of_table(table).get(column)
    choices = choices_of(found)
    if not choices:
        return text
    parts = [part.strip() for part in text.split(BETWEEN)]
    between = "، " if language() == "ar" else ", "
    return between.join(word(part) if part in choices else part for part in parts)


def install(app: Flask) -> None:
    """Give templates the names of tables."""
    app.jinja_env.globals.update(table_title=table_title)
