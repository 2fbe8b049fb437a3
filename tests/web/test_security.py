"""What every answer is sent with, what a browser keeps, and what is refused."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from planner.config import Config
from planner.config.settings import Server
from planner.store.database import Database
from tests.web.conftest import PASSWORD, Enter, email_of
from web.app import create_app
from web.security import MB, MOST_FORM

WRITTEN_INLINE = re.compile(r"<style|<script(?![^>]*src)|\son\w+=|\sstyle=|javascript:|hx-on|https?://", re.IGNORECASE)


@pytest.fixture
def safe(config: Config, database: Database) -> Flask:
    """Return the application of production, behind one proxy."""
    return create_app(replace(config, mode="production", server=Server(proxies=1)), database)


def by_tls(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_X_FORWARDED_PROTO"] = "https"
    return client


def token_in(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("path", ["/logins", "/nothing", "/static/icon.svg", "/health/live"])
def test_every_answer_bears_the_policy(app: Flask, path: str) -> None:
    headers = app.test_client().get(path, buffered=True).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert ("no-store" in headers.get("Cache-Control", "")) is (path != "/static/icon.svg")
    assert "Server" not in headers


@pytest.mark.parametrize(
    "path", ["/logins", "/campaigns", "/users", "/users/new", "/journal", "/passwords", "/nothing"]
)
def test_no_page_has_anything_inline_or_from_elsewhere(enter: Enter, path: str) -> None:
    page = enter(email_of("national")).get(path).text
    assert not WRITTEN_INLINE.search(page)
    assert not re.search(r"=\"[^\"]*&lt;bdi", page), "say() stands in an attribute, where label() belongs"


def test_production_keeps_its_cookies_for_tls_and_says_so(safe: Flask) -> None:
    response = by_tls(safe).get("/logins")
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-riaya=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert response.headers["Strict-Transport-Security"].startswith("max-age=")


def test_production_refuses_what_came_without_tls_and_says_what_mends_it(safe: Flask) -> None:
    response = safe.test_client().get("/logins", headers={"Accept-Language": "en"})
    assert response.status_code == 403
    assert "server.proxies" in response.text
    assert safe.test_client().get("/health/live").status_code == 200


def test_production_refuses_a_server_s_name_that_is_none(safe: Flask) -> None:
    assert safe.test_client().get("/logins", headers={"Host": "a..b"}).status_code == 403
    assert by_tls(safe).get("/logins", headers={"Host": "a..b"}).status_code == 400


def test_a_trial_sends_no_word_of_tls(app: Flask) -> None:
    assert "Strict-Transport-Security" not in app.test_client().get("/logins").headers


def test_nobody_can_say_for_a_proxy_that_is_not_there_where_they_come_from(config: Config, database: Database) -> None:
    forged = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "10.9.8.7"}
    response = create_app(config, database).test_client().get("/logins", headers=forged)
    assert "Strict-Transport-Security" not in response.headers


def test_a_form_without_its_token_is_refused_and_with_it_taken(config: Config, database: Database) -> None:
    client = create_app(config, database).test_client()
    form = {"email": email_of("reader"), "password": PASSWORD}
    refused = client.post("/logins", data=form, headers={"Accept-Language": "en"})
    assert (refused.status_code, "has expired" in refused.text) == (400, True)
    form["csrf_token"] = token_in(client.get("/logins").text)
    assert client.post("/logins", data=form).location == "/campaigns"


def test_the_token_of_one_browser_is_none_in_another(config: Config, database: Database) -> None:
    app = create_app(config, database)
    stolen = token_in(app.test_client().get("/logins").text)
    other = app.test_client()
    other.get("/logins")
    assert other.post("/languages", data={"language": "ar", "csrf_token": stolen}).status_code == 400


def test_the_cookie_holds_a_login_and_a_token_and_nothing_of_a_person(config: Config, database: Database) -> None:
    client = create_app(config, database).test_client()
    token = token_in(client.get("/logins").text)
    client.post("/logins", data={"email": email_of("reader"), "password": PASSWORD, "csrf_token": token})
    client.get("/campaigns")
    with client.session_transaction() as cookie:
        assert set(cookie) == {"login", "csrf_token"}


def test_a_cookie_that_another_secret_signed_opens_nothing(config: Config, database: Database, enter: Enter) -> None:
    signed = enter(email_of("national")).get_cookie("riaya")
    assert signed is not None
    other = create_app(replace(config, secret=replace(config.secret, key="another")), database).test_client()
    other.set_cookie("riaya", signed.value)
    assert other.get("/campaigns").status_code == 303


def test_what_is_larger_than_the_limit_is_refused_in_words(app: Flask, enter: Enter) -> None:
    client, app.config["MAX_CONTENT_LENGTH"] = enter(email_of("regional")), 2 * MB
    large = {"data": b"x" * (2 * MB + 1), "content_type": "application/x-www-form-urlencoded"}
    response = client.post("/campaigns/new", headers={"Accept-Language": "en"}, **large)
    assert response.status_code == 413
    assert "most_upload_mb" in response.text


@pytest.mark.parametrize("path", ["/campaigns/new", "/campaigns/1/replacement", "/campaigns/1/rows"])
@pytest.mark.parametrize("role", ["nobody", "reader"])
def test_nothing_is_read_of_what_somebody_may_not_send(
    config: Config, database: Database, enter: Enter, path: str, role: str
) -> None:
    client = create_app(config, database).test_client()  # which looks for the form's token
    if role != "nobody":
        login = enter(f"{role}@sante.example").get_cookie("riaya")
        assert login is not None
        client.set_cookie("riaya", login.value)
    sent = io.BytesIO(b"data=" + b"x" * MOST_FORM)
    kind = "application/x-www-form-urlencoded"
    response = client.post(path, input_stream=sent, content_length=len(sent.getvalue()), content_type=kind)
    assert (response.status_code, sent.tell()) == (303 if role == "nobody" else 403, 0)


@pytest.mark.parametrize("path", ["/logins", "/languages"])
def test_a_form_is_never_as_large_as_a_file_and_is_told_so(config: Config, database: Database, path: str) -> None:
    client = create_app(config, database).test_client()  # which looks for the form's token first
    large = {"data": b"x" * (MOST_FORM + 1), "content_type": "application/x-www-form-urlencoded"}
    response = client.post(path, headers={"Accept-Language": "en"}, **large)
    assert response.status_code == 413
    assert "so much text" in response.text
    assert "most_upload_mb" not in response.text


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/users/amal@sante.example", "/users/<email>"),
        ("/users/amal@sante.example/password", ""),  # which is no page for whoever only looks
        ("/of/amal@sante.example", ""),
        ("/campaigns/1", "/campaigns/1"),
    ],
)
def test_no_log_names_a_person_that_somebody_asked_for(
    enter: Enter, caplog: pytest.LogCaptureFixture, path: str, told: str
) -> None:
    with caplog.at_level("INFO"):
        enter(email_of("national")).get(f"{path}?name=amal")
    assert caplog.records[-1].__dict__["path"] == told
    assert not any("amal" in str(vars(record)) for record in caplog.records if record.name.startswith("web"))


def test_who_logs_in_gets_a_session_of_their_own(app: Flask) -> None:
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["login"] = "given-by-somebody-else"
    client.post("/logins", data={"email": email_of("reader"), "password": PASSWORD})
    with client.session_transaction() as cookie:
        assert cookie["login"] != "given-by-somebody-else"


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/\\evil.example", "evil", "/a\nb", "javascript:1"]
)
def test_nobody_is_led_elsewhere_after_they_logged_in(app: Flask, back: str) -> None:
    form = {"email": email_of("reader"), "password": PASSWORD, "back": back}
    assert app.test_client().post("/logins", data=form).location == "/campaigns"
    assert app.test_client().post("/languages", data={"language": "ar", "back": back}).location == "/campaigns"
