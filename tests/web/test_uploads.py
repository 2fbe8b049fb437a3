"""Campaigns that come as a file: kept faults and all, refused where they are none, put in the place of others."""

from __future__ import annotations

import io
import re
from base64 import b64encode
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from planner.domain.rows import Rows, TableRows
from planner.files.archive import read_upload, to_archive, to_workbook
from planner.store.campaigns import load_campaign, load_campaigns, save_campaign
from planner.store.database import Database
from planner.store.journal import Entry, load_journal
from planner.store.kept_rows import load_rows
from planner.store.rows import add_row
from tests.web.conftest import AZILAL, FOREIGNER, Enter, email_of


def with_cell(rows: Rows, table: str, code: str, /, **cells: str) -> Rows:
    """Return rows of which one has other cells."""
    there = rows.tables[table]
    lines = tuple(
        replace(line, cells={**line.cells, **cells}) if line.cells.get("code") == code else line for line in there.lines
    )
    return replace(rows, tables={**rows.tables, table: replace(there, lines=lines)})


def send(client: FlaskClient, address: str, data: bytes, file: str = "a.xlsx", **fields: str) -> TestResponse:
    return client.post(address, data={"file": (io.BytesIO(data), file), **fields})


def newest(database: Database) -> Any:
    with database.reading() as session:
        return load_campaigns(session)[0]


def last_entry(database: Database) -> Entry:
    with database.reading() as session:
        return load_journal(session, 1)[0]


@pytest.mark.parametrize("pack", [to_workbook, to_archive])
def test_a_campaign_is_kept_as_it_was_sent(enter: Enter, database: Database, rows: Rows, pack: Any) -> None:
    response = send(enter(email_of("national")), "/campaigns/new", pack(rows), name="Hiver 2026")
    made = newest(database)
    assert (response.status_code, response.location) == (303, f"/campaigns/{made.number}")
    assert (made.name, made.made_by) == ("Hiver 2026", email_of("national"))
    with database.reading() as session:
        kept = load_rows(session, made.number)
    assert kept.tables["douars"].lines == rows.tables["douars"].lines
    assert last_entry(database).deed == "campaign_added"


def test_a_campaign_without_a_name_takes_the_one_in_it(enter: Enter, database: Database, rows: Rows) -> None:
    send(enter(email_of("national")), "/campaigns/new", to_workbook(rows))
    assert newest(database).name == "Toute petite campagne"


def test_signs_that_nobody_sees_are_no_part_of_a_campaign_s_name(enter: Enter, database: Database, rows: Rows) -> None:
    send(enter(email_of("national")), "/campaigns/new", to_workbook(rows), name=" Hi\0ver\u202e 2026\x07 ")
    assert newest(database).name == "Hiver 2026"


def test_faults_are_kept_and_told_with_what_mends_them(enter: Enter, database: Database, rows: Rows) -> None:
    client = enter(email_of("national"))
    send(client, "/campaigns/new", to_archive(with_cell(rows, "douars", "D1", population="<b>beaucoup</b>")), "a.zip")
    page = client.get(f"/campaigns/{newest(database).number}", headers={"Accept-Language": "fr"}).text
    assert "douars.csv" in page
    assert "&lt;b&gt;beaucoup&lt;/b&gt;" in page
    assert "<b>beaucoup</b>" not in page
    assert "Écrivez un nombre" in page
    assert re.search(r"/tables/douars/rows/1\"", page)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.7", "n&#39;est pas une campagne"),
        (b"", "pas vide"),
        (b"PK\x03\x04broken", "n&#39;est pas une campagne"),
    ],
)
def test_a_file_that_is_no_campaign_is_told_and_nothing_is_kept(
    enter: Enter, database: Database, data: bytes, says: str
) -> None:
    before = newest(database)
    client = enter(email_of("national"))
    response = client.post(
        "/campaigns/new", data={"file": (io.BytesIO(data), "x.xlsx")}, headers={"Accept-Language": "fr"}
    )
    assert response.status_code == 422
    assert says in response.text
    assert newest(database) == before


def test_a_form_without_a_file_is_told(enter: Enter) -> None:
    assert enter(email_of("national")).post("/campaigns/new", data={}).status_code == 422


def test_a_file_larger_than_the_limit_is_refused(app: Any, enter: Enter) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1000
    assert send(enter(email_of("national")), "/campaigns/new", b"x" * 2000).status_code == 413


def test_a_coordinator_brings_in_what_is_of_their_region_alone(enter: Enter, database: Database, rows: Rows) -> None:
    before = newest(database)
    refused = send(enter(FOREIGNER), "/campaigns/new", to_workbook(rows))
    assert refused.status_code == 422
    assert AZILAL in refused.text
    assert newest(database) == before
    assert send(enter(email_of("regional")), "/campaigns/new", to_workbook(rows)).status_code == 303


