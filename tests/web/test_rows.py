"""One row in an ordinary form: added, changed, removed; and two people on the same one."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import Final

import pytest
from flask.testing import FlaskClient

from planner.domain.rows import Line, Rows, TableRows
from planner.errors import Fault
from planner.store.campaigns import load_campaign, replace_rows
from planner.store.database import Database
from planner.store.journal import Entry, load_journal, write_journal
from planner.store.kept_rows import load_rows
from planner.store.rows import StoredRow, add_row, delete_row, load_table, save_row
from tests.web.conftest import AZILAL, KHENIFRA, Enter, email_of

FR = {"Accept-Language": "fr"}
DOUARS = "/campaigns/1/tables/douars/rows"


def douar(database: Database, code: str) -> StoredRow:
    with database.reading() as session:
        (row,) = (row for row in load_table(session, 1, "douars") if row.cells.get("code") == code)
        return row


def form(row: StoredRow, **cells: str) -> dict[str, str]:
    """Return the form of a row as a browser sends it, with some cells changed."""
    was = {f"was:{name}": text for name, text in row.cells.items()}
    typed = {f"cell:{name}": text for name, text in {**row.cells, **cells}.items()}
    return {**was, **typed, "version": str(row.version)}


def entry(database: Database) -> Entry:
    with database.reading() as session:
        return load_journal(session, 1)[0]


def test_a_row_is_changed_by_its_form(enter: Enter, database: Database) -> None:
    client, before = enter(email_of("provincial")), douar(database, "D1")
    page = client.get(f"{DOUARS}/{before.place}").text
    assert re.search(r'name="cell:population"[^>]* value="240"', page)
    response = client.post(f"{DOUARS}/{before.place}", data=form(before, population="250"))
    assert response.status_code == 303
    assert response.location == f"/campaigns/1/tables/douars?page=1#row-{before.place}"
    assert douar(database, "D1").cells == {**before.cells, "population": "250"}
    assert entry(database).details == {"table": "douars", "row": "D1", "provinces": AZILAL, "population": "240 → 250"}


def test_a_cell_that_becomes_a_fault_is_kept_and_told(enter: Enter, database: Database) -> None:
    client, before = enter(email_of("national")), douar(database, "D1")
    after = client.post(
        f"{DOUARS}/{before.place}", data=form(before, population="peu"), headers=FR, follow_redirects=True
    )
    assert "il y reste des erreurs" in after.text
    assert "Écrivez un nombre" in after.text
    page = client.get(f"{DOUARS}/{before.place}", headers=FR).text
    assert re.search(r'name="cell:population" aria-invalid="true" aria-describedby="cell-\d+-fault"[^>]*"peu"', page)
    mended = client.post(
        f"{DOUARS}/{before.place}", data=form(douar(database, "D1"), population="9"), headers=FR, follow_redirects=True
    )
    assert "sans erreur" in mended.text


def test_a_row_is_added_at_the_end(enter: Enter, database: Database) -> None:
    client = enter(email_of("provincial"))
    assert client.get(f"{DOUARS}/new").status_code == 200
    cells = {"cell:code": "D9", "cell:province": AZILAL, "cell:name_ar": "أيت", "cell:population": ""}
    response = client.post(f"{DOUARS}/new", data=cells)
    assert response.status_code == 303
    with database.reading() as session:
        assert load_table(session, 1, "douars")[-1].cells == {"code": "D9", "province": AZILAL, "name_ar": "أيت"}
    assert entry(database).deed == "row_added"


@pytest.mark.parametrize("cells", [{}, {"cell:code": " "}])
def test_a_row_without_anything_in_it_is_not_added(enter: Enter, database: Database, cells: dict[str, str]) -> None:
    assert enter(email_of("national")).post(f"{DOUARS}/new", data=cells).status_code == 422
    with database.reading() as session:
        assert len(load_table(session, 1, "douars")) == 4


def test_what_no_file_can_hold_is_told_and_not_saved(enter: Enter, database: Database) -> None:
    client, before = enter(email_of("national")), douar(database, "D1")
    response = client.post(f"{DOUARS}/{before.place}", data=form(before, name_fr="a\x07"))
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.text
    assert douar(database, "D1") == before


def test_a_row_is_removed(enter: Enter, database: Database) -> None:
    row = douar(database, "D2")
    data = {"version": str(row.version)}
    assert enter(email_of("provincial")).post(f"{DOUARS}/{row.place}/removal", data=data).status_code == 303
    with pytest.raises(ValueError, match="not enough"):
        douar(database, "D2")
    assert entry(database).details == {"table": "douars", "row": "D2", "provinces": AZILAL}


def test_a_delegate_writes_no_row_of_another_province(enter: Enter, database: Database) -> None:
    client, own, foreign = enter(email_of("provincial")), douar(database, "D1"), douar(database, "D4")
    assert client.get(f"{DOUARS}/{foreign.place}").status_code == 403
    assert client.post(f"{DOUARS}/{foreign.place}", data=form(foreign, province=AZILAL)).status_code == 403
    assert client.post(f"{DOUARS}/{foreign.place}/removal", data=form(foreign)).status_code == 403
    assert client.post(f"{DOUARS}/{own.place}", data=form(own, province=KHENIFRA)).status_code == 422
    assert client.post(f"{DOUARS}/new", data={"cell:code": "D9", "cell:province": KHENIFRA}).status_code == 422
    assert client.post("/campaigns/1/tables/caps/rows/new", data={"cell:amount_mad": "1"}).status_code == 403
    assert (douar(database, "D1"), douar(database, "D4")) == (own, foreign)


def test_codes_that_are_offered_are_those_of_one_s_own_provinces(enter: Enter) -> None:
    page = enter(email_of("provincial")).get("/campaigns/1/tables/units/rows/new").text
    assert 'value="C1"' in page
    assert 'value="C3"' not in page


@pytest.fixture
def crossed(enter: Enter, database: Database) -> tuple[FlaskClient, StoredRow]:
    """Return the browser of somebody who has read a row that another changes then, and the row as they read it."""
    client, row = enter(email_of("provincial")), douar(database, "D1")
    with database.writing() as session:
        save_row(session, 1, "douars", row.place, {**row.cells, "population": "300", "risk": "orange"}, row.version)
    return client, row


def choices(page: str) -> dict[str, list[str]]:
    """Return what may be chosen for each cell."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="radio" name="cell:([^"]*)" value="([^"]*)"', page):
        found.setdefault(name, []).append(value)
    return found


