"""Plans whose campaign has changed since: they stay those of whose provinces they are; so do rows that nobody lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pytest
from flask.testing import FlaskClient

from planner.domain.campaign import PROVINCE_COLUMNS
from planner.domain.rows import Rows
from planner.files.archive import to_archive
from planner.store.database import Database
from planner.store.plans import load_plan
from planner.store.rows import delete_row, load_province_codes, load_table
from planner.store.users import User, add_user
from tests.web.conftest import AZILAL, KHENIFRA, Enter, email_of, password_hash
from tests.web.test_uploads import send, with_cell
from web.scope import provinces_named

NEIGHBOUR: Final = "khenifra@sante.example"
WITH_KHENIFRA: Final = ("/plans/1.zip", "/campaigns/1.zip", "/campaigns/1.xlsx")

TABLES: Final = ("provinces", "douars", "points", "centres", "units", "ambulances", "staff", "caps")
"""All that have rows of a province."""


def leave_out(database: Database, tables: Sequence[str]) -> None:
    """Remove what is of Khénifra from some tables."""
    for table in tables:
        with database.reading() as session:
            rows = load_table(session, 1, table)
        for row in rows:
            if KHENIFRA in (row.cells.get("province"), row.cells["code"] if table == "provinces" else ""):
                with database.writing() as session:
                    delete_row(session, 1, table, row.place, row.version)


@pytest.fixture
def delegate(enter: Enter) -> FlaskClient:
    """Return the browser of Azilal's delegate."""
    return enter(email_of("provincial"))


@pytest.fixture
def unlisted(database: Database) -> None:
    """Take Khénifra from the list of provinces, and leave its rows."""
    leave_out(database, ["provinces"])


def test_every_page_of_a_plan_says_whether_its_campaign_has_changed_since(enter: Enter, database: Database) -> None:
    browser, pages = enter(email_of("national")), ("", "/map", "/tours", "/roster")
    said = "La campagne a été modifiée depuis"
    assert not any(said in browser.get(f"/plans/1{page}").text for page in pages)
    with database.reading() as session:
        row = load_table(session, 1, "points")[0]
    with database.writing() as session:
        delete_row(session, 1, "points", row.place, row.version)
    assert all(said in browser.get(f"/plans/1{page}").text for page in pages)


@pytest.mark.usefixtures("unlisted")
def test_rows_of_a_province_that_is_listed_no_more_are_still_not_a_neighbours(
    delegate: FlaskClient, database: Database
) -> None:
    for address in WITH_KHENIFRA:
        assert delegate.get(address).status_code == 403, address
    assert delegate.post("/plans/1/state", data={"to": "submitted"}).status_code == 403
    assert delegate.post("/campaigns/1/runs", data={"seconds": "1", "seed": "1"}).status_code == 403
    assert KHENIFRA not in delegate.get("/plans/1/roster").text
    page = delegate.get("/campaigns/1/tables/staff").text
    assert AZILAL in page and KHENIFRA not in page
    with database.reading() as session:
        assert load_plan(session, 1).state == "draft"


def test_which_provinces_rows_name_is_said_by_the_table_of_tables_whatever_columns_are_called(
    database: Database, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PROVINCE_COLUMNS, "units", ("province", "base"))
    bases = {line.cells["base"] for line in rows.tables["units"].lines}
    with database.reading() as session:
        assert load_province_codes(session, 1) == provinces_named(rows) == {AZILAL, KHENIFRA, *bases}


def test_a_plan_stays_its_provinces_where_nothing_of_one_is_left_in_the_campaign(
    enter: Enter, delegate: FlaskClient, database: Database
) -> None:
    with database.reading() as session:
        assert load_province_codes(session, 1) == {AZILAL, KHENIFRA}
    leave_out(database, TABLES)
    with database.reading() as session:
        assert load_province_codes(session, 1) == {AZILAL}
    assert delegate.get("/campaigns/1.zip").status_code == 200
    assert delegate.get("/plans/1.zip").status_code == 403
    assert delegate.post("/plans/1/state", data={"to": "submitted"}).status_code == 403
    assert delegate.post("/runs/1/stop").status_code == 403
    page = delegate.get("/plans/1").text
    assert "/plans/1.zip" not in page and "/plans/1/state" not in page
    assert "/plans/1.zip" in enter(email_of("regional")).get("/plans/1").text


def test_whose_province_was_planned_sees_that_plan_and_not_what_the_campaign_is_now(
    enter: Enter, database: Database
) -> None:
    with database.writing() as session:
        add_user(session, User(NEIGHBOUR, password_hash(), "provincial", (), (KHENIFRA,)))
    client = enter(NEIGHBOUR)
    assert client.get("/campaigns/1").status_code == 200
    leave_out(database, TABLES)
    assert client.get("/campaigns/1").status_code == 403
    assert client.get("/plans/1").status_code == 200
    assert client.get("/plans/1.zip").status_code == 403


def test_nobody_brings_rows_of_a_foreign_province_that_they_do_not_list(enter: Enter, rows: Rows) -> None:
    foreign = with_cell(rows, "douars", "D1", province="01.511")
    answer = send(enter(email_of("regional")), "/campaigns/new", to_archive(foreign), "a.zip")
    assert answer.status_code == 422 and "01.511" in answer.text
    assert send(enter(email_of("national")), "/campaigns/new", to_archive(foreign), "a.zip").status_code == 303
