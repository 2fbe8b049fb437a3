"""The one guard: every view says what is done by it, and nobody comes to one whose law does not let them.

A view that says nothing, or whose address has a part that nobody has told the guard about, keeps the program from
starting.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from werkzeug.routing import Rule
from werkzeug.wrappers import Response

from planner.store.campaigns import StoredCampaign, load_campaign
from planner.store.plans import StoredPlan, load_plan
from planner.store.runs import StoredRun, load_run
from planner.store.users import User
from web.deeds import LAWS, Deed
from web.logins import load_asker
from web.site import asker, site
from web.territories import is_of_all, reaches

View = TypeVar("View", bound=Callable[..., Any])
DEED: Final = "deed"
FREE: Final = frozenset({"filename", "email", "table", "place"})
"""Parts of addresses that name nothing of a territory."""
NONE: Final[Mapping[str, str]] = MappingProxyType({})


class Named(NamedTuple):
    """What a part of an address names: the campaign that it is of, and the region of each province that it has itself.

    A plan has its provinces whatever its campaign has by now: rows of all of them are in it.
    """

    campaign: int
    provinces: Mapping[str, str]


CAMPAIGN_OF: Final[dict[str, Callable[[Any, int], Named]]] = {
    "campaign": lambda session, number: Named(number, NONE),
    "plan": lambda session, number: _named(load_plan(session, number)),
    "run": lambda session, number: _named(load_run(session, number)),
}
"""Parts of addresses that name something of a territory, and what finds what it is of."""


class UndeclaredRouteError(Exception):
    """A route does not say who may take it."""


def may(deed: Deed) -> Callable[[View], View]:
    """Declare what is done by a view; it stands directly above the function, below the routes."""

    def declare(view: View) -> View:
        setattr(view, DEED, deed)
        return view

    return declare


def deed_of(app: Flask, endpoint: str) -> Deed | None:
    """Return what is done at an endpoint, None where it does not say."""
    deed: Deed | None = getattr(app.view_functions.get(endpoint), DEED, None)
    return deed


def install(app: Flask) -> None:
    """Have the guard look at every request, and refuse an application of which it does not know every route.

    Raises
    ------
    UndeclaredRouteError
        With all routes that do not say who may take them.
    """
    if unknown := sorted(rule.rule for rule in app.url_map.iter_rules() if not _is_declared(app, rule)):
        raise UndeclaredRouteError(", ".join(unknown))
    app.before_request(_guard)


def may_call(account: User, endpoint: str) -> bool:
    """Return whether an account's role may call an endpoint, wherever its territory lies: for menus."""
    deed = deed_of(current_app, endpoint)
    return deed is not None and account.role in LAWS[deed].roles


def may_do(account: User, endpoint: str, campaign: StoredCampaign, provinces: Mapping[str, str] = NONE) -> bool:
    """Return whether an account may call an endpoint on what is of a campaign: for what a page offers.

    Parameters
    ----------
    provinces
        The region of each province, by code, that a plan or run has itself.
    """
    deed = deed_of(current_app, endpoint)
    return deed is not None and account.role in LAWS[deed].roles and _reaches(account, campaign, provinces, deed)


def _is_declared(app: Flask, rule: Rule) -> bool:
    return deed_of(app, rule.endpoint) is not None and rule.arguments <= FREE | CAMPAIGN_OF.keys()


def _guard() -> Response | None:
    """Let a request pass, or send whoever asks to log in, or refuse them."""
    if request.endpoint == "static" or request.blueprint == "health":
        return None  # the same for all, and without asking the database
    g.user = load_asker()
    deed = deed_of(current_app, request.endpoint or "")
    if deed is None or deed is Deed.ENTER:
        return None  # no application starts with an undeclared route: there is no such page, whoever asks
    account = asker()
    if account is None:
        return _to_log_in()
    if account.role not in LAWS[deed].roles or not _is_within(account, deed):
        abort(403)
    return None


def _to_log_in() -> Response:
    """Send whoever asks to the page where one logs in, and from there back to where they wanted to go."""
    if "HX-Request" in request.headers:
        return Response(status=401, headers={"HX-Redirect": url_for("accounts.log_in")})
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.log_in", back=back), 303)


def _is_within(account: User, deed: Deed) -> bool:
    """Return whether what an address names lies in an account's territory; a number that names nothing is no page."""
    named = request.view_args or {}
    for name in CAMPAIGN_OF.keys() & named.keys() if not is_of_all(account) else ():
        with site().database.reading() as session:
            number, provinces = CAMPAIGN_OF[name](session, named[name])
            campaign = load_campaign(session, number)
        if not _reaches(account, campaign, provinces, deed):
            return False
    return True


def _reaches(account: User, campaign: StoredCampaign, provinces: Mapping[str, str], deed: Deed) -> bool:
    there = {**site().summaries.of(campaign).provinces, **provinces}
    return reaches(account, campaign, there, whole=LAWS[deed].whole)


def _named(there: StoredPlan | StoredRun) -> Named:
    return Named(there.campaign, there.provinces)
