"""A campaign at a glance, and its tables: what is shown of them, and to whom."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from flask import Blueprint, Flask

from planner.check_campaign.build import build_campaign
from planner.config import Config
from planner.domain.fault_sentences import mend
from planner.domain.roles import Role
from planner.domain.rows import Line, Rows, TableRows
from planner.domain.solve_settings import SolveSettings
from planner.errors import Fault
from planner.files.guard import fault_of
from planner.store.campaigns import save_campaign
from planner.store.database import Database
from planner.store.kept_rows import load_rows
from planner.store.logins import open_login
from planner.store.plans import pack_campaign
from planner.store.rows import add_row, load_table, save_row
from planner.store.runs import ask_run
from tests.web.conftest import AZILAL, FOREIGNER, KHENIFRA, Enter, email_of
from web.app import BLUEPRINTS, create_app
from web.blueprints.campaigns import enough_seconds
from web.deeds import Deed
from web.guard import may
from web.logins import TOKEN
from web.wording import heading, tell_fault

FR = {"Accept-Language": "fr"}
EN = {"Accept-Language": "en"}


def shown_rows(page: str) -> list[str]:
    """Return the rows of a page's table as text."""
    return [re.sub(r"<[^>]+>|\s+", " ", row) for row in re.findall(r'<tr id="row-\d+">(.*?)</tr>', page, re.DOTALL)]


@pytest.fixture
def large(database: Database, rows: Rows) -> int:
    """Return a campaign with 120 douars, those of even numbers in Azilal."""
    lines = [
        Line(number, {"code": f"D{number}", "name_fr": f"Aït {number}", "province": (AZILAL, KHENIFRA)[number % 2]})
        for number in range(2, 122)
    ]
    lines[0] = replace(lines[0], cells={**lines[0].cells, "population": "beaucoup"})
    table = TableRows("douars", "douars.csv", ("code", "name_fr", "province", "population"), tuple(lines))
    with database.writing() as session:
        tables = {**rows.tables, "douars": table}
        return save_campaign(session, "Grande", replace(rows, tables=tables), email_of("national")).number


def test_a_campaign_shows_what_is_in_it(enter: Enter) -> None:
    page = enter(email_of("national")).get("/campaigns/1", headers=FR).text
    assert "42 jours" in re.sub(r"<[^>]+>", "", page)
    assert re.search(r"60.000,00</bdi> MAD", page)
    assert "Aucune erreur" in page
    assert "/campaigns/1.xlsx" in page
    for name in ("campaign", "douars", "staff", "pins"):
        assert f"/campaigns/1/tables/{name}" in page


def test_what_somebody_may_not_do_is_not_offered(enter: Enter) -> None:
    for role in ("provincial", "reader"):
        page = enter(email_of(role)).get("/campaigns/1").text
        assert "/campaigns/1.xlsx" not in page
        assert "/replacement" not in page
    assert "/tables/staff" not in enter(email_of("reader")).get("/campaigns/1").text
    assert "/campaigns/new" not in enter(email_of("provincial")).get("/campaigns").text
    assert "/campaigns/new" in enter(email_of("regional")).get("/campaigns").text


def test_each_province_shows_how_complete_it_is(enter: Enter, database: Database) -> None:
    with database.writing() as session:
        for row in load_table(session, 1, "units"):
            save_row(session, 1, "units", row.place, {**row.cells, "province": AZILAL}, row.version)
    page = enter(email_of("national")).get("/campaigns/1", headers=FR).text
    lines = re.findall(r"<tr>.*?</tr>", page, re.DOTALL)
    assert "aucune unité mobile" in next(line for line in lines if "Khénifra" in line)
    assert "aucune unité mobile" not in next(line for line in lines if "Azilal" in line)


def test_a_delegate_sees_their_province_and_the_faults_of_it_alone(enter: Enter, database: Database) -> None:
    with database.writing() as session:
        add_row(session, 1, "douars", {"code": "DX", "province": KHENIFRA, "population": "foreign"})
        add_row(session, 1, "douars", {"code": "DY", "province": AZILAL, "population": "own"})
    client = enter(email_of("provincial"))
    for address in ("/campaigns/1", "/campaigns/1/tables/douars"):
        page = client.get(address).text
        assert "own" in page
        assert "foreign" not in page
    assert "DX" not in client.get("/campaigns/1/tables/douars").text


