"""Whatever workers do and whenever they die: each run ends once, by whoever took it last."""

from __future__ import annotations

from random import Random
from typing import Final

import pytest

from planner.domain.campaign import Campaign
from planner.domain.rows import Rows
from planner.domain.solve_settings import SolveSettings
from planner.store.campaigns import save_campaign
from planner.store.database import Database
from planner.store.errors import LostLeaseError
from planner.store.plans import load_plans, pack_campaign, pack_plan
from planner.store.runs import Lease, ask_run, ask_to_stop, fail_run, finish_run, load_runs, renew_lease, take_run
from tests.pipeline.idle import idle_run
from tests.store.conftest import HandClock

LEASE_S: Final = 30
DEEDS: Final = ("ask", "take", "take", "renew", "renew", "finish", "fail", "stop", "nothing")


@pytest.mark.parametrize("seed", range(4))
def test_each_run_ends_once_and_by_whoever_took_it_last(
    database: Database, clock: HandClock, rows: Rows, campaign: Campaign, seed: int
) -> None:
    chance, packed = Random(seed), pack_plan(idle_run(campaign), campaign)
    with database.writing() as session:
        number = save_campaign(session, "Azilal 2026", rows, "a@b.ma").number
    asked: list[int] = []
    leases: list[Lease] = []  # every lease that was ever given: a worker that is slow may still believe in any
    newest: dict[int, int] = {}
    finished: set[int] = set()

    def do(deed: str) -> None:
        with database.writing() as session:
            if deed == "ask":
                asked.append(
                    ask_run(session, number, 1, pack_campaign(campaign), SolveSettings(seconds=60), "a@b.ma").number
                )
            elif deed == "take" and (lease := take_run(session, f"w{len(leases)}", LEASE_S)):
                assert lease.attempt == newest.get(lease.run, 0) + 1
                newest[lease.run] = lease.attempt
                leases.append(lease)
            elif deed == "stop" and asked:
                ask_to_stop(session, chance.choice(asked))
            elif deed in ("renew", "finish", "fail") and leases:
                lease = chance.choice(leases)
                if deed == "renew":
                    renew_lease(session, lease)
                elif deed == "fail":
                    fail_run(session, lease, "of no matter")
                else:
                    finish_run(session, lease, packed)
                    finished.add(lease.run)
                assert lease.attempt == newest[lease.run]

    for _ in range(120):
        clock.move(chance.choice((0, 1, LEASE_S)))
        try:
            do(chance.choice(DEEDS))
        except LostLeaseError:
            continue
    clock.move(LEASE_S)
    while True:
        with database.writing() as session:
            lease = take_run(session, "last", LEASE_S)
            if lease is None:
                break
            finish_run(session, lease, packed)
            finished.add(lease.run)
    with database.reading() as session:
        runs, plans = load_runs(session, number), load_plans(session, number)
    assert {run.number for run in runs} == set(asked)
    assert {run.state for run in runs} <= {"done", "failed", "stopped"}
    assert sorted(plan.run or 0 for plan in plans) == sorted(run.number for run in runs if run.state == "done")
    assert {run.number for run in runs if run.state == "done"} == finished
