"""Workers: what they take ends as a plan, as a reason why not, or waits for another; never as two plans."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Event
from time import monotonic, sleep
from typing import Any, Final

import pytest
from sqlalchemy.orm import Session

from planner.domain.campaign import Campaign
from planner.domain.plan import Run
from planner.domain.rows import Rows
from planner.domain.solve_settings import SolveSettings
from planner.domain.watch import Progress, Watch, Whole
from planner.errors import ClusterError, Fault, RefusedPlanError
from planner.jobs import heartbeat as heartbeats
from planner.jobs import worker as module
from planner.jobs.heartbeat import EVERY_S, Heartbeat
from planner.jobs.processes import most_at_once
from planner.jobs.worker import Worker
from planner.store.campaigns import save_campaign
from planner.store.database import Database, open_database
from planner.store.errors import DatabaseAwayError
from planner.store.plans import StoredPlan, load_plans, pack_campaign
from planner.store.runs import Lease, StoredRun, ask_run, ask_to_stop, give_back, load_run, take_run
from tests.pipeline.idle import idle_run

SETTINGS: Final = SolveSettings(seconds=60)
PROGRESS: Final = Progress("05.081", "tours", -1234.5, None, 31.5)
SOON_S: Final = 20.0
"""Within which what must happen does, on the slowest machine."""


@pytest.fixture
def live(url: str) -> Iterator[Database]:
    """Return an open database that goes by the real time."""
    database = open_database(url)
    yield database
    database.close()


@pytest.fixture
def run(live: Database, rows: Rows, campaign: Campaign) -> int:
    """Return a run that waits."""
    with live.writing() as session:
        number = save_campaign(session, "Azilal 2026", rows, "a@b.ma").number
        return ask_run(session, number, 1, pack_campaign(campaign), SETTINGS, "a@b.ma").number


def make_idle(campaign: Campaign, settings: SolveSettings, watch: Watch) -> Run:
    """Tell progress once and return a plan that does nothing, stopped where that is wished."""
    assert settings == SETTINGS
    return replace(idle_run(campaign), status="stopped" if watch(PROGRESS) else "feasible")


def make_worker(database: Database, make: Any = make_idle, name: str = "w1", lease_s: int = 30) -> Worker:
    return Worker(database, name, lease_s, lambda: False, make)


def now(database: Database, run: int) -> StoredRun:
    with database.reading() as session:
        return load_run(session, run)


def plans(database: Database, run: int) -> tuple[StoredPlan, ...]:
    with database.reading() as session:
        return load_plans(session, load_run(session, run).campaign)


def take(database: Database, worker: str = "w1", lease_s: int = 30) -> Lease:
    with database.writing() as session:
        lease = take_run(session, worker, lease_s)
    assert lease is not None
    return lease


def wait_until(happened: Callable[[], bool]) -> None:
    until = monotonic() + SOON_S
    while not happened():
        assert monotonic() < until, "it did not happen"
        sleep(0.05)


class Away:
    """A database that does not answer so many writers, before or after it has kept what they wrote, or readers."""

    def __init__(self, database: Database, times: int = 0, *, has_kept: bool = False, reads: int = 0) -> None:
        self.database, self.times, self.has_kept, self.reads = database, times, has_kept, reads

    @contextmanager
    def reading(self) -> Iterator[Session]:
        self.reads -= 1
        if self.reads >= 0:
            raise DatabaseAwayError("away")
        with self.database.reading() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        self.times -= 1
        if self.times >= 0 and not self.has_kept:
            raise DatabaseAwayError("away")
        with self.database.writing() as session:
            yield session
        if self.times >= 0:
            raise DatabaseAwayError("away")


def test_a_worker_plans_what_waits_and_ends_when_it_should(live: Database, run: int) -> None:
    worker = replace(make_worker(live), wants_end=lambda: now(live, run).state == "done")
    worker.work()
    (plan,) = plans(live, run)
    assert (plan.run, plan.status) == (run, "feasible")
    assert now(live, run).worker == "w1"


@pytest.mark.parametrize(("most", "asked", "taken"), [(0, 0, 0), (0, 900, 900), (2, 0, 2), (2, 1, 1), (2, 900, 2)])
def test_a_run_takes_no_more_processes_than_the_server_allows(
    live: Database, rows: Rows, campaign: Campaign, most: int, asked: int, taken: int
) -> None:
    seen: list[int] = []

    def seeing(campaign: Campaign, settings: SolveSettings, watch: Watch) -> Run:
        seen.append(settings.workers)
        return idle_run(campaign)

    with live.writing() as session:
        number = save_campaign(session, "Azilal 2026", rows, "a@b.ma").number
        ask_run(session, number, 1, pack_campaign(campaign), replace(SETTINGS, workers=asked), "a@b.ma")
    replace(make_worker(live, seeing), most_processes=most).work_once()
    assert seen == [taken]


def test_a_server_that_says_nothing_gives_a_run_its_cores_or_its_cluster() -> None:
    assert most_at_once(0, "") == os.cpu_count()
    assert most_at_once(0, "tcp://10.0.0.5:8786") == 0
    assert most_at_once(3, "") == most_at_once(3, "tcp://10.0.0.5:8786") == 3


def test_a_run_that_fails_says_why_and_the_next_is_taken(live: Database, run: int) -> None:
    def refused(*_: Any) -> Run:
        raise RefusedPlanError([Fault("tours", 2, "unit", "U1", "PINS"), Fault("tours", 3, "unit", "U2", "PINS")])

    worker = make_worker(live, refused)
    worker.compute(take(live))
    there = now(live, run)
    assert (there.state, there.error) == ("failed", "the checker refused the plan: 2 faults: PINS")
    assert plans(live, run) == ()


def test_a_run_waits_where_the_cluster_cannot_compute_it(
    live: Database, run: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> Run:
        raise ClusterError("away", "tcp://10.0.0.5:8786", "no way")

    monkeypatch.setattr(module, "PAUSE_S", 0.0)
    for attempt in (1, 2):
        make_worker(live, away).compute(take(live))
        assert (now(live, run).state, now(live, run).attempt, now(live, run).lost) == ("waiting", attempt, 0)
    make_worker(live).compute(take(live))
    assert now(live, run).state == "done"


def test_a_run_waits_where_the_database_does_not_answer_while_its_campaign_is_read(
    live: Database, run: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAUSE_S", 0.0)
    away: Any = Away(live, reads=3)
    for attempt in (1, 2, 3):
        make_worker(away).compute(take(live))
        assert (now(live, run).state, now(live, run).attempt, now(live, run).lost) == ("waiting", attempt, 0)
    make_worker(away).compute(take(live))
    assert now(live, run).state == "done"


def test_a_worker_that_waits_for_its_cluster_ends_when_it_should(live: Database, run: int) -> None:
    asked = iter([False, False])

    def away(*_: Any) -> Run:
        raise ClusterError("away", "tcp://10.0.0.5:8786", "no way")

    begun = monotonic()
    replace(make_worker(live, away), wants_end=lambda: next(asked, True)).work()
    assert monotonic() - begun < module.PAUSE_S
    assert now(live, run).state == "waiting"


def test_an_error_of_ours_fails_the_run_and_not_the_worker(live: Database, run: int) -> None:
    def broken(*_: Any) -> Run:
        raise KeyError("nothing")

    make_worker(live, broken).compute(take(live))
    assert (now(live, run).state, now(live, run).error) == ("failed", "KeyError: 'nothing'")


def test_a_wish_to_stop_reaches_the_solver_and_its_plan_is_kept(live: Database, run: int) -> None:
    def until_stopped(campaign: Campaign, settings: SolveSettings, watch: Watch) -> Run:
        with live.writing() as session:
            ask_to_stop(session, run)
        wait_until(lambda: watch(PROGRESS))
        return make_idle(campaign, settings, watch)

    make_worker(live, until_stopped).compute(take(live))
    assert now(live, run).progress == PROGRESS
    assert [plan.status for plan in plans(live, run)] == ["stopped"]


def test_what_was_told_of_the_whole_plan_between_two_beats_is_kept(live: Database, run: int) -> None:
    with Heartbeat(live, take(live)) as heartbeat:
        for progress in (Progress("", "tours", -10.5, -12.5, 31.5), PROGRESS):
            heartbeat.tell(progress)
        wait_until(lambda: now(live, run).progress is not None)
    assert (now(live, run).progress, now(live, run).whole) == (PROGRESS, Whole(-10.5, -12.5))


def test_a_worker_that_must_end_gives_its_run_back(live: Database, run: int) -> None:
    ending = Event()

    def interrupted(campaign: Campaign, settings: SolveSettings, watch: Watch) -> Run:
        ending.set()
        try:
            return make_idle(campaign, settings, watch)
        except Exception:  # as parts of the solver do that have something to fall back on
            return idle_run(campaign)

    worker = replace(make_worker(live, interrupted), wants_end=ending.is_set)
    worker.work()
    there = now(live, run)
    assert (there.state, there.lost, there.leased_until) == ("waiting", 0, None)
    assert (there.progress, there.whole) == (None, Whole())
    assert plans(live, run) == ()
    make_worker(live, name="w2").compute(take(live, "w2"))
    assert (now(live, run).state, now(live, run).attempt) == ("done", 2)


def test_a_worker_that_was_given_up_keeps_nothing(live: Database, run: int) -> None:
    def slow(campaign: Campaign, settings: SolveSettings, watch: Watch) -> Run:
        with live.writing() as session:
            give_back(session, lease)  # as if it had been silent for too long …
        make_worker(live, name="w2").compute(take(live, "w2"))  # … and another had planned it meanwhile
        wait_until(lambda: watch(PROGRESS))
        raise AssertionError("the watch should have broken it off")

    lease = take(live)
    make_worker(live, slow).compute(lease)
    assert (now(live, run).state, now(live, run).worker, len(plans(live, run))) == ("done", "w2", 1)


def test_a_late_plan_is_thrown_away_and_no_log_says_that_the_run_ended(
    live: Database, run: int, caplog: pytest.LogCaptureFixture
) -> None:
    def late(campaign: Campaign, settings: SolveSettings, watch: Watch) -> Run:
        with live.writing() as session:
            give_back(session, lease)
        return idle_run(campaign)

    lease = take(live)
    with caplog.at_level("INFO", logger=module.__name__):
        make_worker(live, late).compute(lease)
    assert (now(live, run).state, plans(live, run)) == ("waiting", ())
    assert caplog.messages == ["run begun", "the lease is lost"]


def test_a_silent_solver_keeps_its_lease(live: Database, run: int) -> None:
    lease = take(live, lease_s=2)
    with Heartbeat(live, lease) as heartbeat:
        sleep(3 * EVERY_S)
        with live.writing() as session:
            assert take_run(session, "w2", 2) is None
        assert not heartbeat.is_lost
    wait_until(lambda: _is_free(live))
    assert now(live, run).lost == 1


def test_a_beat_that_fails_is_not_the_last(live: Database, run: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> bool:
        raise ValueError("out of range")

    monkeypatch.setattr(heartbeats, "save_progress", broken)
    lease = take(live, lease_s=4)
    until = now(live, run).leased_until
    assert until is not None
    with Heartbeat(live, lease) as heartbeat:
        heartbeat.tell(PROGRESS)
        wait_until(lambda: (now(live, run).leased_until or until) > until)
        with live.writing() as session:
            give_back(session, lease)
        wait_until(lambda: heartbeat.is_lost)


def _is_free(live: Database) -> bool:
    with live.writing() as session:
        return take_run(session, "w2", 30) is not None


def test_a_run_that_silences_three_workers_is_given_to_no_fourth(
    database: Database, clock: Any, rows: Rows, campaign: Campaign
) -> None:
    with database.writing() as session:
        number = save_campaign(session, "Azilal 2026", rows, "a@b.ma").number
        run, other = (ask_run(session, number, 1, pack_campaign(campaign), SETTINGS, "a@b.ma").number for _ in range(2))
    for _ in range(3):
        assert take(database).run == run
        clock.move(31)
    assert take(database).run == other
    there = now(database, run)
    assert (there.state, there.lost, there.error) == ("failed", 3, "3 workers fell silent over it")


@pytest.mark.parametrize("has_kept", [False, True])
def test_a_plan_is_kept_once_when_the_database_was_away(live: Database, run: int, has_kept: bool) -> None:
    away: Any = Away(live, times=2, has_kept=has_kept)
    make_worker(away).compute(take(live))
    assert (now(live, run).state, len(plans(live, run))) == ("done", 1)


def test_a_worker_waits_for_a_database_that_is_away(live: Database, run: int) -> None:
    away: Any = Away(live, times=1)
    worker = replace(make_worker(away), wants_end=lambda: now(live, run).state == "done")
    worker.work()
    assert len(plans(live, run)) == 1


def test_a_plan_outlasts_a_database_that_is_away_for_longer_than_the_lease(
    live: Database, run: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "IDLE_S", 0.2)
    away: Any = Away(live, times=10)
    lease = take(live, lease_s=1)
    make_worker(away, lease_s=1).compute(lease)
    assert (now(live, run).state, len(plans(live, run))) == ("done", 1)


def test_a_plan_that_another_computes_meanwhile_is_held_no_longer(
    live: Database, run: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "IDLE_S", 0.2)
    away: Any = Away(live, times=10)
    lease = take(live, lease_s=0)
    assert take(live, "w2").attempt == 2
    make_worker(away, lease_s=1).compute(lease)
    assert (now(live, run).state, now(live, run).worker, plans(live, run)) == ("running", "w2", ())


@pytest.mark.parametrize(("wants_end", "longest_s"), [(True, 3600.0), (False, 1.0)])
def test_a_database_that_stays_away_leaves_the_run_to_its_lease(
    live: Database, run: int, monkeypatch: pytest.MonkeyPatch, wants_end: bool, longest_s: float
) -> None:
    monkeypatch.setattr(module, "LONGEST_AWAY_S", longest_s)
    away: Any = Away(live, times=1000)
    lease = take(live, lease_s=2)
    ending = Event()

    def planned(campaign: Campaign, settings: SolveSettings, watch: Watch) -> Run:
        made = make_idle(campaign, settings, watch)
        if wants_end:
            ending.set()
        return made

    replace(make_worker(away, planned, lease_s=2), wants_end=ending.is_set).compute(lease)
    assert (now(live, run).state, plans(live, run)) == ("running", ())
