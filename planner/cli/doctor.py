"""`riaya doctor`: what is wrong with this installation, and what mends it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click

from planner.cli.ailments import Ailment, ailments_of_database, ailments_of_machine
from planner.cli.cluster import cluster_text
from planner.cli.database import away_text, fault_of_tables
from planner.cli.refusals import RefusedError
from planner.cli.session import Session
from planner.cli.spoken import spoken
from planner.config import Config, read_config
from planner.errors import ClusterError
from planner.executors import open_executor
from planner.store.database import Database, open_database
from planner.store.errors import DatabaseAwayError


@spoken
def doctor(session: Session) -> None:
    """Look at everything that the program stands on and tell what is wrong, a line each."""
    config = read_config(os.environ, Path.cwd())
    database = open_database(config.database.url)
    try:
        wrong = list(_wrong(config, database, session))
    finally:
        database.close()
    for line in wrong:
        click.echo(line)
    if wrong:
        raise RefusedError(session.say("doctor_ill", count=len(wrong)))
    session.tell("doctor_well")


def _wrong(config: Config, database: Database, session: Session) -> Iterator[str]:
    """Yield a line for each thing that is wrong."""
    yield from (_told(each, session) for each in ailments_of_machine(config, database))
    if config.jobs.dask:
        try:
            with open_executor(0, config.jobs.dask):
                pass
        except ClusterError as error:
            yield cluster_text(error, session)
    try:
        if fault := fault_of_tables(database, session):
            yield fault
        else:
            yield from (_told(each, session) for each in ailments_of_database(config, database))
    except DatabaseAwayError as error:
        yield away_text(error, session)


def _told(ailment: Ailment, session: Session) -> str:
    key, gaps = ailment
    name = f"doctor_{key}"
    return f"{session.say(name, **gaps)} {session.say('onward')} {session.say(f'{name}_mend', **gaps)}"


command = doctor