def test_the_second_of_two_people_sees_both_and_chooses(
    crossed: tuple[FlaskClient, StoredRow], database: Database
) -> None:
    client, read = crossed
    told = client.post(f"{DOUARS}/{read.place}", data=form(read, population="260"))
    assert told.status_code == 409
    assert choices(told.text) == {"population": ["260", "300"], "risk": ["red", "orange"]}
    assert re.findall(r'name="cell:(\w+)" value="(\w+)" required checked', told.text) == [("risk", "orange")]
    assert douar(database, "D1").cells["population"] == "300"
    hidden = dict(re.findall(r'type="hidden" name="((?:cell:|version)[^"]*)" value="([^"]*)"', unescape(told.text)))
    chosen = {**hidden, "cell:population": "260", "cell:risk": "orange"}
    assert client.post(f"{DOUARS}/{read.place}", data=chosen).status_code == 303
    assert douar(database, "D1").cells == {**read.cells, "population": "260", "risk": "orange"}


def test_a_row_that_another_changed_is_not_removed_unseen(
    crossed: tuple[FlaskClient, StoredRow], database: Database
) -> None:
    client, read = crossed
    told = client.post(f"{DOUARS}/{read.place}/removal", data={"version": str(read.version)})
    assert told.status_code == 409
    assert "300" in told.text
    now = douar(database, "D1")
    assert client.post(f"{DOUARS}/{read.place}/removal", data={"version": str(now.version)}).status_code == 303


def test_a_row_that_another_removed_can_be_put_back(enter: Enter, database: Database) -> None:
    client, row = enter(email_of("provincial")), douar(database, "D2")
    with database.writing() as session:
        delete_row(session, 1, "douars", row.place, row.version)
    told = client.post(f"{DOUARS}/{row.place}", data=form(row, population="7"), headers=FR)
    assert told.status_code == 409
    hidden = dict(re.findall(r'type="hidden" name="(cell:[^"]*)" value="([^"]*)"', unescape(told.text)))
    assert client.post(f"{DOUARS}/new", data=hidden).status_code == 303
    assert douar(database, "D2").cells == {**row.cells, "population": "7"}
    assert client.get(f"{DOUARS}/{row.place + 90}").status_code == 404


