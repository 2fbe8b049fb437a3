"""A campaign's way through the browser: brought in, seen to be sound, made faulty by a cell, mended."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from planner.config import Config
from planner.demo import DemoShape, make_campaign
from planner.files.write import write_campaign
from planner.store.database import Database
from tests.web.browser import PHONE, WIDE, Window, chromium, window
from tests.web.test_browser import enter
from web.app import create_app
from web.serve import serving


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the workbook of a small demonstration."""
    path = tmp_path_factory.mktemp("demo") / "démonstration.xlsx"
    write_campaign(make_campaign(DemoShape(douars=8)), path)
    return path


@pytest.fixture
def address(config: Config, database: Database) -> Iterator[str]:
    with serving(create_app(config, database), "127.0.0.1", 0) as address:
        yield address


def bring_in(there: Window, workbook: Path) -> None:
    """Send a workbook as people do."""
    there.go("/campaigns/new")
    there.page.set_input_files("#file", workbook)
    there.page.fill("#name", "Azilal")
    there.page.click("article form button")
    there.page.wait_for_url("**/campaigns/3")


def test_a_campaign_is_brought_in_and_a_cell_of_it_made_a_fault_and_mended(
    browser: Browser, address: str, workbook: Path
) -> None:
    with window(browser, address, "fr", WIDE) as there:
        page = there.page
        enter(there)
        bring_in(there, workbook)
        expect(page.locator("#state-of-it")).to_contain_text("Aucune erreur")
        assert not there.axe()
        page.get_by_role("link", name="Douars", exact=True).click()
        page.locator("table.rows tbody th a").first.click()
        page.get_by_label("Population").fill("beaucoup")
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.locator("td.faulty")).to_contain_text("Écrivez un nombre")
        assert not there.axe()
        page.get_by_role("link", name="Azilal", exact=True).first.click()
        expect(page.locator("#state-of-it")).to_contain_text("1")
        page.get_by_role("link", name="Corriger").click()
        field = page.get_by_label("Population")
        expect(field).to_have_attribute("aria-invalid", "true")
        assert not there.axe()
        field.fill("120")
        field.press("Enter")
        expect(page.locator("p.done")).to_contain_text("sans erreur")
        page.get_by_role("link", name="Azilal", exact=True).first.click()
        expect(page.locator("#state-of-it")).to_contain_text("Aucune erreur")
        assert not there.complaints


def test_a_faulty_campaign_can_be_used_on_a_phone_from_right_to_left(
    browser: Browser, address: str, workbook: Path
) -> None:
    with window(browser, address, "ar", PHONE) as there:
        enter(there)
        bring_in(there, workbook)
        there.go("/campaigns/3/tables/douars/rows/1")
        there.page.get_by_label("عدد السكان").fill("x" * 300)
        there.page.get_by_role("button", name="حفظ").click()
        for path in ("/campaigns/3", "/campaigns/3/tables/douars", "/campaigns/3/tables/douars/rows/1"):
            there.go(path)
            assert not there.axe(), path
            assert not there.is_wider_than_its_window(), path
        assert not there.complaints


def test_a_row_is_removed_after_a_yes(browser: Browser, address: str) -> None:
    with window(browser, address, "fr", WIDE) as there:
        enter(there)
        there.go("/campaigns/1/tables/caps")
        rows = there.page.locator("table.rows tbody tr")
        count = rows.count()
        rows.first.locator("th a").click()
        there.page.get_by_role("button", name="Supprimer cette ligne").click()
        there.page.locator("#confirm [value=yes]").click()
        expect(there.page.locator("p.done")).to_contain_text("supprimée")
        expect(rows).to_have_count(count - 1)
        assert not there.complaints
