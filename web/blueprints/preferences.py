"""What a browser keeps of how somebody likes the pages: their language."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from planner.domain.catalogue import LANGUAGES
from web.deeds import Deed
from web.guard import may
from web.pages import local_path
from web.security import YEAR_S
from web.site import site
from web.speech import LANGUAGE_COOKIE

pages = Blueprint("preferences", __name__)


@pages.post("/languages")
@may(Deed.ENTER)
def choose_language() -> Response:
    """Keep the language in which somebody reads, and lead them back."""
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        abort(400)
    response = redirect(local_path(request.form.get("back")) or url_for("campaigns.show_all"), 303)
    response.set_cookie(
        LANGUAGE_COOKIE,
        chosen,
        max_age=YEAR_S,
        secure=site().config.mode == "production",
        httponly=True,
        samesite="Lax",
    )
    return response
