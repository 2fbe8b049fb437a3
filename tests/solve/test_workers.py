"""Tasks in processes of their own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from time import monotonic, sleep

import pytest

from planner.solve.workers import Failure, Workers, is_stopped, workers


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


def wait_for_stop() -> bool:
    begun = monotonic()
    while not is_stopped() and monotonic() - begun < 20:
        sleep(0.02)
    return is_stopped()


@pytest.fixture
def pool() -> Iterator[Workers]:
    with workers(2) as opened:
        yield opened


def never() -> bool:
    return False


def test_every_task_is_done_once(pool: Workers) -> None:
    assert sorted(pool.run(square, [(n,) for n in range(6)], never)) == [(n, n * n) for n in range(6)]
    assert list(pool.run(square, [], never)) == []


def test_a_task_that_raises_is_told_and_spoils_no_other(pool: Workers) -> None:
    found = dict(pool.run(fail_at_three, [(n,) for n in range(5)], never))
    assert found.pop(3) == Failure("ValueError: three is too many")
    assert found == {n: n for n in (0, 1, 2, 4)}


def test_a_process_that_dies_is_told_and_spoils_no_other(pool: Workers) -> None:
    found = dict(pool.run(die_at_three, [(n,) for n in range(6)], never))
    assert found.pop(3) == Failure("its process died")
    assert found == {n: n for n in (0, 1, 2, 4, 5)}
    assert list(pool.run(square, [(2,)], never)) == [(0, 4)]


def test_a_wish_to_stop_reaches_tasks_that_run(pool: Workers) -> None:
    assert dict(pool.run(wait_for_stop, [(), ()], lambda: True)) == {0: True, 1: True}


def test_nobody_stops_outside_a_worker() -> None:
    assert not is_stopped()
