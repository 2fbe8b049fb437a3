"""What a service manager or a proxy asks: whether the pages live, and whether they can serve."""

from __future__ import annotations

from flask import Blueprint, jsonify
from werkzeug.wrappers import Response

from planner.store.errors import DatabaseAwayError
from planner.store.migrate import is_current
from web.deeds import Deed
from web.guard import may
from web.site import site

pages = Blueprint("health", __name__, url_prefix="/health")


@pages.get("/live")
@may(Deed.ENTER)
def live() -> Response:
    """Tell that requests are answered."""
    return jsonify(live=True)


@pages.get("/ready")
@may(Deed.ENTER)
def ready() -> tuple[Response, int]:
    """Tell whether the database answers and has the tables of this release."""
    try:
        is_ready = is_current(site().database)
    except DatabaseAwayError:
        is_ready = False
    return jsonify(ready=is_ready), 200 if is_ready else 503
