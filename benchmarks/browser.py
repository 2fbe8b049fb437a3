"""A person's browser, so cheap that one machine has forty: it keeps cookies, fills forms, goes where it is led."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from time import monotonic
from typing import Final
from urllib.parse import urlencode, urlsplit

from benchmarks.web_server import HOST

PATIENCE_S: Final = 120
"""After which whoever asked sees no answer."""
NO_ANSWER: Final = 0
MOST_STEPS: Final = 3
"""Redirections that are followed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a request and of where it led.

    Attributes
    ----------
    status
        That of the last page, `NO_ANSWER` where there was none.
    led
        Whether the first answer led elsewhere.
    url
        Of the last page, with what follows `#` where that was told.
    """

    status: int
    led: bool
    url: str
    text: str
    ms: float


@dataclass(slots=True)
class Browser:
    """A browser that asks one server, one request after another on one connection."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    connection: HTTPConnection | None = None

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for a page."""
        return self._follow("GET", path, None, headers)

    def post(self, path: str, form: dict[str, str]) -> Answer:
        """Send a form, and ask for the page to which that leads."""
        return self._follow("POST", path, form, {})

    def log_in(self, email: str, password: str) -> Answer:
        """Log in by the form."""
        page = self.get("/logins")
        return self.post("/logins", fields_of(page.text, "password") | {"email": email, "password": password})

    def close(self) -> None:
        """Close the connection."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def _follow(self, method: str, path: str, form: dict[str, str] | None, headers: dict[str, str]) -> Answer:
        begun, led = monotonic(), False
        for _ in range(MOST_STEPS):
            status, place, text = self._ask(method, path, form, headers)
            if status not in (302, 303):
                break
            method, form, path, led = "GET", None, place, True
        return Answer(status, led, path, text, 1000 * (monotonic() - begun))

    def _ask(
        self, method: str, path: str, form: dict[str, str] | None, headers: dict[str, str]
    ) -> tuple[int, str, str]:
        """Return the status, where it leads, and the text of one answer."""
        if self.connection is None:
            self.connection = HTTPConnection(HOST, self.port, timeout=PATIENCE_S)
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} | headers
        data = None
        if form is not None:
            data = urlencode(form).encode()
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        asked = urlsplit(path)
        try:
            self.connection.request(method, f"{asked.path}?{asked.query}" if asked.query else asked.path, data, sent)
            response = self.connection.getresponse()
            text = response.read().decode("utf-8", "replace")
        except (OSError, HTTPException):
            self.close()
            return NO_ANSWER, "", ""
        for each in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(each).items()}
        return response.status, response.headers.get("Location", ""), text


class _Fields(HTMLParser):
    """The fields of the form that holds a text: what is filled in, by name."""

    def __init__(self, holds: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._holds, self._is_found = holds, False
        self._fields: dict[str, str] = {}
        self._name = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Take a field into the form that is open."""
        said = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._fields = {}
        elif tag == "input" and (said.get("type") != "radio" or "checked" in said):
            self._fields[said.get("name", "")] = said.get("value", "")
        elif tag in ("select", "textarea"):
            self._name = said.get("name", "")
            self._fields[self._name] = ""
        elif tag == "option" and "selected" in said:
            self._fields[self._name] = said.get("value", "")

    def handle_data(self, data: str) -> None:
        """Take what stands in a field of several lines."""
        if self.lasttag == "textarea" and self._name:
            self._fields[self._name] += data

    def handle_endtag(self, tag: str) -> None:
        """Keep the form that ends, where it is the first that holds what is looked for."""
        if tag == "textarea":
            self._name = ""
        elif tag == "form" and not self._is_found and self._holds in self._fields:
            self.found, self._is_found = self._fields, True


def fields_of(page: str, holds: str) -> dict[str, str]:
    """Return the fields of a page's first form that has one of this name, as they are filled in; else none."""
    parser = _Fields(holds)
    parser.feed(page)
    parser.found.pop("", None)
    return parser.found
