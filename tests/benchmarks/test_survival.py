"""What is wrong after kills is seen: a run without a plan, with one that breaks a rule, or a file that is broken."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.survival import Survival, survival_of
from planner.domain.campaign import Campaign
from planner.domain.plan import Run
from planner.domain.solve_settings import SolveSettings
from planner.files.read import read_rows
from planner.pipeline.read import read_campaign
from planner.store.campaigns import save_campaign
from planner.store.database import Database, open_database
from planner.store.migrate import upgrade
from planner.store.plans import pack_campaign, pack_plan
from planner.store.runs import ask_run, finish_run, take_run
from tests.pipeline.idle import idle_run
from tests.tiny import write_tiny


@pytest.fixture
def campaign(tmp_path: Path) -> Campaign:
    return read_campaign(write_tiny(tmp_path / "tiny"))


@pytest.fixture
def database(tmp_path: Path, campaign: Campaign) -> Database:
    """Return a database in which two runs wait."""
    database = open_database(f"sqlite:///{tmp_path / 'riaya.sqlite3'}")
    upgrade(database)
    with database.writing() as session:
        save_campaign(session, "kills", read_rows(tmp_path / "tiny"), "a@b.ma")
        for _ in range(2):
            ask_run(session, 1, 1, pack_campaign(campaign), SolveSettings(seconds=1), "a@b.ma")
    return database


def finish(database: Database, campaign: Campaign, run: Run) -> None:
    with database.writing() as session:
        lease = take_run(session, "w1", 30)
        assert lease is not None
        finish_run(session, lease, pack_plan(run, campaign))


def survived(database: Database, tmp_path: Path, left: int = 0) -> Survival:
    return survival_of(database, 1, "sqlite", {"at work": 1}, left, 1.0, tmp_path)


def test_runs_with_one_whole_plan_each_have_survived(database: Database, campaign: Campaign, tmp_path: Path) -> None:
    for _ in range(2):
        finish(database, campaign, idle_run(campaign))
    there = survived(database, tmp_path)
    assert (there.faults, there.runs, there.plans, there.attempts, there.lost) == ((), 2, 2, 2, 0)
    assert there.is_sound
    assert not survived(database, tmp_path / "again", left=1).is_sound


def test_a_run_that_came_to_nothing_is_a_fault(database: Database, campaign: Campaign, tmp_path: Path) -> None:
    finish(database, campaign, idle_run(campaign))
    there = survived(database, tmp_path)
    assert there.faults == ("run 2 is waiting", "run 2 has 0 plans")
    assert not there.is_sound


def test_a_plan_that_breaks_a_rule_is_a_fault(database: Database, campaign: Campaign, tmp_path: Path) -> None:
    idle = idle_run(campaign)
    finish(database, campaign, replace(idle, bound_centimes=idle.plan.objective_centimes + 1))
    finish(database, campaign, idle)
    (fault,) = survived(database, tmp_path).faults
    assert fault.startswith("plan 1: ")
