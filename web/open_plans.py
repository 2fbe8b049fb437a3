"""Plans that are looked at: each is read once, as nothing ever changes it."""

from __future__ import annotations

from typing import Final, NamedTuple

from planner.domain.campaign import CAMPAIGN_TABLES, Campaign
from planner.domain.plan import PLAN_TABLES, Run
from planner.store.database import Database
from planner.store.plans import load_plan_run
from web.once import Once

MOST_ROWS: Final = 140_000
"""Of all plans that are kept: four of the country's season, which are 17 MB each, or those of many provinces."""


class OpenPlan(NamedTuple):
    """The campaign that a plan was made of, and the plan beside how it came to be."""

    campaign: Campaign
    run: Run

    @property
    def rows(self) -> int:
        """The rows of all tables of both, by which goes what they take of memory."""
        inside = ((self.campaign, CAMPAIGN_TABLES), (self.run.plan, PLAN_TABLES))
        return sum(len(getattr(thing, table.name)) for thing, tables in inside for table in tables)


class OpenPlans:
    """The plans of a database, of which those looked at last are kept."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.of = Once(self._read, MOST_ROWS, weigh=lambda plan: plan.rows).of

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
