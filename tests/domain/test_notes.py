"""A note is read by its word, its province and its detail, whatever blanks a province's code has."""

from __future__ import annotations

import pytest

from planner.domain.notes import read_note

PROVINCES = ("P", "P 1", "05.081")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("search 05.081 its process died", ("search", "05.081", "its process died")),
        ("unmanned P 3", ("unmanned", "P", "3")),
        ("unmanned P 1 3", ("unmanned", "P 1", "3")),
        ("prices - ValueError: x  y", ("prices", "-", "ValueError: x  y")),
        ("foo P 3", None),
        ("", None),
        ("bound", None),
        ("bound P", None),
        ("bound P ", None),
        ("bound Q x", None),
        ("bound  x", None),
        ("bound P a\nb", None),
        ("bound P \ud800", None),
    ],
)
def test_a_note_is_read_or_is_none(text: str, read: tuple[str, str, str] | None) -> None:
    assert read_note(text, PROVINCES) == read
