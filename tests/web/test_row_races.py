"""Two people who write rows at the same moment: what is allowed is as allowed when it is written."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from planner.store.campaigns import load_campaign
from planner.store.database import Database
from planner.store.rows import StoredRow, add_row, load_table, save_row
from tests.web.conftest import AZILAL, KHENIFRA, Enter, email_of
from web.blueprints import rows as module

TABLES = "/campaigns/1/tables"
Meanwhile = Callable[..., None]


@pytest.fixture
def client(enter: Enter) -> FlaskClient:
    """Return the browser of the delegate of Azilal."""
    return enter(email_of("provincial"))


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Return what has something happen once, when a row and its form have been looked at and nothing is written."""

    def happens(what: Callable[[], object], after: str = "_typed") -> None:
        look, waiting = getattr(module, after), [what]

        def and_then(*args: object) -> object:
            seen = look(*args)
            while waiting:
                waiting.pop()()
            return seen

        monkeypatch.setattr(module, after, and_then)

    return happens


def row_of(database: Database, table: str, **cells: str) -> StoredRow:
    with database.reading() as session:
        return next(row for row in load_table(session, 1, table) if cells.items() <= row.cells.items())


def form(row: StoredRow, **cells: str) -> dict[str, str]:
    return {f"cell:{name}": text for name, text in {**row.cells, **cells}.items()} | {"version": str(row.version)}


def write(database: Database, row: StoredRow, **cells: str) -> None:
    """Write what another made of a row."""
    with database.writing() as session:
        save_row(session, 1, row.table, row.place, {**row.cells, **cells}, row.version)


def add_theirs(database: Database) -> None:
    """Add what another added: a douar of the neighbour's."""
    with database.writing() as session:
        add_row(session, 1, "douars", {"code": "D9", "province": KHENIFRA})


def version(database: Database) -> int:
    with database.reading() as session:
        return load_campaign(session, 1).version


def test_of_two_who_add_one_code_in_two_provinces_the_second_is_told(
    client: FlaskClient, database: Database, meanwhile: Meanwhile
) -> None:
    meanwhile(lambda: add_theirs(database))
    told = client.post(f"{TABLES}/douars/rows/new", data={"cell:code": "D9", "cell:province": AZILAL})
    assert (told.status_code, version(database)) == (422, 2)
    assert row_of(database, "douars", code="D9").cells["province"] == KHENIFRA


def test_nobody_gives_a_row_a_code_that_another_province_has_just_been_given(
    client: FlaskClient, database: Database, meanwhile: Meanwhile
) -> None:
    own = row_of(database, "douars", code="D1")
    meanwhile(lambda: add_theirs(database))
    told = client.post(f"{TABLES}/douars/rows/{own.place}", data=form(own, code="D9"))
    assert (told.status_code, version(database)) == (422, 2)


@pytest.mark.parametrize("deed", ["", "/removal"])
def test_nobody_writes_a_row_that_has_just_become_another_province_s(
    client: FlaskClient, database: Database, meanwhile: Meanwhile, deed: str
) -> None:
    own = row_of(database, "catchments", douar="D1")
    douar = row_of(database, "douars", code="D1")
    point = row_of(database, "points", code=own.cells["point"])

    def both_move() -> None:
        for each in (douar, point):
            write(database, each, province=KHENIFRA)

    meanwhile(both_move, after="_load")
    refused = client.post(f"{TABLES}/catchments/rows/{own.place}{deed}", data=form(own, walk_min="9"))
    assert (refused.status_code, version(database)) == (403, 3)


def test_who_changes_something_else_at_the_same_moment_is_in_nobody_s_way(
    client: FlaskClient, database: Database, meanwhile: Meanwhile
) -> None:
    own, other = row_of(database, "douars", code="D1"), row_of(database, "douars", code="D4")
    meanwhile(lambda: write(database, other, population="77"))
    saved = client.post(f"{TABLES}/douars/rows/{own.place}", data=form(own, population="250"))
    assert (saved.status_code, version(database)) == (303, 3)
