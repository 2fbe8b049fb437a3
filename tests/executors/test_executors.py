"""Tasks done elsewhere: the same holds for processes of this machine and for a cluster."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from planner.executors import Executor, Failure, is_stopped, open_executor
from tests.executors.clusters import local_cluster
from tests.executors.tasks import die_at_three, die_once, fail_at_three, square, tell_begun, wait_for_stop


@pytest.fixture(scope="module", params=["processes", "cluster"])
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the address of a cluster, and before that none."""
    if request.param == "processes":
        yield ""
        return
    with local_cluster() as cluster:
        yield cluster.scheduler_address


@pytest.fixture
def executor(address: str) -> Iterator[Executor]:
    with open_executor(2, address) as opened:
        yield opened


def never() -> bool:
    return False


def test_every_task_is_done_once(executor: Executor) -> None:
    assert sorted(executor.run(square, [(n,) for n in range(6)], never)) == [(n, n * n) for n in range(6)]
    assert list(executor.run(square, [], never)) == []


def test_tasks_begin_in_their_order_and_as_many_at_once_as_are_wanted(address: str) -> None:
    with open_executor(1, address) as one:
        assert one.count == 1
        begun = dict(one.run(tell_begun, [()] * 4, never))
    moments = [begun[number] for number in range(4)]
    assert all(after - before >= 0.1 for before, after in pairwise(moments))


def test_a_task_that_raises_is_told_and_spoils_no_other(executor: Executor) -> None:
    found = dict(executor.run(fail_at_three, [(n,) for n in range(5)], never))
    assert found.pop(3) == Failure("ValueError: three is too many")
    assert found == {n: n for n in (0, 1, 2, 4)}


def test_a_process_that_dies_is_told_and_spoils_no_other(executor: Executor) -> None:
    found = dict(executor.run(die_at_three, [(n,) for n in range(6)], never))
    assert found.pop(3) == Failure("its process died")
    assert found == {n: n for n in (0, 1, 2, 4, 5)}
    assert list(executor.run(square, [(2,)], never)) == [(0, 4)]


def test_a_task_whose_process_was_killed_once_is_done_all_the_same(executor: Executor, tmp_path: Path) -> None:
    assert list(executor.run(die_once, [(tmp_path / "died",)], never)) == [(0, 7)]
    assert (tmp_path / "died").exists()


def test_a_wish_to_stop_reaches_tasks_that_run_and_those_that_wait(executor: Executor) -> None:
    assert dict(executor.run(wait_for_stop, [()] * 3, lambda: True)) == {0: True, 1: True, 2: True}


def test_a_wish_to_stop_is_for_those_alone_who_heard_it(executor: Executor, address: str) -> None:
    with open_executor(1, address) as other:
        assert dict(other.run(wait_for_stop, [()], lambda: True)) == {0: True}
    assert dict(executor.run(square, [(3,)], never)) == {0: 9}


def test_nobody_stops_outside_a_task() -> None:
    assert not is_stopped()
