"""The way of a plan in Chromium, with a worker: asked for, watched, stopped, seen on the map, taken away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from planner.cli.beside import worker_beside
from planner.config import Config
from planner.config.settings import Database as Place
from planner.demo import DemoShape, make_campaign
from planner.files.write import to_rows
from planner.pipeline.read import read_checked_plan
from planner.store.campaigns import save_campaign
from planner.store.database import Database
from tests.web.browser import WIDE, chromium, window
from tests.web.conftest import PASSWORD, email_of
from web.app import create_app
from web.serve import serving

PATIENCE_MS: Final = 120_000
ASK: Final = """
([campaign, seconds]) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = `/campaigns/${campaign}/runs`;
  const token = document.querySelector('meta[name="csrf-token"]').content;
  for (const [name, value] of Object.entries({ csrf_token: token, seconds, seed: 1 })) {
    const input = document.createElement("input");
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}
"""


@pytest.fixture
def number(database: Database) -> int:
    """Return a campaign of six douars that is in the store."""
    with database.writing() as session:
        rows = to_rows(make_campaign(DemoShape(douars=6)))
        return save_campaign(session, "Six douars", rows, email_of("national")).number


@pytest.fixture
def address(config: Config, database: Database) -> Iterator[str]:
    """Serve the pages, with a worker beside them."""
    with serving(create_app(config, database), "127.0.0.1", 0) as address:
        yield address


def enter(page: Page, address: str) -> None:
    page.goto(f"{address}logins")
    page.fill("#email", email_of("national"))
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/campaigns")


def test_a_plan_is_asked_for_watched_stopped_seen_and_taken_away(
    config: Config, database: Database, number: int, address: str, tmp_path: Path
) -> None:
    there = replace(config, database=Place(url=f"sqlite:///{database.file}"))
    with chromium() as browser, window(browser, address, "en", WIDE) as seen:
        page = seen.page
        page.set_default_timeout(PATIENCE_MS)
        enter(page, address)
        page.evaluate(ASK, [number, 600])
        state = page.locator(".run-state")
        expect(state).to_contain_text("waits for its turn")
        expect(page.locator("#run")).to_contain_text("No worker is running")
        assert not seen.axe()
        with worker_beside(there):
            expect(page.locator("#run-time")).to_be_visible(timeout=PATIENCE_MS)
            stop = page.get_by_role("button", name="Stop and keep the best plan")
            stop.focus()
            shown = page.locator("#run").inner_text()
            page.wait_for_function("text => document.querySelector('#run').innerText !== text", arg=shown)
            expect(stop).to_be_focused()  # what is shown changes round whoever is about to press it
            stop.click()
            page.locator("#confirm [value=yes]").click()
            expect(page.get_by_text("The run was asked to stop")).to_be_visible()
            expect(state).to_contain_text("The plan is ready", timeout=PATIENCE_MS)
        page.get_by_role("button", name="See the plan").click()
        expect(page.locator(".figures")).to_contain_text("Persons served")
        with page.expect_download() as download:
            page.get_by_role("button", name="Download the plan").click()
        page.get_by_role("link", name="Map", exact=True).click()
        drawn = page.wait_for_selector("#plan-map[data-drawn]")
        assert drawn is not None
        assert int(drawn.get_attribute("data-drawn") or 0) > 6
        page.locator("summary", has_text="Douars").first.click()
        douar = page.locator("a[data-spot^='douar:']:visible").first
        douar.click()
        expect(page.locator("#map-told")).to_contain_text(douar.inner_text())
        assert not seen.complaints
        ZipFile(download.value.path()).extractall(tmp_path)
        folder = tmp_path / Path(download.value.suggested_filename).stem
    campaign, run = read_checked_plan(folder)
    assert len(campaign.douars) == 6
    assert run.status in ("stopped", "feasible", "optimal")
