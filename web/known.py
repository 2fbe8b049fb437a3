"""Accounts that a browser has logged in to lately: they do not wait for what others do behind the same address.

The browser brings for each a digest that nobody makes without the server's secret, and that tells nobody whose it is.
That opens nothing: a password is asked for all the same, and failures with that account count as everybody's.
"""

from __future__ import annotations

import hmac
from typing import Final

from flask import request
from werkzeug.wrappers import Response

from planner.store.users import plain_email
from web.site import site

COOKIE: Final = "riaya-known"
KEPT_S: Final = 90 * 24 * 3600
MOST: Final = 8
"""Accounts that one browser is known by, of those that share it the last ones."""
BETWEEN: Final = "."


def is_known(email: str) -> bool:
    """Return whether whoever asks brings that their browser has logged in to an account."""
    return any(hmac.compare_digest(each.encode(), _sign(email).encode()) for each in _brought())


def remember(response: Response, email: str) -> None:
    """Have the browser bring with what it asks from now on that it has logged in to an account."""
    mine = _sign(email)
    response.set_cookie(
        COOKIE,
        BETWEEN.join([mine, *(each for each in _brought() if each != mine)][:MOST]),
        max_age=KEPT_S,
        secure=site().config.mode == "production",
        httponly=True,
        samesite="Lax",
    )


def _brought() -> list[str]:
    return request.cookies.get(COOKIE, "").split(BETWEEN)[:MOST]


def _sign(email: str) -> str:
    key = site().config.secret.key.encode()
    return hmac.digest(key, f"{COOKIE} {plain_email(email)}".encode("utf-8", "surrogatepass"), "sha256").hex()
