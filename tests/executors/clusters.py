"""Clusters of this machine's own processes, for tests; they end with the test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import dask
from distributed import LocalCluster

NO_PAGES: Final = {"dashboard": False, "dashboard_address": "127.0.0.1:0"}
"""Dask's port of HTTP is there in any case: at any that is free, as tests run side by side."""


@contextmanager
def local_cluster(workers: int = 2, threads: int = 1) -> Iterator[LocalCluster]:
    """Give a cluster of workers, each a process, that takes a second death over one task for the task's fault."""
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        LocalCluster(
            n_workers=workers,
            threads_per_worker=threads,
            processes=True,
            host="127.0.0.1",
            scheduler_kwargs=NO_PAGES,
        ) as cluster,
    ):
        yield cluster
