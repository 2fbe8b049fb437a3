"""Notes of a run: what went otherwise than meant, as plan.json keeps it and as it is told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple, get_args
from unicodedata import category

NoteWord = Literal[
    "bound", "search", "unmanned", "bound_caravans", "bound_ambulances", "posts", "prices", "contradicted"
]  # fmt: skip
"""What a note begins with: `planner.explain` has a sentence of each."""
NO_PROVINCE: Final = "-"
"""In the place of a province, where a note is of them all."""


class RunNote(NamedTuple):
    """What went otherwise, in which province or `NO_PROVINCE`, and why or how many."""

    word: NoteWord
    province: str
    detail: str


def read_note(text: str, provinces: Iterable[str]) -> RunNote | None:
    """Return what a note says; None where it is not a known word, a province or `-`, and a detail, parted by blanks.

    Parameters
    ----------
    provinces
        Their codes, which may have blanks in them.
    """
    said, _, rest = text.partition(" ")
    word: NoteWord | None = next((each for each in get_args(NoteWord) if each == said), None)
    place = max((each for each in (NO_PROVINCE, *provinces) if rest.startswith(f"{each} ")), key=len, default=None)
    detail = "" if place is None else rest[len(place) + 1 :]
    return RunNote(word, place, detail) if word and place and detail and is_plain(detail) else None


def is_plain(text: str) -> bool:
    """Return whether a text has neither control characters nor halves of characters."""
    return not any(category(sign) in ("Cc", "Cs") for sign in text)
