"""The largest files that can take the place of a campaign's rows: what is compared can be put in place as well."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any, Final

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from planner.config import Config
from planner.config.settings import Secret, Server
from planner.domain.rows import Rows
from planner.files.archive import to_archive
from planner.store.campaigns import load_campaign
from planner.store.database import Database
from tests.web.conftest import Enter, email_of
from web.blueprints.uploads import ROOM
from web.security import MB

MOST: Final = (MB - ROOM) // 4 * 3
FORM: Final = re.compile(r'<form method="post" enctype="([^"]+)" action="/campaigns/1/rows">')


@pytest.fixture
def config() -> Config:
    """Return the settings of a server that takes a megabyte."""
    return replace(Config(), secret=Secret(key="of these tests"), server=Server(most_upload_mb=1))


def send(client: FlaskClient, address: str, form: dict[str, Any], kind: str = "multipart/form-data") -> TestResponse:
    """Send a form of a size for which the client makes a file, which it leaves open."""
    response = client.post(address, data=form, content_type=kind)
    response.request.environ["wsgi.input"].close()
    return response


def compare(client: FlaskClient, rows: Rows, size: int) -> TestResponse:
    """Send a campaign's zip of so many bytes: what stands before it is as large as can be in a form."""
    data = to_archive(rows)
    data = b"\xff" * (size - len(data)) + data
    return send(client, "/campaigns/1/replacement", {"file": (io.BytesIO(data), "é" * 200)})


def test_the_largest_file_that_is_compared_is_put_in_place(enter: Enter, database: Database, rows: Rows) -> None:
    client = enter(email_of("regional"))
    told = compare(client, rows, MOST)
    assert told.status_code == 200
    encoding = FORM.search(told.text)
    assert encoding is not None
    form = dict(re.findall(r'name="(file|version|data)" value="([^"]*)"', told.text))
    put = send(client, "/campaigns/1/rows", form | {"csrf_token": "x" * 200}, encoding[1])
    assert put.status_code == 303
    with database.reading() as session:
        assert load_campaign(session, 1).version == 2


def test_a_larger_one_is_told_before_it_is_compared(enter: Enter, rows: Rows) -> None:
    told = compare(enter(email_of("regional")), rows, MOST + 1)
    assert (told.status_code, "trop grand" in told.text) == (422, True)
