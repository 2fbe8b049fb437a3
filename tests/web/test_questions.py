"""What stands behind the question mark of an address: whatever is written there, a page answers or there is none."""

from __future__ import annotations

import re
from typing import Final

import pytest

from planner.store.database import Database
from planner.store.plans import load_plan_run
from tests.web.conftest import AZILAL, Enter, email_of

CHOICES: Final = ("province", "unit", "day", "first", "last")
ASKED: Final = {
    "/campaigns/1/tables/douars": ("text", "province", "faulty", "page"),
    "/plans/1/unserved?kind=visit": ("kind", "place", "reason", "page"),
    "/plans/1/unserved?kind=caravan": ("place", "reason"),
    "/plans/1/tours": (*CHOICES, "page"),
    "/plans/1/map": CHOICES,
    "/plans/1/roster": (*CHOICES, "word", "page"),
    "/journal": ("before", "page"),
    "/logins": ("back",),
}
"""The names that pages ask an address for."""
ANSWERS: Final = (
    "", "x", "-1", "1.5", "9" * 20, "a" * 3000, "\0", "%00", "é'\"<>", "\ud7ff\u202e", "all",
    AZILAL, "05", "visit", "search", "2024-13-45", "2023-12-01", "0001-01-01", "9999-12-31",
)  # fmt: skip
LINE: Final = re.compile(r'<th scope="row">.*')


@pytest.mark.parametrize("role", ["national", "reader"])
@pytest.mark.parametrize("address", ASKED)
def test_no_answer_to_what_an_address_is_asked_for_is_an_error(enter: Enter, address: str, role: str) -> None:
    client = enter(f"{role}@sante.example")
    path, _, asked = address.partition("?")
    for name in ASKED[address]:
        for text in ANSWERS:
            question = dict(each.split("=") for each in asked.split("&") if each) | {name: text}
            assert client.get(path, query_string=question).status_code < 500, question


def test_what_is_not_there_chooses_nothing_of_what_is_missing(enter: Enter, database: Database) -> None:
    client, path = enter(email_of("reader")), "/plans/1/unserved"
    with database.reading() as session:
        kind = load_plan_run(session, 1)[1].plan.unserved[0].kind
    whole = LINE.findall(client.get(path, query_string={"kind": kind}).text)
    assert whole
    for name in ("place", "reason"):
        assert LINE.findall(client.get(path, query_string={"kind": kind, name: "x"}).text) == whole
    for wrong in ("", "x"):
        assert client.get(path, query_string={"kind": wrong}).status_code == 404
