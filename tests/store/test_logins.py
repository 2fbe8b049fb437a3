"""Logins: who is in, for how long, and who has to wait."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Final

import pytest
from sqlalchemy import func, select, text

from planner.store.database import Database
from planner.store.logins import (
    FREE_BY_ACCOUNT,
    Attempt,
    begin_attempt,
    close_login,
    close_logins,
    forgive_attempt,
    keep_login,
    load_login,
    open_login,
    wait_s,
)
from planner.store.tables import FailureRecord, LoginRecord
from planner.store.users import User, add_user, close_user
from tests.store.conftest import HandClock

AMAL: Final = User(email="amal@sante.ma", password_hash="$", role="regional", regions=("05",))
IDLE_S: Final = 1800
LONGEST_S: Final = 43_200
OFFICE: Final = "10.0.0.7"


@pytest.fixture
def amal(database: Database) -> User:
    with database.writing() as session:
        return add_user(session, AMAL)


def opened(database: Database) -> str:
    with database.writing() as session:
        return open_login(session, " Amal@sante.ma", IDLE_S, LONGEST_S)


def who(database: Database, token: str) -> User | None:
    with database.reading() as session:
        login = load_login(session, token, IDLE_S)
    if login and login.is_to_keep:
        with database.writing() as session:
            keep_login(session, token)
    return login.user if login else None


def attempt(database: Database, email: str = "amal@sante.ma", address: str = OFFICE) -> Attempt:
    with database.writing() as session:
        return begin_attempt(session, email, address)


def fail(database: Database, times: int, email: str = "amal@sante.ma", address: str = OFFICE) -> None:
    for _ in range(times):
        attempt(database, email, address)


def waits(database: Database, email: str = "amal@sante.ma", address: str = OFFICE) -> int:
    with database.reading() as session:
        return wait_s(session, email, address)


def test_a_login_is_known_by_its_token_alone_and_the_token_is_not_kept(database: Database, amal: User) -> None:
    first, second = opened(database), opened(database)
    assert first != second
    assert who(database, first) == who(database, second) == amal
    assert who(database, first + "x") is None
    with database.reading() as session:
        kept = " ".join(map(str, session.execute(text("SELECT * FROM logins")).all()))
    assert first not in kept


def test_a_login_ends_when_it_is_idle_for_too_long(database: Database, amal: User, clock: HandClock) -> None:
    token = opened(database)
    for _ in range(3):
        clock.move(IDLE_S - 1)
        assert who(database, token) == amal
    clock.move(IDLE_S)
    assert who(database, token) is None


def test_a_login_ends_however_busy_it_is(database: Database, amal: User, clock: HandClock) -> None:
    token = opened(database)
    for _ in range(LONGEST_S // 600 - 1):
        clock.move(600)
        assert who(database, token) == amal
    clock.move(600)
    assert who(database, token) is None


def test_that_a_login_is_in_use_is_written_once_a_minute(database: Database, amal: User, clock: HandClock) -> None:
    token, seen = opened(database), []
    for seconds in (59, 1, 1):
        clock.move(seconds)
        who(database, token)
        with database.reading() as session:
            seen.append(session.scalar(select(LoginRecord.seen)))
    start = clock.now - timedelta(seconds=61)
    assert seen == [start, start + timedelta(seconds=60), start + timedelta(seconds=60)]


def test_a_login_of_a_closed_account_lets_nobody_in(database: Database, amal: User) -> None:
    token = opened(database)
    with database.writing() as session:
        close_user(session, amal.email)
    assert who(database, token) is None


def test_a_login_can_be_closed_and_all_but_ones_own(database: Database, amal: User) -> None:
    first, second, third = (opened(database) for _ in range(3))
    with database.writing() as session:
        close_login(session, first)
        close_login(session, first)
    assert (who(database, first), who(database, second)) == (None, amal)
    with database.writing() as session:
        assert close_logins(session, "AMAL@sante.ma", but=third) == 1
    assert (who(database, second), who(database, third)) == (None, amal)
    with database.writing() as session:
        assert close_logins(session, "amal@sante.ma") == 1
    assert who(database, third) is None


def test_logins_that_ended_are_forgotten(database: Database, amal: User, clock: HandClock) -> None:
    opened(database)
    clock.move(IDLE_S)
    opened(database)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(LoginRecord)) == 1


def test_some_failures_are_free_and_then_the_wait_doubles(database: Database, clock: HandClock) -> None:
    fail(database, 4)
    assert waits(database) == 0
    waited = []
    for _ in range(7):
        fail(database, 1)
        waited.append(waits(database, "AMAL@sante.ma "))
        clock.move(waited[-1] - 0.5)
        assert waits(database) == 1
        clock.move(0.5)
        assert waits(database) == 0
    assert waited == [30, 60, 120, 240, 480, 900, 900]


def test_who_must_wait_does_not_wait_longer_for_trying_again(database: Database) -> None:
    fail(database, FREE_BY_ACCOUNT)
    assert [attempt(database) for _ in range(3)] == [Attempt(30, None)] * 3


def test_an_attempt_that_is_forgiven_is_no_failure(database: Database) -> None:
    for _ in range(2 * FREE_BY_ACCOUNT):
        there = attempt(database)
        assert there.wait_s == 0
        with database.writing() as session:
            forgive_attempt(session, there)
    fail(database, FREE_BY_ACCOUNT - 1)
    assert waits(database) == 0


def test_of_attempts_made_at_once_no_more_are_free(database: Database) -> None:
    at_once = 4 * FREE_BY_ACCOUNT
    together = Barrier(at_once)

    def try_one(_: int) -> bool:
        together.wait()
        return attempt(database).wait_s == 0

    with ThreadPoolExecutor(at_once) as pool:
        assert sum(pool.map(try_one, range(at_once))) == FREE_BY_ACCOUNT


def test_nobody_locks_another_out_from_elsewhere(database: Database) -> None:
    fail(database, 40)
    assert waits(database) > 0
    assert waits(database, address="10.0.0.8") == 0
    assert waits(database, "brahim@sante.ma") == 0


def test_who_tries_many_accounts_waits_for_all_that_are_not_known_there(database: Database) -> None:
    for number in range(50):
        assert waits(database, "another@sante.ma") == 0
        fail(database, 1, f"user{number}@sante.ma")
    assert waits(database, "another@sante.ma") == 30
    assert waits(database, "another@sante.ma", "10.0.0.8") == 0
    for failed in range(FREE_BY_ACCOUNT):
        with database.writing() as session:
            assert begin_attempt(session, "another@sante.ma", OFFICE, is_known=True).wait_s == 0, failed
    with database.reading() as session:
        assert wait_s(session, "another@sante.ma", OFFICE, is_known=True) == 30


def test_who_fails_often_with_few_accounts_locks_out_none_but_those(database: Database) -> None:
    for number in range(12):
        fail(database, FREE_BY_ACCOUNT, f"user{number}@sante.ma")
    assert waits(database, "user7@sante.ma") == 30
    assert waits(database, "another@sante.ma") == 0


def test_an_address_of_ones_own_choice_is_no_other(database: Database) -> None:
    fail(database, 5, address="2001:db8:0:1::1")
    assert waits(database, address="2001:db8:0:1:ffff::2") == 30
    assert waits(database, address="2001:db8:0:2::1") == 0
    fail(database, 5, address="::ffff:10.0.0.9")
    assert waits(database, address="10.0.0.9") == 30


def test_failures_are_forgotten_after_an_hour(database: Database, clock: HandClock) -> None:
    fail(database, 40)
    clock.move(3600)
    assert waits(database) == 0
    fail(database, 1)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(FailureRecord)) == 1


def test_what_a_clock_dated_that_ran_ahead_locks_nobody_out(database: Database, clock: HandClock) -> None:
    clock.move(365 * 86_400)
    fail(database, FREE_BY_ACCOUNT)
    assert waits(database) == 30
    clock.move(-365 * 86_400)
    assert waits(database) == 0
    fail(database, FREE_BY_ACCOUNT)
    assert waits(database) == 30
    clock.move(365 * 86_400)
    assert waits(database) == 0


@pytest.mark.parametrize("odd", ["", "a\0b@c.ma", "\ud800", "x" * 100_000])
def test_whatever_is_typed_is_a_failure_and_no_fault(database: Database, odd: str) -> None:
    fail(database, 5, odd, odd)
    assert waits(database, odd, odd) == 30
    assert who(database, odd) is None
