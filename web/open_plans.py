"""Plans that are looked at: each is read once, as nothing ever changes it."""

from __future__ import annotations

from typing import Final, NamedTuple

from planner.domain.campaign import Campaign
from planner.domain.plan import Run
from planner.store.database import Database
from planner.store.plans import load_plan_run
from web.once import Once

MOST: Final = 4
"""A season's takes some tens of megabytes."""


class OpenPlan(NamedTuple):
    """The campaign that a plan was made of, and the plan beside how it came to be."""

    campaign: Campaign
    run: Run


class OpenPlans:
    """The plans of a database, of which those looked at last are kept."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.of = Once(self._read, MOST).of

    def _read(self, plan: int) -> OpenPlan:
        """Return a plan.

        Raises
        ------
        NotThereError
            Where there is no such plan.
        FaultyInputError
            Where what was kept is none any more, as the rules have changed.
        """
        with self._database.reading() as session:
            return OpenPlan(*load_plan_run(session, plan))
