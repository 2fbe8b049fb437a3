"""Who is in: the browser keeps the login's token in the signed session, and nothing else of a person."""

from __future__ import annotations

import logging
from typing import Final

from flask import session as cookie

from planner.store.errors import DatabaseAwayError
from planner.store.logins import Attempt, close_login, forgive_attempt, keep_login, load_login, open_login
from planner.store.users import User, hold_user, set_password
from web.site import site

TOKEN: Final = "login"
log: Final = logging.getLogger(__name__)


def load_asker() -> User | None:
    """Return the account whose browser asks; None where it is not in, or no more."""
    if (token := login_token()) is None:
        return None
    with site().database.reading() as session:
        login = load_login(session, token, site().config.sessions.idle_s)
    if login is None:
        cookie.clear()
        return None
    if login.is_to_keep:
        _keep(token)
    return login.user


def _keep(token: str) -> None:
    """Write that a login is in use, if that can be done now: nobody waits for it, and nobody's page fails by it."""
    try:
        with site().database.writing(patience_s=0) as session:
            keep_login(session, token)
    except DatabaseAwayError as error:  # the next page tries again
        log.warning("that a login is in use was not kept", extra={"why": str(error)})


def login_token() -> str | None:
    """Return the token that the browser brings; None where it brings none."""
    token: str | None = cookie.get(TOKEN)
    return token


def let_in(account: User, attempt: Attempt, fresh: str | None) -> None:
    """Let an account in by a fresh login; the one that the browser had before ends, and all that it kept is forgotten.

    Parameters
    ----------
    account
        As it was when its password was looked at.
    attempt
        That it was.
    fresh
        What is to be kept of the password from now on; None where it is what was.

    Raises
    ------
    NotThereError, AccountChangedError
        Where the account has changed meanwhile, so that its password opens nothing; the attempt counts as a failure.
    """
    sessions, before = site().config.sessions, login_token()
    with site().database.writing() as session:
        hold_user(session, account.email, account.password_hash)
        if fresh is not None:
            set_password(session, account.email, fresh)
        forgive_attempt(session, attempt)
        if before:
            close_login(session, before)
        token = open_login(session, account.email, sessions.idle_s, sessions.longest_s)
    cookie.clear()
    cookie[TOKEN] = token


def let_out() -> None:
    """End the login of the browser that asks."""
    if token := login_token():
        with site().database.writing() as session:
            close_login(session, token)
    cookie.clear()
