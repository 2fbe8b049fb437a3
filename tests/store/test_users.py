"""Accounts in the store."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from planner.store.database import Database
from planner.store.errors import EmailTakenError, NotThereError
from planner.store.users import User, add_user, load_user, load_users, save_user

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
        changed = save_user(
            session, replace(kept, role="provincial", regions=(), provinces=("05.081",), is_active=False)
        )
    with database.reading() as session:
        assert load_users(session) == (changed,)
        assert changed.provinces == ("05.081",)
    with pytest.raises(NotThereError), database.writing() as session:
        save_user(session, replace(AMAL, email="nobody@sante.ma"))


def test_the_database_knows_no_other_role(database: Database) -> None:
    with pytest.raises((IntegrityError, EmailTakenError)), database.writing() as session:
        add_user(session, replace(AMAL, role="king"))  # type: ignore[arg-type]


def test_a_password_is_in_no_log() -> None:
    assert "argon2" not in repr(AMAL)
