"""A campaign as a folder: campaign.toml and a CSV a table."""

from __future__ import annotations

from collections.abc import Mapping, Set
from itertools import chain
from pathlib import Path
from typing import Final

from planner.domain.rows import Rows, TableRows
from planner.errors import Fault
from planner.files.csv_text import SUFFIX, read_csv, write_csv
from planner.files.formulas import bared, guarded
from planner.files.guard import TOML_FILE, fault_of, fault_of_error, read_file
from planner.files.headers import SETTINGS, known_tables, table_meant
from planner.files.toml_text import read_toml, write_toml

_SAVED_AS: Final = (SUFFIX, ".xlsx", ".xls", ".ods", ".tsv", ".txt")
"""How the names of files end that a table may have been saved in."""


def read_folder(folder: Path) -> Rows:
    """Read every table that lies in a folder, those that the contract does not name too."""
    faults: list[Fault] = []
    try:
        paths = sorted(path for path in folder.iterdir() if path.name[0] != "." and path.suffix.lower() in _SAVED_AS)
    except OSError as error:
        return Rows(None, {}, faults=(fault_of_error(folder, error),), unread=frozenset(known_tables()))
    data = read_file(folder / TOML_FILE, folder, faults)
    settings = None if data is None else read_toml(data, faults)
    there = {path.stem for path in paths if path.suffix == SUFFIX}
    tables: dict[str, TableRows] = {}
    unread: set[str] = set()
    for path in paths:
        name = path.stem
        if right := _name_meant(path, there):
            file = TOML_FILE if right == SETTINGS else right + SUFFIX
            faults.append(fault_of(path.name, "table_misnamed", right=file))
            unread.add(right)
        elif path.suffix.lower() != SUFFIX:
            continue
        elif path.suffix != SUFFIX and name in there:
            faults.append(fault_of(path.name, "table_twice"))
        elif (data := read_file(path, folder, faults)) is None or not (
            table := read_csv(data, name, path.name, faults)
        ):
            unread.add(name)
        else:
            tables[name] = bared(table)
    return Rows(settings, tables, SUFFIX, tuple(faults), frozenset(unread - tables.keys()))


def _name_meant(path: Path, there: Set[str]) -> str:
    """Return the table that a file is not quite called after; blank where it is one, or none at all."""
    if path.suffix.lower() != SUFFIX or (path.suffix != SUFFIX and path.stem in known_tables()):
        name = path.name.partition(".")[0].casefold()
        return name if name in known_tables() and name not in there else ""
    return SETTINGS if path.stem == SETTINGS else table_meant(path.stem, {*there, SETTINGS})


def write_texts(texts: Mapping[str, str], folder: Path) -> None:
    """Write files into a folder that is there, as UTF-8, no cell of which a spreadsheet runs."""
    for name, text in guarded(texts).items():
        (folder / name).write_text(text, "utf-8", newline="")


def to_texts(rows: Rows) -> dict[str, str]:
    """Return what the files of a campaign's or plan's folder hold, by their names; formulas stand as they are."""
    texts = {} if rows.settings is None else {TOML_FILE: write_toml(rows.settings)}
    for table in rows.tables.values():
        lines = ([line.cells.get(column, "") for column in table.columns] for line in table.lines)
        texts[f"{table.name}{SUFFIX}"] = write_csv(chain([table.columns], lines))
    return texts


def from_texts(texts: Mapping[str, str]) -> Rows:
    """Return the rows of a campaign's files, by their names, as `to_texts` gives them."""
    faults: list[Fault] = []
    settings = read_toml(texts[TOML_FILE].encode(), faults)
    files = [file for file in texts if file != TOML_FILE]
    found = [read_csv(texts[file].encode(), file.removesuffix(SUFFIX), file, faults) for file in files]
    return Rows(settings, {table.name: table for table in found if table}, SUFFIX, tuple(faults))
