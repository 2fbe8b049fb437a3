"""Every page in Chromium: in French and Arabic, wide and on a phone, light and dark, by keyboard and on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, expect

from planner.config import Config
from planner.domain.rows import Rows
from planner.errors import Language
from planner.store.campaigns import save_campaign
from planner.store.database import Database
from planner.store.journal import write_journal
from tests.web.browser import PHONE, WIDE, Window, chromium, window
from tests.web.conftest import PASSWORD, email_of
from web.app import create_app
from web.blueprints.journal import MOST
from web.serve import serving

PAGES: Final = (
    "/campaigns",
    "/campaigns/new",
    "/campaigns/1",
    "/campaigns/1/replacement",
    "/campaigns/1/tables/douars",
    "/campaigns/1/tables/campaign",
    "/campaigns/1/tables/staff/rows/1",
    "/users",
    "/users/new",
    "/users/provincial@sante.example",
    "/journal",
    "/passwords",
    "/runs",
    "/runs/1",
    "/plans/1",
    "/plans/1/unserved?kind=visit",
    "/plans/1/map?unit=U1",
    "/plans/1/tours",
    "/plans/1/roster",
)
"""Every page that one must be in for."""
SHEET: Final = (688, 980)
TURNED: Final = (1016, 650)
"""What an A4 sheet holds within its margins, upright and turned, as a browser counts."""
BOTH: Final[tuple[Language, ...]] = ("fr", "ar")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def address(config: Config, database: Database, rows: Rows) -> Iterator[str]:
    """Serve the pages, with a journal that is longer than one page of it."""
    with database.writing() as session:
        save_campaign(session, "<b>Tizi</b> & Cie", rows, email_of("regional"))
        for number in range(MOST + 5):
            write_journal(session, email_of("national"), "user_changed", f"users/{number}", {"role": "reader"})
    with serving(create_app(config, database), "127.0.0.1", 0) as address:
        yield address


def enter(there: Window, email: str = email_of("national")) -> None:
    """Log in as people do."""
    there.go("/logins")
    there.page.fill("#email", email)
    there.page.fill("#password", PASSWORD)
    there.page.press("#password", "Enter")
    there.page.wait_for_url("**/campaigns")


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_every_page_can_be_used_by_everybody_and_asks_nobody_else(
    browser: Browser, address: str, language: Language, size: tuple[int, int]
) -> None:
    with window(browser, address, language, size) as there:
        there.go("/logins")
        assert not there.axe()
        enter(there)
        for path in PAGES:
            there.go(path)
            assert not there.axe(), path
            assert not there.is_wider_than_its_window(), path
            assert there.page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
            assert there.page.evaluate("document.fonts.check('16px \"Noto Sans\"', 'aé')"), path
        assert not there.complaints


def test_pages_can_be_read_in_the_dark(browser: Browser, address: str) -> None:
    with window(browser, address, "fr", WIDE, is_dark=True) as there:
        enter(there)
        for path in PAGES:
            there.go(path)
            assert not there.axe(), path


def test_a_page_is_walked_by_keyboard_alone(browser: Browser, address: str) -> None:
    with window(browser, address, "fr", WIDE) as there:
        enter(there)
        there.page.keyboard.press("Tab")
        assert there.page.evaluate("document.activeElement.className") == "skip"
        there.page.keyboard.press("Enter")
        assert there.page.evaluate("document.activeElement.id") == "main"
        menu = there.page.locator("details.menu")
        menu.locator("summary").focus()
        there.page.keyboard.press("Enter")
        assert menu.get_attribute("open") is not None
        there.page.keyboard.press("Escape")
        assert menu.get_attribute("open") is None
        assert there.page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_focus_can_be_seen_wherever_it_is(browser: Browser, address: str) -> None:
    with window(browser, address, "fr", WIDE) as there:
        enter(there)
        there.go("/users/provincial@sante.example")
        seen = set()
        for _ in range(25):
            there.page.keyboard.press("Tab")
            outline = there.page.evaluate(
                "(() => { const s = getComputedStyle(document.activeElement);"
                " return [document.activeElement.tagName, s.outlineStyle, s.outlineWidth]; })()"
            )
            seen.add(outline[0])
            assert outline[1:] == ["solid", "3px"], outline
        assert {"A", "BUTTON", "SUMMARY", "INPUT"} <= seen


def test_older_lines_of_the_journal_come_in_place_and_also_without_scripts(browser: Browser, address: str) -> None:
    with window(browser, address, "fr", WIDE) as there:
        enter(there)
        there.go("/journal")
        rows = there.page.locator("table.list tbody tr:not(.more)")
        assert rows.count() == MOST
        there.page.click(".more a")
        expect(rows).to_have_count(MOST + 5)
        assert re.search(r"/journal$", there.page.url)
        assert not there.complaints


def test_a_form_that_asks_first_is_sent_only_after_a_yes(browser: Browser, address: str) -> None:
    with window(browser, address, "ar", PHONE) as there:
        enter(there)
        there.go("/users/provincial@sante.example")
        dialog = there.page.locator("#confirm")
        there.page.click("form[action$='/password'] button")
        assert not there.axe()
        there.page.keyboard.press("Escape")
        assert not dialog.is_visible()
        assert there.page.url.endswith("/users/provincial@sante.example")
        there.page.click("form[action$='/password'] button")
        dialog.locator("[value=yes]").click()
        there.page.wait_for_selector(".secret code")
        assert not there.axe()


def test_what_htmx_sends_bears_the_token_and_what_fails_is_told_where_alerts_are(
    browser: Browser, address: str
) -> None:
    with window(browser, address, "en", WIDE) as there:
        enter(there)
        there.page.evaluate("htmx.ajax('POST', '/languages', {target: '#news', values: {language: 'nonsense'}})")
        there.page.wait_for_selector("#alerts .alert")
        alert = there.page.locator("#alerts").inner_text()
        assert "was not understood" in alert, "the token was not taken, or the error came elsewhere"


def test_a_server_that_is_gone_is_told_in_the_page(browser: Browser, config: Config, database: Database) -> None:
    with (
        serving(create_app(config, database), "127.0.0.1", 0) as address,
        window(browser, address, "en", WIDE) as there,
    ):
        enter(there)
        there.page.context.set_offline(True)
        there.page.evaluate("htmx.ajax('GET', '/campaigns', '#news')")
        there.page.wait_for_selector("#alerts .alert")
        assert "does not answer" in there.page.locator("#alerts").inner_text()


def test_names_that_look_like_markup_are_shown_as_they_are(browser: Browser, address: str) -> None:
    with window(browser, address, "fr", WIDE) as there:
        enter(there)
        assert there.page.get_by_text("<b>Tizi</b> & Cie").count() == 1


@pytest.mark.parametrize("language", BOTH)
def test_every_page_fits_on_a_sheet_and_has_nothing_to_click(
    browser: Browser, address: str, language: Language
) -> None:
    with window(browser, address, language, SHEET) as there:
        enter(there)
        there.page.emulate_media(media="print")
        for path in PAGES:
            wide, high = TURNED if "/tables/" in path else SHEET
            there.page.set_viewport_size({"width": wide, "height": high})
            there.go(path)
            assert not there.is_wider_than_its_window(), path
            for each in there.page.locator("nav, button, [role=button], .bar, .foot, input[type=date]").all():
                assert not each.is_visible(), (path, each.inner_text())
            for table in there.page.locator("table.list").all():
                assert table.evaluate("table => getComputedStyle(table).display") == "table", path


def test_every_sheet_says_what_it_is_of_and_of_when(browser: Browser, address: str) -> None:
    with window(browser, address, "fr", WIDE) as there:
        enter(there)
        there.go("/plans/1/tours")
        assert not there.page.locator(".paper").is_visible()
        there.page.emulate_media(media="print")
        assert re.search("Plan calculé le .*20..", there.page.locator(".paper").inner_text())
        head, foot = (
            there.page.evaluate(f"getComputedStyle(document.documentElement).getPropertyValue('--paper-{end}')")
            for end in ("head", "foot")
        )
        assert re.search("Tournées · Plan n°.* · Hiver 2023-2024 .*plan calculé le .*20..", head)
        assert re.search("page du .*20..", foot)


def test_what_is_folded_away_on_a_screen_stands_on_paper(browser: Browser, address: str) -> None:
    is_seen = "document.querySelector('details.stops:not([open]) ol').checkVisibility()"
    with window(browser, address, "fr", WIDE) as there:
        enter(there)
        there.go("/plans/1/tours")
        assert not there.page.evaluate(is_seen)
        there.page.emulate_media(media="print")
        assert there.page.evaluate(is_seen)


def test_the_map_is_drawn_anew_for_its_sheet_and_back(browser: Browser, address: str) -> None:
    with window(browser, address, "fr", WIDE) as there:
        enter(there)
        there.go("/plans/1/map")
        there.page.wait_for_selector("#plan-map[data-drawn] canvas")
        canvas = there.page.locator("#plan-map canvas").first
        on_screen = canvas.get_attribute("width")
        there.page.evaluate(
            "addEventListener('beforeprint',"
            " () => document.body.dataset.printed = document.querySelector('#plan-map canvas').width)"
        )
        there.page.pdf()
        printed = there.page.get_attribute("body", "data-printed")
        assert 660 < int(printed or 0) < 690, "the width of a sheet but for its margins"
        expect(canvas).to_have_attribute("width", on_screen or "")
