"""Runs and their leases: none is lost, none is done twice at once, and who lost one can write nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Final

import pytest

from planner.domain.campaign import Campaign
from planner.domain.rows import Rows
from planner.domain.solve_settings import SolveSettings
from planner.domain.watch import Progress, Whole
from planner.store.campaigns import save_campaign
from planner.store.database import Database
from planner.store.errors import LostLeaseError, NotThereError
from planner.store.plans import PackedPlan, load_plan, load_plan_of_run, load_plans, pack_campaign, pack_plan
from planner.store.runs import (
    AHEAD_S,
    Lease,
    StoredRun,
    ask_run,
    ask_to_stop,
    fail_run,
    find_open_run,
    finish_run,
    give_back,
    hold_run,
    load_open_runs,
    load_run,
    load_run_campaign,
    load_runs,
    renew_lease,
    save_progress,
    take_run,
)
from tests.pipeline.idle import idle_run
from tests.store.conftest import HandClock

SETTINGS: Final = SolveSettings(seconds=60, workers=2, seed=7, deterministic=True)
PROGRESS: Final = Progress("05.081", "tours", -1234.5, None, 31.5)
WHOLE: Final = Whole(-9876.5, None)
LEASE_S: Final = 30


@pytest.fixture(scope="session")
def packed(campaign: Campaign) -> PackedPlan:
    return pack_plan(idle_run(campaign), campaign)


@pytest.fixture
def number(database: Database, rows: Rows) -> int:
    """Return a campaign that is in the store."""
    with database.writing() as session:
        return save_campaign(session, "Azilal 2026", rows, "a@b.ma").number


@pytest.fixture
def asked(database: Database, number: int, campaign: Campaign) -> StoredRun:
    """Return a run that waits."""
    return ask(database, number, campaign)


def ask(database: Database, number: int, campaign: Campaign) -> StoredRun:
    with database.writing() as session:
        return ask_run(session, number, 1, pack_campaign(campaign), SETTINGS, "a@b.ma")


def take(database: Database, worker: str = "w1") -> Lease | None:
    with database.writing() as session:
        return take_run(session, worker, LEASE_S)


def taken(database: Database, worker: str = "w1") -> Lease:
    lease = take(database, worker)
    assert lease is not None
    return lease


def now(database: Database, run: int) -> StoredRun:
    with database.reading() as session:
        return load_run(session, run)


def test_a_run_that_was_asked_for_waits_with_all_that_was_asked(
    database: Database, asked: StoredRun, campaign: Campaign, clock: HandClock
) -> None:
    assert (asked.state, asked.attempt, asked.worker, asked.leased_until) == ("waiting", 0, "", None)
    assert (asked.settings, asked.asked_by, asked.asked) == (SETTINGS, "a@b.ma", clock.now)
    assert now(database, asked.number) == asked
    with database.reading() as session:
        assert load_run_campaign(session, asked.number) == campaign
        assert load_runs(session, asked.campaign) == (asked,)


def test_the_run_that_waits_longest_is_taken_first(database: Database, number: int, campaign: Campaign) -> None:
    waiting = [ask(database, number, campaign).number for _ in range(3)]
    assert [taken(database).run for _ in waiting] == waiting
    assert take(database) is None


def test_what_waits_or_goes_on_is_told_until_it_ends(
    database: Database, number: int, campaign: Campaign, packed: PackedPlan
) -> None:
    first, second, third = (ask(database, number, campaign).number for _ in range(3))
    lease = taken(database)
    with database.writing() as session:
        ask_to_stop(session, second)
        assert [run.number for run in load_open_runs(session)] == [first, third]
        assert load_plan_of_run(session, first) is None
        plan = finish_run(session, lease, packed)
        assert [run.number for run in load_open_runs(session)] == [third]
        assert load_plan_of_run(session, first) == plan


def test_of_many_who_ask_for_the_same_at_once_one_begins_it(
    database: Database, number: int, campaign: Campaign
) -> None:
    packed = pack_campaign(campaign)

    def ask_once(_: int) -> int:
        with database.writing() as session:
            there = find_open_run(session, number, 1)
            return (there or ask_run(session, number, 1, packed, SETTINGS, "a@b.ma")).number

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(ask_once, range(6)))) == 1


def test_a_run_is_open_until_it_ends_or_somebody_wishes_that_it_stops(
    database: Database, asked: StoredRun, packed: PackedPlan
) -> None:
    def found(version: int = 1) -> int | None:
        with database.writing() as session:
            there = find_open_run(session, asked.campaign, version)
        return there.number if there else None

    assert (found(), found(version=2)) == (asked.number, None)
    lease = taken(database)
    assert found() == asked.number
    with database.writing() as session:
        ask_to_stop(session, asked.number)
    assert found() is None
    with database.writing() as session:
        finish_run(session, lease, packed)
    assert found() is None


def test_a_lease_says_who_has_the_run_until_when(database: Database, asked: StoredRun, clock: HandClock) -> None:
    lease = taken(database, "w7")
    run = now(database, asked.number)
    assert (lease.run, lease.attempt) == (asked.number, 1)
    assert (run.state, run.worker, run.attempt, run.heartbeat) == ("running", "w7", 1, clock.now)
    clock.move(LEASE_S)
    assert run.leased_until == clock.now


def test_many_workers_take_each_run_once(database: Database, number: int, campaign: Campaign) -> None:
    waiting = [ask(database, number, campaign).number for _ in range(12)]

    def work(worker: int) -> list[int]:
        done = []
        while lease := take(database, f"w{worker}"):
            done.append(lease.run)
        return done

    with ThreadPoolExecutor(6) as pool:
        found = [run for each in pool.map(work, range(6)) for run in each]
    # Where two look at the same moment, one may go away without; the rest is there for whoever looks again.
    while lease := take(database):
        found.append(lease.run)
    assert sorted(found) == waiting


def test_a_run_that_is_given_back_after_a_wish_to_stop_ends(
    database: Database, asked: StoredRun, clock: HandClock
) -> None:
    lease = taken(database)
    with database.writing() as session:
        ask_to_stop(session, asked.number)
        give_back(session, lease)
    there = now(database, asked.number)
    assert (there.state, there.ended, there.leased_until) == ("stopped", clock.now, None)
    assert take(database) is None


def test_a_run_that_is_being_taken_is_passed_over_or_waited_for(
    database: Database, number: int, campaign: Campaign
) -> None:
    waiting = [ask(database, number, campaign).number for _ in range(2)]
    with ThreadPoolExecutor(1) as pool:
        with database.writing() as session:
            first = take_run(session, "w1", LEASE_S)
            second = pool.submit(taken, database, "w2")
        assert first
        assert [first.run, second.result().run] == waiting


def test_a_sign_of_life_keeps_the_run(database: Database, asked: StoredRun, clock: HandClock) -> None:
    lease = taken(database)
    for _ in range(3):
        clock.move(LEASE_S - 1)
        with database.writing() as session:
            assert renew_lease(session, lease) is False
    assert take(database) is None
    clock.move(LEASE_S - 1)
    with database.writing() as session:
        assert save_progress(session, lease, PROGRESS, WHOLE) is False
    clock.move(LEASE_S - 1)
    assert take(database) is None
    assert (now(database, asked.number).progress, now(database, asked.number).whole) == (PROGRESS, WHOLE)


WRITES: Final[dict[str, Callable[..., object]]] = {
    "renew": lambda session, lease, _: renew_lease(session, lease),
    "progress": lambda session, lease, _: save_progress(session, lease, PROGRESS, WHOLE),
    "finish": lambda session, lease, packed: finish_run(session, lease, packed),
    "fail": lambda session, lease, _: fail_run(session, lease, "of no matter"),
}


@pytest.mark.parametrize("write", WRITES)
def test_whoever_lost_a_run_can_write_nothing_of_it(
    database: Database, asked: StoredRun, clock: HandClock, packed: PackedPlan, write: str
) -> None:
    old = taken(database, "w1")
    clock.move(LEASE_S)
    new = taken(database, "w2")
    assert (new.run, new.attempt) == (old.run, old.attempt + 1)
    before = now(database, asked.number)
    with pytest.raises(LostLeaseError), database.writing() as session:
        WRITES[write](session, old, packed)
    assert now(database, asked.number) == before
    with database.writing() as session:
        WRITES[write](session, new, packed)
    with database.reading() as session:
        assert len(load_plans(session, asked.campaign)) == (write == "finish")


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("end", ["finish", "fail"])
def test_nothing_is_written_of_a_run_that_has_ended(
    database: Database, asked: StoredRun, packed: PackedPlan, end: str, write: str
) -> None:
    lease = taken(database)
    with database.writing() as session:
        WRITES[end](session, lease, packed)
    ended = now(database, asked.number)
    with pytest.raises(LostLeaseError), database.writing() as session:
        WRITES[write](session, lease, packed)
    assert now(database, asked.number) == ended
    assert take(database) is None


def test_a_run_that_a_clock_ran_ahead_of_is_given_to_another_when_it_is_put_right(
    database: Database, asked: StoredRun, clock: HandClock
) -> None:
    lease = taken(database)
    clock.move(-AHEAD_S)
    assert not now(database, asked.number).is_silent(clock.now)
    assert take(database) is None
    clock.move(-1)
    assert now(database, asked.number).is_silent(clock.now)
    assert taken(database, "w2").attempt == lease.attempt + 1
    assert not now(database, asked.number).is_silent(clock.now)


def test_who_is_late_but_was_not_followed_may_go_on(database: Database, asked: StoredRun, clock: HandClock) -> None:
    lease = taken(database)
    clock.move(10 * LEASE_S)
    with database.writing() as session:
        renew_lease(session, lease)
    assert take(database) is None


def test_a_plan_and_the_end_of_its_run_come_together(
    database: Database, asked: StoredRun, packed: PackedPlan, clock: HandClock
) -> None:
    lease = taken(database)
    with pytest.raises(ZeroDivisionError), database.writing() as session:
        finish_run(session, lease, packed)
        raise ZeroDivisionError
    assert now(database, asked.number).state == "running"
    clock.move(5)
    with database.writing() as session:
        plan = finish_run(session, lease, packed)
    run = now(database, asked.number)
    assert (run.state, run.ended, run.leased_until) == ("done", clock.now, None)
    assert (plan.run, plan.campaign, plan.campaign_version, plan.made_by) == (run.number, run.campaign, 1, "a@b.ma")
    with database.reading() as session:
        assert load_plan(session, plan.number) == plan


def test_a_run_that_fails_says_why_and_is_not_taken_again(
    database: Database, asked: StoredRun, clock: HandClock
) -> None:
    lease = taken(database)
    with database.writing() as session:
        fail_run(session, lease, "RefusedPlanError: 3 faults")
    run = now(database, asked.number)
    assert (run.state, run.error, run.ended) == ("failed", "RefusedPlanError: 3 faults", clock.now)
    clock.move(10 * LEASE_S)
    assert take(database) is None


def test_the_wish_to_stop_is_told_with_each_sign_of_life(database: Database, asked: StoredRun) -> None:
    lease = taken(database)
    with database.writing() as session:
        assert ask_to_stop(session, asked.number).state == "running"
    with database.writing() as session:
        assert renew_lease(session, lease)
        assert save_progress(session, lease, PROGRESS, WHOLE)


def test_the_wish_to_stop_outlives_the_worker(database: Database, asked: StoredRun, clock: HandClock) -> None:
    taken(database)
    with database.writing() as session:
        ask_to_stop(session, asked.number)
    clock.move(LEASE_S)
    lease = taken(database, "w2")
    with database.writing() as session:
        assert renew_lease(session, lease)


def test_a_run_that_nobody_took_is_called_off(database: Database, asked: StoredRun, clock: HandClock) -> None:
    clock.move(5)
    with database.writing() as session:
        run = ask_to_stop(session, asked.number)
    assert (run.state, run.ended) == ("stopped", clock.now)
    assert take(database) is None


def test_a_wish_changes_nothing_of_a_run_that_has_ended(
    database: Database, asked: StoredRun, packed: PackedPlan
) -> None:
    lease = taken(database)
    with database.writing() as session:
        finish_run(session, lease, packed)
    ended = now(database, asked.number)
    with database.writing() as session:
        assert ask_to_stop(session, asked.number) == ended
    assert now(database, asked.number) == ended


def test_a_run_that_somebody_holds_ends_when_they_are_through(database: Database, asked: StoredRun) -> None:
    lease, is_held = taken(database), Event()

    def end() -> None:
        is_held.wait()
        with database.writing() as session:
            fail_run(session, lease, "no plan")

    with ThreadPoolExecutor(1) as pool:
        ended = pool.submit(end)
        with database.writing() as session:
            assert hold_run(session, asked.number).state == "running"
            is_held.set()
            with pytest.raises(TimeoutError):
                ended.result(0.3)
            assert ask_to_stop(session, asked.number).state == "running"
        ended.result()
    assert (now(database, asked.number).state, now(database, asked.number).wants_stop) == ("failed", True)


def test_a_run_that_does_not_exist_is_said_to_be_so(database: Database) -> None:
    for load in (load_run, load_run_campaign):
        with database.reading() as session, pytest.raises(NotThereError):
            load(session, 7)
    for change in (hold_run, ask_to_stop):
        with database.writing() as session, pytest.raises(NotThereError):
            change(session, 7)
