"""What the journal tells of the rows that a file puts in the place of others."""

from __future__ import annotations

import pytest
from flask import Flask

from web.journal_words import tell_details
from web.row_changes import TableChange, details_of_changes


def told_of(app: Flask, details: dict[str, str]) -> list[tuple[str, str]]:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        plain = str.maketrans("", "", "\u2068\u2069")
        return [(name, value.translate(plain)) for name, value in tell_details(details)]


def test_rows_are_told_by_table_and_in_words_even_of_a_table_that_is_called_as_another_detail(app: Flask) -> None:
    changes = (TableChange("campaign", 0, 2, 0), TableChange("file", 1, 0, 3))
    details = {"file": "new.xlsx"} | details_of_changes(changes)
    assert told_of(app, details) == [
        ("file", "new.xlsx"),
        ("Settings", "changed: 2"),
        ("file", "added: 1, removed: 3"),
    ]


@pytest.mark.parametrize(("table", "called"), [("campaign", "Settings"), ("regions", "Regions")])
def test_a_line_of_before_is_told_in_the_same_words(app: Flask, table: str, called: str) -> None:
    assert told_of(app, {table: "+0 ~1 -0"}) == [(called, "changed: 1")]
    assert told_of(app, {"campaign": "7"}) == [("campaign no.", "7")]