def test_who_sees_a_part_is_told_how_much_of_it_there_is_and_that_it_is_a_part(
    enter: Enter, database: Database
) -> None:
    with database.writing() as session:
        for number in range(3):
            add_row(session, 1, "douars", {"code": f"DX{number}", "province": KHENIFRA, "population": "foreign"})
        add_row(session, 1, "douars", {"code": "DY", "province": AZILAL, "population": "own"})

    def read(role: Role, page: str) -> str:
        return re.sub(r"<[^>]+>", "", enter(email_of(role)).get(page, headers=EN).text)

    with database.reading() as session:
        douars = [row.cells["province"] for row in load_table(session, 1, "douars")]
    own = douars.count(AZILAL)
    part, whole = (read(role, "/campaigns/1") for role in ("provincial", "national"))
    assert f"your rows: {own}" in part
    assert f"douars: {own}; provinces: 1" in part
    assert f"rows: {len(douars)}" not in part
    assert "the campaign is wider" in part
    assert "You cannot ask for one" in part
    told = re.search(r"can be planned: (\d+)\. Those of your territory: (\d+)\.", re.sub(r"\s+", " ", part))
    assert told is not None
    assert 0 < int(told[2]) < int(told[1])
    assert f"rows: {len(douars)}" in whole
    assert "your" not in whole
    assert f"({own} of your territory)" in read("provincial", "/campaigns/1/tables/douars")
    assert f"({len(douars)} in all)" in read("national", "/campaigns/1/tables/douars")


def test_a_table_is_paged(enter: Enter, large: int) -> None:
    client = enter(email_of("national"))
    first = client.get(f"/campaigns/{large}/tables/douars").text
    assert len(shown_rows(first)) == 50
    assert 'rel="next"' in first
    assert 'rel="prev"' not in first
    last = client.get(f"/campaigns/{large}/tables/douars?page=9").text
    assert shown_rows(last)[-1].split()[0] == "121"
    assert len(shown_rows(last)) == 20
    assert 'rel="next"' not in last


