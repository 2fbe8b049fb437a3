"""Tasks in processes of this machine: what each needs is sent to it, and one that dies spoils no other."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.synchronize import Event
from threading import Thread
from typing import Any, Final

from planner.errors import told
from planner.executors.executor import DIED, POLL_S, Failure, wish_to_stop

ATTEMPTS: Final = 2


def _begin(stop: Event) -> None:
    """Begin a process: a wish to stop reaches it by the event, and it ends with the process that began it."""
    wish_to_stop.set(stop.is_set)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when its parent does, however that ends; the queue of tasks alone would not tell."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


@contextmanager
def _deaf_to_keyboard() -> Iterator[None]:
    """Keep Ctrl-C from processes that begin meanwhile, from their first moment on; ours comes when this is over."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@dataclass(slots=True)
class Processes:
    """An `Executor` of processes.

    Attributes
    ----------
    stop
        Set to make running tasks end with what they have.
    """

    count: int
    stop: Event
    pool: ProcessPoolExecutor

    def run(
        self, task: Callable[..., Any], arguments: Sequence[tuple[Any, ...]], look_on: Callable[[], bool]
    ) -> Iterator[tuple[int, Any]]:
        """Run a task for each of some arguments, as every executor does."""
        attempts = dict.fromkeys(range(len(arguments)), 0)
        waiting: dict[Future[Any], int] = {}
        pending, at_once = list(attempts), self.count
        while pending or waiting:
            while pending and len(waiting) < at_once:
                number = pending.pop(0)
                attempts[number] += 1
                try:
                    with _deaf_to_keyboard():  # it is here that processes begin
                        future = self.pool.submit(task, *arguments[number])
                    waiting[future] = number
                except BrokenProcessPool:  # one has died since it was last looked at: this task has not begun
                    attempts[number] -= 1
                    pending.insert(0, number)
                    if not waiting:
                        self.pool = _pool(self.count, self.stop)
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
                    self.pool = _pool(self.count, self.stop)
                    for each in lost:
                        if attempts[each] < ATTEMPTS:
                            pending.append(each)
                        else:
                            yield each, Failure(DIED)
                    break
                yield number, Failure(told(error)) if error else future.result()


def _pool(count: int, stop: Event) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(count, context, _begin, (stop,))


@contextmanager
def open_processes(count: int) -> Iterator[Processes]:
    """Open so many processes (0: all cores) and end them at last; they are killed where something is raised."""
    count = count or os.cpu_count() or 1
    stop = multiprocessing.get_context("spawn").Event()
    opened = Processes(count, stop, _pool(count, stop))
    try:
        yield opened
    except BaseException:
        for process in multiprocessing.active_children():
            process.kill()
        raise
    finally:
        stop.set()
        opened.pool.shutdown(cancel_futures=True)