@pytest.mark.parametrize("meanwhile", [False, True], ids=["before", "meanwhile"])
def test_a_row_that_another_removed_already_is_removed_and_leads_back_to_its_table(
    enter: Enter, database: Database, monkeypatch: pytest.MonkeyPatch, meanwhile: bool
) -> None:
    client, row = enter(email_of("provincial")), douar(database, "D2")
    with database.writing() as session:
        delete_row(session, 1, "douars", row.place, row.version)
    if meanwhile:
        monkeypatch.setattr("web.blueprints.rows.load_row", lambda *_: row)
    response = client.post(f"{DOUARS}/{row.place}/removal", data={"version": str(row.version)})
    assert (response.status_code, response.location) == (303, "/campaigns/1/tables/douars")
    told = client.get(response.location, headers={"Accept-Language": "en"}).text
    assert "had been removed already" in told


def test_the_journal_keeps_no_telephone_number(enter: Enter, database: Database) -> None:
    with database.reading() as session:
        row = load_table(session, 1, "centres")[0]
    address = f"/campaigns/1/tables/centres/rows/{row.place}"
    enter(email_of("national")).post(address, data=form(row, phone="0600-000-001"))
    assert entry(database).details["phone"] == "…"


def test_the_journal_keeps_nothing_of_a_person(enter: Enter, database: Database) -> None:
    client = enter(email_of("regional"))
    with database.reading() as session:
        row, *_ = load_table(session, 1, "staff")
    for cells in ({"name": "Amina El Fassi"}, {"code": "", "name": "Karima Alaoui"}):
        client.post(f"/campaigns/1/tables/staff/rows/{row.place}", data=form(row, **cells))
        with database.reading() as session:
            row, *_ = load_table(session, 1, "staff")
        assert entry(database).details["name"] == "…"
        assert "Alaoui" not in str(entry(database).details) and "Fassi" not in str(entry(database).details)
    client.post(f"/campaigns/1/tables/staff/rows/{row.place}/removal", data={"version": str(row.version)})
    assert entry(database).deed == "row_removed"
    assert "Alaoui" not in str(entry(database).details)


def test_a_row_is_called_the_same_by_its_form_and_by_the_journal(enter: Enter, database: Database) -> None:
    client, cells = enter(email_of("national")), {"from": "2024-01-10", "to": "2024-01-12", "staff": "S05"}
    with database.writing() as session:
        row = add_row(session, 1, "leave", cells)
    address = f"/campaigns/1/tables/leave/rows/{row.place}"
    assert "<bdi>S05</bdi>" in re.search(r"<h1>.*?</h1>", client.get(address).text, re.DOTALL)[0]  # type: ignore[index]
    client.post(f"{address}/removal", data={"version": str(row.version)})
    assert entry(database).details["row"] == "S05"


def test_a_delegate_reads_in_the_journal_of_rows_that_they_see(enter: Enter, database: Database) -> None:
    national, foreign, own = enter(email_of("national")), douar(database, "D4"), douar(database, "D1")
    national.post(f"{DOUARS}/{foreign.place}", data=form(foreign, name_fr="Ailleurs"))
    national.post(f"{DOUARS}/{own.place}", data=form(own, name_fr="Chez nous"))
    with database.writing() as session:
        before = {"table": "staff", "row": "S05", "name": "Elham → Amina El Fassi"}
        write_journal(session, "a@b.ma", "row_changed", "campaigns/1", before)
        write_journal(session, "a@b.ma", "row_changed", "campaigns/1", {"table": "crews", "row": "", "count": "1 → 7"})
    page = enter(email_of("provincial")).get("/campaigns/1").text
    assert "Chez nous" in page and "1 → 7" in page
    assert "Ailleurs" not in page and "Fassi" not in page
    assert "Ailleurs" in enter(email_of("regional")).get("/campaigns/1").text


STRANGE: Final = ("remarque", "", "=cmd|' /C calc'!A0", "\u202e", "L" * 100_000)


def test_nobody_makes_columns_by_sending_them(enter: Enter, database: Database) -> None:
    client, row = enter(email_of("provincial")), douar(database, "D1")
    sent = form(row, population="250", **dict.fromkeys(STRANGE, "x"))
    assert client.post(f"{DOUARS}/{row.place}", data=sent).status_code == 303
    assert douar(database, "D1").cells == {**row.cells, "population": "250"}
    new = {"cell:code": "D9", "cell:province": AZILAL, **{f"cell:{name}": "x" for name in STRANGE}}
    assert client.post(f"{DOUARS}/new", data=new).status_code == 303
    assert douar(database, "D9").cells == {"code": "D9", "province": AZILAL}
    for suffix in (".xlsx", ".zip"):
        assert enter(email_of("national")).get(f"/campaigns/1{suffix}").status_code == 200


