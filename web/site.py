"""What every page can reach: the settings, the database, who asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import current_app, g

from planner.config import Config
from planner.store.database import Database
from planner.store.users import User
from web.checks import Checks
from web.open_plans import OpenPlans
from web.plan_tales import PlanTales
from web.summaries import Summaries

NAME: Final = "site"


@dataclass(frozen=True, slots=True)
class Site:
    """What an application was made with."""

    config: Config
    database: Database
    summaries: Summaries
    checks: Checks
    plans: OpenPlans
    tales: PlanTales


def site() -> Site:
    """Return what the application that answers was made with."""
    there: Site = current_app.extensions[NAME]
    return there


def asker() -> User | None:
    """Return whose account asks; None where nobody has logged in, or it is not known yet."""
    there: User | None = g.get("user")
    return there


def user() -> User:
    """Return whose account asks, on a page for which one must have logged in."""
    there = asker()
    assert there is not None, "the guard lets nobody else in"
    return there
