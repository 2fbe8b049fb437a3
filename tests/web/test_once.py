"""What takes a while is worked out once for all who ask at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from time import sleep

import pytest
from sqlalchemy.orm import Session

from planner.domain.rows import Rows
from planner.store.campaigns import load_campaign, save_campaign
from planner.store.database import Database
from planner.store.kept_rows import KeptRows, load_kept_rows
from planner.store.plans import load_plan_run
from planner.store.rows import save_row
from web import checks, open_plans
from web.checks import Check, Checks, Verdict
from web.once import Once
from web.open_plans import OpenPlans
from web.plan_tales import PlanTales

MANY = 8


def all_at_once(ask: Callable[[], object]) -> list[object]:
    """Return what many get who ask at the same moment."""
    ready = Barrier(MANY)

    def asked(_: int) -> object:
        ready.wait()
        return ask()

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(asked, range(MANY)))


def test_many_who_ask_for_one_thing_get_the_one_that_one_of_them_made() -> None:
    made: list[int] = []

    def make(key: int) -> object:
        sleep(0.05)
        made.append(key)
        return object()

    there = Once(make, most=2)
    assert len({id(each) for each in all_at_once(lambda: there.of(1))}) == 1
    assert made == [1]
    for key in (2, 1, 3, 1, 2):
        there.of(key)
    assert made == [1, 2, 3, 2]


def test_many_small_things_are_kept_where_few_large_ones_are() -> None:
    made: list[int] = []

    def make(key: int) -> int:
        made.append(key)
        return key

    there = Once(make, most=100, weigh=lambda value: value)
    for key in (*range(1, 11), *range(1, 11)):  # 55 altogether
        assert there.of(key) == key
    assert made == [*range(1, 11)]
    there.of(60)  # those asked for longest ago go until the rest weighs 100 at most: 1 to 5
    made.clear()
    for key in (10, 6, 60, 5):
        there.of(key)
    assert made == [5]


def test_what_is_heavier_than_all_that_is_kept_is_kept_alone() -> None:
    made: list[int] = []

    def make(key: int) -> int:
        made.append(key)
        return key

    there = Once(make, most=10, weigh=lambda value: value)
    for key in (3, 99, 99, 3):
        there.of(key)
    assert made == [3, 99, 3]


def test_what_failed_is_made_again() -> None:
    tries: list[int] = []

    def make(key: int) -> int:
        tries.append(key)
        if len(tries) == 1:
            raise OSError
        return key

    there = Once(make, most=2)
    with pytest.raises(OSError):
        there.of(7)
    assert there.of(7) == 7


def test_a_campaign_in_each_province_is_read_once(
    database: Database, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []

    def load(session: Session, campaign: int, before: KeptRows | None = None) -> KeptRows:
        read.append(campaign)
        return load_kept_rows(session, campaign, before)

    monkeypatch.setattr(checks, "load_kept_rows", load)
    with database.writing() as session:
        campaigns = [save_campaign(session, str(number), rows, "a@b.ma") for number in range(31)]
    there = Checks(database)
    for campaign in campaigns * 2:
        there.of(campaign)
    assert read == [campaign.number for campaign in campaigns]
    weight = there.of(campaigns[0]).weight
    monkeypatch.setattr(checks, "MOST_ROWS", 2 * weight)
    read.clear()
    few = Checks(database)
    for campaign in campaigns[:3] * 2:
        few.of(campaign)
    assert len(read) == 6


def test_a_plan_in_each_province_is_opened_once(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[int] = []
    with database.reading() as session:
        whole = load_plan_run(session, 1)

    def load(_: Session, plan: int) -> object:
        opened.append(plan)
        return whole

    monkeypatch.setattr(open_plans, "load_plan_run", load)
    plans = OpenPlans(database)
    tales = PlanTales(plans)
    for _ in range(2):
        for plan in range(31):
            assert tales.of(plan, "fr").rows == plans.of(plan).rows > 0
    assert opened == [*range(31)]


def test_what_is_whose_does_not_wait_until_it_is_judged(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, may_end = Event(), Event()

    def judge(rows: Rows) -> Verdict:
        begun.set()
        assert may_end.wait(30)
        return Verdict(None, (), {})

    monkeypatch.setattr(checks, "_judge", judge)
    with database.reading() as session:
        check = Checks(database).of(load_campaign(session, 1))
    with ThreadPoolExecutor(2) as pool:
        judged = pool.submit(lambda: check.faults)
        assert begun.wait(30)
        try:
            assert pool.submit(lambda: check.homes).result(10)
            assert not judged.done()
        finally:
            may_end.set()


def test_a_version_is_judged_once_and_only_where_its_faults_are_asked_for(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[int] = []

    def judge(rows: object) -> Verdict:
        sleep(0.05)
        judged.append(len(judged))
        return real(rows)

    real: Callable[[object], Verdict] = checks._judge  # type: ignore[assignment]
    monkeypatch.setattr(checks, "_judge", judge)
    there = Checks(database)

    def check() -> Check:
        with database.reading() as session:
            return there.of(load_campaign(session, 1))

    first = check()
    assert first.rows.tables
    assert judged == []
    assert len({id(faults) for faults in all_at_once(lambda: check().faults)}) == 1
    assert judged == [0]
    with database.writing() as session:
        row = first.kept.stored("douars")[0]
        save_row(session, 1, "douars", row.place, {**row.cells, "population": "many"}, row.version)
    assert [(fault.row, fault.column) for fault in check().faults_of("douars")] == [(row.row, "population")]
    assert judged == [0, 1]
    assert first.faults == ()
