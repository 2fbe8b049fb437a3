"""A worker in a process of its own beside the pages: it ends with them, however they end; one that dies is replaced."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from multiprocessing.context import SpawnProcess
from threading import Event, Thread
from typing import Final

from planner.cli.stop import StopWish
from planner.config import Config
from planner.config.logs import set_up_logs
from planner.jobs.priority import give_way
from planner.jobs.processes import most_at_once
from planner.jobs.worker import Worker
from planner.pipeline.make_run import make_run_on
from planner.store.database import open_database

AGAIN_S: Final = 5.0
"""Seconds before another worker begins in the place of one that died."""
PATIENCE_S: Final = 60.0
"""How long a worker may take to give its run back."""
log: Final = logging.getLogger(__name__)


@contextmanager
def worker_beside(config: Config) -> Iterator[None]:
    """Have a worker at work until this ends; then it gives its run back and ends too."""
    is_over = Event()
    keeper = Thread(target=_keep, args=(config, is_over), name="keeper of the worker")
    keeper.start()
    try:
        yield
    finally:
        is_over.set()
        keeper.join()


def _keep(config: Config, is_over: Event) -> None:
    """Begin a worker, and another whenever one ends by itself, until it is over."""
    while not is_over.is_set():
        process = multiprocessing.get_context("spawn").Process(target=_work, args=(config,), name="worker")
        process.start()
        while process.is_alive() and not is_over.wait(0.25):
            pass
        if is_over.is_set():
            _end(process)
        else:
            log.error("the worker died; another begins soon", extra={"ended_with": process.exitcode})
            is_over.wait(AGAIN_S)


def _end(process: SpawnProcess) -> None:
    process.terminate()
    process.join(PATIENCE_S)
    if process.is_alive():
        process.kill()  # its lease ends, and another takes its run
        process.join()


def _work(config: Config) -> None:
    """Work until told to end, or until whoever began this process is gone; Ctrl-C is theirs to hear."""
    with StopWish() as wants_stop, closing(open_database(config.database.url)) as database:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        set_up_logs(config)
        give_way(config.jobs.nice)
        beginner = multiprocessing.parent_process()
        assert beginner is not None

        def wants_end() -> bool:
            return wants_stop() or not beginner.is_alive()

        jobs, name = config.jobs, f"{socket.gethostname()}-{os.getpid()}"
        most = most_at_once(jobs.most_processes, jobs.dask)
        Worker(database, name, jobs.lease_s, wants_end, make_run_on(jobs.dask), most).work()
