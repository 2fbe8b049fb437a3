"""Chromium as it comes with the system, and an ear for everything that a page should not do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page, Request, sync_playwright

from planner.errors import Language

AXE: Final = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
ARGUMENTS: Final = ("--no-sandbox", "--disable-dev-shm-usage")
WIDE: Final = (1280, 800)
PHONE: Final = (390, 844)
LOCALES: Final[dict[Language, str]] = {"fr": "fr-MA", "ar": "ar-MA", "en": "en-GB"}
HEARD: Final = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Give the system's Chromium; a machine without it fails, and passes over nothing."""
    path = shutil.which("chromium")
    assert path is not None, "chromium is missing: apt-get install chromium"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@dataclass
class Window:
    """A window of a browser, and what was heard of it that no page of ours should do."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open a page and wait until its letters are there."""
        self.page.goto(self.address.rstrip("/") + path)
        self.page.evaluate("document.fonts.ready")

    def axe(self) -> list[str]:
        """Return what keeps somebody from using the page, by axe-core."""
        self.page.evaluate(AXE)
        found: dict[str, Any] = self.page.evaluate("axe.run()")
        return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found["violations"]]

    def is_wider_than_its_window(self) -> bool:
        """Return whether one has to scroll sideways."""
        wide: bool = self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        return wide


@contextmanager
def window(
    browser: Browser, address: str, language: Language, size: tuple[int, int], *, is_dark: bool = False
) -> Iterator[Window]:
    """Give a window of its own, with no cookie."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale=LOCALES[language],
        color_scheme="dark" if is_dark else "light",
        reduced_motion="reduce",
    )
    context.add_init_script(HEARD)
    page = context.new_page()
    there = Window(page, address)

    def listen(request: Request) -> None:
        if not request.url.startswith((address, "data:")):
            there.complaints.append(f"asks {request.url}")

    page.on("request", listen)
    page.on("pageerror", lambda error: there.complaints.append(f"script: {error}"))
    page.on("console", lambda said: there.complaints.append(said.text) if said.type == "error" else None)
    yield there
    context.close()
