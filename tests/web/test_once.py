"""What takes a while is worked out once for all who ask at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep

import pytest

from planner.store.campaigns import load_campaign
from planner.store.database import Database
from planner.store.rows import save_row
from web import checks
from web.checks import Check, Checks, Verdict
from web.once import Once

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