@pytest.fixture
def remarked(database: Database, rows: Rows) -> None:
    """Give the douars a column that the contract does not know."""
    there = rows.tables["douars"]
    lines = tuple(replace(line, cells={**line.cells, "remarque": "0611223344"}) for line in there.lines)
    table = replace(there, columns=(*there.columns, "remarque"), lines=lines)
    with database.writing() as session:
        replace_rows(session, 1, replace(rows, tables={**rows.tables, "douars": table}), 1)


@pytest.mark.usefixtures("remarked")
def test_a_column_of_the_campaign_that_the_contract_does_not_know_is_for_those_whose_all_is(
    enter: Enter, database: Database
) -> None:
    row = douar(database, "D1")
    address = f"{DOUARS}/{row.place}"
    for role in ("provincial", "reader"):
        assert "0611223344" not in enter(email_of(role)).get("/campaigns/1/tables/douars").text
        assert not re.search('id="row-', enter(email_of(role)).get("/campaigns/1/tables/douars?text=0611").text)
    delegate, coordinator = enter(email_of("provincial")), enter(email_of("regional"))
    assert "remarque" not in delegate.get(address).text
    delegate.post(address, data=form(row, population="250", remarque=""))
    assert douar(database, "D1").cells == {**row.cells, "population": "250"}
    told = delegate.post(address, data=form(row, population="260"))
    assert told.status_code == 409 and "0611223344" not in told.text
    assert 'name="cell:remarque"' in coordinator.get(address).text
    coordinator.post(address, data=form(douar(database, "D1"), remarque="à voir"))
    assert douar(database, "D1").cells["remarque"] == "à voir"
    assert entry(database).details["remarque"] == "…"


def test_a_sheet_that_the_contract_does_not_know_is_for_those_whose_all_is(
    enter: Enter, database: Database, rows: Rows
) -> None:
    table = TableRows("personnel 2025", "personnel 2025.csv", ("nom",), (Line(2, {"nom": "Karim Secret"}),))
    with database.writing() as session:
        replace_rows(session, 1, replace(rows, tables={**rows.tables, table.name: table}), 1)
    for role in ("reader", "field", "provincial"):
        answer = enter(email_of(role)).get("/campaigns/1/tables/personnel 2025")
        assert (answer.status_code, "Karim" in answer.text) == (403, False), role
        assert "personnel 2025" not in enter(email_of(role)).get("/campaigns/1").text
        assert enter(email_of(role)).get("/campaigns/1/tables/personnel 2025/rows/new").status_code in (403, 404)
        assert enter(email_of(role)).get("/campaigns/1/tables/personnel 2025/rows/1").status_code == 403
    assert "Karim Secret" in enter(email_of("regional")).get("/campaigns/1/tables/personnel 2025").text


def test_nobody_sees_another_province_s_people_by_giving_their_code_to_one_of_their_own(
    enter: Enter, database: Database
) -> None:
    delegate = enter(email_of("provincial"))
    with database.writing() as session:
        add_row(session, 1, "leave", {"staff": "S05", "from": "2024-01-10", "to": "2024-01-12"})
    mine = {"cell:code": "S05", "cell:name": "Autre", "cell:profession": "doctor", "cell:province": AZILAL}
    refused = delegate.post("/campaigns/1/tables/staff/rows/new", data=mine, headers=FR)
    assert refused.status_code == 422 and "porte déjà ce code" in refused.text
    with database.reading() as session:
        own, *_ = load_table(session, 1, "staff")
    address = f"/campaigns/1/tables/staff/rows/{own.place}"
    assert delegate.post(address, data=form(own, code="S05")).status_code == 422
    assert delegate.post(address, data=form(own, name="Amale")).status_code == 303
    with database.writing() as session:  # as a file brings it in
        add_row(session, 1, "staff", {"code": "S05", "name": "Autre", "profession": "doctor", "province": AZILAL})
    assert "2024-01-10" not in delegate.get("/campaigns/1/tables/leave").text
    assert "2024-01-10" in enter(email_of("regional")).get("/campaigns/1/tables/leave").text


def test_a_reader_is_told_no_telephone_by_a_fault(enter: Enter, database: Database) -> None:
    with database.reading() as session:
        campaign, kept = load_campaign(session, 1), load_rows(session, 1)
    faults = (
        Fault("centres.csv", 2, "phone", "0611223344", "not_text", (("cell", "E2"),)),
        Fault("centres.csv", 2, "", "C1,,0611223344", "quote_open"),
    )
    with database.writing() as session:
        replace_rows(session, 1, replace(kept, faults=faults), campaign.version)
    for address in ("/campaigns/1", "/campaigns/1/tables/centres"):
        assert "0611223344" not in enter(email_of("reader")).get(address).text
        assert "0611223344" in enter(email_of("regional")).get(address).text
