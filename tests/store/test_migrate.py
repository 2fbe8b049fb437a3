"""The database's history: from nothing and from each earlier step, with data in it."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pytest
from alembic import command
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import DateTime, LargeBinary, MetaData, String, Table, insert, select, text
from sqlalchemy.exc import IntegrityError

from planner.store.campaigns import load_campaigns
from planner.store.database import Database, migrating, open_database
from planner.store.documents import pack, save_document
from planner.store.errors import NewerDatabaseError
from planner.store.journal import load_journal
from planner.store.kept_rows import load_rows
from planner.store.migrate import alembic_config, is_current, upgrade
from planner.store.plans import load_plan_run, load_plan_texts, load_plans
from planner.store.runs import load_run_campaign, load_runs
from planner.store.tables import Base
from planner.store.users import load_users

FILLED: Final = Path(__file__).parent / "filled"
"""A JSON a step: rows by table, as a database of that step could hold them."""


def steps() -> list[str]:
    """Return every step, the first one first."""
    script = ScriptDirectory(str(Path(__file__).parents[2] / "migrations"))
    return [step.revision for step in script.walk_revisions()][::-1]


@pytest.fixture
def empty(empty_url: str) -> Iterator[Database]:
    """Return an open database without tables."""
    database = open_database(empty_url)
    yield database
    database.close()


def to_column(kind: Any, value: Any) -> Any:
    """Return a value of a JSON as a column takes it."""
    if isinstance(value, str) and isinstance(kind, DateTime):
        return datetime.fromisoformat(value)
    return base64.b64decode(value) if isinstance(kind, LargeBinary) else value


def fill(database: Database, step: str) -> dict[str, int]:
    """Put rows into the tables of a step, as they are there, and return how many each has."""
    rows: dict[str, list[dict[str, Any]]] = json.loads((FILLED / f"{step}.json").read_text("utf-8"))
    there = MetaData()
    with database.writing() as session:
        there.reflect(session.connection())
        assert {table.name for table in there.sorted_tables} - {"alembic_version"} == rows.keys()
        for table in there.sorted_tables:
            for row in rows.get(table.name, ()):
                values = {name: to_column(table.c[name].type, value) for name, value in row.items()}
                session.execute(insert(table).values(**values))
    return {name: len(each) for name, each in rows.items()}


def count(database: Database, table: Table) -> int:
    with database.reading() as session:
        return len(session.execute(select(*table.primary_key)).all())


def test_a_database_is_made_from_nothing(empty: Database) -> None:
    assert not is_current(empty)
    upgrade(empty)
    assert is_current(empty)
    upgrade(empty)


def test_the_steps_lead_to_the_tables_of_the_program(empty: Database) -> None:
    upgrade(empty)
    command.check(alembic_config(empty))  # raises where they do not, as the next test shows


def test_a_difference_between_steps_and_program_is_found(empty: Database) -> None:
    upgrade(empty)
    with empty.writing() as session:
        session.connection().exec_driver_sql("ALTER TABLE users ADD COLUMN nickname TEXT")
    with pytest.raises(CommandError, match="nickname"):
        command.check(alembic_config(empty))


@pytest.mark.parametrize("step", steps())
def test_from_each_step_a_database_with_data_comes_to_the_newest(empty: Database, step: str) -> None:
    upgrade(empty, step)
    held = fill(empty, step)
    upgrade(empty)
    assert is_current(empty)
    now = {name: count(empty, table) for name, table in Base.metadata.tables.items() if name in held}
    assert now == {name: number for name, number in held.items() if name in now}


@pytest.mark.parametrize("step", steps())
def test_what_was_kept_at_each_step_is_read_at_the_newest(empty: Database, step: str) -> None:
    upgrade(empty, step)
    fill(empty, step)
    upgrade(empty)
    with empty.reading() as session:
        assert load_users(session)
        assert load_journal(session, 10)
        (campaign,) = load_campaigns(session)
        assert load_rows(session, campaign.number).tables
        for run in load_runs(session, campaign.number):
            assert load_run_campaign(session, run.number).douars
        (plan,) = load_plans(session, campaign.number)
        there, found = load_plan_run(session, plan.number)
        assert there.digest == found.input_sha256 == plan.input_sha256
        assert "plan.json" in load_plan_texts(session, plan.number)


def test_what_plans_spend_is_added_up_from_their_documents(empty: Database) -> None:
    upgrade(empty, "step_3")
    fill(empty, "step_3")
    told = '{"indicators": {"money_by_chapter": {"fuel": 1234567890123.45, "medicines": 0.15, "other": 20}}}'
    document = pack({"plan.json": told})
    with empty.writing() as session:
        save_document(session, document)
        session.execute(text("UPDATE plans SET document = :sha256"), {"sha256": document.sha256})
    upgrade(empty)
    with empty.reading() as session:
        (plan,) = load_plans(session, 1)
    assert plan.figures.spent_centimes == 123456789012345 + 15 + 2000


def test_the_provinces_of_runs_and_plans_are_those_of_the_campaigns_that_they_plan(empty: Database) -> None:
    upgrade(empty, "step_4")
    fill(empty, "step_4")
    with empty.writing() as session:
        session.execute(text("DELETE FROM campaign_rows WHERE table_name = 'provinces'"))
    upgrade(empty)
    with empty.reading() as session:
        (plan,), runs = load_plans(session, 1), load_runs(session, 1)
    assert plan.provinces == {"P1": "R1", "P2": "R1"}
    assert [run.provinces for run in runs] == [plan.provinces] * 2


def test_a_step_that_fails_leaves_the_database_as_it_was(empty: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("migrations.guards.refuse", fail)
    with pytest.raises(ZeroDivisionError):
        upgrade(empty)
    there = MetaData()
    with empty.reading() as session:
        there.reflect(session.connection())
    assert not [table.name for table in there.sorted_tables if table.name != "alembic_version"]


def test_a_database_of_a_later_release_is_left_alone(empty: Database) -> None:
    upgrade(empty)
    with empty.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'step_of_tomorrow'"))
    assert not is_current(empty)
    with pytest.raises(NewerDatabaseError, match="step_of_tomorrow"):
        upgrade(empty)


def test_a_table_that_others_refer_to_can_be_changed(empty: Database) -> None:
    upgrade(empty)
    fill(empty, steps()[-1])
    with migrating(empty.engine) as connection:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("campaigns") as campaigns:
            campaigns.alter_column("name", type_=String(200), existing_nullable=False)
    with empty.reading() as session:
        (campaign,) = load_campaigns(session)
        assert load_rows(session, campaign.number).tables
    with pytest.raises(IntegrityError), empty.writing() as session:
        session.execute(text("DELETE FROM campaigns"))


def test_a_step_that_would_leave_rows_without_what_they_refer_to_is_not_taken(empty: Database) -> None:
    upgrade(empty)
    fill(empty, steps()[-1])
    with pytest.raises((ValueError, IntegrityError)), migrating(empty.engine) as connection:
        connection.execute(text("DELETE FROM campaigns"))
    with empty.reading() as session:
        assert load_campaigns(session)
