"""A worker that is killed while it writes leaves nothing half done, and nobody waiting."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from planner.domain.campaign import Campaign
from planner.domain.rows import Rows
from planner.domain.solve_settings import SolveSettings
from planner.store.campaigns import save_campaign
from planner.store.database import Database
from planner.store.plans import load_plans, pack_campaign, pack_plan
from planner.store.runs import ask_run, finish_run, load_run, take_run
from tests.pipeline.idle import idle_run
from tests.store.conftest import HandClock

ROOT: Final = Path(__file__).parents[2]


def kill_at(url: str, moment: str) -> None:
    """Start a worker and kill it at a moment."""
    command = [sys.executable, "-m", "tests.store.killed_worker", url, moment]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, **pipes, text=True, cwd=ROOT) as worker:
        assert worker.stdout
        assert worker.stdout.readline() == "ready\n"
        worker.kill()


@pytest.mark.parametrize(("moment", "attempt"), [("taking", 1), ("finishing", 2)])
def test_a_run_whose_worker_was_killed_is_done_by_another_and_once(
    database: Database, clock: HandClock, url: str, rows: Rows, campaign: Campaign, moment: str, attempt: int
) -> None:
    with database.writing() as session:
        number = save_campaign(session, "Azilal 2026", rows, "a@b.ma").number
        run = ask_run(session, number, 1, pack_campaign(campaign), SolveSettings(seconds=60), "a@b.ma").number
    kill_at(url, moment)
    with database.reading() as session:
        assert load_plans(session, number) == ()
        killed = load_run(session, run)
    if killed.leased_until is not None:
        clock.now = killed.leased_until
    with database.writing() as session:
        lease = take_run(session, "w2", 30)
        assert lease is not None
        assert (lease.run, lease.attempt) == (run, attempt)
    with database.writing() as session:
        plan = finish_run(session, lease, pack_plan(idle_run(campaign), campaign))
    with database.reading() as session:
        assert load_plans(session, number) == (plan,)
        assert load_run(session, run).state == "done"
