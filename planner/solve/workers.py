"""Tasks in processes of their own: what a province needs is sent to it, and one that dies spoils no other."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.synchronize import Event
from typing import Any, Final

from planner.solve.failures import told

ATTEMPTS: Final = 2
POLL_S: Final = 0.25

_stop: Event | None = None


def _begin(stop: Event) -> None:
    """Begin a worker: a wish to stop reaches it by the event, not by the keyboard."""
    global _stop
    _stop = stop
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def is_stopped() -> bool:
    """Return, in a worker, whether somebody wants it to end with what it has."""
    return _stop is not None and _stop.is_set()


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a task has no result."""

    why: str


@dataclass(slots=True)
class Workers:
    """Processes that run tasks.

    Attributes
    ----------
    stop
        Set to make running tasks end with what they have.
    """

    count: int
    stop: Event
    executor: ProcessPoolExecutor

    def run(
        self, task: Callable[..., Any], arguments: Sequence[tuple[Any, ...]], look_on: Callable[[], bool]
    ) -> Iterator[tuple[int, Any]]:
        """Run a task for each of some arguments; yield the number and result of each as it ends, or its `Failure`.

        Parameters
        ----------
        look_on
            Asked a few times a second; returns whether the tasks should end.
        """
        attempts = dict.fromkeys(range(len(arguments)), 0)
        waiting: dict[Future[Any], int] = {}
        pending, at_once = list(attempts), self.count
        while pending or waiting:
            while pending and len(waiting) < at_once:
                number = pending.pop(0)
                attempts[number] += 1
                try:
                    waiting[self.executor.submit(task, *arguments[number])] = number
                except BrokenProcessPool:  # one has died since it was last looked at: this task has not begun
                    attempts[number] -= 1
                    pending.insert(0, number)
                    if not waiting:
                        self.executor = _executor(self.count, self.stop)
                    break
            done, _ = wait(waiting, timeout=POLL_S, return_when=FIRST_COMPLETED)
            if look_on():
                self.stop.set()
            for future in done:
                number = waiting.pop(future)
                error = future.exception()
                if isinstance(error, BrokenProcessPool):
                    lost = [number, *waiting.values()]
                    waiting.clear()
                    at_once = 1  # from here on the one that dies takes no other with it
                    self.executor = _executor(self.count, self.stop)
                    for each in lost:
                        if attempts[each] < ATTEMPTS:
                            pending.append(each)
                        else:
                            yield each, Failure("its process died")
                    break
                yield number, Failure(told(error)) if error else future.result()


def _executor(count: int, stop: Event) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(count, context, _begin, (stop,))


@contextmanager
def workers(count: int) -> Iterator[Workers]:
    """Open so many processes, and end them at last."""
    stop = multiprocessing.get_context("spawn").Event()
    opened = Workers(count, stop, _executor(count, stop))
    try:
        yield opened
    finally:
        stop.set()
        opened.executor.shutdown(cancel_futures=True)
