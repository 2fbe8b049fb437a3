"""`riaya db upgrade`: a database with the tables of this release, from nothing or from any earlier one."""

from __future__ import annotations

from planner.cli.database import opened, place_of
from planner.cli.groups import grouped
from planner.cli.session import Session
from planner.cli.spoken import spoken
from planner.store.migrate import step_of, upgrade


@spoken
def db_upgrade(session: Session) -> None:
    """Bring the database to the tables of this release and tell what was done."""
    with opened(session, must_be_current=False) as there:
        before = step_of(there.database)
        upgrade(there.database)
        told = {"place": place_of(there.database), "before": before, "step": step_of(there.database)}
    key = "db_made" if before is None else "db_current" if before == told["step"] else "db_raised"
    session.tell(key, **told)


command = grouped("db", {"upgrade": db_upgrade})
