"""Numbers and names in addresses: none is larger, or has other signs, than what the database can take."""

from __future__ import annotations

from typing import Final

from flask import Flask
from werkzeug.routing import BaseConverter, IntegerConverter, Map

MOST: Final = 2**31 - 1
"""What numbers of campaigns, plans, runs and rows go up to, in PostgreSQL as in SQLite."""


class _NumberConverter(IntegerConverter):
    """What `<int:…>` in a route takes: an address with a larger number is no page."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=MOST)


class _NameConverter(BaseConverter):
    """What `<…>` in a route takes: no name has control signs, and PostgreSQL refuses one of them."""

    regex = r"[^/\x00-\x1f\x7f]+"
    part_isolating = True


def install(app: Flask) -> None:
    """Have every route take such numbers and names alone."""
    app.url_map.converters.update(int=_NumberConverter, default=_NameConverter)


def number_of(text: str) -> int:
    """Return a number of something in the database, for `request.args.get`.

    Raises
    ------
    ValueError
        Where it can be none.
    """
    number = int(text)
    if not 0 <= number <= MOST:
        raise ValueError(text)
    return number
