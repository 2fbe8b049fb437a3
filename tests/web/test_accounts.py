"""Log in, log out, change one's password."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import pytest
import structlog
from flask import Flask
from sqlalchemy import func, select

from planner.config import Config
from planner.config.logs import set_up_logs
from planner.config.settings import Secret, Server
from planner.store.database import Database
from planner.store.journal import load_journal
from planner.store.logins import FREE_BY_ADDRESS, close_logins
from planner.store.passwords import hash_password, is_password
from planner.store.tables import FailureRecord
from planner.store.users import User, add_user, close_user, hold_user, load_user, set_access, set_password
from tests.web.conftest import AZILAL, PASSWORD, Enter, email_of, password_hash
from web.app import create_app
from web.blueprints import accounts
from web.known import COOKIE, MOST

EMAIL = email_of("regional")
NEW = "quatre caravanes au printemps"


def log_in(app: Flask, email: str = EMAIL, password: str = PASSWORD) -> int:
    return app.test_client().post("/logins", data={"email": email, "password": password}).status_code


def test_who_knows_the_password_is_in_and_led_where_they_wanted(app: Flask) -> None:
    client = app.test_client()
    form = {"email": f" {EMAIL.upper()} ", "password": PASSWORD, "back": "/passwords"}
    assert client.post("/logins", data=form).location == "/passwords"
    assert client.get("/campaigns").status_code == 200


def test_a_wrong_password_an_unknown_account_and_a_closed_one_are_told_alike(app: Flask, database: Database) -> None:
    with database.writing() as session:
        close_user(session, email_of("field"))
    tries = [
        (EMAIL, "wrong"),
        ("nobody@sante.example", PASSWORD),
        (email_of("field"), PASSWORD),
        ("", ""),
        ("\0", "\0"),
    ]
    told = [app.test_client().post("/logins", data={"email": email, "password": password}) for email, password in tries]
    assert {response.status_code for response in told} == {422}
    texts = {response.text.partition('role="alert">')[2].partition("<form")[0] for response in told}
    assert len(texts) == 1


def test_who_fails_too_often_must_wait_and_is_told_how_long(app: Flask) -> None:
    assert [log_in(app, password="wrong") for _ in range(6)] == [422] * 5 + [429]
    response = app.test_client().post(
        "/logins", data={"email": EMAIL, "password": PASSWORD}, headers={"Accept-Language": "en"}
    )
    assert response.status_code == 429, "the right password would tell that it is right"
    assert 0 < int(response.headers["Retry-After"]) <= 900
    assert "Minutes to wait" in response.text
    assert log_in(app, email_of("reader")) == 303


def test_passwords_that_are_tried_at_once_are_not_more_than_one_after_another(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[str] = []
    all_are_in = Event()

    def slow(_: str, password: str) -> bool:
        looked_at.append(password)
        all_are_in.wait(2)  # as long as Argon2 on a busy machine, while the others come in
        return False

    monkeypatch.setattr(accounts, "is_password", slow)
    with ThreadPoolExecutor(12) as pool:
        told = list(pool.map(lambda number: log_in(app, password=str(number)), range(12)))
    assert sorted(told) == [422] * 5 + [429] * 7
    assert len(looked_at) == 5


def test_who_knows_the_password_never_waits_however_often_they_come_in(app: Flask) -> None:
    assert [log_in(app) for _ in range(7)] == [303] * 7


def test_failures_elsewhere_lock_nobody_out_at_home(config: Config, database: Database) -> None:
    app = create_app(replace(config, server=Server(proxies=1)), database)
    app.config["WTF_CSRF_ENABLED"] = False
    form = {"email": EMAIL, "password": "wrong"}
    for _ in range(6):
        told = app.test_client().post("/logins", data=form, headers={"X-Forwarded-For": "203.0.113.9"})
    assert told.status_code == 429
    form["password"] = PASSWORD
    assert app.test_client().post("/logins", data=form, headers={"X-Forwarded-For": "203.0.113.10"}).status_code == 303


def test_a_log_in_that_ends_in_an_error_leaves_no_password_in_the_log(
    config: Config, app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(accounts, "needs_rehash", lambda _: 1 / 0)
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    monkeypatch.setattr(logging.getLogger(), "level", logging.INFO)
    set_up_logs(replace(config, mode="production"))
    try:
        assert log_in(app) == 500
    finally:
        structlog.reset_defaults()
    logged = capsys.readouterr().err
    assert "ZeroDivisionError" in logged
    assert PASSWORD not in logged


def meanwhile(monkeypatch: pytest.MonkeyPatch, verb: str, change: Callable[[], object]) -> None:
    """Have something happen while a password is digested."""
    digest = getattr(accounts, verb)

    def slow(*given: str) -> object:
        there = digest(*given)
        change()
        return there

    monkeypatch.setattr(accounts, verb, slow)


def reset(database: Database) -> None:
    """Give an account another password, as the national planner does."""
    with database.writing() as session:
        set_password(session, EMAIL, hash_password(NEW))
        close_logins(session, EMAIL)


def disable(database: Database) -> None:
    """Close an account, as the administrator does."""
    with database.writing() as session:
        close_user(session, EMAIL)
        close_logins(session, EMAIL)


def demote(database: Database) -> None:
    """Let an account only look on from now on, in another province."""
    with database.writing() as session:
        there = hold_user(session, EMAIL)
        set_access(session, replace(there, role="reader", regions=(), provinces=(AZILAL,)))


@pytest.mark.parametrize("change", [reset, disable])
@pytest.mark.parametrize("verb", ["is_password", "hash_password"])
def test_a_password_that_holds_no_more_when_it_was_digested_opens_nothing(
    app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch, verb: str, change: Callable[[Database], None]
) -> None:
    monkeypatch.setattr(accounts, "needs_rehash", lambda _: True)
    meanwhile(monkeypatch, verb, lambda: change(database))
    client = app.test_client()
    assert client.post("/logins", data={"email": EMAIL, "password": PASSWORD}).status_code == 422
    assert client.get("/campaigns").status_code == 303
    with database.reading() as session:
        there = load_user(session, EMAIL)
        assert session.scalar(select(func.count()).select_from(FailureRecord)) == 1
    assert there is not None
    assert there.is_active is (change is reset)
    assert is_password(there.password_hash, PASSWORD) is (change is disable)


def test_a_password_that_is_kept_anew_leaves_the_account_as_it_is_by_now(
    app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "needs_rehash", lambda _: True)
    meanwhile(monkeypatch, "hash_password", lambda: demote(database))
    with database.reading() as session:
        before = load_user(session, EMAIL)
    assert log_in(app) == 303
    with database.reading() as session:
        there = load_user(session, EMAIL)
    assert there is not None and before is not None
    assert (there.role, there.regions, there.provinces) == ("reader", (), (AZILAL,))
    assert there.password_hash != before.password_hash


def test_who_logs_in_ends_the_login_that_the_browser_had(enter: Enter, app: Flask) -> None:
    client = enter(EMAIL)
    kept = client.get_cookie("riaya")
    assert kept is not None
    assert client.post("/logins", data={"email": email_of("reader"), "password": PASSWORD}).status_code == 303
    assert client.get("/campaigns").status_code == 200
    thief = app.test_client()
    thief.set_cookie("riaya", kept.value)
    assert thief.get("/campaigns").status_code == 303


def crowd(app: Flask) -> None:
    """Fail with as many made-up accounts as make an address wait."""
    for number in range(FREE_BY_ADDRESS):
        assert log_in(app, f"nobody{number}@sante.example", "wrong") == 422


def test_nobody_locks_out_those_who_logged_in_from_there_before(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "waste_time", lambda _: None)
    mine, form = app.test_client(), {"email": EMAIL, "password": PASSWORD}
    for email in (email_of("reader"), EMAIL):
        assert mine.post("/logins", data=form | {"email": email}).status_code == 303
    mine.post("/logins/end")
    crowd(app)
    assert log_in(app) == 429
    assert mine.post("/logins", data=form | {"email": email_of("national")}).status_code == 429
    assert mine.post("/logins", data=form | {"email": EMAIL.upper()}).status_code == 303
    assert mine.post("/logins", data=form | {"email": email_of("reader")}).status_code == 303


def test_who_logged_in_before_may_guess_no_more_than_others(app: Flask) -> None:
    mine, form = app.test_client(), {"email": EMAIL, "password": PASSWORD}
    mine.post("/logins", data=form)
    form["password"] = "wrong"
    assert [mine.post("/logins", data=form).status_code for _ in range(6)] == [422] * 5 + [429]


def test_nobody_says_of_themselves_that_they_logged_in_before(
    app: Flask, config: Config, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "waste_time", lambda _: None)
    other = create_app(replace(config, secret=Secret(key="another")), database)
    other.config["WTF_CSRF_ENABLED"] = False
    mine, form = other.test_client(), {"email": EMAIL, "password": PASSWORD}
    mine.post("/logins", data=form)
    forged = mine.get_cookie(COOKIE)
    assert forged is not None
    assert EMAIL not in forged.value
    crowd(app)
    for value in (forged.value, EMAIL, "é", "." * 99):
        client = app.test_client()
        client.set_cookie(COOKIE, value)
        assert client.post("/logins", data=form).status_code == 429


def test_a_browser_is_known_by_the_last_accounts_alone(app: Flask, database: Database) -> None:
    client = app.test_client()
    with database.writing() as session:
        for number in range(MOST):
            add_user(session, User(f"n{number}@sante.example", password_hash(), "national"))
    for email in (EMAIL, EMAIL, *(f"n{number}@sante.example" for number in range(MOST))):
        client.post("/logins", data={"email": email, "password": PASSWORD})
    brought = client.get_cookie(COOKIE)
    assert brought is not None
    assert (len(set(brought.value.split("."))), brought.http_only, brought.same_site) == (MOST, True, "Lax")


def test_who_logs_out_is_out_and_so_is_whoever_kept_their_cookie(enter: Enter, app: Flask) -> None:
    client = enter(EMAIL)
    kept = client.get_cookie("riaya")
    assert kept is not None
    assert client.post("/logins/end").location == "/logins"
    assert client.get("/campaigns").status_code == 303
    thief = app.test_client()
    thief.set_cookie("riaya", kept.value)
    assert thief.get("/campaigns").status_code == 303


def test_a_changed_password_holds_and_ends_every_other_login(enter: Enter, app: Flask, database: Database) -> None:
    here, elsewhere = enter(EMAIL), enter(EMAIL)
    response = here.post("/passwords", data={"old": PASSWORD, "new": NEW, "again": NEW}, follow_redirects=True)
    assert "Votre mot de passe est changé." in response.text
    assert elsewhere.get("/campaigns").status_code == 303
    assert (log_in(app), log_in(app, password=NEW)) == (422, 303)
    with database.reading() as session:
        assert [(each.who, each.deed) for each in load_journal(session, 9)] == [(EMAIL, "password_changed")]


@pytest.mark.parametrize("change", [reset, disable])
def test_a_changed_password_undoes_nothing_that_was_done_meanwhile(
    enter: Enter, database: Database, monkeypatch: pytest.MonkeyPatch, change: Callable[[Database], None]
) -> None:
    mine = "cinq fours dans la neige"
    client = enter(EMAIL)
    meanwhile(monkeypatch, "hash_password", lambda: change(database))
    assert client.post("/passwords", data={"old": PASSWORD, "new": mine, "again": mine}).status_code == 422
    with database.reading() as session:
        there = load_user(session, EMAIL)
        assert not load_journal(session, 9)
    assert there is not None
    assert there.is_active is (change is reset)
    assert not is_password(there.password_hash, mine)


def test_a_changed_password_leaves_the_account_as_it_is_by_now(
    enter: Enter, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = enter(EMAIL)
    meanwhile(monkeypatch, "hash_password", lambda: demote(database))
    assert client.post("/passwords", data={"old": PASSWORD, "new": NEW, "again": NEW}).status_code == 303
    with database.reading() as session:
        there = load_user(session, EMAIL)
    assert there is not None
    assert (there.role, there.provinces) == ("reader", (AZILAL,))
    assert is_password(there.password_hash, NEW)


def test_what_is_wrong_with_a_new_password_stands_beside_it(enter: Enter, database: Database) -> None:
    client = enter(EMAIL)
    for form, fault in (
        ({"old": "wrong", "new": NEW, "again": NEW}, "old"),
        ({"old": PASSWORD, "new": "court", "again": "court"}, "new"),
        ({"old": PASSWORD, "new": EMAIL, "again": EMAIL}, "new"),
        ({"old": PASSWORD, "new": NEW, "again": "autre chose"}, "again"),
        ({}, "old"),
    ):
        response = client.post("/passwords", data=form)
        assert response.status_code == 422
        assert f'id="{fault}-fault"' in response.text
    with database.reading() as session:
        there = load_user(session, EMAIL)
    assert there is not None
    assert is_password(there.password_hash, PASSWORD)
