"""Passwords: what is kept of them, and which are refused."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from time import sleep

import pytest

from planner.store import passwords
from planner.store.passwords import hash_password, is_password, needs_rehash, password_fault, waste_time

GOOD = "neige sur le col"


def test_a_password_is_known_by_what_is_kept_of_it_and_no_other_is() -> None:
    kept = hash_password(GOOD)
    assert kept.startswith("$argon2id$")
    assert GOOD not in kept
    assert kept != hash_password(GOOD)
    assert is_password(kept, GOOD)
    assert not is_password(kept, GOOD + " ")


@pytest.mark.parametrize("kept", ["", "$", "plain", "$argon2id$v=19$m=8,t=1,p=1$broken"])
def test_what_is_no_hash_is_nobodys_password(kept: str) -> None:
    assert not is_password(kept, "")


def test_the_same_letters_of_another_keyboard_are_the_same_password() -> None:
    assert is_password(hash_password("l'été à Azilal"), "l'e\u0301te\u0301 a\u0300 Azilal")


def test_a_crowd_that_logs_in_does_not_take_the_whole_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once, most = 0, 0
    lock = Lock()

    class Slow:
        def verify(self, _: str, __: bytes) -> bool:
            nonlocal at_once, most
            with lock:
                at_once += 1
                most = max(most, at_once)
            sleep(0.02)
            with lock:
                at_once -= 1
            return True

    monkeypatch.setattr(passwords, "_HASHER", Slow())
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda _: is_password("", ""), range(12)))
    assert most == 2


def test_nobody_logs_in_where_there_is_no_account() -> None:
    assert waste_time("") is None  # type: ignore[func-returns-value]


def test_what_was_kept_by_weaker_rules_is_kept_anew() -> None:
    assert not needs_rehash(hash_password(GOOD))
    assert needs_rehash("$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$nnnnnnnnnnnnnnnnnnnnnw")


@pytest.mark.parametrize("length", [257, 100_000])
def test_a_password_longer_than_any_is_nobodys_and_takes_no_time(length: int, monkeypatch: pytest.MonkeyPatch) -> None:
    endless, kept = ("a" + "\u0301\u0316" * length)[:length], hash_password(GOOD)
    monkeypatch.setattr("planner.store.passwords.unicodedata", None)  # with which its letters would be composed
    assert not is_password(kept, endless)
    assert password_fault(endless) == "password_long"


def test_a_password_of_the_most_letters_is_taken() -> None:
    longest = GOOD + "é" * (passwords.MOST_LETTERS - len(GOOD))
    assert password_fault(longest) is None
    assert is_password(hash_password(longest), longest)


@pytest.mark.parametrize("password", [GOOD, "ثلج على الممر", "Tizi-n-Test 2100"])
def test_a_long_password_of_many_letters_is_taken(password: str) -> None:
    assert password_fault(password, "amal@sante.ma") is None


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("", "password_short"),
        ("trop court!", "password_short"),
        (GOOD * 20, "password_long"),
        ("aaaaaaaaaaaaaa", "password_weak"),
        ("abababababab", "password_weak"),
        ("abcdefghijklm", "password_weak"),
        ("zyxwvutsrqponm", "password_weak"),
        ("Motdepasse-2026", "password_weak"),
        ("AMAL.Idrissi@sante.ma", "password_weak"),
        ("amal.idrissi", "password_weak"),
    ],
)
def test_a_password_that_is_tried_first_is_refused(password: str, fault: str) -> None:
    assert password_fault(password, "Amal.Idrissi@sante.ma") == fault
