"""From a record of the database to the frozen dataclass that leaves the room."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, TypeVar

T = TypeVar("T")


def freeze(kind: type[T], record: object, **given: Any) -> T:
    """Return a dataclass filled from the record's columns of the same names, and from what is given."""
    names = {each.name for each in fields(kind)} - given.keys()  # type: ignore[arg-type]
    return kind(**{name: getattr(record, name) for name in names}, **given)
