"""What only a cluster can suffer: a scheduler that is away, others' workers, and whoever wanted its tasks gone."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Final

import dask
import pytest
from distributed import Client

from planner.errors import ClusterError
from planner.executors import cluster as module
from planner.executors import open_executor
from tests.executors.clusters import local_cluster
from tests.executors.tasks import square, wait_for_stop

SOON_S: Final = 20.0
NOBODY: Final = "tcp://127.0.0.1:9"

WANTING: Final = """
import signal
import sys
from pathlib import Path
from planner.executors import open_executor
from tests.executors.tasks import wait_for_nobody

signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests may be deaf to it
with open_executor(1, sys.argv[1]) as executor:
    list(executor.run(wait_for_nobody, [(Path(sys.argv[2]),)], lambda: False))
"""
"""A program that wants a task done."""


def wait_until(happened: Callable[[], bool]) -> None:
    until = monotonic() + SOON_S
    while not happened():
        assert monotonic() < until, "it did not happen"
        sleep(0.05)


async def silent(**_: object) -> None:
    """Answer as late as a scheduler that hangs."""
    await asyncio.sleep(SOON_S)


def refusal(address: str) -> ClusterError:
    with pytest.raises(ClusterError) as caught, open_executor(1, address):
        pass
    return caught.value


def test_a_scheduler_that_does_not_answer_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ANSWER_S", 1.0)
    error = refusal(NOBODY)
    assert (error.fault, error.address) == ("away", NOBODY)


def test_an_address_that_is_none_is_told() -> None:
    assert refusal("processes").why == "it is not tcp://HOST:PORT or tls://HOST:PORT"


@pytest.mark.parametrize(
    ("address", "settings", "fault"),
    [
        ("tls://127.0.0.1:9", {}, "uncertified"),
        ("tls://127.0.0.1:9", {"distributed.comm.tls.client.cert": "gone.pem"}, "uncertified"),
        ("tcp://127.0.0.1:9", {"distributed.comm.require-encryption": True}, "unencrypted"),
    ],
)
def test_an_address_that_does_not_fit_dasks_settings_of_tls_is_told_at_once(
    address: str, settings: dict[str, object], fault: str
) -> None:
    begun = monotonic()
    with dask.config.set(settings):
        assert refusal(address).fault == fault
    assert monotonic() - begun < module.ANSWER_S


def test_without_dask_an_address_is_refused_and_one_machine_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "planner.executors.cluster")
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert refusal(NOBODY).fault == "missing"
    with open_executor(1) as executor:
        assert list(executor.run(square, [(2,)], lambda: False)) == [(0, 4)]


def test_one_machine_loads_no_dask() -> None:
    told = "import sys, planner.solve; sys.exit('distributed' in sys.modules or 'dask' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", told], check=False).returncode == 0


def test_a_cluster_without_workers_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ANSWER_S", 1.0)
    with local_cluster(workers=0) as cluster:
        assert refusal(cluster.scheduler_address).fault == "empty"


def test_workers_with_several_threads_are_refused() -> None:
    with local_cluster(workers=1, threads=2) as cluster:
        error = refusal(cluster.scheduler_address)
    assert error.fault == "other"
    assert "2 thread(s)" in error.why


def test_a_worker_or_scheduler_of_another_release_is_refused_before_and_amid_tasks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with local_cluster(workers=1) as cluster:
        address = cluster.scheduler_address
        with open_executor(1, address) as executor:
            executor.wanted = "riaya 0.0.1"  # type: ignore[attr-defined]
            with pytest.raises(ClusterError) as amid:
                list(executor.run(square, [(2,)], lambda: False))
        monkeypatch.setattr(module, "describe", lambda threads: "riaya 0.0.1")
        of_worker = refusal(address)
        monkeypatch.setattr(Client, "run_on_scheduler", lambda *_, **__: "riaya 0.0.2")
        of_scheduler = refusal(address)
    assert {error.fault for error in (amid.value, of_worker, of_scheduler)} == {"other"}
    assert all("riaya 0.0.1" in error.why for error in (amid.value, of_worker))
    assert "riaya 0.0.2" in of_scheduler.why


def test_a_scheduler_that_goes_amid_tasks_ends_them_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ANSWER_S", 1.0)
    with (
        local_cluster(workers=1) as cluster,
        pytest.raises(ClusterError) as caught,
        open_executor(1, cluster.scheduler_address) as executor,
    ):

        def look_on() -> bool:
            with suppress(Exception):
                cluster.close()
            return False

        list(executor.run(wait_for_stop, [()], look_on))
    assert caught.value.fault == "away"


def test_a_scheduler_that_is_gone_for_long_when_tasks_are_given_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ANSWER_S", 1.0)
    with (
        local_cluster(workers=1) as cluster,
        pytest.raises(ClusterError) as caught,
        open_executor(1, cluster.scheduler_address) as executor,
    ):
        client = executor.client  # type: ignore[attr-defined]
        cluster.close()
        wait_until(lambda: client.status == "closed")
        list(executor.run(square, [(2,)], lambda: False))
    assert caught.value.fault == "away"


def test_a_scheduler_that_is_silent_amid_tasks_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with local_cluster(workers=1) as cluster, open_executor(1, cluster.scheduler_address) as executor:
        monkeypatch.setattr(module, "ANSWER_S", 0.5)
        monkeypatch.setitem(cluster.scheduler.handlers, "ncores", silent)
        with pytest.raises(ClusterError) as caught:
            list(executor.run(square, [(2,)], lambda: False))
    assert caught.value.fault == "away"


def test_a_cluster_that_lost_all_its_workers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "EMPTY_S", 1.0)
    with (
        local_cluster(workers=1) as cluster,
        pytest.raises(ClusterError) as caught,
        open_executor(1, cluster.scheduler_address) as executor,
    ):
        cluster.scale(0)
        list(executor.run(wait_for_stop, [()], lambda: False))
    assert caught.value.fault == "empty"


@pytest.mark.parametrize("is_killed", [True, False], ids=["killed", "interrupted"])
def test_tasks_end_when_whoever_wanted_them_is_gone(tmp_path: Path, is_killed: bool) -> None:
    with local_cluster(workers=1) as cluster:
        wanting = subprocess.Popen([sys.executable, "-c", WANTING, cluster.scheduler_address, tmp_path])
        wait_until((tmp_path / "begun").exists)
        assert not (tmp_path / "heard").exists()
        if is_killed:
            wanting.kill()
        else:
            wanting.send_signal(2)
        wanting.wait(SOON_S)
        wait_until((tmp_path / "heard").exists)
