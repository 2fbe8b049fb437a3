"""Clusters of this machine's own processes, for tests; they end with the test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import dask
from distributed import LocalCluster


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
            dashboard_address=None,
            worker_dashboard_address=None,
        ) as cluster,
    ):
        yield cluster
