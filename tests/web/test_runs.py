"""The pages of runs: a plan is asked for, watched, stopped, and what became of it is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from planner.domain.rows import Rows
from planner.domain.watch import Progress, Whole
from planner.store.campaigns import replace_rows
from planner.store.database import Database
from planner.store.journal import load_journal
from planner.store.plans import load_plan_run, pack_plan
from planner.store.runs import (
    MOST_LOST,
    Lease,
    fail_run,
    finish_run,
    give_back,
    load_open_runs,
    load_run,
    save_progress,
    take_run,
)
from planner.store.workers import write_sign
from tests.web.conftest import Enter, email_of
from web.site import NAME

FORM = {"seconds": "90", "seed": "7"}
Shown = Callable[..., str]


@pytest.fixture
def asked(enter: Enter) -> int:
    """Return the number of a run that somebody asked for, and that waits."""
    answer = enter(email_of("regional")).post("/campaigns/1/runs", data=FORM)
    assert answer.status_code == 303
    return int(answer.location.rpartition("/")[2])


@pytest.fixture
def shown(enter: Enter) -> Shown:
    """Return what shows a page of a run in English."""

    def show(run: int, role: str = "reader", *, part: bool = False) -> str:
        headers = {"Accept-Language": "en"} | ({"HX-Request": "true"} if part else {})
        answer: TestResponse = enter(f"{role}@sante.example").get(f"/runs/{run}", headers=headers)
        assert answer.status_code == 200
        return answer.text

    return show


def taken(database: Database, lease_s: int = 30) -> Lease:
    """Have a worker take the run that waits."""
    with database.writing() as session:
        lease = take_run(session, "w1", lease_s)
    assert lease is not None
    return lease


def test_a_run_is_asked_for_with_its_time_and_seed_and_stands_in_the_journal(database: Database, asked: int) -> None:
    with database.reading() as session:
        run, (line,) = load_run(session, asked), load_journal(session, 1)
    assert (run.campaign, run.asked_by, run.state) == (1, email_of("regional"), "waiting")
    assert (run.settings.seconds, run.settings.seed, run.settings.workers) == (90, 7, 1)
    assert (line.deed, line.about, line.who) == ("run_asked", f"runs/{asked}", email_of("regional"))


@pytest.mark.parametrize("form", [{}, {"seconds": "0", "seed": "1"}, {"seconds": "x", "seed": "1"}, {"seconds": "5"}])
def test_a_run_without_a_sound_time_and_seed_is_refused(enter: Enter, form: dict[str, str]) -> None:
    answer = enter(email_of("national")).post("/campaigns/1/runs", data=form, headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    assert "whole number of seconds" in answer.text


def test_a_plan_takes_no_longer_than_the_server_allows(app: Flask, enter: Enter) -> None:
    site = app.extensions[NAME]
    jobs = replace(site.config.jobs, most_s=90)
    app.extensions[NAME] = replace(site, config=replace(site.config, jobs=jobs))
    client = enter(email_of("national"))
    answer = client.post("/campaigns/1/runs", data=FORM | {"seconds": "91"}, headers={"Accept-Language": "en"})
    assert (answer.status_code, "from 1 to" in answer.text, "<bdi>90</bdi>" in answer.text) == (422, True, True)
    assert 'min="1" max="90"' in client.get("/campaigns/1").text
    assert client.post("/campaigns/1/runs", data=FORM).status_code == 303


def test_a_button_that_is_pressed_twice_begins_one_run(enter: Enter, database: Database, asked: int) -> None:
    client = enter(email_of("national"))
    again = client.post("/campaigns/1/runs", data=FORM, headers={"Accept-Language": "en"}, follow_redirects=True)
    assert again.request.path == f"/runs/{asked}"
    assert "has been asked for already" in again.text
    with database.reading() as session:
        assert [run.number for run in load_open_runs(session)] == [asked]
        assert [line.about for line in load_journal(session, 9) if line.deed == "run_asked"] == [f"runs/{asked}"]


def test_a_campaign_that_was_changed_is_planned_again(enter: Enter, database: Database, rows: Rows, asked: int) -> None:
    with database.writing() as session:
        replace_rows(session, 1, rows, 1)
    answer = enter(email_of("national")).post("/campaigns/1/runs", data=FORM)
    assert answer.location != f"/runs/{asked}"
    with database.reading() as session:
        assert [run.campaign_version for run in load_open_runs(session)] == [1, 2]


def test_a_campaign_with_faults_is_refused_with_how_many_there_are(
    enter: Enter, database: Database, rows: Rows
) -> None:
    tables = {name: table for name, table in rows.tables.items() if name != "centres"}
    with database.writing() as session:
        replace_rows(session, 1, replace(rows, tables=tables), 1)
    answer = enter(email_of("national")).post("/campaigns/1/runs", data=FORM, headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    assert "The campaign has faults" in answer.text


def test_a_run_that_waits_tells_that_nobody_computes_until_a_worker_lives(
    database: Database, asked: int, shown: Shown
) -> None:
    assert "No worker is running" in shown(asked)
    with database.writing() as session:
        write_sign(session, "w1")
    page = shown(asked)
    assert "No worker is running" not in page
    assert "waits for its turn" in page


def told(database: Database, lease: Lease, *progresses: Progress) -> None:
    """Have a worker tell how far it is, one after another."""
    whole = Whole()
    for progress in progresses:
        whole = whole.after(progress)
        with database.writing() as session:
            save_progress(session, lease, progress, whole)


CARAVANS = Progress("", "caravans", -5.0, -1234.5, 80.0)
TOURS = Progress("", "tours", -1000.0, -1234.5, 60.0)
OF_AZILAL = Progress("05.081", "tours", -10.0, -12.0, 0.4)


def test_what_the_caravans_reach_is_not_set_against_the_bound_of_the_whole(
    database: Database, asked: int, shown: Shown
) -> None:
    lease = taken(database)
    assert "The run begins" in shown(asked)
    told(database, lease, CARAVANS)
    page = shown(asked, part=True)
    assert "Placing the caravans" in page and "-1,234.50" in page
    assert "Best objective" not in page


def test_a_run_tells_the_whole_plan_and_the_province_at_work_apart(
    database: Database, asked: int, shown: Shown
) -> None:
    lease = taken(database)
    told(database, lease, CARAVANS, TOURS)
    page = shown(asked, part=True)
    assert all(each in page for each in ("Making up the tours", "-1,000.00", "-1,234.50", "234.50"))
    assert "Province at work" not in page
    told(database, lease, CARAVANS, TOURS, OF_AZILAL)
    whole, of_azilal = shown(asked, part=True).split("Province at work")
    assert all(each in whole for each in ("The whole plan", "-1,000.00", "-1,234.50", "234.50"))
    assert "Azilal" in of_azilal and ">2.00" in of_azilal
    assert "left at most" not in whole


def test_a_page_of_a_run_asks_again_until_the_run_has_ended(
    enter: Enter, database: Database, asked: int, shown: Shown
) -> None:
    assert 'hx-trigger="every 2s"' in shown(asked, part=True)
    client = enter(email_of("reader"))
    assert "HX-Refresh" not in client.get(f"/runs/{asked}", headers={"HX-Request": "true"}).headers
    with database.writing() as session:
        lease = take_run(session, "w1", 30)
        assert lease is not None
        fail_run(session, lease, "MemoryError: 3 GB")
    assert client.get(f"/runs/{asked}", headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    page = shown(asked)
    assert "hx-trigger" not in page
    assert "MemoryError: 3 GB" in page


def test_a_run_whose_worker_fell_silent_and_that_another_took_says_so(
    database: Database, asked: int, shown: Shown
) -> None:
    taken(database, lease_s=0)
    assert "does not answer any more" in shown(asked)
    taken(database)
    assert "was taken up from its beginning" in shown(asked)


def test_a_run_that_kills_its_workers_is_told_with_what_to_do(database: Database, asked: int, shown: Shown) -> None:
    for _ in range(MOST_LOST):
        taken(database, lease_s=0)
    with database.writing() as session:
        assert take_run(session, "w1", 30) is None
    assert "plan of fewer provinces" in shown(asked)


def test_a_run_that_was_given_back_goes_on_in_a_moment(database: Database, asked: int, shown: Shown) -> None:
    lease = taken(database)
    with database.writing() as session:
        give_back(session, lease)
    assert "nothing is lost" in shown(asked)


def test_a_run_that_was_stopped_and_then_given_back_waits_for_nobody(
    enter: Enter, database: Database, asked: int, shown: Shown
) -> None:
    lease = taken(database)
    enter(email_of("regional")).post(f"/runs/{asked}/stop")
    with database.writing() as session:
        give_back(session, lease)
    page = shown(asked)
    assert "was stopped while its worker was interrupted" in page
    assert "hx-trigger" not in page


def test_who_may_stop_a_run_does_it_once_and_it_stands_in_the_journal(
    enter: Enter, database: Database, asked: int, shown: Shown
) -> None:
    taken(database)
    assert "Stop and keep" not in shown(asked, "reader")
    assert "Stop and keep" in shown(asked, "regional")
    client = enter(email_of("regional"))
    for _ in range(2):
        assert client.post(f"/runs/{asked}/stop").status_code == 303
    assert "Asked to stop" in shown(asked, "regional")
    with database.reading() as session:
        assert load_run(session, asked).wants_stop
        assert [line.deed for line in load_journal(session, 10, about=f"runs/{asked}")] == ["run_stopped", "run_asked"]


def test_a_run_that_waits_is_called_off(enter: Enter, asked: int, shown: Shown) -> None:
    enter(email_of("national")).post(f"/runs/{asked}/stop")
    assert "called off before it began" in shown(asked)


def test_a_run_that_is_done_leads_to_its_plan(shown: Shown) -> None:
    assert 'href="/plans/1"' in shown(1)


def test_a_run_that_was_stopped_says_after_how_long(enter: Enter, database: Database, asked: int, shown: Shown) -> None:
    lease = taken(database)
    told(database, lease, replace(OF_AZILAL, seconds_left=50.0))
    enter(email_of("regional")).post(f"/runs/{asked}/stop")
    with database.reading() as session:
        campaign, run = load_plan_run(session, 1)
    packed = pack_plan(replace(run, status="stopped"), campaign)
    with database.writing() as session:
        finish_run(session, lease, packed)
    page = re.sub(r"<[^>]+>", "", shown(asked))
    assert "stopped after 40 seconds of searching, of 90 seconds" in page
    assert "stopped after" not in re.sub(r"<[^>]+>", "", shown(1))
    listed = re.sub(
        r"<[^>]+>", "", enter(email_of("reader")).get("/campaigns/1", headers={"Accept-Language": "en"}).text
    )
    assert "stopped before its end" in listed


def test_the_list_holds_what_waits_or_goes_on(app: Flask, enter: Enter, asked: int) -> None:
    page = enter(email_of("national")).get("/runs").text
    assert f'href="/runs/{asked}"' in page
    assert 'href="/runs/1"' not in page
