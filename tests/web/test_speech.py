"""In which language a page is told, how data stand in it, and what a person sees where something went wrong."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime, timedelta
from time import monotonic

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from sqlalchemy import update

from planner.config import Config
from planner.domain.catalogue import LANGUAGES
from planner.errors import Language
from planner.explain.figures import moment_text
from planner.store.database import PATIENCE_S, Database, open_database
from planner.store.errors import DatabaseAwayError, DatabaseDamagedError, DatabaseFullError, NotThereError
from planner.store.logins import SEEN_EVERY_S
from planner.store.tables import LoginRecord
from planner.store.users import load_users
from tests.web.conftest import Enter, email_of
from web.app import create_app
from web.deeds import Deed
from web.guard import may
from web.speech import SENTENCES, label, say, unbroken


def language_of(page: str) -> tuple[str, str]:
    found = re.search(r'<html lang="(\w+)" dir="(\w+)">', page)
    assert found is not None
    return found[1], found[2]


@pytest.mark.parametrize(
    ("asked", "told"),
    [("ar-MA,fr;q=0.8", ("ar", "rtl")), ("en-GB", ("en", "ltr")), ("de,zgh", ("fr", "ltr")), ("", ("fr", "ltr"))],
)
def test_a_page_is_told_in_the_language_that_the_browser_asks_for_first(
    app: Flask, asked: str, told: tuple[str, str]
) -> None:
    assert language_of(app.test_client().get("/logins", headers={"Accept-Language": asked}).text) == told


def test_a_chosen_language_goes_before_what_the_browser_asks_for(app: Flask) -> None:
    client = app.test_client()
    response = client.post("/languages", data={"language": "ar", "back": "/logins?back=/users"})
    assert response.location == "/logins?back=/users"
    assert language_of(client.get("/logins", headers={"Accept-Language": "fr"}).text) == ("ar", "rtl")
    assert client.post("/languages", data={"language": "xx"}).status_code == 400


def test_what_fills_a_sentence_is_escaped_and_stands_apart(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert str(say("users_region", name="<b>")) == "region of <bdi>&lt;b&gt;</bdi>"
        assert label("users_region", name="<b>") == "region of \u2068<b>\u2069"


def test_a_moment_is_told_by_the_clock_of_morocco_in_ramadan_too() -> None:
    winter, ramadan = datetime(2026, 1, 5, 23, 30, tzinfo=UTC), datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    assert moment_text(winter, "fr") == "6 janvier 2026, 00:30"
    assert moment_text(ramadan, "fr") == "2 mars 2026, 23:30"
    assert moment_text(winter, "ar") == "6 يناير 2026، 00:30"


@pytest.fixture
def failing(app: Flask) -> FlaskClient:
    """Return the browser of an application in which pages go wrong in every way."""
    errors = {
        "away": DatabaseAwayError("no"),
        "full": DatabaseFullError("no"),
        "damaged": DatabaseDamagedError("no"),
        "gone": NotThereError("plans/7"),
        "broken": ZeroDivisionError("secret"),
    }

    @may(Deed.ENTER)
    def fail(filename: str) -> str:
        if filename in errors:
            raise errors[filename]
        abort(int(filename))

    app.add_url_rule("/fail/<filename>", view_func=fail)
    return app.test_client()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("how", "status"),
    [("400", 400), ("403", 403), ("404", 404), ("405", 405), ("413", 413), ("429", 429), ("500", 500), ("503", 503),
     ("418", 418), ("501", 501), ("away", 503), ("full", 503), ("damaged", 503), ("gone", 404), ("broken", 500)],
)  # fmt: skip
def test_each_error_has_its_page_in_each_language_with_an_id_and_without_a_trace(
    failing: FlaskClient, language: Language, how: str, status: int
) -> None:
    response = failing.get(f"/fail/{how}", headers={"Accept-Language": language})
    assert response.status_code == status
    assert language_of(response.text)[0] == language
    assert response.headers["X-Request-ID"] in response.text
    assert "Traceback" not in response.text
    assert "secret" not in response.text


def test_a_full_disk_and_a_damaged_database_are_told_as_what_they_are(failing: FlaskClient) -> None:
    told = {
        failing.get(f"/fail/{how}").text.partition("<h1>")[2].partition("<p")[0] for how in ("away", "full", "damaged")
    }
    assert len(told) == 3


@pytest.mark.parametrize("host", ["a..b", "...", "x" * 64])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_of_a_server_that_is_none_is_told_in_each_language(app: Flask, language: Language, host: str) -> None:
    response = app.test_client().get("/logins", headers={"Host": host, "Accept-Language": language})
    assert response.status_code == 400
    assert language_of(response.text)[0] == language
    assert SENTENCES.say("error_bad_request", language) in response.text
    assert response.headers["X-Request-ID"] in response.text


def test_an_error_in_a_part_of_a_page_is_shown_where_alerts_are(failing: FlaskClient) -> None:
    response = failing.get("/fail/broken", headers={"HX-Request": "true"})
    assert (response.status_code, response.headers["HX-Retarget"]) == (500, "#alerts")
    assert "<html" not in response.text


def test_the_log_has_the_trace_under_the_id_that_the_person_quotes(
    failing: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        failing.get("/fail/broken")
    assert "ZeroDivisionError" in caplog.text
    answered = caplog.records[-1]
    assert (answered.getMessage(), answered.__dict__["status"]) == ("answered", 500)


def test_a_database_that_is_away_is_told_on_every_page_that_needs_it(
    config: Config, database: Database, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = enter(email_of("reader"))

    def be_away(*_: object) -> None:
        raise DatabaseAwayError("no")

    monkeypatch.setattr("web.logins.load_login", be_away)
    response = client.get("/campaigns", headers={"Accept-Language": "en"})
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert "The database does not answer" in response.text
    assert client.get("/health/live").status_code == 200


def test_a_server_is_ready_only_with_the_tables_of_this_release(config: Config, tmp_path: object) -> None:
    database = open_database(f"sqlite:///{tmp_path}/empty.sqlite3")
    client = create_app(config, database).test_client()
    assert (client.get("/health/ready").status_code, client.get("/health/live").status_code) == (503, 200)
    database.close()


def test_health_asks_for_no_account_even_when_the_database_is_away(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def be_away(*_: object) -> None:
        raise DatabaseAwayError("no")

    monkeypatch.setattr("web.blueprints.health.is_current", be_away)
    assert app.test_client().get("/health/ready").status_code == 503


def test_a_page_is_read_and_the_server_not_ready_while_nobody_can_write(
    enter: Enter, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.blueprints.health.PATIENCE_S", 0.1)
    client = enter(email_of("reader"))
    with database.writing() as session:
        session.execute(update(LoginRecord).values(seen=datetime.now(UTC) - timedelta(seconds=2 * SEEN_EVERY_S)))
    assert client.get("/health/ready").status_code == 200
    with database.writing() as session:
        began = monotonic()
        load_users(session)
        assert client.get("/campaigns").status_code == 200
        assert client.get("/health/ready").status_code == 503
        assert monotonic() - began < PATIENCE_S / 2
    assert client.get("/health/ready").status_code == 200


def test_a_server_without_room_to_write_in_is_not_ready(
    app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def be_full(*_: object) -> None:
        raise DatabaseFullError("database or disk is full")

    monkeypatch.setattr("web.blueprints.health.write_step", be_full)
    assert app.test_client().get("/health/ready").status_code == 503


def test_no_line_of_french_begins_with_a_sign_that_a_blank_stands_before() -> None:
    assert unbroken("Limite : « 3 » ; vraiment ?") == "Limite\u00a0: «\u00a03\u00a0»\u00a0; vraiment\u00a0?"
    assert unbroken("lignes : {count}") == "lignes\u00a0:\u00a0{count}"
    assert not [key for key, told in SENTENCES.sentences.items() if re.search(" [:;?!»]|« ", told["fr"])]
