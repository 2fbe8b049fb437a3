"""The factory: an application of the pages, made of settings and a database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flask import Blueprint, Flask

from planner.config import Config
from planner.store.database import Database
from web import errors, guard, journal_words, logs, numbers, pages, security, speech, wording
from web.blueprints import (
    accounts,
    campaigns,
    health,
    journal,
    maps,
    plans,
    preferences,
    rosters,
    rows,
    runs,
    tables,
    tours,
    uploads,
    users,
)
from web.checks import Checks
from web.deeds import Deed
from web.open_plans import OpenPlans
from web.plan_tales import PlanTales
from web.site import NAME, Site
from web.summaries import Summaries

BLUEPRINTS: Final = (
    health.pages,
    preferences.pages,
    accounts.pages,
    campaigns.pages,
    uploads.pages,
    tables.pages,
    rows.pages,
    runs.pages,
    plans.pages,
    maps.pages,
    tours.pages,
    rosters.pages,
    users.pages,
    journal.pages,
)


def create_app(config: Config, database: Database, blueprints: Sequence[Blueprint] = BLUEPRINTS) -> Flask:
    """Return the application; it answers as soon as a server calls it.

    Raises
    ------
    UndeclaredRouteError
        Where a route does not say who may take it.
    UnbuiltError
        Where what browsers load is not there.
    """
    app = Flask("web")
    plans = OpenPlans(database)
    app.extensions[NAME] = Site(config, database, Summaries(database), Checks(database), plans, PlanTales(plans))
    logs.install(app)
    numbers.install(app)
    security.install(app, config)
    errors.install(app)
    speech.install(app)
    pages.install(app)
    wording.install(app)
    journal_words.install(app)
    for each in blueprints:
        app.register_blueprint(each)
    guard.may(Deed.ENTER)(app.view_functions["static"])
    guard.install(app)
    security.protect_forms(app)
    return app
