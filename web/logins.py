"""Who is in: the browser keeps the login's token in the signed session, and nothing else of a person."""

from __future__ import annotations

from typing import Final

from flask import session as cookie

from planner.store.logins import close_login, keep_login, load_login, open_login
from planner.store.users import User
from web.site import site

TOKEN: Final = "login"


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
        with site().database.writing() as session:
            keep_login(session, token)
    return login.user


def login_token() -> str | None:
    """Return the token that the browser brings; None where it brings none."""
    token: str | None = cookie.get(TOKEN)
    return token


def let_in(account: User) -> None:
    """Let an account in by a fresh login; whatever the browser had before is forgotten."""
    sessions = site().config.sessions
    with site().database.writing() as session:
        token = open_login(session, account.email, sessions.idle_s, sessions.longest_s)
    cookie.clear()
    cookie[TOKEN] = token


def let_out() -> None:
    """End the login of the browser that asks."""
    if token := login_token():
        with site().database.writing() as session:
            close_login(session, token)
    cookie.clear()
