"""What a service manager or a proxy asks: whether the pages live, and whether they can serve."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, jsonify
from werkzeug.wrappers import Response

from planner.store.errors import DatabaseAwayError
from planner.store.migrate import is_current, write_step
from web.deeds import Deed
from web.guard import may
from web.site import site

pages = Blueprint("health", __name__, url_prefix="/health")
PATIENCE_S: Final = 5
"""How long others may write before nothing counts as ready."""


@pages.get("/live")
@may(Deed.ENTER)
def live() -> Response:
    """Tell that requests are answered."""
    return jsonify(live=True)


@pages.get("/ready")
@may(Deed.ENTER)
def ready() -> tuple[Response, int]:
    """Tell whether the database answers, has the tables of this release, and can be written."""
    try:
        if is_ready := is_current(site().database):
            write_step(site().database, PATIENCE_S)
    except DatabaseAwayError:
        is_ready = False
    return jsonify(ready=is_ready), 200 if is_ready else 503