def hidden(page: str) -> dict[str, str]:
    """Return the hidden fields of the form that puts a file in place."""
    return dict(re.findall(r'name="(file|version|data)" value="([^"]*)"', page))


def test_what_would_change_is_told_before_it_is_changed(enter: Enter, database: Database, rows: Rows) -> None:
    client = enter(email_of("regional"))
    changed = with_cell(rows, "douars", "D1", population="999")
    told = send(client, "/campaigns/1/replacement", to_archive(changed), "neu.zip")
    assert told.status_code == 200
    assert re.search(r"Douars.*?<bdi>0</bdi>.*?<bdi>1</bdi>.*?<bdi>0</bdi>", told.text, re.DOTALL)
    with database.reading() as session:
        assert load_campaign(session, 1).version == 1
    put = client.post("/campaigns/1/rows", data=hidden(told.text))
    assert put.status_code == 303
    with database.reading() as session:
        assert load_rows(session, 1).tables["douars"].lines == changed.tables["douars"].lines
    entry = last_entry(database)
    assert (entry.deed, entry.details) == ("campaign_replaced", {"file": "neu.zip", "rows:douars": "+0 ~1 -0"})


def test_a_campaign_that_was_changed_meanwhile_is_not_replaced(enter: Enter, database: Database, rows: Rows) -> None:
    client = enter(email_of("regional"))
    form = hidden(send(client, "/campaigns/1/replacement", to_archive(rows)).text)
    with database.writing() as session:
        added = add_row(session, 1, "douars", {"code": "D9"})
    late = client.post("/campaigns/1/rows", data=form)
    assert late.status_code == 409
    with database.reading() as session:
        assert load_rows(session, 1).tables["douars"].lines[-1].cells == added.cells
    assert client.post("/campaigns/1/rows", data=hidden(late.text)).status_code == 303


def test_no_coordinator_puts_foreign_provinces_into_a_campaign(enter: Enter, database: Database, rows: Rows) -> None:
    client = enter(email_of("regional"))
    form = hidden(send(client, "/campaigns/1/replacement", to_archive(rows)).text)
    foreign = with_cell(rows, "provinces", AZILAL, code="01.511")
    assert send(client, "/campaigns/1/replacement", to_archive(foreign)).status_code == 422
    form["data"] = b64encode(to_archive(foreign)).decode()
    assert client.post("/campaigns/1/rows", data=form).status_code == 422
    none = replace(rows, tables={name: each for name, each in rows.tables.items() if name != "provinces"})
    assert send(client, "/campaigns/2/replacement", to_archive(none)).status_code == 422
    with database.reading() as session:
        assert [load_campaign(session, number).version for number in (1, 2)] == [1, 1]


@pytest.mark.parametrize("data", ["no base 64!", "é", "ا", "a", "\0"])
def test_a_form_that_was_tampered_with_is_refused(enter: Enter, data: str) -> None:
    form = {"file": "a.zip", "version": "1", "data": data}
    assert enter(email_of("national")).post("/campaigns/1/rows", data=form).status_code == 400


def test_a_campaign_is_fetched_as_it_was_brought_in(enter: Enter, rows: Rows) -> None:
    client = enter(email_of("regional"))
    for suffix in ("xlsx", "zip"):
        response = client.get(f"/campaigns/1.{suffix}")
        assert response.status_code == 200
        assert f"Hiver-2023-2024-v1.{suffix}" in response.headers["Content-Disposition"]
        found = read_upload("x", response.data)
        assert found.faults == ()
        assert len(found.tables["douars"].lines) == len(rows.tables["douars"].lines)


def test_a_campaign_with_faults_is_fetched_too(enter: Enter, database: Database) -> None:
    with database.writing() as session:
        add_row(session, 1, "douars", {"code": "=1+1", "population": "many"})
    response = enter(email_of("national")).get("/campaigns/1.zip")
    assert response.status_code == 200
    assert b"campaign/douars.csv" in response.data


def test_what_no_workbook_can_hold_is_told(enter: Enter, database: Database) -> None:
    with database.writing() as session:
        add_row(session, 1, "campaign", {"key": "solve.seed", "value": "1"})
        add_row(session, 1, "campaign", {"key": "solve.seed", "value": "2"})
    response = enter(email_of("national")).get("/campaigns/1.xlsx")
    assert response.status_code == 409
    assert "solve.seed" in response.text


def test_a_table_of_a_strange_name_is_shown_and_does_no_harm(enter: Enter, database: Database, rows: Rows) -> None:
    strange = TableRows("<i>a b</i>", "<i>a b</i>.csv", ("x",), rows.tables["caps"].lines[:1])
    with database.writing() as session:
        made = save_campaign(session, "x", replace(rows, tables={**rows.tables, strange.name: strange}), "a@b.ma")
    page = enter(email_of("national")).get(f"/campaigns/{made.number}")
    assert page.status_code == 200
    assert "<i>a b" not in page.text
