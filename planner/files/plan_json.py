"""JSON whose money keeps its decimals, and whose every fault is told when it is read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from planner.domain.cells import CellError, reader_of
from planner.domain.columns import REQUIRED, Column
from planner.errors import Fault, FaultCode
from planner.files.guard import fault_of

Shape = Any
"""What stands at a place: a section by key, `{ANY: shape}` for one of any keys, `[shape]` for a list, a tuple of shapes
for a list of so many, or a type."""
ANY: Final = "*"
MOST_SHOWN: Final = 80


@dataclass(frozen=True, slots=True)
class Maybe:
    """A shape that may be missing or null, which is None."""

    shape: Shape


def to_json(value: Any, indent: str = "") -> str:
    """Return a value as JSON, a line a key; a Decimal is a number with the decimals that it has."""
    deeper = f"{indent} "
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Mapping):
        lines = [f"\n{deeper}{json.dumps(key, ensure_ascii=False)}: {to_json(value[key], deeper)}" for key in value]
        return f"{{{','.join(lines)}\n{indent}}}" if lines else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(to_json(each, indent) for each in value)}]"
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def read_json(data: bytes, file: str, shape: Shape, faults: list[Fault]) -> Any:
    """Return what a JSON holds of a shape, further keys left out; what cannot be read is None and one more fault."""
    try:
        # Numbers stay text until their place says what they should be, so that none is too long to be told as a fault.
        found = json.loads(data.decode("utf-8-sig"), parse_float=str, parse_int=str, parse_constant=str)
    except json.JSONDecodeError as error:
        faults.append(fault_of(file, "json_unreadable", error.lineno))
    except (RecursionError, UnicodeDecodeError):
        faults.append(fault_of(file, "json_unreadable"))
    else:
        return _read(shape, found, file, "", faults)


def _read(shape: Shape, value: Any, file: str, key: str, faults: list[Fault]) -> Any:
    """Return what stands at a dotted key."""
    shown = value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)

    def fail(code: FaultCode, **details: str) -> None:
        faults.append(fault_of(file, code, column=key, value=shown[:MOST_SHOWN], **details))

    def inner(shape: Shape, value: Any, name: str | int) -> Any:
        return _read(shape, value, file, f"{key}.{name}".lstrip("."), faults)

    if isinstance(shape, Maybe):
        return None if value is None else _read(shape.shape, value, file, key, faults)
    if value is None:
        return fail("cell_missing")
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return fail("not_one_of", choices="{ }")
        shapes = dict.fromkeys(value, shape[ANY]) if ANY in shape else shape
        return {name: inner(each, value.get(name), name) for name, each in shapes.items()}
    if isinstance(shape, list):
        if not isinstance(value, list):
            return fail("not_one_of", choices="[ ]")
        return [inner(shape[0], each, number) for number, each in enumerate(value, start=1)]
    if isinstance(shape, tuple):
        if not isinstance(value, list) or len(value) != len(shape):
            return fail("neither_two_nor_none")
        return tuple(inner(each, value[number], number + 1) for number, each in enumerate(shape))
    if isinstance(value, dict | list):
        return fail("not_one_of", choices='" "')
    try:
        return reader_of(_column(shape))(shown)
    except CellError as error:
        return fail(error.code, **error.details)


def _column(kind: Any) -> Column:
    """Return a column that holds what stands at a place, so that it is read as a cell is."""
    return Column("", "", kind, REQUIRED, "", "", "", "", (), None, None)
