"""Accounts: who may log in, as what, and for which territory.

A password takes a while to digest, so that an account may have changed meanwhile: what changes one writes its own
columns alone, into a row that it holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from planner.domain.roles import Role
from planner.store.errors import AccountChangedError, EmailTakenError, NotThereError
from planner.store.frozen import freeze
from planner.store.tables import UserRecord


@dataclass(frozen=True, slots=True)
class User:
    """An account.

    Attributes
    ----------
    email
        What it is known by, in small letters.
    regions, provinces
        Codes of the territories that it is bound to; the national planner is bound to none.
    """

    email: str
    password_hash: str = field(repr=False)
    role: Role
    regions: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    is_active: bool = True


def add_user(session: Session, user: User) -> User:
    """Keep a new account, and return it as it is known.

    Raises
    ------
    EmailTakenError
        Where there is one of that address, however it is spelt.
    """
    email = plain_email(user.email)
    if session.get(UserRecord, email):
        raise EmailTakenError(email)
    record = UserRecord(email=email, password_hash=user.password_hash)
    _let(record, user)
    session.add(record)
    try:
        session.flush()
    except IntegrityError as error:  # another was as quick
        raise EmailTakenError(email) from error
    return freeze(User, record)


def hold_user(session: Session, email: str, password_hash: str | None = None) -> User:
    """Return an account as it is now; whoever else changes it waits until this session ends.

    Parameters
    ----------
    password_hash
        What was kept when somebody's password was looked at; None where nobody's was.

    Raises
    ------
    NotThereError
        Where there is none of that address.
    AccountChangedError
        Where it is closed by now, or something else is kept of its password.
    """
    return freeze(User, _held(session, email, password_hash))


def hold_users(session: Session, *emails: str) -> dict[str, User]:
    """Return accounts as they are now, by what they are known by; whoever else changes one waits.

    They are held in the order of their addresses: of two who hold the same, none has what the other waits for.

    Raises
    ------
    NotThereError
        Where there is none of an address.
    """
    return {email: hold_user(session, email) for email in sorted(map(plain_email, emails))}


def set_password(session: Session, email: str, new_hash: str, password_hash: str | None = None) -> User:
    """Keep another password of an account, and leave all else as it is.

    Raises
    ------
    NotThereError, AccountChangedError
        As `hold_user`.
    """
    record = _held(session, email, password_hash)
    record.password_hash = new_hash
    session.flush()
    return freeze(User, record)


def set_access(session: Session, user: User) -> User:
    """Keep as what an account may come in, where, and whether at all, and leave its password as it is.

    Raises
    ------
    NotThereError
        Where there is none of that address.
    """
    record = _held(session, user.email)
    _let(record, user)
    session.flush()
    return freeze(User, record)


def close_user(session: Session, email: str) -> User:
    """Let nobody in by an account any more, and leave all else as it is.

    Raises
    ------
    NotThereError
        Where there is none of that address.
    """
    record = _held(session, email)
    record.is_active = False
    session.flush()
    return freeze(User, record)


def load_user(session: Session, email: str) -> User | None:
    """Return the account of an address, however it is spelt; None where there is none."""
    record = session.get(UserRecord, plain_email(email))
    return freeze(User, record) if record else None


def load_users(session: Session) -> tuple[User, ...]:
    """Return every account, in order of address."""
    return tuple(freeze(User, record) for record in session.scalars(select(UserRecord).order_by(UserRecord.email)))


def plain_email(email: str) -> str:
    """Return an address as accounts are known by; of what no address has, and no database takes, nothing is left."""
    return "".join(filter(str.isprintable, email)).strip().casefold()


def _held(session: Session, email: str, password_hash: str | None = None) -> UserRecord:
    """Return an account's record as `hold_user` returns the account."""
    record = session.get(UserRecord, plain_email(email), with_for_update=True, populate_existing=True)
    if record is None:
        raise NotThereError(email)
    if password_hash is not None and (not record.is_active or record.password_hash != password_hash):
        raise AccountChangedError(email)
    return record


def _let(record: UserRecord, user: User) -> None:
    """Write as what an account may come in, where, and whether at all."""
    record.role, record.is_active = user.role, user.is_active
    record.regions, record.provinces = user.regions, user.provinces
