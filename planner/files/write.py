"""Write a campaign, as a folder or as a workbook, from rows or from the campaign itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from planner.domain.campaign import CAMPAIGN_TABLES, Campaign
from planner.domain.cells import is_list, to_text
from planner.domain.rows import Line, Rows, TableRows
from planner.domain.setting_keys import from_settings, key_faults, setting_columns
from planner.errors import Fault, FaultyInputError
from planner.files.atomic import new_file, new_folder
from planner.files.folder import to_texts, write_texts
from planner.files.guard import TOML_FILE, WORKBOOK, fault_of
from planner.files.headers import SETTINGS, SETTINGS_COLUMNS
from planner.files.workbook import faults_of_size
from planner.files.write_workbook import write_workbook, wrong_sheets

_NAME: Final = re.compile(r"[^\[\]:*?/\\.'\x00-\x1f][^\[\]:*?/\\'\x00-\x1f]{0,30}")
"""What a table may be called in a folder and in a workbook."""


def write_campaign(campaign: Campaign, path: Path) -> None:
    """Write a campaign into a new folder, or into a new workbook where the name ends in .xlsx.

    Raises
    ------
    AlreadyThereError
        Where something of that name is there.
    """
    convert(to_rows(campaign), path)


def convert(rows: Rows, path: Path) -> None:
    """Write what was read, tables and columns that the contract does not name too, in the form that the name asks for.

    Raises
    ------
    AlreadyThereError
        Where something of that name is there.
    FaultyInputError
        Where something could not be read, has no key of its own, or has no place in the other form.
    """
    if path.suffix.lower() != WORKBOOK:
        texts = to_folder(rows)
        with new_folder(path) as folder:
            write_texts(texts, folder)
        return
    _refuse([*_faults_of(rows), *wrong_sheets(rows)])
    with new_file(path) as made:
        write_workbook(rows, made)
        _refuse(faults_of_size(made.read_bytes(), path.name))


def to_folder(rows: Rows) -> dict[str, str]:
    """Return what the files of a folder of what was read hold, by their names.

    Raises
    ------
    FaultyInputError
        Where something could not be read, has no key of its own, or has no place in a folder.
    """
    _refuse([*_faults_of(rows), *_wrong_columns(rows)])
    return to_texts(rows)


def _refuse(faults: Sequence[Fault]) -> None:
    if faults:
        raise FaultyInputError(faults)


def _faults_of(rows: Rows) -> Iterator[Fault]:
    """Yield what keeps rows from any file."""
    yield from rows.faults
    yield from _wrong_names(rows)
    yield from key_faults(rows.settings).values() if rows.settings else ()


def _wrong_names(rows: Rows) -> Iterator[Fault]:
    """Yield the tables that a folder and a workbook cannot both hold."""
    taken = {SETTINGS}
    for name, table in rows.tables.items():
        if not _NAME.fullmatch(name) or name.casefold() in taken:
            yield fault_of(table.file, "sheet_name", value=name)
        taken.add(name.casefold())


def _wrong_columns(rows: Rows) -> Iterator[Fault]:
    """Yield the columns of the settings that campaign.toml cannot hold."""
    for column in rows.settings.columns if rows.settings else ():
        if column not in SETTINGS_COLUMNS:
            yield fault_of(SETTINGS, "column_for_no_toml", 1, column=column)


def to_rows(campaign: Campaign) -> Rows:
    """Return a campaign as text: every key, and every column of each table that has rows."""
    tables = {}
    for table in CAMPAIGN_TABLES:
        there: Any = getattr(campaign, table.name)
        rows = list(there.values() if isinstance(there, dict) else there)
        columns = table.columns
        lines = tuple(
            Line(
                number,
                {
                    column.name: text
                    for column in columns
                    if (text := _cell(column.kind, getattr(row, column.attribute)))
                },
            )
            for number, row in enumerate(rows, start=2)
        )
        if lines:
            tables[table.name] = TableRows(table.name, f"{table.name}.csv", tuple(each.name for each in columns), lines)
    settings = tuple(
        Line(number, {"key": key, "value": text} if text else {"key": key})
        for number, (key, text) in enumerate(_settings_text(campaign), start=1)
    )
    return Rows(TableRows(SETTINGS, TOML_FILE, SETTINGS_COLUMNS, settings), tables)


def _cell(kind: Any, value: Any) -> str:
    """Return a cell's text, a number as a workbook's cell gives it back: without zeros at the end."""
    text = to_text(kind, value)
    return text.rstrip("0").rstrip(".") if isinstance(value, float | Decimal) and "." in text else text


def _settings_text(campaign: Campaign) -> Iterator[tuple[str, str]]:
    """Yield every dotted key and its text; entries of a table one by one; what has no limit is left out."""
    for key, value in from_settings(campaign.settings).items():
        kind = setting_columns()[key].kind
        if isinstance(value, dict):
            for entry, each in value.items():
                yield f"{key}.{entry}", str(each)
        elif value is not None or is_list(kind):
            yield key, to_text(kind, value)
