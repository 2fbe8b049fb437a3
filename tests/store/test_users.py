"""Accounts in the store."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier, Event

import pytest
from sqlalchemy.exc import IntegrityError

from planner.store.database import Database
from planner.store.errors import AccountChangedError, EmailTakenError, NotThereError
from planner.store.users import (
    User,
    add_user,
    close_user,
    hold_user,
    hold_users,
    load_user,
    load_users,
    set_access,
    set_password,
)

AMAL = User(email="Amal@Sante.ma", password_hash="$argon2id$x", role="regional", regions=("05", "08"))


def test_an_account_is_known_by_its_address_however_it_is_spelt(database: Database) -> None:
    with database.writing() as session:
        kept = add_user(session, AMAL)
    assert kept == replace(AMAL, email="amal@sante.ma")
    with database.reading() as session:
        assert load_user(session, " AMAL@sante.MA ") == kept
        assert load_user(session, "brahim@sante.ma") is None


def test_an_address_has_one_account(database: Database) -> None:
    with database.writing() as session:
        add_user(session, AMAL)
    with pytest.raises(EmailTakenError), database.writing() as session:
        add_user(session, replace(AMAL, email="amal@sante.ma "))


def test_of_two_who_are_as_quick_one_is_told(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.writing() as session:
        add_user(session, AMAL)
    with pytest.raises(EmailTakenError), database.writing() as session:
        monkeypatch.setattr(session, "get", lambda *_: None)
        add_user(session, AMAL)


def test_an_account_can_be_changed_and_closed(database: Database) -> None:
    with database.writing() as session:
        kept = add_user(session, AMAL)
        wanted = replace(kept, role="provincial", regions=(), provinces=("05.081",), is_active=False)
        assert set_access(session, replace(wanted, password_hash="$that is not looked at")) == wanted
    with database.reading() as session:
        assert load_users(session) == (wanted,)


def test_a_password_is_changed_and_an_account_closed_by_themselves(database: Database) -> None:
    with database.writing() as session:
        kept = add_user(session, AMAL)
        assert set_password(session, "AMAL@sante.ma", "$new") == replace(kept, password_hash="$new")
        assert close_user(session, "AMAL@sante.ma") == replace(kept, password_hash="$new", is_active=False)
        assert hold_user(session, kept.email) == load_user(session, kept.email)


def test_what_was_looked_at_has_to_hold_still(database: Database) -> None:
    with database.writing() as session:
        kept = add_user(session, AMAL)
        set_password(session, kept.email, "$new", kept.password_hash)
    with pytest.raises(AccountChangedError), database.writing() as session:
        set_password(session, kept.email, "$newer", kept.password_hash)
    with database.writing() as session:
        close_user(session, kept.email)
    with pytest.raises(AccountChangedError), database.writing() as session:
        hold_user(session, kept.email, "$new")
    with database.writing() as session:
        assert hold_user(session, kept.email) == replace(kept, password_hash="$new", is_active=False)


def test_an_account_that_is_not_there_cannot_be_changed(database: Database) -> None:
    with database.writing() as session:
        for change in (hold_user, close_user):
            with pytest.raises(NotThereError):
                change(session, "nobody@sante.ma")
        with pytest.raises(NotThereError):
            set_password(session, "nobody@sante.ma", "$")
        with pytest.raises(NotThereError):
            set_access(session, AMAL)


def test_who_changes_an_account_waits_for_who_holds_it(database: Database) -> None:
    with database.writing() as session:
        add_user(session, AMAL)
    is_held = Event()

    def close() -> User:
        is_held.wait()
        with database.writing() as session:
            return close_user(session, AMAL.email)

    with ThreadPoolExecutor(1) as pool:
        closed = pool.submit(close)
        with database.writing() as session:
            hold_user(session, AMAL.email)
            is_held.set()
            with pytest.raises(TimeoutError):
                closed.result(0.3)
            set_password(session, AMAL.email, "$new")
        assert (closed.result().password_hash, closed.result().is_active) == ("$new", False)


def test_who_holds_two_accounts_waits_for_nobody_who_holds_them_the_other_way_round(database: Database) -> None:
    brahim = replace(AMAL, email="brahim@sante.ma")
    with database.writing() as session:
        add_user(session, AMAL)
        add_user(session, brahim)
    together = Barrier(2)

    def hold(*emails: str) -> list[str]:
        together.wait()
        for _ in range(20):
            with database.writing() as session:
                held = hold_users(session, *emails)
        return list(held)

    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(hold, AMAL.email, brahim.email), pool.submit(hold, brahim.email, AMAL.email)]
        assert [each.result() for each in both] == [["amal@sante.ma", "brahim@sante.ma"]] * 2


def test_the_database_knows_no_other_role(database: Database) -> None:
    with pytest.raises((IntegrityError, EmailTakenError)), database.writing() as session:
        add_user(session, replace(AMAL, role="king"))  # type: ignore[arg-type]


def test_a_password_is_in_no_log() -> None:
    assert "argon2" not in repr(AMAL)
