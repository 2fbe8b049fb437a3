"""Tasks for executors: functions of a module, as other processes find them by name."""

from __future__ import annotations

import os
from pathlib import Path
from time import monotonic, sleep, time

from planner.executors import is_stopped


def square(number: int) -> int:
    return number * number


def fail_at_three(number: int) -> int:
    if number == 3:
        raise ValueError("three is too many")
    return number


def die_at_three(number: int) -> int:
    if number == 3:
        os._exit(1)
    sleep(0.05)
    return number


def die_once(mark: Path) -> int:
    """Die where nobody has died before."""
    if not mark.exists():
        mark.touch()
        os._exit(1)
    return 7


def wait_for_stop() -> bool:
    begun = monotonic()
    while not is_stopped() and monotonic() - begun < 20:
        sleep(0.02)
    return is_stopped()


def tell_begun() -> float:
    """Return when it began, after a while."""
    begun = time()
    sleep(0.1)
    return begun


def wait_for_nobody(folder: Path) -> None:
    """Say that it began, wait for a wish to stop, and say that it heard one."""
    (folder / "begun").touch()
    if wait_for_stop():
        (folder / "heard").touch()
