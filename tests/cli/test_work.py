"""`riaya work`: a worker that plans what waits, and ends as it is told."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from planner.check_campaign.build import build_campaign
from planner.cli import work
from planner.cli.main import run
from planner.cli.stop import StopWish
from planner.domain.campaign import Campaign
from planner.domain.plan import Run
from planner.domain.solve_settings import SolveSettings
from planner.domain.watch import Progress, Watch
from planner.files.read import read_rows
from planner.store.campaigns import save_campaign
from planner.store.database import Database, open_database
from planner.store.migrate import upgrade
from planner.store.plans import load_plans, pack_campaign
from planner.store.runs import ask_run, load_runs
from planner.store.workers import load_workers
from tests.cli.conftest import Say
from tests.pipeline.idle import idle_run
from tests.tiny import write_tiny

RIAYA: Final = (sys.executable, "-c", "from planner.cli import main\nif __name__ == '__main__':\n    main()")


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """Go into a folder with an installation where two runs of the first campaign wait."""
    monkeypatch.chdir(tmp_path)
    rows = read_rows(write_tiny(tmp_path / "tiny"))
    campaign, _ = build_campaign(rows)
    assert campaign is not None
    database = open_database("sqlite:///riaya.sqlite3")
    upgrade(database)
    with database.writing() as session:
        save_campaign(session, "Azilal 2026", rows, "a@b.ma")
        for _ in range(2):
            ask_run(session, 1, 1, pack_campaign(campaign), SolveSettings(seconds=60), "a@b.ma")
    yield database
    database.close()


def states(database: Database) -> list[str]:
    with database.reading() as session:
        return [each.state for each in load_runs(session, 1)][::-1]


def make_by(monkeypatch: pytest.MonkeyPatch, make: Any) -> list[int]:
    """Have runs made without a solver, logs and niceness left as the tests have them; return how nice it would be."""
    given_way: list[int] = []
    monkeypatch.setattr(work, "give_way", given_way.append)
    monkeypatch.setattr(work, "make_run_on", lambda _: make)
    monkeypatch.setattr(work, "set_up_logs", lambda _: None)
    return given_way


def make_idle(campaign: Campaign, settings: SolveSettings, watch: Watch) -> Run:
    return idle_run(campaign)


def test_once_is_one_run_at_most(say: Say, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    given_way = make_by(monkeypatch, make_idle)
    monkeypatch.setenv("RIAYA_JOBS_NICE", "7")
    seen = []
    for _ in range(3):
        assert say("work", "--once", "--name", "w1")[0] == 0
        seen.append(states(database))
    assert seen == [["done", "waiting"], ["done", "done"], ["done", "done"]]
    assert given_way == [7, 7, 7]
    with database.reading() as session:
        assert [each.worker for each in load_runs(session, 1)] == ["w1", "w1"]
        assert len(load_plans(session, 1)) == 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_is_told_to_end_gives_its_run_back(
    database: Database, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def interrupted(campaign: Campaign, settings: SolveSettings, watch: Watch) -> Run:
        os.kill(os.getpid(), number)
        watch(Progress("", "tours", None, None, 1.0))
        raise AssertionError("the watch should have broken it off")

    make_by(monkeypatch, interrupted)
    with StopWish() as wants_stop:
        assert run(["work"], wants_stop) == 0
    assert states(database) == ["waiting", "waiting"]
    with database.reading() as session:
        assert load_workers(session) == ()


def test_a_worker_in_production_tells_what_it_does_in_json_and_ends_at_term(database: Database) -> None:
    with database.writing() as session:
        session.connection().exec_driver_sql("DELETE FROM runs")
    environment = os.environ | {"RIAYA_MODE": "production", "RIAYA_SECRET_KEY": "x" * 32}
    command = [*RIAYA, "work", "--name", "w7"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as worker:
        assert worker.stderr
        begun = json.loads(worker.stderr.readline())
        worker.send_signal(signal.SIGTERM)
        ended = json.loads(worker.stderr.readline())
        assert worker.wait(30) == 0
    assert (begun["event"], begun["worker"], begun["level"]) == ("worker begun", "w7", "info")
    assert begun["timestamp"] < ended["timestamp"]
    assert ended["event"] == "worker ended"
