"""Long tables, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar
from urllib.parse import urlencode

from flask import request

T = TypeVar("T")
S = TypeVar("S")
MOST: Final = 50
"""Rows on a page."""
WHOLE: Final = "all"
"""The page that is all of them, as for paper …"""
MOST_WHOLE: Final = 2_000
"""… where there are no more."""


@dataclass(frozen=True, slots=True)
class Paged(Generic[T]):
    """The rows of the page that was asked for, of so many.

    Attributes
    ----------
    number
        Of the page, from 1.
    pages
        How many there are, at least 1.
    """

    rows: tuple[T, ...]
    total: int
    number: int
    pages: int = 1

    @property
    def first(self) -> int:
        """The first row of the page counts as this one of all, from 1."""
        return MOST * (self.number - 1) + 1

    @property
    def before(self) -> str | None:
        """The address of the page before; None where this is the first."""
        return _address(self.number - 1) if self.number > 1 else None

    @property
    def after(self) -> str | None:
        """The address of the page after; None where this is the last."""
        return _address(self.number + 1) if self.number < self.pages else None

    @property
    def whole(self) -> str | None:
        """The address of all rows on one page; None where these are all, or there are too many."""
        return _address(WHOLE) if self.pages > 1 and self.total <= MOST_WHOLE else None

    def each(self, made: Callable[[T], S]) -> Paged[S]:
        """Return the same page of what is made of each row."""
        return Paged(tuple(made(row) for row in self.rows), self.total, self.number, self.pages)


def paged(rows: Sequence[T]) -> Paged[T]:
    """Return the page of rows that `page` in the address asks for; the nearest where there is no such page."""
    if request.args.get("page") == WHOLE and len(rows) <= MOST_WHOLE:
        return Paged(tuple(rows), len(rows), 1)
    pages = max(1, -(-len(rows) // MOST))
    number = min(max(1, request.args.get("page", 1, type=int)), pages)
    return Paged(tuple(rows[(number - 1) * MOST : number * MOST]), len(rows), number, pages)


def page_of(place: int) -> int:
    """Return the page of a row before which there are so many."""
    return place // MOST + 1


def _address(page: int | str) -> str:
    """Return this address with another page."""
    return f"?{urlencode({**request.args.to_dict(), 'page': page})}"
