"""A cell's text and its value: how each type of the contract is written, and what is wrong where it cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin

from planner.domain.columns import MOST_NUMBER, MOST_WHOLE, Clock, Column
from planner.domain.settings import RESERVED_ENGINES, RESERVED_KINDS, Engine, Kind
from planner.errors import FaultCode

Reader = Callable[[str], Any]

AUTO: Final = "auto"
"""How a value is written that is worked out where nothing is said."""
BETWEEN: Final = "|"
NUMBER: Final = re.compile(r"[+-]?(\d{1,30}\.?\d{0,30}|\.\d{1,30})([eE][+-]?\d{1,2})?")
DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
TIME: Final = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d|24:00", re.ASCII)
RESERVED: Final[Mapping[Any, tuple[FaultCode, tuple[str, ...]]]] = {
    Kind: ("reserved_kind", RESERVED_KINDS),
    Engine: ("reserved_engine", RESERVED_ENGINES),
}


class CellError(ValueError):
    """A cell that cannot be read: which fault it is, and what its sentences have to say."""

    def __init__(self, code: FaultCode, **details: str) -> None:
        super().__init__(code)
        self.code: FaultCode = code
        self.details = details


def codes_in(text: str) -> tuple[str, ...]:
    """Return the codes that a cell holds, whether it takes one or several."""
    return tuple(filter(None, (code.strip() for code in text.split(BETWEEN))))


def not_a_number(kind: Any) -> CellError:
    """Return what is wrong where something else stands in the place of a number."""
    return CellError("not_a_number", example="1200" if kind is int else "12.5")


def is_optional(kind: Any) -> bool:
    """Whether a type has None among its values."""
    return get_origin(kind) in (Union, UnionType)


def is_list(kind: Any) -> bool:
    """Whether a type is a list, of any length, None or not."""
    return get_origin(get_args(kind)[0] if is_optional(kind) else kind) is tuple


def reader_of(column: Column) -> Reader:
    """Return what reads a filled cell of a column, raising `CellError` where it cannot."""
    return _reader(column.kind, column)


def _reader(kind: Any, column: Column) -> Reader:
    origin, args = get_origin(kind), get_args(kind)
    if is_optional(kind):
        read = _reader(args[0], column)
        return (lambda text: None if text == AUTO else read(text)) if is_list(kind) else read
    if origin is Literal:
        return _word_reader(kind)
    if origin is tuple:
        return _list_reader(_reader(args[0], column))
    if origin is dict:
        return _map_reader(_reader(args[0], column), _reader(args[1], column))
    if kind in (int, float, Decimal):
        return _number_reader(kind, column)
    plain: dict[Any, Reader] = {str: str, date: _read_day, Clock: _read_clock}
    return plain[kind]


def _word_reader(kind: Any) -> Reader:
    words = {str(word): word for word in get_args(kind) if word != ""}
    code, reserved = RESERVED.get(kind, ("not_one_of", ()))

    def read(text: str) -> Any:
        if text in reserved:
            raise CellError(code, choices=", ".join(words))
        if text not in words:
            raise CellError("not_one_of", choices=", ".join(words))
        return words[text]

    return read


def _list_reader(read_one: Reader) -> Reader:
    def read(text: str) -> tuple[Any, ...]:
        parts = [part.strip() for part in text.split(BETWEEN)]
        if not any(parts):
            raise CellError("cell_missing")
        return tuple(read_one(part) for part in parts if part)

    return read


def _map_reader(read_key: Reader, read_value: Reader) -> Reader:
    def read(text: str) -> dict[Any, Any]:
        found: dict[Any, Any] = {}
        for part in filter(None, (part.strip() for part in text.split(BETWEEN))):
            word, colon, value = (each.strip() for each in part.rpartition(":"))
            if not (word and colon and value):
                raise CellError("not_a_pair", part=part)
            if read_key(word) in found:
                raise CellError("named_twice", part=word)
            found[read_key(word)] = read_value(value)
        return found

    return read


def _number_reader(kind: type[int] | type[float] | type[Decimal], column: Column) -> Reader:
    limit = Decimal(MOST_WHOLE if kind is int else MOST_NUMBER)
    least = -limit if column.least is None else column.least
    most = limit if column.most is None else column.most

    def read(text: str) -> int | float | Decimal:
        if not NUMBER.fullmatch(text):
            raise not_a_number(kind)
        number = Decimal(text)
        if number < least:
            raise CellError("too_small", least=str(least))
        if number > most:
            raise CellError("too_large", most=str(most))
        if kind is int and number % 1:
            raise CellError("not_a_whole_number")
        return kind(number)

    return read


def _read_day(text: str) -> date:
    if not DATE.fullmatch(text):
        raise CellError("not_a_date")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CellError("not_a_date") from error


def _read_clock(text: str) -> Clock:
    if not TIME.fullmatch(text):
        raise CellError("not_a_time")
    return Clock(60 * int(text[:2]) + int(text[3:]))


def to_text(kind: Any, value: Any) -> str:
    """Return a value of a column's type as its cell holds it; reading it gives the value again."""
    if value is None:
        return AUTO if is_list(kind) else ""
    if is_optional(kind):
        return to_text(get_args(kind)[0], value)
    args = get_args(kind)
    if get_origin(kind) is tuple:
        return BETWEEN.join(to_text(args[0], each) for each in value)
    if get_origin(kind) is dict:
        return BETWEEN.join(f"{to_text(args[0], key)}:{to_text(args[1], each)}" for key, each in value.items())
    if kind is Clock:
        return f"{value // 60:02d}:{value % 60:02d}"
    if kind is Decimal:
        return format(value, "f")
    return str(value)
