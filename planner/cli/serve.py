"""`riaya serve`: the pages, until somebody ends them."""

from __future__ import annotations

import os
from contextlib import ExitStack
from time import sleep
from typing import Final

import click

from planner.cli.beside import worker_beside
from planner.cli.database import Installation, fault_of_tables, opened
from planner.cli.demonstration import add_demonstration
from planner.cli.refusals import RefusedError
from planner.cli.session import Session
from planner.cli.spoken import spoken
from planner.config.logs import set_up_logs
from planner.store.migrate import step_of, upgrade
from web.app import create_app
from web.pages import UnbuiltError
from web.serve import serving

POLL_S: Final = 0.25


@spoken
@click.option("--host", metavar="HOST")
@click.option("--port", metavar="N", type=click.IntRange(1, 65535))
@click.option("--with-worker", is_flag=True)
@click.option("--demo", is_flag=True)
def serve(session: Session, host: str | None, port: int | None, with_worker: bool, demo: bool) -> None:
    """Serve the pages until Ctrl-C, or until a service manager ends them."""
    with opened(session, must_be_current=False) as there, ExitStack() as until_end:
        config = there.config
        _make_ready(there, session)
        set_up_logs(config)
        if demo:
            add_demonstration(there.database, config, session)
        at, by = host or config.server.host, port or config.server.port
        try:
            app = create_app(config, there.database)
        except UnbuiltError as error:
            raise RefusedError(session.say("serve_unbuilt", path=error)) from error
        try:
            address = until_end.enter_context(serving(app, at, by))
        except OSError as error:
            why = os.strerror(error.errno) if error.errno else error
            raise RefusedError(session.say("serve_taken", host=at, port=by, why=why)) from error
        if with_worker:
            until_end.enter_context(worker_beside(config))
        session.tell("serve_begun", address=address)
        while not session.wants_stop():
            sleep(POLL_S)


def _make_ready(there: Installation, session: Session) -> None:
    """Make the tables of a trial that has none yet; all else has to have those of this release."""
    if there.config.mode == "trial" and step_of(there.database) is None:
        upgrade(there.database)
    if fault := fault_of_tables(there.database, session):
        raise RefusedError(fault)


command = serve
