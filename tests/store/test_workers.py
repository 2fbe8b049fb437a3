"""Workers that live are known, waiting or at work."""

from __future__ import annotations

from planner.domain.campaign import Campaign
from planner.domain.rows import Rows
from planner.domain.solve_settings import SolveSettings
from planner.store.campaigns import save_campaign
from planner.store.database import Database
from planner.store.plans import pack_campaign
from planner.store.runs import ask_run, give_back, take_run
from planner.store.workers import SeenWorker, load_workers, remove_sign, write_sign
from tests.store.conftest import HandClock


def living(database: Database) -> tuple[SeenWorker, ...]:
    with database.reading() as session:
        return load_workers(session)


def test_a_worker_is_known_from_its_first_sign_to_its_end(database: Database, clock: HandClock) -> None:
    first = clock.now
    with database.writing() as session:
        write_sign(session, "w2")
        write_sign(session, "w1")
    clock.move(10)
    with database.writing() as session:
        write_sign(session, "w1")
    assert living(database) == (SeenWorker("w1", clock.now), SeenWorker("w2", first))
    with database.writing() as session:
        remove_sign(session, "w1")
    assert living(database) == (SeenWorker("w2", first),)


def test_a_worker_that_was_killed_is_forgotten_after_a_day(database: Database, clock: HandClock) -> None:
    with database.writing() as session:
        write_sign(session, "killed")
    clock.move(86_400)
    with database.writing() as session:
        write_sign(session, "w1")
    assert living(database) == (SeenWorker("w1", clock.now),)


def test_the_heartbeat_of_a_run_is_a_sign_of_its_worker(
    database: Database, clock: HandClock, rows: Rows, campaign: Campaign
) -> None:
    with database.writing() as session:
        write_sign(session, "w1")
        number = save_campaign(session, "Azilal 2026", rows, "a@b.ma").number
        ask_run(session, number, 1, pack_campaign(campaign), SolveSettings(seconds=60), "a@b.ma")
    clock.move(60)
    with database.writing() as session:
        lease = take_run(session, "w1", 30)
    assert lease is not None
    assert living(database) == (SeenWorker("w1", clock.now),)
    with database.writing() as session:
        remove_sign(session, "w1")
        give_back(session, lease)
    assert living(database) == ()
