"""An executor as the settings want it: processes of this machine, or the cluster whose address they name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from planner.errors import ClusterError
from planner.executors.executor import Executor
from planner.executors.processes import open_processes


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
    try:
        from planner.executors.cluster import open_cluster  # loads Dask
    except ModuleNotFoundError as error:
        raise ClusterError("missing", cluster, str(error)) from error
    with open_cluster(cluster, count) as there:
        yield there
