"""Passwords: kept as Argon2id makes them, and refused where anybody would try them first."""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import pairwise
from secrets import choice
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from planner.store.users import plain_email

LEAST_LETTERS: Final = 12
MOST_LETTERS: Final = 256
"""A longer one is nobody's and is not even looked at: to compose its letters takes the square of its length."""
LEAST_KINDS: Final = 5
"""Different characters that a password has at least."""
TRIED_FIRST: Final = frozenset(
    {"admin", "administrateur", "azerty", "azertyuiop", "maroc", "morocco", "motdepasse", "password", "qwerty",
     "qwertyuiop", "riaya", "sante"}
)  # fmt: skip
"""Words that make no password by figures and marks put beside them."""
LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""What a first password is drawn from: none that looks like another."""
GROUPS: Final = 4
GROUP: Final = 4

_HASHER: Final = PasswordHasher()
"""By the second choice of RFC 9106: 64 MiB, three passes."""
_AT_ONCE: Final = BoundedSemaphore(2)
"""Passwords that are digested at once: more would take memory and processors from all else, and end no sooner."""


def hash_password(password: str) -> str:
    """Return what is kept of a password in which there is no fault, another text each time."""
    with _AT_ONCE:
        return _HASHER.hash(_plain(password))


def is_password(password_hash: str, password: str) -> bool:
    """Whether a password is the one that was kept; never where what was kept is no hash."""
    if len(password) > MOST_LETTERS:
        return False
    try:
        with _AT_ONCE:
            return _HASHER.verify(password_hash, _plain(password))
    except (VerificationError, InvalidHashError):
        return False


def waste_time(password: str) -> None:
    """Take as long as `is_password` does, where there is no account: who asks must not hear the difference."""
    is_password(_of_nobody(), password)


def needs_rehash(password_hash: str) -> bool:
    """Whether a password is kept as an earlier release kept it: to be kept anew when it is next given."""
    return _HASHER.check_needs_rehash(password_hash)


def password_fault(password: str, email: str = "") -> str | None:
    """Return what is wrong with a new password, the key of a sentence, as `password_short`; None where nothing is."""
    if len(password) > MOST_LETTERS:
        return "password_long"
    plain = unicodedata.normalize("NFKC", password).casefold()
    if len(plain) < LEAST_LETTERS:
        return "password_short"
    address = plain_email(email)
    steps = {ord(after) - ord(before) for before, after in pairwise(plain)}
    is_weak = (
        len(set(plain)) < LEAST_KINDS
        or len(steps) == 1
        or plain in (address, address.partition("@")[0])
        or "".join(filter(str.isalpha, plain)) in TRIED_FIRST
    )
    return "password_weak" if is_weak else None


@cache
def _of_nobody() -> str:
    return hash_password("")


def _plain(password: str) -> bytes:
    """Return a password's bytes, the same from every keyboard."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


def draw_password() -> str:
    """Return a password that can be read out and typed, drawn at random: some 79 bits."""
    return "-".join("".join(choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
