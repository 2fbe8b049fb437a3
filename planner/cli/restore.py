"""`riaya restore`: a backup into an empty database, of either kind."""

from __future__ import annotations

from pathlib import Path

import click

from planner.cli.database import opened, place_of
from planner.cli.refusals import RefusedError
from planner.cli.session import Session
from planner.cli.spoken import PATH, spoken
from planner.explain.figures import count_text
from planner.store.backups import restore_backup
from planner.store.errors import DamagedBackupError, NotEmptyError
from planner.store.journal import write_journal


@spoken
@click.argument("source", metavar="FROM", type=PATH)
def restore(session: Session, source: Path) -> None:
    """Put what a backup holds into an empty database, and bring that to the tables of this release."""
    with opened(session, must_be_current=False) as there:
        try:
            held = restore_backup(there.database, source)
        except DamagedBackupError as error:
            raise RefusedError(session.say("backup_damaged", source=source, why=error)) from error
        except NotEmptyError as error:
            raise RefusedError(session.say("restore_not_empty", place=place_of(there.database))) from error
        except OSError as error:
            raise RefusedError(session.say("backup_unreadable", source=source)) from error
        with there.database.writing() as store:
            write_journal(store, "", "database_restored", "database", {"made": held.made, "step": held.step})
    rows = count_text(sum(held.rows.values()), session.language)
    session.tell("restore_done", place=place_of(there.database), made=held.made, rows=rows)


command = restore
