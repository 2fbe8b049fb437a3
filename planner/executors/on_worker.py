"""What runs on the workers of a cluster: a task, and the ear for a wish to stop.

The scheduler loads this module too, as it looks at what is called; the task itself stays bytes until a worker opens it.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from typing import Any, Final

from distributed import Worker, get_worker

from planner.errors import told
from planner.executors.executor import Failure, wish_to_stop
from planner.executors.release import release


@dataclass(frozen=True, slots=True)
class Unlike:
    """A worker that is not as whoever wants the task done; it has done nothing."""

    worker: str
    here: str


@dataclass(eq=False, slots=True)
class _Ear:
    """Whether a wish to stop has come for the run that a task belongs to."""

    run: str
    has_heard: bool = False


_ears: Final[set[_Ear]] = set()
"""Of the tasks that this process runs now."""


def describe(threads: int) -> str:
    """Return what a worker is: workers of one cluster must all be the same.

    Parameters
    ----------
    threads
        Of a worker's process: compiled searches hold the lock of its Python, so more than one are in each other's way.
    """
    return f"{release()}, {threads} thread(s)"


def describe_worker(dask_worker: Worker) -> str:
    """Return what this worker is; Dask fills in which one it is, by the parameter's name."""
    return describe(dask_worker.state.nthreads)


def perform(wanted: str, run: str, packed: bytes) -> Any:
    """Run a task on this worker and return its result, or its `Failure`; `Unlike` where the worker is not as wanted.

    Parameters
    ----------
    run
        The name of those tasks that a wish to stop is for.
    packed
        The task and its arguments.
    """
    worker = get_worker()
    if (here := describe_worker(worker)) != wanted:
        return Unlike(worker.address, here)
    key, ear = worker.get_current_task(), _Ear(run)
    _ears.add(ear)
    token = wish_to_stop.set(lambda: ear.has_heard or _is_unwanted(worker, key))
    try:
        task, arguments = pickle.loads(packed)
        return task(*arguments)
    except Exception as error:
        return Failure(told(error))
    finally:
        wish_to_stop.reset(token)
        _ears.discard(ear)


def hear_stop(run: str) -> None:
    """Let the tasks of a run that are at work in this process know that they should end."""
    for ear in tuple(_ears):
        ear.has_heard |= ear.run == run


def _is_unwanted(worker: Worker, key: str) -> bool:
    """Return whether nobody waits for a task any more: whoever wanted it is gone, or another worker has it."""
    there = worker.state.tasks.get(key)
    return there is None or there.state == "cancelled"
