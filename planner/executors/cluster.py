"""Tasks on a Dask cluster: its scheduler shares them out among workers, which may be on any machine of the network.

A wish to stop goes to the workers past the scheduler's queues and is heard without asking anybody. Where whoever wanted
the tasks is gone, the workers see it in their own books and end them.
"""

from __future__ import annotations

import logging
import pickle
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final
from uuid import uuid4

from distributed import Client, KilledWorker, Security
from distributed.cfexecutor import ClientExecutor

from planner.errors import ClusterError, told
from planner.executors.executor import DIED, POLL_S, Failure
from planner.executors.on_worker import Unlike, describe, describe_worker, hear_stop, perform
from planner.executors.release import release

ANSWER_S: Final = 10.0
"""Seconds within which a scheduler answers, or is away."""
EMPTY_S: Final = 60.0
"""Seconds for which a cluster may have no worker: those that died are started again."""


@dataclass(slots=True)
class Cluster:
    """An `Executor` of a cluster's workers, each of which runs one task at a time.

    Attributes
    ----------
    most
        Tasks at once; 0 for as many as there are workers.
    name
        By which workers know a wish to stop.
    """

    address: str
    client: Client
    most: int
    name: str = field(default_factory=lambda: uuid4().hex)
    wanted: str = field(default_factory=lambda: describe(threads=1))

    @property
    def count(self) -> int:
        """Tasks that run at once: workers come and go."""
        return self._at_once(self._count_workers())

    def run(
        self, task: Callable[..., Any], arguments: Sequence[tuple[Any, ...]], look_on: Callable[[], bool]
    ) -> Iterator[tuple[int, Any]]:
        """Run a task for each of some arguments, as every executor does.

        No more are given to the scheduler than can run: it takes a worker's death for the fault of all that it held.
        """
        executor: ClientExecutor = self.client.get_executor(pure=False)
        pending, waiting, seen_s = deque(range(len(arguments))), dict[Future[Any], int](), monotonic()
        while pending or waiting:
            if workers := self._count_workers():
                seen_s = monotonic()
            elif monotonic() - seen_s > EMPTY_S:
                raise ClusterError("empty", self.address, f"{EMPTY_S:.0f} s")
            while pending and len(waiting) < self._at_once(workers):
                number = pending.popleft()
                waiting[self._submit(executor, pickle.dumps((task, arguments[number])))] = number
            done, _ = wait(waiting, timeout=POLL_S, return_when=FIRST_COMPLETED)
            if look_on():
                self._tell_stop()
            for future in done:
                yield waiting.pop(future), self._result_of(future)

    def _at_once(self, workers: int) -> int:
        return max(1, min(self.most or workers, workers))

    def _submit(self, executor: ClientExecutor, packed: bytes) -> Future[Any]:
        with self._away():
            given: Future[Any] = executor.submit(perform, self.wanted, self.name, packed)
        return given

    def _count_workers(self) -> int:
        with self._away():
            return len(self.client.nthreads(callback_timeout=ANSWER_S))

    @contextmanager
    def _away(self) -> Iterator[None]:
        """Take whatever is raised for a scheduler that does not answer: a client without one stumbles anywhere."""
        try:
            yield
        except Exception as error:
            raise ClusterError("away", self.address, told(error)) from error

    def _result_of(self, future: Future[Any]) -> Any:
        """Return the result of a task that ended, or its failure.

        Raises
        ------
        ClusterError
            Where it was not the task that failed.
        """
        if future.cancelled():
            raise ClusterError("away", self.address, "the connection was lost")
        if error := future.exception():
            return Failure(DIED if isinstance(error, KilledWorker) else told(error))
        result = future.result()
        if isinstance(result, Unlike):
            raise _unlike(self.address, result.worker, result.here, self.wanted)
        return result

    def _tell_stop(self) -> None:
        """Tell every worker; again and again, as tasks begin meanwhile, or begin once more where a worker died."""
        with suppress(Exception):  # one that does not hear it ends when its time is over
            self.client.run(hear_stop, self.name, on_error="ignore", callback_timeout=ANSWER_S)


@contextmanager
def open_cluster(address: str, most: int) -> Iterator[Cluster]:
    """Open the cluster of a scheduler, and leave it at last; workers end what they do as soon as nobody waits for it.

    Raises
    ------
    ClusterError
        Where Dask's settings do not fit the address, the scheduler does not answer, or not all is as this machine.
    """
    _silence_dask()
    try:
        security = _security_for(address)
        client = Client(address, security=security, timeout=ANSWER_S, set_as_default=False, name="riaya")
    except OSError as error:
        raise ClusterError("away", address, told(error)) from error
    try:
        opened = Cluster(address, client, most)
        _refuse_unlike(opened)
        yield opened
    finally:
        client.close()


def _security_for(address: str) -> Security:
    """Return how Dask's own settings want connections secured; a client that finds it out itself is left half open.

    Raises
    ------
    ClusterError
        Where they do not fit the address.
    OSError
        Where their files cannot be read.
    """
    security = Security()
    wanted = security.get_connection_args("client")
    if address.startswith("tls://") and wanted["ssl_context"] is None:
        raise ClusterError("uncertified", address, "no certificate of a client is named in Dask's settings")
    if wanted["require_encryption"] and not address.startswith("tls://"):
        raise ClusterError("unencrypted", address, "Dask's settings require TLS")
    return security


def _refuse_unlike(cluster: Cluster) -> None:
    """Refuse a cluster that has no worker, or whose scheduler or a worker is not as this machine."""
    address, client = cluster.address, cluster.client
    try:
        client.wait_for_workers(1, ANSWER_S)
    except TimeoutError as error:
        raise ClusterError("empty", address, f"{ANSWER_S:.0f} s") from error
    except OSError as error:
        raise ClusterError("away", address, told(error)) from error
    try:
        there = client.run_on_scheduler(release, callback_timeout=ANSWER_S)
        workers = client.run(describe_worker, on_error="return", callback_timeout=ANSWER_S)
    except OSError as error:
        raise ClusterError("away", address, told(error)) from error
    except Exception as error:  # the scheduler lacks this room, or a library
        raise _unlike(address, address, told(error), release()) from error
    if there != release():
        raise _unlike(address, address, there, release())
    for worker, here in workers.items():
        if here != cluster.wanted:
            raise _unlike(address, worker, told(here) if isinstance(here, Exception) else here, cluster.wanted)


def _unlike(address: str, who: str, there: str, here: str) -> ClusterError:
    return ClusterError("other", address, f"{who}: {there} ≠ {here}")


def _silence_dask() -> None:
    """Keep Dask's lines and tracebacks off terminals and logs: what matters of them is told as a `ClusterError`."""
    for name, logger in logging.root.manager.loggerDict.items():
        if name.partition(".")[0] == "distributed" and isinstance(logger, logging.Logger):
            logger.setLevel(logging.CRITICAL)
