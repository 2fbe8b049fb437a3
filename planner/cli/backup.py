"""`riaya backup`: all that the database keeps, in one new file."""

from __future__ import annotations

from pathlib import Path

import click

from planner.cli.database import opened, place_of
from planner.cli.refusals import RefusedError
from planner.cli.session import Session
from planner.cli.spoken import PATH, spoken
from planner.explain.figures import count_text
from planner.store.backups import write_backup
from planner.store.errors import EmptyDatabaseError


@spoken
@click.argument("target", metavar="TO", type=PATH)
def backup(session: Session, target: Path) -> None:
    """Write a backup while others go on working."""
    with opened(session, must_be_current=False) as there:
        try:
            made = write_backup(there.database, target)
        except EmptyDatabaseError as error:
            raise RefusedError(session.say("database_empty", place=place_of(there.database))) from error
        except PermissionError as error:
            raise RefusedError(session.say("backup_unwritable", out=target)) from error
    session.written = target
    rows = count_text(sum(made.rows.values()), session.language)
    session.tell("backup_done", out=target, rows=rows, step=made.step)


command = backup
