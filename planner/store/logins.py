"""Logins: who is in, until when; and who tried in vain, and must wait.

A login is known by a token that its owner's browser alone has: the store keeps its SHA-256. Failures are counted by
the address that they come from, never by the account alone, so that nobody can lock another out from elsewhere; and
of many accounts behind one address only those wait that are not known there, so that nobody locks out an office.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from secrets import token_urlsafe
from typing import Final

from sqlalchemy import ColumnElement, delete, func, or_, select, text, update
from sqlalchemy.orm import Session

from planner.store.database import time_of
from planner.store.tables import FailureRecord, LoginRecord
from planner.store.users import User, load_user, plain_email

TOKEN_BYTES: Final = 32
SEEN_EVERY_S: Final = 60
"""How often, at most, it is written that a login is in use."""
COUNTED_S: Final = 3600
"""How long a failure counts."""
FREE_BY_ACCOUNT: Final = 5
"""Failures of an address with one account before it must wait."""
FREE_BY_ADDRESS: Final = 50
"""Accounts with which an address may fail: a whole office may stand behind it."""
FIRST_WAIT_S: Final = 30
LONGEST_WAIT_S: Final = 900
IPV6_BITS: Final = 64
"""Of an address of IPv6, what one place has: it gives itself the rest."""


def open_login(session: Session, email: str, idle_s: int, longest_s: int) -> str:
    """Let an account in for `longest_s` seconds at most and return the token of its login; forget those that ended."""
    now = time_of(session)
    ended = or_(LoginRecord.ends <= now, LoginRecord.seen <= now - timedelta(seconds=idle_s))
    session.execute(delete(LoginRecord).where(ended))
    token = token_urlsafe(TOKEN_BYTES)
    ends = now + timedelta(seconds=longest_s)
    session.add(LoginRecord(sha256=_digest(token), email=plain_email(email), seen=now, ends=ends))
    session.flush()
    return token


@dataclass(frozen=True, slots=True)
class Login:
    """Who is in, and whether it was not written for a while that they are."""

    user: User
    is_to_keep: bool


def load_login(session: Session, token: str, idle_s: int) -> Login | None:
    """Return whose login it is; None where it ended, was closed, was idle for too long, or the account may not enter.

    It only reads, as every request asks: once a minute its caller is told to keep it (`keep_login`).
    """
    now = time_of(session)
    record = session.get(LoginRecord, _digest(token), populate_existing=True)
    if record is None or record.ends <= now or record.seen <= now - timedelta(seconds=idle_s):
        return None
    user = load_user(session, record.email)
    if user is None or not user.is_active:
        return None
    return Login(user, is_to_keep=record.seen <= now - timedelta(seconds=SEEN_EVERY_S))


def keep_login(session: Session, token: str) -> None:
    """Write that a login is in use; nothing is written where another has closed it meanwhile."""
    used = update(LoginRecord).where(LoginRecord.sha256 == _digest(token))
    session.execute(used.values(seen=time_of(session)))


def close_login(session: Session, token: str) -> None:
    """End a login; nothing changes where there is none."""
    session.execute(delete(LoginRecord).where(LoginRecord.sha256 == _digest(token)))


def close_logins(session: Session, email: str, but: str | None = None) -> int:
    """End every login of an account, but for that of a token, and return how many they were."""
    closed = delete(LoginRecord).where(LoginRecord.email == plain_email(email))
    if but is not None:
        closed = closed.where(LoginRecord.sha256 != _digest(but))
    return len(session.scalars(closed.returning(LoginRecord.sha256)).all())


@dataclass(frozen=True, slots=True)
class Attempt:
    """That an address tries a password for an account.

    Attributes
    ----------
    wait_s
        Seconds that it must wait first: nothing is to be tried now. 0 where it may try.
    number
        Of the failure that it counts as from now on, until it is forgiven; None where it must wait.
    """

    wait_s: int
    number: int | None


def begin_attempt(session: Session, email: str, address: str, *, is_known: bool = False) -> Attempt:
    """Let an address try a password for an account, or tell how long it must wait; forget failures that count no more.

    An attempt counts as a failure before its password is looked at, and attempts begin one after another: however many
    are made at once, no more of them are free. Of the account a digest is kept: people type their password there too.

    Parameters
    ----------
    is_known
        Whether whoever tries shows that they were let in by the account before, so that they need not wait for others.
    """
    if session.get_bind().dialect.name != "sqlite":  # of which one writes at a time in any case
        session.execute(text(f"LOCK TABLE {FailureRecord.__tablename__} IN SHARE ROW EXCLUSIVE MODE"))
    if wait := wait_s(session, email, address, is_known=is_known):
        return Attempt(wait, None)
    now = time_of(session)
    session.execute(delete(FailureRecord).where(~_counts(now)))
    record = FailureRecord(email_sha256=_digest(plain_email(email)), address=_place(address), at=now)
    session.add(record)
    session.flush()
    return Attempt(0, record.number)


def forgive_attempt(session: Session, attempt: Attempt) -> None:
    """Count an attempt no more as a failure: its password was right."""
    session.execute(delete(FailureRecord).where(FailureRecord.number == attempt.number))


def wait_s(session: Session, email: str, address: str, *, is_known: bool = False) -> int:
    """Return the seconds that an address must wait before it may try an account again; 0 where it may.

    From the first failure too many on the wait doubles with each, up to a quarter of an hour after the last. What was
    tried with other accounts counts once for each of them, and not at all for who is known (`begin_attempt`).
    """
    account = FailureRecord.email_sha256
    of_address = FailureRecord.address == _place(address)
    of_both = of_address & (account == _digest(plain_email(email)))
    wait = _wait_s(session, FREE_BY_ACCOUNT, func.count(), of_both)
    if is_known:
        return wait
    return max(wait, _wait_s(session, FREE_BY_ADDRESS, func.count(account.distinct()), of_address))


def _wait_s(session: Session, free: int, count_of: ColumnElement[int], counted: ColumnElement[bool]) -> int:
    """Return the seconds to wait for failures of which so many, counted so, are free."""
    now = time_of(session)
    count, last = session.execute(select(count_of, func.max(FailureRecord.at)).where(counted, _counts(now))).one()
    if count < free:
        return 0
    wait_s = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** min(count - free, LONGEST_WAIT_S.bit_length()))
    left: timedelta = last + timedelta(seconds=wait_s) - now
    return max(0, -(-left // timedelta(seconds=1)))


def _counts(now: datetime) -> ColumnElement[bool]:
    """Return which failures count: none of long ago, and none that a clock dated which ran ahead."""
    return (FailureRecord.at > now - timedelta(seconds=COUNTED_S)) & (FailureRecord.at <= now)


def _digest(plain: str) -> str:
    return sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def _place(address: str) -> str:
    """Return what failures are counted by: an address, or of one of IPv6 the network that it can choose its own in."""
    try:
        there = ip_address(address)
    except ValueError:
        return _digest(address)
    if isinstance(there, IPv6Address):
        mapped = there.ipv4_mapped
        return str(mapped or ip_network((there, IPV6_BITS), strict=False))
    return str(there)
