"""Numbers that no database counts to name nothing, and do no harm."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound

from tests.web.conftest import Enter, email_of
from web.numbers import MOST

ADDRESSES = (
    "/campaigns/{}",
    "/campaigns/{}.zip",
    "/campaigns/{}/tables/douars",
    "/campaigns/1/tables/douars/rows/{}",
    "/plans/{}",
    "/plans/{}/roster",
    "/runs/{}",
)


@pytest.mark.parametrize("number", [MOST, MOST + 1, 2**63, 10**20, int("9" * 4000)])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_number_that_names_nothing_is_no_page_however_large(enter: Enter, address: str, number: int) -> None:
    for role in ("national", "provincial"):
        client = enter(f"{role}@sante.example")
        assert client.get(address.format(number)).status_code == 404
        assert client.post(address.format(number)).status_code in (404, 405)


@pytest.mark.parametrize("sign", ["\0", "\x1f", "\n", "\x7f"])
def test_a_name_with_a_control_sign_is_no_page(app: Flask, sign: str) -> None:
    found = set()
    for rule in app.url_map.iter_rules():
        for name in rule.arguments & {"table", "email"}:
            values = dict.fromkeys(rule.arguments, 1) | {name: f"a{sign}b"}
            address = re.sub(r"<(?:\w+:)?(\w+)>", lambda part, there=values: str(there[part[1]]), rule.rule)
            for method in rule.methods or ():
                with pytest.raises(NotFound):
                    app.url_map.bind("localhost").match(address, method)
            found.add(name)
    assert found == {"table", "email"}


@pytest.mark.parametrize("before", ["-1", str(MOST + 1), "9" * 20, "9" * 5000, "x", ""])
def test_a_line_of_the_journal_that_cannot_be_is_before_nothing(enter: Enter, before: str) -> None:
    client = enter(email_of("national"))
    response = client.get(f"/journal?before={before}")
    assert response.status_code == 200
    assert response.text.count("<time") == client.get("/journal").text.count("<time")
