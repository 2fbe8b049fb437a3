"""What a person sees where something went wrong: a page in their language, without a trace, with an id to quote."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from flask import Flask, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import BadHost, HTTPException
from werkzeug.wrappers import Response

from planner.store.errors import DatabaseAwayError, DatabaseDamagedError, DatabaseFullError, NotThereError
from web.logs import log, request_id
from web.pages import show
from web.security import takes_files

SPOKEN: Final = frozenset({400, 403, 404, 405, 413, 429, 500, 503})
"""The numbers that have sentences of their own; others are told as their hundred's first."""
AWAY: Final = {DatabaseFullError: "database_full", DatabaseDamagedError: "database_damaged"}
"""The ways in which the database is away that have sentences of their own."""
RETRY_S: Final = 10


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """A page that tells what went wrong; its sentences are `error_KEY` and `error_KEY_help`."""

    status: int
    key: str
    request_id: str


def install(app: Flask) -> None:
    """Tell every error on a page."""
    app.register_error_handler(HTTPException, _told)
    app.register_error_handler(CSRFError, lambda error: _page(400, "form"))
    app.register_error_handler(NotThereError, lambda error: _page(404))
    app.register_error_handler(DatabaseAwayError, _away)
    app.register_error_handler(Exception, _unexpected)


def _told(error: HTTPException) -> Response:
    status = error.code or 500
    if error.response is not None or status < 400:  # a redirection
        return error.get_response()
    response = _page(status, _key(status, error.description))
    response.headers.extend({name: value for name, value in error.get_headers() if name != "Content-Type"})
    return response


def _key(status: int, why: str | None) -> str | None:
    """Return the key of what has sentences of its own beside those of its number; None where it has none."""
    if status == 413 and not takes_files():
        return "form_too_large"
    return "tls" if why == "tls" else None


def _away(error: DatabaseAwayError) -> Response:
    log.warning("the database does not answer", extra={"why": str(error)})
    response = _page(503, AWAY.get(type(error)))
    response.headers["Retry-After"] = str(RETRY_S)
    return response


def _unexpected(error: Exception) -> Response:
    log.exception("unexpected")
    return _page(500)


def _page(status: int, key: str | None = None) -> Response:
    """Return the page of an error, or a few lines where a part of a page was asked for, or no page can be linked to."""
    spoken = status if status in SPOKEN else (500 if status >= 500 else 400)
    page = ErrorPage(status, key or HTTPStatus(spoken).name.lower(), request_id())
    if isinstance(request.routing_exception, BadHost):
        return show("errors/bare.html", page, status)
    if "HX-Request" not in request.headers:
        return show("errors/page.html", page, status)
    response = show("errors/part.html", page, status)
    response.headers.update({"HX-Retarget": "#alerts", "HX-Reswap": "innerHTML"})
    return response
