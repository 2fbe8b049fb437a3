"""An executor as the settings want it: processes of this machine, or the cluster whose address they name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from planner.errors import ClusterError
from planner.executors.executor import Executor
from planner.executors.processes import open_processes

ADDRESS: Final = re.compile(r"(tcp|tls)://[^/\s]+:\d{1,5}")
"""Of a Dask scheduler."""


@contextmanager
def open_executor(count: int, cluster: str = "") -> Iterator[Executor]:
    """Open an executor and close it at last; at once where something is raised, as nobody waits for its tasks.

    Parameters
    ----------
    count
        Tasks at once; 0 for all cores of this machine, or all workers of the cluster.
    cluster
        The address of a Dask scheduler; blank where this machine computes alone, which needs no Dask.

    Raises
    ------
    ClusterError
        Where the cluster cannot run tasks, or cannot any more.
    """
    if not cluster:
        with open_processes(count) as processes:
            yield processes
        return
    if not ADDRESS.fullmatch(cluster):
        raise ClusterError("away", cluster, "it is not tcp://HOST:PORT or tls://HOST:PORT")
    try:
        from planner.executors.cluster import open_cluster  # loads Dask
    except ModuleNotFoundError as error:
        raise ClusterError("missing", cluster, str(error)) from error
    with open_cluster(cluster, count) as there:
        yield there
