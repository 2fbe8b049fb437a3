"""`riaya serve`: pages, and a worker beside them, in processes as people start them."""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from typing import Final

import pytest

from planner.check_campaign.build import build_campaign
from planner.cli import demonstration, serve
from planner.cli.main import run
from planner.cli.refusals import RefusedError
from planner.cli.session import Session
from planner.config import Config
from planner.config.settings import Server
from planner.domain.rows import Rows
from planner.domain.solve_settings import SolveSettings
from planner.errors import FaultyInputError
from planner.store.campaigns import load_campaigns, save_campaign
from planner.store.database import Database, open_database
from planner.store.migrate import upgrade
from planner.store.passwords import is_password
from planner.store.plans import load_plans, pack_campaign
from planner.store.runs import ask_run, load_runs
from planner.store.users import load_user
from web import pages, wsgi
from web.app import create_app
from web.security import MB
from web.serve import SELDOM, TAKEN, serving

RIAYA: Final = (sys.executable, "-c", "from planner.cli import main\nif __name__ == '__main__':\n    main()")
PATIENCE_S: Final = 30


def free_port() -> int:
    with socket.socket() as there:
        there.bind(("127.0.0.1", 0))
        port: int = there.getsockname()[1]
        return port


def answer_of(port: int, path: str) -> tuple[int, bytes]:
    """Return how a server answers, waiting until it is there."""
    until = time.monotonic() + PATIENCE_S
    while True:
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read()
        except ConnectionRefusedError:
            assert time.monotonic() < until, "nobody serves"
            time.sleep(0.2)
        finally:
            connection.close()


@contextmanager
def served(folder: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """Run the command in a folder, and end it as a service manager does."""
    environment = os.environ | {"RIAYA_LANGUAGE": "en"}
    process = subprocess.Popen(
        (*RIAYA, "serve", *options),
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE_S)


def test_a_trial_serves_from_nothing_and_ends_as_it_is_told(tmp_path: Path) -> None:
    port = free_port()
    with served(tmp_path, "--port", str(port)) as process:
        status, body = answer_of(port, "/health/ready")
        assert (status, json.loads(body)) == (200, {"ready": True})
        assert b"riaya user add" in answer_of(port, "/logins")[1]
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE_S) == 0


def test_a_demonstration_is_added_once_with_an_account_that_comes_in(
    database: Database, tmp_path: Path, config: Config, capsys: pytest.CaptureFixture[str]
) -> None:
    fresh = open_database(f"sqlite:///{tmp_path / 'fresh.sqlite3'}")
    upgrade(fresh)
    for _ in range(2):
        demonstration.add_demonstration(fresh, config, Session(language="en"))
    told = capsys.readouterr().out
    assert told.count("password") == 1
    with fresh.reading() as session:
        account = load_user(session, demonstration.EMAIL)
        (campaign,) = load_campaigns(session)
        assert [run.state for run in load_runs(session, campaign.number)] == ["waiting"]
    fresh.close()
    assert account is not None
    assert is_password(account.password_hash, told.split("(told this once):")[1].split()[0])
    with pytest.raises(RefusedError, match="trial"):
        demonstration.add_demonstration(database, replace(config, mode="production"), Session(language="en"))


def test_production_makes_no_tables_by_itself_and_takes_no_known_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RIAYA_MODE", "production")
    assert run(["serve", "--language", "en"]) == 1
    assert "RIAYA_SECRET_KEY" in "".join(capfd.readouterr())
    monkeypatch.setenv("RIAYA_SECRET_KEY", "k" * 40)
    assert run(["serve", "--language", "en"]) == 1
    assert "riaya db upgrade" in "".join(capfd.readouterr())


def test_what_was_not_built_is_told_with_what_builds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(serve, "set_up_logs", lambda config: None)
    monkeypatch.setattr(pages, "BUILT", "nowhere")
    assert run(["serve", "--language", "en"]) == 1
    assert "make setup" in capfd.readouterr().err


def test_an_address_that_another_has_is_refused_with_what_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(serve, "set_up_logs", lambda config: None)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert run(["serve", "--port", str(taken.getsockname()[1]), "--language", "en"]) == 1
    assert "--port" in capfd.readouterr().err


@pytest.mark.slow
def test_a_worker_beside_the_pages_plans_and_goes_with_them(tmp_path: Path, rows: Rows) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'riaya.sqlite3'}")
    upgrade(database)
    campaign, _ = build_campaign(rows)
    assert campaign is not None
    with database.writing() as session:
        save_campaign(session, "Azilal", rows, "a@b.ma")
        ask_run(session, 1, 1, pack_campaign(campaign), SolveSettings(seconds=2, workers=1), "a@b.ma")
    with served(tmp_path, "--port", str(free_port()), "--with-worker"):
        until = time.monotonic() + 4 * PATIENCE_S
        while not plans_of(database):
            assert time.monotonic() < until, run_states(database)
            time.sleep(0.5)
    assert run_states(database) == ["done"]
    database.close()


def plans_of(database: Database) -> int:
    with database.reading() as session:
        return len(load_plans(session, 1))


def run_states(database: Database) -> list[str]:
    with database.reading() as session:
        return [each.state for each in load_runs(session, 1)]


def test_a_server_of_ones_own_choice_gets_the_application_of_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(wsgi, "set_up_logs", lambda config: None)
    assert wsgi.build().test_client().get("/health/live").status_code == 200
    monkeypatch.setenv("RIAYA_MODE", "production")
    with pytest.raises(FaultyInputError):
        wsgi.build()


def test_a_form_that_is_far_too_large_is_refused_before_it_is_read(config: Config, database: Database) -> None:
    app = create_app(replace(config, server=Server(most_upload_mb=1)), database)
    with serving(app, "127.0.0.1", 0) as address:
        port = int(address.removesuffix("/").rpartition(":")[2])
        for size, is_page in ((MB + 1, True), (TAKEN * MB, False), (500 * MB, False)):
            with socket.create_connection(("127.0.0.1", port), PATIENCE_S) as there:
                there.sendall(f"POST /logins HTTP/1.0\r\nContent-Length: {size}\r\n\r\n".encode())
                if is_page:
                    there.sendall(b"a" * size)
                told = there.makefile("rb").read()
            assert b"413" in told
            assert (b"Content-Security-Policy" in told) is is_page


def test_an_embedded_server_tells_its_address_and_is_gone_after(config: Config, database: Database) -> None:
    usual = gc.get_threshold()
    with serving(create_app(config, database), "127.0.0.1", 0) as address:
        port = int(address.removesuffix("/").rpartition(":")[2])
        assert answer_of(port, "/health/live")[0] == 200
        assert gc.get_threshold() == SELDOM
    assert gc.get_threshold() == usual
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), 1)
