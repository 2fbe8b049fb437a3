"""What all executors have in common: how tasks are given, what comes back, and how a task hears a wish to stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final, Protocol

POLL_S: Final = 0.25
"""Seconds between two looks at whether somebody wants tasks to end."""
DIED: Final = "its process died"
"""Why there is no result of a task whose process died again and again."""


class Executor(Protocol):
    """Runs tasks elsewhere; one that dies spoils no other.

    A task is a function of a module, and it, its arguments and its result can be pickled.
    """

    @property
    def count(self) -> int:
        """Tasks that run at once."""

    def run(
        self, task: Callable[..., Any], arguments: Sequence[tuple[Any, ...]], look_on: Callable[[], bool]
    ) -> Iterator[tuple[int, Any]]:
        """Run a task for each of some arguments; yield the number and result of each as it ends, or its `Failure`.

        Parameters
        ----------
        arguments
            Of each task; they begin in this order.
        look_on
            Asked a few times a second; returns whether the tasks should end with what they have.

        Raises
        ------
        ClusterError
            Where a cluster can run tasks no more.
        """


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a task has no result."""

    why: str


def _nobody_wishes() -> bool:
    return False


wish_to_stop: Final[ContextVar[Callable[[], bool]]] = ContextVar("wish_to_stop", default=_nobody_wishes)
"""How whoever runs a task lets it hear that it should end; searches ask after every round of some milliseconds."""


def is_stopped() -> bool:
    """Return, in a task, whether somebody wants it to end with what it has."""
    return wish_to_stop.get()()
