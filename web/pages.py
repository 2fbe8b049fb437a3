"""How a page comes to be: a template, and one frozen context that holds all that it shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from flask import Flask, make_response, render_template, request, url_for
from jinja2 import StrictUndefined
from werkzeug.wrappers import Response

from planner.errors import RiayaError
from web.guard import may_call
from web.site import asker
from web.speech import language

RIGHT_TO_LEFT: Final = frozenset({"ar"})
BUILT: Final = "built"
SHEET: Final = "app.css"
MENU: Final = (
    ("campaigns.show_all", "campaigns"),
    ("runs.show_all", "runs"),
    ("users.show_all", "users"),
    ("journal.show_all", "journal"),
)
"""The pages that a menu leads to, in order: an endpoint, and the key `menu_KEY` of what it is called."""


class UnbuiltError(RiayaError):
    """What browsers load was not built, which `make setup` does, and every wheel has."""


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A page that the menu leads to."""

    key: str
    url: str
    is_here: bool


def show(template: str, page: object = None, status: int = 200) -> Response:
    """Return a page: what its template makes of its context, which it knows as `page`."""
    return make_response(render_template(template, page=page), status)


def is_part() -> bool:
    """Return whether a part of a page is asked for, to be put into one that is there."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def local_path(text: str | None) -> str | None:
    """Return a path of this server as it was given; None where it leads elsewhere, or nowhere."""
    if text and text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable():
        return text
    return None


def install(app: Flask) -> None:
    """Give templates what the frame round every page shows.

    Raises
    ------
    UnbuiltError
        Where what browsers load is not there.
    """
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    digests = {path.name: _digest(path) for path in Path(str(app.static_folder), BUILT).glob("*.*")}
    if SHEET not in digests:
        raise UnbuiltError(f"{app.static_folder}/{BUILT}/{SHEET}")

    def built(name: str) -> str:
        """Return the address of a built part, another one whenever it changes."""
        return url_for("static", filename=f"{BUILT}/{name}", v=digests[name])

    app.jinja_env.globals.update(built=built, menu=_menu, back=_here, asker=asker, direction=_direction, now=_now)


def _now() -> datetime:
    """Return when the page is made, which paper tells."""
    return datetime.now(UTC)


def _direction() -> str:
    return "rtl" if language() in RIGHT_TO_LEFT else "ltr"


def _here() -> str:
    """Return where a form that leads back leads to; blank where this page cannot be asked for again."""
    return request.full_path.rstrip("?") if request.method == "GET" else ""


def _menu() -> list[MenuEntry]:
    """Return what the menu leads whoever asks to."""
    account = asker()
    return [
        MenuEntry(key, url_for(endpoint), f"{request.path}/".startswith(f"{url_for(endpoint)}/"))
        for endpoint, key in MENU
        if account and may_call(account, endpoint)
    ]


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()[:12]
