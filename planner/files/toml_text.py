"""campaign.toml as rows of dotted keys and text, and back."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from typing import Any, Final, get_args

from planner.domain.cells import AUTO, BETWEEN, CellError, is_list
from planner.domain.rows import Line, TableRows
from planner.domain.setting_keys import find_setting, is_empty_section, read_setting, setting_columns
from planner.errors import Fault
from planner.files.csv_text import decode
from planner.files.guard import TOML_FILE, fault_of
from planner.files.headers import SETTINGS, SETTINGS_COLUMNS
from planner.files.records import MOST_SHOWN, wrong_text

_SECTION: Final = re.compile(r"\s*\[+\s*([^\]]+?)\s*\]")
_KEY: Final = re.compile(r"\s*([^=#\[\]{}]+?)\s*=")
_AT: Final = re.compile(r"at line (\d+)")
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_NUMBER: Final = re.compile(r"-?(0|[1-9]\d{0,17})(\.\d+)?", re.ASCII)


def read_toml(data: bytes, faults: list[Fault], file: str = TOML_FILE) -> TableRows | None:
    """Return the settings of a TOML file's bytes, a row its line; None and one more fault where it is no TOML."""
    text = decode(data, file, faults)
    if text is None:
        return None
    try:
        pairs = list(_flatten("", tomllib.loads(text, parse_float=Decimal)))
    except (ValueError, RecursionError) as error:
        found = _AT.search(str(error))
        lines = text.split("\n")
        row = int(found[1]) if found else len(lines) - (not lines[-1])
        faults.append(fault_of(file, "toml_unreadable", row, value=lines[row - 1].strip()[:MOST_SHOWN]))
        return None
    rows = _rows_of_keys(text)
    settings = [
        Line(_row_of(key, rows), {"key": key, "value": value} if value else {"key": key}) for key, value in pairs
    ]
    return TableRows(SETTINGS, file, SETTINGS_COLUMNS, tuple(_sound(line, file, faults) for line in settings))


def _sound(line: Line, file: str, faults: list[Fault]) -> Line:
    """Return a line without what no cell may hold, which is one more fault."""
    cells = dict(line.cells)
    for column, text in line.cells.items():
        if wrong := wrong_text(text, file, line.row, cells.get("key", column)):
            faults.append(wrong)
            del cells[column]
    return Line(line.row, cells, frozenset(line.cells.keys() - cells.keys()))


def _flatten(key: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield dotted keys and the text of their values."""
    if isinstance(value, dict) and (value or not key):
        for name, each in value.items():
            yield from _flatten(f"{key}.{name}" if key else name, each)
    elif isinstance(value, list) and any(isinstance(each, dict) for each in value):
        for each in value:
            yield from _flatten(key, each)
    else:
        yield key, _to_text(value)


def _to_text(value: Any) -> str:
    """Return a TOML value as a cell would hold it."""
    if isinstance(value, list):
        return BETWEEN.join(_to_text(each) for each in value)
    if isinstance(value, time) and not value.second and not value.microsecond:
        return value.strftime("%H:%M")
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value == {} else str(value).strip()


def _rows_of_keys(text: str) -> dict[str, int]:
    """Return the line of each section and key, as far as they are written one a line."""
    section, rows = "", dict[str, int]()
    for row, line in enumerate(text.split("\n"), start=1):
        if found := _SECTION.match(line):
            section = found[1]
            rows.setdefault(section, row)
        elif found := _KEY.match(line):
            rows.setdefault(f"{section}.{found[1]}" if section else found[1], row)
    return rows


def _row_of(key: str, rows: dict[str, int]) -> int:
    """Return the line of a key, or of what it stands in."""
    while key and key not in rows:
        key = key.rpartition(".")[0]
    return rows.get(key, 1)


def write_toml(settings: TableRows) -> str:
    """Return the text of campaign.toml: section after section, numbers and dates bare, everything else quoted.

    Every value has a key of its own, as `key_faults` judges.
    """
    sections: dict[str, list[str]] = {"": []}
    for line in settings.lines:
        if not (key := line.cells.get("key", "")):
            continue
        if is_empty_section(key, line.cells.get("value", "")):
            sections.setdefault(key, [])
            continue
        section, _, name = key.partition(".") if "." in key else ("", "", key)
        dotted = ".".join(part if _BARE.fullmatch(part) else _quoted(part) for part in name.split("."))
        sections.setdefault(section, []).append(f"{dotted} = {_to_toml(key, line.cells.get('value', ''))}")
    blocks = (
        [f"[{name if _BARE.fullmatch(name) else _quoted(name)}]", *rows] for name, rows in sections.items() if name
    )
    return "\n".join([*sections[""], *(row for block in blocks for row in block), ""])


def _to_toml(key: str, text: str) -> str:
    """Return a setting's text as a TOML value of its type; quoted where it has none."""
    setting = find_setting(key)
    if setting is None:
        return _quoted(text)
    try:
        read_setting(*setting, text)
    except CellError:
        return _quoted(text)
    kind = setting_columns()[setting[0]].kind
    if is_list(kind) and text != AUTO:
        return f"[{', '.join(_literal(kind, part.strip()) for part in text.split(BETWEEN) if part.strip())}]"
    return _literal(kind, text)


def _literal(kind: Any, text: str) -> str:
    """Return one value: bare where its type is a number or a date and TOML writes it as the contract does."""
    types = {kind, *get_args(kind), *(part for each in get_args(kind) for part in get_args(each))}
    is_bare = (date in types and text != AUTO) or (
        not types.isdisjoint({int, float, Decimal, 1}) and _NUMBER.fullmatch(text)
    )
    return text if is_bare else _quoted(text)


def _quoted(text: str) -> str:
    """Return a basic string; JSON escapes all that TOML must but one sign."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
