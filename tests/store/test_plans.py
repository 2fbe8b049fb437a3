"""Plans in the store: documents that nothing changes, and the states that they go through."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, get_args

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError

from planner.check_plan import check_plan
from planner.domain.campaign import Campaign
from planner.domain.catchments import build_catchments, travel_times
from planner.domain.money import to_centimes
from planner.domain.plan import Run
from planner.domain.rows import Rows
from planner.errors import FaultyInputError
from planner.files.plans import write_plan
from planner.files.write import to_rows
from planner.store import plans
from planner.store.campaigns import save_campaign
from planner.store.database import Database
from planner.store.documents import load_texts, pack, save_document
from planner.store.errors import DamagedDocumentError, NotThereError, PlanStateError
from planner.store.plans import (
    NEXT,
    StoredPlan,
    load_plan,
    load_plan_run,
    load_plan_texts,
    load_plans,
    move_plan,
    pack_plan,
    save_plan,
    send_back,
)
from planner.store.tables import DocumentRecord
from planner.store.types import PlanState
from tests.derive.small import GROUND
from tests.files.test_plans import RUN
from tests.pipeline.idle import idle_run
from tests.store.conftest import HandClock

STATES: Final[tuple[PlanState, ...]] = get_args(PlanState)


def keep(database: Database, run: Run, campaign: Campaign) -> StoredPlan:
    """Keep a plan, and the campaign that it is of."""
    packed = pack_plan(run, campaign)
    with database.writing() as session:
        number = save_campaign(session, "one", to_rows(campaign), "a@b.ma").number
        return save_plan(session, number, 1, packed, "a@b.ma")


@pytest.fixture
def plan(database: Database, campaign: Campaign) -> StoredPlan:
    """Return a plan of the small campaign that is in the store."""
    return keep(database, idle_run(campaign), campaign)


@pytest.mark.parametrize("which", ["rich", "idle"])
def test_the_files_of_a_plan_come_back_byte_for_byte(
    database: Database, campaign: Campaign, which: str, tmp_path: Path
) -> None:
    run, there = (RUN, GROUND.campaign) if which == "rich" else (idle_run(campaign), campaign)
    write_plan(run, there, tmp_path / "plan")
    written = {
        path.relative_to(tmp_path / "plan").as_posix(): path.read_bytes()
        for path in (tmp_path / "plan").rglob("*")
        if path.is_file()
    }
    with database.writing() as session:
        number = save_campaign(session, "one", Rows(None, {}), "a@b.ma").number
        kept = save_plan(session, number, 1, pack_plan(run, there), "a@b.ma")
    with database.reading() as session:
        texts = load_plan_texts(session, kept.number)
    assert {name: text.encode() for name, text in texts.items()} == written


def test_a_plan_and_its_campaign_come_back_and_pass_the_checker(
    database: Database, campaign: Campaign, plan: StoredPlan
) -> None:
    with database.reading() as session:
        there, run = load_plan_run(session, plan.number)
    assert (there, run) == (campaign, idle_run(campaign))
    assert not check_plan(run.plan, there, travel_times(there, build_catchments(there)), run)


def test_what_lists_show_is_what_the_plan_says(database: Database, clock: HandClock) -> None:
    kept = keep(database, RUN, GROUND.campaign)
    told, figures = RUN.plan.indicators, kept.figures
    names = ("visits_counted", "persons_served", "nights", "caravans_held", "covered_60")
    assert {name: getattr(figures, name) for name in names} == {name: told[name] for name in names}
    assert (figures.objective_centimes, figures.bound_centimes) == (RUN.plan.objective_centimes, RUN.bound_centimes)
    assert figures.spent_centimes == sum(to_centimes(line.amount_mad) for line in RUN.plan.budget) > 0
    assert figures.distance_m == told["km"] * 1000
    assert (kept.state, kept.status, kept.run, kept.created) == ("draft", "feasible", None, clock.now)
    with database.reading() as session:
        assert load_plan(session, kept.number) == kept
        assert load_plans(session, kept.campaign) == (kept,)


def test_plans_of_one_campaign_share_it(database: Database, campaign: Campaign, plan: StoredPlan) -> None:
    with database.writing() as session:
        second = save_plan(session, plan.campaign, 1, pack_plan(idle_run(campaign), campaign), "c@d.ma")
        assert session.execute(text("SELECT count(*) FROM documents")).scalar_one() == 2
        assert load_plans(session, plan.campaign) == (second, plan)
        assert second.input_sha256 == plan.input_sha256 == campaign.digest


def test_a_plan_goes_from_draft_to_archive_step_by_step(database: Database, plan: StoredPlan) -> None:
    for state in STATES[1:]:
        with database.writing() as session:
            assert move_plan(session, plan.number, state).state == state
    assert list(NEXT) == list(STATES[:-1])


@pytest.mark.parametrize("to", ["draft", "approved", "published", "archived"])
def test_a_plan_skips_no_step_and_takes_none_back(database: Database, plan: StoredPlan, to: PlanState) -> None:
    with pytest.raises(PlanStateError) as told, database.writing() as session:
        move_plan(session, plan.number, to)
    assert told.value.state == "draft"
    with database.reading() as session:
        assert load_plan(session, plan.number) == plan
    with pytest.raises(NotThereError), database.writing() as session:
        move_plan(session, plan.number + 1, to)


def test_only_a_submitted_plan_is_sent_back(database: Database, plan: StoredPlan) -> None:
    for state in STATES:
        if state != "draft":
            with database.writing() as session:
                move_plan(session, plan.number, state)
        if state == "submitted":
            with database.writing() as session:
                assert send_back(session, plan.number) == plan
                move_plan(session, plan.number, state)
        else:
            with pytest.raises(PlanStateError) as told, database.writing() as session:
                send_back(session, plan.number)
            assert told.value.state == state


def test_of_two_who_approve_at_once_one_is_told(database: Database, plan: StoredPlan) -> None:
    def submit(_: int) -> bool:
        try:
            with database.writing() as session:
                return move_plan(session, plan.number, "submitted").state == "submitted"
        except PlanStateError:
            return False

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(submit, range(8))) == 1


def test_the_database_refuses_to_change_a_document(database: Database, plan: StoredPlan) -> None:
    with pytest.raises(DBAPIError), database.writing() as session:
        session.execute(update(DocumentRecord).values(data=b""))
    with database.reading() as session:
        assert load_plan_texts(session, plan.number)


@pytest.mark.parametrize("data", [b"not deflated", pack({"other": "text"}).data], ids=["broken", "another's"])
def test_a_document_that_holds_something_else_is_not_read(database: Database, data: bytes) -> None:
    with database.writing() as session:
        session.add(DocumentRecord(sha256=pack({"a": "text"}).sha256, data=data))
    with database.reading() as session, pytest.raises(DamagedDocumentError):
        load_texts(session, pack({"a": "text"}).sha256)


def test_a_document_is_kept_once_however_many_bring_it(database: Database) -> None:
    document = pack({"é.csv": "عرب\n", "a": ""})

    def bring(_: int) -> str:
        with database.writing() as session:
            return save_document(session, document)

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(bring, range(8))) == {document.sha256}
    with database.reading() as session:
        assert load_texts(session, document.sha256) == {"a": "", "é.csv": "عرب\n"}
        with pytest.raises(NotThereError):
            load_texts(session, "0" * 64)


def test_a_campaign_that_later_rules_refuse_is_told_so(
    database: Database, plan: StoredPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Any) -> Any:
        return None, ()

    monkeypatch.setattr(plans, "build_campaign", refuse)
    with database.reading() as session, pytest.raises(FaultyInputError):
        load_plan_run(session, plan.number)
