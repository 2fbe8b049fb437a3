"""A line of the log for each request, and an id that its answer bears, so that a person can say which one they mean."""

from __future__ import annotations

import logging
from secrets import token_hex
from time import monotonic
from typing import Final

from flask import Flask, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars
from werkzeug.wrappers import Response

from web.site import asker

HEADER: Final = "X-Request-ID"
PERSON: Final = "email"
"""The part of a route that names a person."""
log: Final = logging.getLogger(__name__)


def install(app: Flask) -> None:
    """Give each request an id, and write what became of it."""
    app.before_request(_begin)
    app.after_request(_end)


def request_id() -> str:
    """Return the id of the request that is answered."""
    there: str = g.request_id
    return there


def _begin() -> None:
    g.request_id, g.began = token_hex(6), monotonic()
    clear_contextvars()
    bind_contextvars(request=g.request_id)


def _end(response: Response) -> Response:
    """Write who asked for what and what came of it; no part of the question that may hold another person's data."""
    response.headers[HEADER] = request_id()
    if request.endpoint != "static" and request.blueprint != "health":
        account = asker()
        told = {
            "method": request.method,
            "endpoint": request.endpoint,
            "path": _path(),
            "status": response.status_code,
            "ms": round(1000 * (monotonic() - g.began)),
            "who": account.email if account else None,
            "address": request.remote_addr,
        }
        log.info("answered", extra=told)
    return response


def _path() -> str:
    """Return the path that was asked for: where it names a person, as its route is written; blank where there is none.

    Of a path that leads to no page nobody knows what stands in it.
    """
    rule = request.url_rule
    if rule is None:
        return ""
    return rule.rule if PERSON in rule.arguments else request.path
