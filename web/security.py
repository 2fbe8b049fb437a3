"""What every answer is sent with, and what the browser may keep: nothing is run, shown or asked from elsewhere."""

from __future__ import annotations

from typing import Final

from flask import Flask, abort, request
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from planner.config import Config

POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
HSTS: Final = "max-age=31536000"
YEAR_S: Final = 365 * 24 * 3600
FORM_PARTS: Final = 5000
"""Fields of one form at most."""
MB: Final = 1_000_000
MOST_FORM: Final = MB
"""Bytes of a form that brings no file: who has not logged in sends some too."""


def install(app: Flask, config: Config) -> None:
    """Set the limits, the cookies and the headers."""
    is_production = config.mode == "production"
    app.config.update(
        SECRET_KEY=config.secret.key,
        SESSION_COOKIE_NAME="__Host-riaya" if is_production else "riaya",
        SESSION_COOKIE_SECURE=is_production,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        MAX_CONTENT_LENGTH=config.server.most_upload_mb * MB,
        MAX_FORM_MEMORY_SIZE=config.server.most_upload_mb * MB,
        MAX_FORM_PARTS=FORM_PARTS,
        WTF_CSRF_TIME_LIMIT=None,  # a form is good as long as the login is
        SEND_FILE_MAX_AGE_DEFAULT=YEAR_S,
    )
    if hops := config.server.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    if is_production:
        app.before_request(_refuse_plain)
    app.before_request(_limit)
    app.after_request(_finish)


def protect_forms(app: Flask) -> None:
    """Have no other site's page send our forms.

    Whoever looks for a form's token reads the form, be it as large as a file: it comes after the limits, and after the
    guard, so that nobody has the server read what they may not send.
    """
    CSRFProtect(app)


def takes_files() -> bool:
    """Return whether what is asked for takes files, up to `server.most_upload_mb`, and not forms alone."""
    return request.blueprint == "uploads"


def _limit() -> None:
    """Read no form that is larger than any of ours can be."""
    if not takes_files():
        request.max_content_length = request.max_form_memory_size = MOST_FORM


def _refuse_plain() -> None:
    """Refuse what came without TLS, by which no browser would keep a login; only who looks after the server may ask."""
    if not request.is_secure and request.blueprint != "health":
        abort(403, "tls")


def _finish(response: Response) -> Response:
    """Send an answer with what it is to be read under; what a person sees stays in no cache."""
    response.headers.update(HEADERS)
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = HSTS
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
        response.vary.update(("Accept-Language", "Cookie"))
    return response
