"""What a column of a table is, and how a row class declares its columns.

The row classes of `campaign` and `plan` are the one table of tables: a field is a column, its annotation the type,
its default what a blank means, and `column` adds the unit, the headers in French and Arabic and one sentence. Reading,
faults, workbooks and documentation are made from what `columns_of` returns, so that nobody writes a column twice.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field, fields
from decimal import Decimal
from functools import cache
from typing import Any, Final, Literal, NewType, TypeVar, dataclass_transform, get_type_hints

Clock = NewType("Clock", int)
"""Minutes after midnight, Africa/Casablanca wall clock."""

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Access = Literal["road", "track", "foot"]
Vehicle = Literal["road", "track"]
Risk = Literal["red", "orange", "yellow", "none"]
Profession = Literal["doctor", "specialist", "nurse", "midwife", "technician", "assistant", "driver"]
Chapter = Literal["fuel", "per_diem", "medicines", "upkeep", "caravans", "hire", "other"]

WEEK: Final[tuple[Weekday, ...]] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ACCESSES: Final[tuple[Access, ...]] = ("road", "track", "foot")
VEHICLES: Final[tuple[Vehicle, ...]] = ("road", "track")
"""What a vehicle can drive at worst."""
PROFESSIONS: Final[tuple[Profession, ...]] = (
    "doctor", "specialist", "nurse", "midwife", "technician", "assistant", "driver",
)  # fmt: skip
CHAPTERS: Final[tuple[Chapter, ...]] = ("fuel", "per_diem", "medicines", "upkeep", "caravans", "hire", "other")

REQUIRED: Final = MISSING
MOST_WHOLE: Final = 10**7
MOST_NUMBER: Final = 10**11
MOST_RATE: Final = 10**6
"""What whole numbers, other numbers, and rates by person, day or km do not exceed: what is reckoned with them fits the
integers of a machine."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, or a key of a section of campaign.toml.

    Attributes
    ----------
    name
        As the contract writes it (`from`, where the field is `from_`).
    kind
        The type hint of the field.
    default
        What a blank means; `REQUIRED` where it must be filled.
    unit
        Of a quantity, as it is printed ("km", "min", "MAD"); blank for none.
    refers
        The tables of which one must hold this code or each of these codes; `crews` refers to crew names.
    least, most
        The smallest and the largest value that means something, None for no limit.
    """

    name: str
    attribute: str
    kind: Any
    default: Any
    unit: str
    fr: str
    ar: str
    says: str
    refers: tuple[str, ...]
    least: Decimal | None
    most: Decimal | None

    @property
    def is_required(self) -> bool:
        """Whether a blank is a fault."""
        return self.default is REQUIRED


def column(
    fr: str,
    ar: str,
    says: str,
    *,
    default: Any = REQUIRED,
    unit: str = "",
    refers: str = "",
    least: float | str | None = None,
    most: float | str | None = None,
) -> Any:
    """Declare a column: its headers, its sentence, and what a blank means.

    Parameters
    ----------
    refers
        Names of tables separated by `|`.
    """
    said = {
        "fr": fr,
        "ar": ar,
        "says": says,
        "unit": unit,
        "refers": tuple(filter(None, refers.split("|"))),
        "least": None if least is None else Decimal(str(least)),
        "most": None if most is None else Decimal(str(most)),
    }
    if default is REQUIRED:
        return field(metadata=said)
    if isinstance(default, dict):
        return field(default_factory=default.copy, metadata=said)
    return field(default=default, metadata=said)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(column,))
def row(kind: type[T]) -> type[T]:
    """Make a frozen row of a table, or section of settings, of a class whose fields are columns."""
    return dataclass(frozen=True, slots=True, kw_only=True)(kind)


@cache
def columns_of(kind: type[Any]) -> tuple[Column, ...]:
    """Return the columns of a row class, in the order in which they are written."""
    hints = get_type_hints(kind)
    return tuple(
        Column(
            name=each.name.rstrip("_"),
            attribute=each.name,
            kind=hints[each.name],
            default=each.default_factory() if each.default_factory is not MISSING else each.default,
            **each.metadata,
        )
        for each in fields(kind)
    )


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a campaign or of a plan: its name, the class of its rows, its titles and its sentence.

    Attributes
    ----------
    named_by
        The column by which people, and rows that refer to it, call a row; blank where a row has no name.
    """

    name: str
    row: type[Any]
    fr: str
    ar: str
    says: str
    named_by: str = ""

    @property
    def columns(self) -> tuple[Column, ...]:
        """The table's columns in order."""
        kind: Any = self.row
        return columns_of(kind)
