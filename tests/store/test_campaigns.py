"""Campaigns in the store: what was typed comes back as it was typed."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.check_campaign.build import build_campaign
from planner.domain.campaign import Campaign
from planner.domain.rows import Line, Rows, TableRows
from planner.errors import Fault
from planner.files.read import read_rows
from planner.files.write import convert
from planner.store.campaigns import hold_campaign, load_campaign, load_campaigns, replace_rows, save_campaign
from planner.store.database import Database
from planner.store.errors import CampaignChangedError, NotThereError
from planner.store.kept_rows import load_rows
from planner.store.rows import add_row
from tests.store.conftest import HandClock
from tests.tiny import edit, write_tiny


def kept(database: Database, rows: Rows) -> Rows:
    """Return rows as they come back from the store."""
    with database.writing() as session:
        number = save_campaign(session, "Azilal 2026", rows, "a@b.ma").number
    with database.reading() as session:
        return load_rows(session, number)


def test_a_campaign_comes_back_as_it_went_in(database: Database, rows: Rows, campaign: Campaign) -> None:
    back = kept(database, rows)
    assert back == rows
    assert list(back.tables) == list(rows.tables)
    assert build_campaign(back)[0] == campaign


def test_a_workbook_comes_back_as_one(database: Database, rows: Rows, tmp_path: Path) -> None:
    convert(rows, tmp_path / "tiny.xlsx")
    book = read_rows(tmp_path / "tiny.xlsx")
    assert kept(database, book) == book


def test_an_unfinished_campaign_comes_back_with_its_faults(database: Database, tmp_path: Path) -> None:
    tiny = write_tiny(tmp_path / "tiny")
    edit(tiny / "douars.csv", "D1,Aït", "D1,\u202eAït")
    edit(tiny / "douars.csv", "240", "many")
    edit(tiny / "campaign.toml", "format = 1", "format = ")
    (tiny / "staff.csv").write_bytes(b"\0")
    (tiny / "notes.csv").write_text("who,what\nme,more\n", "utf-8")
    rows = read_rows(tiny)
    assert rows.faults
    assert rows.unread
    assert rows.settings is None
    back = kept(database, rows)
    assert back == rows
    assert build_campaign(back) == build_campaign(rows)


NAMES = st.text("abcdeéعرب_", min_size=1, max_size=6)
TEXTS = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=12)
LINES = st.builds(
    Line, st.integers(2, 10**6), st.dictionaries(NAMES, TEXTS, max_size=4), st.frozensets(NAMES, max_size=2)
)
FAULTS = st.builds(
    Fault, NAMES, st.integers(0, 10**6), NAMES, TEXTS, NAMES, st.tuples(st.tuples(NAMES, TEXTS)) | st.just(())
)


def tables_of(found: Mapping[str, tuple[tuple[str, ...], tuple[Line, ...]]]) -> dict[str, TableRows]:
    return {name: TableRows(name, f"{name}.csv", *each) for name, each in found.items()}


ROWS = st.builds(
    Rows,
    st.none()
    | st.builds(
        TableRows, st.just("campaign"), st.just("campaign.toml"), st.just(("key", "value")), st.tuples(LINES, LINES)
    ),
    st.dictionaries(
        NAMES, st.tuples(st.lists(NAMES, unique=True).map(tuple), st.lists(LINES, max_size=3).map(tuple)), max_size=3
    ).map(tables_of),
    st.sampled_from(["", ".csv"]),
    st.lists(FAULTS, max_size=3).map(tuple),
    st.frozensets(NAMES, max_size=2),
)


@given(ROWS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_was_read_comes_back(database: Database, rows: Rows) -> None:
    assert kept(database, rows) == rows


def test_campaigns_are_listed_from_the_newest(database: Database, rows: Rows, clock: HandClock) -> None:
    with database.writing() as session:
        first = save_campaign(session, "first", rows, "a@b.ma")
        clock.move(60)
        second = save_campaign(session, "second", rows, "c@d.ma")
    with database.reading() as session:
        assert load_campaigns(session) == (second, first)
    assert (second.made_by, second.created, second.version) == ("c@d.ma", clock.now, 1)


def test_a_campaign_that_is_brought_in_again_is_replaced_whole(
    database: Database, rows: Rows, clock: HandClock
) -> None:
    with database.writing() as session:
        first = save_campaign(session, "one", Rows(None, {"douars": rows.tables["douars"]}), "a@b.ma")
    clock.move(60)
    with database.writing() as session:
        second = replace_rows(session, first.number, rows, first.version)
    assert (second.version, second.changed) == (2, clock.now)
    with database.reading() as session:
        assert load_rows(session, first.number) == rows
        assert load_campaign(session, first.number) == second


def test_a_campaign_that_another_changed_is_not_replaced(database: Database, rows: Rows) -> None:
    with database.writing() as session:
        number = save_campaign(session, "one", rows, "a@b.ma").number
        replace_rows(session, number, rows, 1)
    with pytest.raises(CampaignChangedError) as told, database.writing() as session:
        replace_rows(session, number, Rows(None, {}), 1)
    assert told.value.version == 2
    with database.reading() as session:
        assert load_rows(session, number) == rows
    with pytest.raises(NotThereError), database.writing() as session:
        replace_rows(session, number + 1, rows, 1)


def test_who_changes_a_campaign_waits_for_who_holds_it(database: Database, rows: Rows) -> None:
    is_held = Event()
    with database.writing() as session:
        number = save_campaign(session, "Azilal 2026", rows, "a@b.ma").number

    def change() -> int:
        is_held.wait()
        with database.writing() as session:
            return add_row(session, number, "douars", {"code": "D9"}).version

    with ThreadPoolExecutor(1) as pool:
        changed = pool.submit(change)
        with database.writing() as session:
            assert hold_campaign(session, number).version == 1
            is_held.set()
            with pytest.raises(TimeoutError):
                changed.result(0.3)
            assert add_row(session, number, "douars", {"code": "D8"}).version == 2
        assert changed.result() == 3
    with database.writing() as session:
        assert hold_campaign(session, number, 3).version == 3
        with pytest.raises(CampaignChangedError):
            hold_campaign(session, number, 2)
        with pytest.raises(NotThereError):
            hold_campaign(session, 7)
