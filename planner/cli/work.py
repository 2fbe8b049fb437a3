"""`riaya work`: a worker, which plans the runs that wait until somebody ends it."""

from __future__ import annotations

import os
import socket

import click

from planner.cli.database import opened
from planner.cli.session import Session
from planner.cli.spoken import spoken
from planner.config.logs import set_up_logs
from planner.jobs.priority import give_way
from planner.jobs.processes import most_at_once
from planner.jobs.worker import Worker
from planner.pipeline.make_run import make_run_on


@spoken
@click.option("--name", metavar="NAME")
@click.option("--once", is_flag=True)
def work(session: Session, name: str | None, once: bool) -> None:
    """Plan the runs that wait, one after another; the run at hand is given back where the worker has to end."""
    with opened(session) as there:
        set_up_logs(there.config)
        give_way(there.config.jobs.nice)
        jobs, usual = there.config.jobs, f"{socket.gethostname()}-{os.getpid()}"
        most = most_at_once(jobs.most_processes, jobs.dask)
        worker = Worker(there.database, name or usual, jobs.lease_s, session.wants_stop, make_run_on(jobs.dask), most)
        if once:
            worker.work_once()
        else:
            worker.work()


command = work
