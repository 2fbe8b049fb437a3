"""The fields of a row's form: a column each, by what it holds; codes of other tables are offered while one types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_origin

from planner.domain.campaign import Region
from planner.domain.columns import Column
from planner.domain.setting_keys import setting_columns
from planner.errors import Fault
from planner.explain.figures import place_name
from planner.files.headers import SETTINGS, SETTINGS_COLUMNS, named_by
from web.checks import Check
from web.scope import Scope
from web.speech import language
from web.wording import ToldFault, base_of, choices_of, columns_of_table, heading, is_figure, tell_fault, unit_of, word

FieldKind = Literal["text", "area", "number", "choice"]
LONG: Final = 100
"""Characters beyond which a text has more than one line to be typed in."""
MOST_OFFERED: Final = 2000


@dataclass(frozen=True, slots=True)
class Option:
    """Something that a field may hold, and what that means."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a row's form.

    Attributes
    ----------
    is_local
        Whether what is typed runs from left to right whatever the language: codes, figures, dates.
    options
        What may be chosen, where `kind` is `choice`; else what is offered.
    example
        The key of a sentence that says how such a value is written; None where it needs none.
    of, faults
        What is wrong with its cell, as the check says it and in words.
    """

    column: str
    heading: str
    unit: str
    value: str
    kind: FieldKind
    is_required: bool
    is_local: bool
    options: tuple[Option, ...]
    example: str | None
    of: tuple[Fault, ...]
    faults: tuple[ToldFault, ...]


def fields_of(
    table: str, cells: Mapping[str, str], faults: Sequence[Fault], check: Check, scope: Scope
) -> tuple[Field, ...]:
    """Return a field for each column of a row's form."""
    return tuple(_field(table, column, cells, faults, check, scope) for column in form_columns(table, check, scope))


def form_columns(table: str, check: Check, scope: Scope) -> tuple[str, ...]:
    """Return the columns of a table that the contract or the campaign knows and somebody sees: no form has others."""
    there = check.table(table)
    known = SETTINGS_COLUMNS if table == SETTINGS else tuple(columns_of_table(table))
    columns = dict.fromkeys((*known, *(there.columns if there else ())))
    return tuple(column for column in columns if scope.sees_column(table, column))


def _field(
    table: str, column: str, cells: Mapping[str, str], faults: Sequence[Fault], check: Check, scope: Scope
) -> Field:
    known, value = columns_of_table(table).get(column), cells.get(column, "")
    key = cells.get("key", "") if table == SETTINGS else ""
    of = tuple(
        fault for fault in faults if fault.column == column or (column == "value" and key and fault.column == key)
    )
    kind = _kind(table, known, value)
    options = _choices(known, value) if kind == "choice" else _offered(table, column, check, scope)
    offered = tuple(options)
    return Field(
        column=column,
        heading=heading(table, column),
        unit=unit_of(table, column, key if column == "value" else ""),
        value=value,
        kind=kind,
        is_required=bool(known and known.is_required) or column == "key",
        is_local=kind == "number" or bool(offered) or base_of(known) is not str or column == "code",
        options=offered,
        example=_example(known),
        of=of,
        faults=tuple(tell_fault(fault, table) for fault in of),
    )


def _kind(table: str, column: Column | None, value: str) -> FieldKind:
    if "\n" in value or len(value) > LONG:
        return "area"
    if get_origin(base_of(column)) is Literal:
        return "choice"
    return "number" if column and is_figure(table, column.name) else "text"


def _choices(column: Column | None, value: str) -> Iterator[Option]:
    """Yield what may be chosen; what was typed and is none of it stays, so that nothing is changed unseen."""
    words = choices_of(column)
    if value and value not in words:
        yield Option(value, value)
    yield from (Option(each, word(each)) for each in words)


def _offered(table: str, column: str, check: Check, scope: Scope) -> Iterator[Option]:
    """Yield the codes that a cell may refer to, and what they are called."""
    if (table, column) == (SETTINGS, "key"):
        yield from (Option(key, heading(SETTINGS, key)) for key in setting_columns())
    known = columns_of_table(table).get(column)
    for name in known.refers if known else ():
        there = check.rows.tables.get(name)
        codes = named_by(name)
        seen = [line.cells for line in (there.lines if there else ()) if scope.sees(name, line.cells)]
        offered = {cells[codes]: cells for cells in seen if codes in cells}
        for code, cells in list(offered.items())[:MOST_OFFERED]:
            place = Region(
                code="", name_fr=cells.get("name_fr", cells.get("name", "")), name_ar=cells.get("name_ar", "")
            )
            yield Option(code, place_name(place, language()))


def _example(column: Column | None) -> str | None:
    """Return the key of how a value is written."""
    base = base_of(column)
    name = {"date": "date", "Clock": "time"}.get(getattr(base, "__name__", ""))
    if get_origin(base) is tuple:
        name = "words" if choices_of(column) else "list"
    elif get_origin(base) is dict:
        name = "pairs"
    return f"example_{name}" if name else None