def test_all_rows_stand_on_one_page_for_who_prints_them(
    enter: Enter, large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = enter(email_of("national"))
    address = re.search(r'href="(\?[^"]*page=all[^"]*)"', client.get(f"/campaigns/{large}/tables/douars?page=2").text)
    assert address
    whole = client.get(f"/campaigns/{large}/tables/douars{unescape(address[1])}").text
    assert len(shown_rows(whole)) == 120
    assert 'class="pager"' not in whole
    monkeypatch.setattr("web.paging.MOST_WHOLE", 119)
    assert len(shown_rows(client.get(f"/campaigns/{large}/tables/douars?page=all").text)) == 50


@pytest.mark.parametrize(
    ("asked", "count"),
    [("text=ait+12", 3), ("text=AÏT+121", 1), ("faulty=1", 50), (f"province={AZILAL}&page=2", 10), ("text=nothing", 0)],
)
def test_rows_are_looked_for(enter: Enter, large: int, asked: str, count: int) -> None:
    page = enter(email_of("national")).get(f"/campaigns/{large}/tables/douars?{asked}").text
    assert len(shown_rows(page)) == count


def test_a_fault_stands_in_its_cell(enter: Enter, large: int) -> None:
    page = enter(email_of("national")).get(f"/campaigns/{large}/tables/douars", headers=FR).text
    cell = re.search(r'<td class="figure faulty" data-label="Population">(.*?)</td>', page, re.DOTALL)
    assert cell
    assert "beaucoup" in cell[1]
    assert "Écrivez un nombre" in cell[1]


def test_columns_have_the_names_of_the_page_s_language(enter: Enter) -> None:
    client = enter(email_of("national"))
    assert "عدد السكان" in client.get("/campaigns/1/tables/douars", headers={"Accept-Language": "ar"}).text
    assert "rouge" in client.get("/campaigns/1/tables/douars", headers=FR).text


def test_a_table_that_nobody_knows_is_no_page_and_one_that_is_not_there_is_empty(enter: Enter) -> None:
    client = enter(email_of("national"))
    assert client.get("/campaigns/1/tables/nothing").status_code == 404
    assert "Ce tableau est vide" in client.get("/campaigns/1/tables/pins", headers=FR).text


def test_a_reader_sees_no_person(enter: Enter, database: Database) -> None:
    with database.writing() as session:
        row = load_table(session, 1, "centres")[0]
        save_row(session, 1, "centres", row.place, {**row.cells, "phone": "0600-000"}, row.version)
    client = enter(email_of("reader"))
    assert client.get("/campaigns/1/tables/staff").status_code == 403
    page = client.get("/campaigns/1/tables/centres?text=").text
    assert "Tabant" in page
    assert "0600-000" not in page
    assert not shown_rows(client.get("/campaigns/1/tables/centres?text=0600").text)
    assert "0600-000" in enter(email_of("provincial")).get("/campaigns/1/tables/centres").text


def test_settings_that_stand_in_one_line_have_each_their_own_fault(enter: Enter, database: Database) -> None:
    with database.writing() as session:
        row = next(row for row in load_table(session, 1, "campaign") if row.cells["key"] == "policy.visits.red")
        save_row(session, 1, "campaign", row.place, {**row.cells, "value": "many"}, row.version)
    page = enter(email_of("national")).get("/campaigns/1/tables/campaign?faulty=1").text
    assert len(shown_rows(page)) == 1
    assert "many" in page


def test_what_could_not_be_read_of_a_file_is_settled_by_a_look(enter: Enter, database: Database, rows: Rows) -> None:
    broken = replace(rows, faults=(fault_of("douars.csv", "not_utf8", 1, value="A�t"),))
    with database.writing() as session:
        made = save_campaign(session, "x", broken, "a@b.ma").number
    client = enter(email_of("regional"))
    assert f"/campaigns/{made}/tables/douars/acceptance" in client.get(f"/campaigns/{made}/tables/douars").text
    assert client.post(f"/campaigns/{made}/tables/douars/acceptance").status_code == 303
    with database.reading() as session:
        assert load_rows(session, made).faults == ()
    assert "acceptance" not in client.get(f"/campaigns/{made}/tables/douars").text


@pytest.fixture
def asking(config: Config, database: Database) -> Flask:
    """Return the application with pages of runs, which have nothing on them, in the place of its own."""
    runs = Blueprint("runs", __name__)
    runs.add_url_rule("/runs/<int:campaign>", "ask", may(Deed.SEE_CAMPAIGNS)(lambda campaign: ""), methods=["POST"])
    others = [each for each in BLUEPRINTS if each.name not in ("runs", "plans")]
    app = create_app(config, database, (*others, runs))
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def test_a_plan_is_asked_for_where_there_is_no_fault_and_else_the_form_says_why_not(
    asking: Flask, database: Database
) -> None:
    client = asking.test_client()
    with database.writing() as session, client.session_transaction() as cookie:
        cookie[TOKEN] = open_login(session, email_of("national"), 3600, 3600)
    sound = client.get("/campaigns/1", headers=FR).text
    assert 'name="seconds"' in sound
    assert 'value="10"' in sound
    assert "disabled" not in sound
    with database.writing() as session:
        add_row(session, 1, "douars", {"code": "D1"})
    faulty = client.get("/campaigns/1", headers=FR).text
    assert 'disabled aria-describedby="ask-why"' in faulty
    assert "une fois toutes les erreurs corrigées" in faulty


def test_runs_are_listed(enter: Enter, database: Database, rows: Rows) -> None:
    campaign, _ = build_campaign(rows)
    assert campaign is not None
    with database.writing() as session:
        ask_run(session, 1, 1, pack_campaign(campaign), SolveSettings(5), email_of("regional"))
    page = enter(email_of("reader")).get("/campaigns/1", headers=FR).text
    assert "en attente" in page
    assert email_of("regional") in page


def test_a_campaign_s_journal_is_for_those_who_plan(enter: Enter) -> None:
    enter(email_of("national")).get("/campaigns/1.zip")
    assert "campagne téléchargée" in enter(email_of("provincial")).get("/campaigns/1", headers=FR).text
    assert "campagne téléchargée" not in enter(email_of("reader")).get("/campaigns/1", headers=FR).text
    assert enter(FOREIGNER).get("/campaigns/1").status_code == 403


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fr", ("Population n'est pas rempli.", "« 99 » n'existe pas dans Provinces, Régions.")),
        ("ar", ("عدد السكان", "الأقاليم، الجهات")),
    ],
)
def test_a_fault_speaks_of_columns_and_tables_as_they_are_called(
    app: Flask, language: str, told: tuple[str, str]
) -> None:
    named = (("named", "99"), ("tables", "provinces, regions"))
    faults = (
        Fault("douars.csv", 4, "population", "", "cell_missing"),
        Fault("douars.csv", 4, "province", "99", "unknown_code", named),
    )
    with app.test_request_context(headers={"Accept-Language": language}):
        said = [tell_fault(fault, "douars").sentence.replace("\u00a0", " ") for fault in faults]
    assert told[0] in said[0] and told[1] in said[1]


def test_what_mends_a_fault_speaks_of_words_and_columns_as_forms_call_them(app: Flask) -> None:
    choice = Fault("units.csv", 2, "access", "mule", "not_one_of", (("choices", "road, track"),))
    both = Fault(
        "closures.csv", 2, "point", "", "closure_needs_one", (("first_column", "point"), ("second_column", "wkt"))
    )
    order = Fault("caravans.csv", 2, "latest", "2024-01-11", "end_before_start", (("start_column", "earliest"),))
    order = replace(order, details=(*order.details, ("start", "2024-01-12")))
    with app.test_request_context(headers={"Accept-Language": "fr"}):
        assert "route, piste" in tell_fault(choice).mend
        assert heading("closures", "wkt") in tell_fault(both, "closures").mend
        assert "wkt ou" not in tell_fault(both).mend
        told = tell_fault(order).sentence
        assert heading("caravans", "earliest") in told
        assert "earliest" not in told
    assert mend(choice, "fr") == "Écrivez l'un de ceux-ci : road, track."


@pytest.mark.parametrize(("provinces", "seconds"), [(0, 60), (1, 60), (2, 120), (16, 360), (31, 600), (60, 600)])
def test_the_time_that_a_plan_needs_goes_by_the_provinces(provinces: int, seconds: int) -> None:
    assert enough_seconds(provinces) == seconds
