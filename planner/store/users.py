"""Accounts: who may log in, as what, and for which territory."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from planner.domain.roles import Role
from planner.store.database import time_of
from planner.store.errors import EmailTakenError, NotThereError
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
    record = UserRecord(email=email, created=time_of(session))
    _fill(record, user)
    session.add(record)
    try:
        session.flush()
    except IntegrityError as error:  # another was as quick
        raise EmailTakenError(email) from error
    return freeze(User, record)


def save_user(session: Session, user: User) -> User:
    """Keep what has changed of an account.

    Raises
    ------
    NotThereError
        Where there is none of that address.
    """
    record = session.get(UserRecord, plain_email(user.email), with_for_update=True)
    if record is None:
        raise NotThereError(user.email)
    _fill(record, user)
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


def _fill(record: UserRecord, user: User) -> None:
    record.password_hash, record.role, record.is_active = user.password_hash, user.role, user.is_active
    record.regions, record.provinces = user.regions, user.provinces
