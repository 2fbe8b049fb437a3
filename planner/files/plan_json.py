"""JSON whose money keeps its decimals, and whose every fault is told when it is read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from planner.domain.cells import CellError, not_a_number, reader_of
from planner.domain.columns import REQUIRED, Column
from planner.errors import Fault, FaultCode
from planner.files.guard import fault_of

Shape = Any
"""What stands at a place: a section by key, `{ANY: shape}` for one of any keys, `[shape]` for a list, a tuple of shapes
for a list of so many, a type, or a `Number`."""
ANY: Final = "*"
MOST_SHOWN: Final = 80


class _Digits(str):
    """A number of a JSON as it is written."""

    __slots__ = ()


_NOTHING: Final = object()
"""What stands where a key is not there."""


@dataclass(frozen=True, slots=True)
class OrNull:
    """A shape that may be null, which is None; its key must be there all the same."""

    shape: Shape


@dataclass(frozen=True, slots=True)
class Number:
    """A number between limits, with so many decimals at most."""

    kind: type[int] | type[float] | type[Decimal]
    least: Decimal | None = None
    most: Decimal | None = None
    decimals: int | None = None

    def read(self, text: str) -> Any:
        """Return the number that a text is, raising `CellError` where it is none of these."""
        value = reader_of(_column(self.kind, self.least, self.most))(text)
        if self.decimals is not None and (Decimal(text).scaleb(self.decimals) % 1):
            raise CellError("too_many_decimals", most=str(self.decimals))
        return value


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
    """Return what a JSON holds; what is not of the shape, more keys too, is left out or None and one more fault."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = Counter(name for name, _ in pairs)
        faults.extend(fault_of(file, "named_twice", column=name, part=name) for name in names if names[name] > 1)
        return dict(pairs)

    try:
        # Numbers stay text until their place says what they should be, so that none is too long to be told as a fault.
        text = data.decode("utf-8-sig")
        found = json.loads(text, parse_float=_Digits, parse_int=_Digits, parse_constant=str, object_pairs_hook=once)
        return _read(shape, found, file, "", faults)
    except json.JSONDecodeError as error:
        faults.append(fault_of(file, "json_unreadable", error.lineno))
    except UnicodeDecodeError as error:
        faults.append(fault_of(file, "json_unreadable", data.count(b"\n", 0, error.start) + 1))
    except RecursionError:
        faults.append(fault_of(file, "json_too_deep"))
    return None


def _read(shape: Shape, value: Any, file: str, key: str, faults: list[Fault]) -> Any:
    """Return what stands at a dotted key."""
    is_blank = value is _NOTHING or (value is None and key != "")
    shown = value if isinstance(value, str) else "" if is_blank else json.dumps(value, ensure_ascii=False)

    def fail(code: FaultCode, **details: str) -> None:
        faults.append(fault_of(file, code, column=key, value=shown[:MOST_SHOWN], **details))

    def inner(shape: Shape, value: Any, name: str | int) -> Any:
        return _read(shape, value, file, f"{key}.{name}".lstrip("."), faults)

    if isinstance(shape, OrNull):
        return None if value is None else _read(shape.shape, value, file, key, faults)
    if is_blank:
        return fail("cell_missing")
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return fail("not_a_section")
        shapes = dict.fromkeys(value, shape[ANY]) if ANY in shape else shape
        further = [f"{key}.{name}".lstrip(".") for name in value if name not in shapes]
        faults.extend(fault_of(file, "unknown_key", column=name) for name in further)
        return {name: inner(each, value.get(name, _NOTHING), name) for name, each in shapes.items()}
    if isinstance(shape, list):
        if not isinstance(value, list):
            return fail("not_a_list")
        return [inner(shape[0], each, number) for number, each in enumerate(value, start=1)]
    if isinstance(shape, tuple):
        if not isinstance(value, list) or len(value) != len(shape):
            return fail("neither_two_nor_none")
        return tuple(inner(each, value[number], number + 1) for number, each in enumerate(shape))
    number = shape if isinstance(shape, Number) else Number(shape) if shape in (int, float, Decimal) else None
    if shape is str and type(value) is not str:
        return fail("not_in_quotes")
    try:
        if number and not isinstance(value, _Digits):
            raise not_a_number(number.kind)
        return number.read(shown) if number else reader_of(_column(shape))(shown)
    except CellError as error:
        return fail(error.code, **error.details)


def _column(kind: Any, least: Decimal | None = None, most: Decimal | None = None) -> Column:
    """Return a column that holds what stands at a place, so that it is read as a cell is."""
    return Column("", "", kind, REQUIRED, "", "", "", "", (), least, most)
