"""A server with a few people and campaigns in it, and browsers that ask it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from flask import Flask
from flask.testing import FlaskClient

from planner.check_campaign.build import build_campaign
from planner.config import Config
from planner.config.settings import Secret
from planner.domain.roles import Role
from planner.domain.rows import Rows
from planner.domain.solve_settings import SolveSettings
from planner.domain.watch import QuietWatch, Watch
from planner.files.read import read_rows
from planner.pipeline.make_run import make_run
from planner.problem import Problem
from planner.problem.answer import Answer
from planner.solve.by_hand import plan_by_hand
from planner.store.campaigns import save_campaign
from planner.store.database import Database, open_database
from planner.store.logins import open_login
from planner.store.migrate import upgrade
from planner.store.passwords import hash_password
from planner.store.plans import pack_campaign, pack_plan
from planner.store.runs import ask_run, finish_run, take_run
from planner.store.users import User, add_user
from tests.tiny import write_tiny
from web.app import create_app
from web.logins import TOKEN

PASSWORD: Final = "trois mulets sous la neige"
AZILAL: Final = "05.081"
KHENIFRA: Final = "05.301"
PEOPLE: Final[dict[Role, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "national": ((), ()),
    "regional": (("05",), ()),
    "provincial": ((), (AZILAL,)),
    "field": ((), (AZILAL,)),
    "reader": (("05",), ()),
}
"""An account of each role, `ROLE@sante.example`: its regions and provinces."""
SETTINGS: Final = SolveSettings(seconds=60, workers=1, deterministic=True)
LIMIT_CENTIMES: Final = -90_000_00
FOREIGNER: Final = "foreign@sante.example"
"""The regional coordinator of a region that has nothing to do with any campaign."""


@cache
def password_hash() -> str:
    """Return what is kept of the password of all."""
    return hash_password(PASSWORD)


def email_of(role: Role) -> str:
    """Return the address of the account that has a role."""
    return f"{role}@sante.example"


def by_hand(problem: Problem, settings: SolveSettings, _: Watch) -> Answer:
    """Answer a problem at once, under a limit that nobody proved."""
    return Answer(plan_by_hand(problem, settings), LIMIT_CENTIMES)


@pytest.fixture(scope="session")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """Return the rows of a small campaign of Azilal and Khénifra."""
    folder = write_tiny(tmp_path_factory.mktemp("web") / "tiny")
    for path in (folder / "provinces.csv", *folder.glob("*.csv")):
        text = path.read_text("utf-8")
        path.write_text(text.replace("P1", AZILAL).replace("P2", KHENIFRA).replace("R1", "05"), "utf-8")
    return read_rows(folder)


@pytest.fixture(scope="session")
def model(rows: Rows, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database to be copied: everybody, two campaigns, and a run of the first that came to a plan."""
    path = tmp_path_factory.mktemp("web") / "model.sqlite3"
    database = open_database(f"sqlite:///{path}")
    upgrade(database)
    campaign, faults = build_campaign(rows)
    assert campaign is not None and not faults
    packed = pack_plan(make_run(campaign, SETTINGS, QuietWatch(), by_hand), campaign)
    with database.writing() as session:
        for role, (regions, provinces) in PEOPLE.items():
            add_user(session, User(email_of(role), password_hash(), role, regions, provinces))
        add_user(session, User(FOREIGNER, password_hash(), "regional", ("12",)))
        save_campaign(session, "Hiver 2023-2024", rows, email_of("regional"))
        save_campaign(session, "شتاء أزيلال", rows, email_of("national"))
        ask_run(session, 1, 1, pack_campaign(campaign), SETTINGS, email_of("regional"))
        lease = take_run(session, "worker", 30)
        assert lease is not None
        finish_run(session, lease, packed)
    database.close()
    return path


@pytest.fixture
def database(model: Path, tmp_path: Path) -> Iterator[Database]:
    """Return an open database with everybody in it."""
    shutil.copy(model, tmp_path / "copy.sqlite3")
    database = open_database(f"sqlite:///{tmp_path / 'copy.sqlite3'}")
    yield database
    database.close()


@pytest.fixture
def config() -> Config:
    """Return the settings of a trial with a secret of its own."""
    return replace(Config(), secret=Secret(key="a secret of the tests, and of nobody else"))


@pytest.fixture
def app(config: Config, database: Database) -> Flask:
    """Return the application; its forms need no token, which tests of their own look at."""
    app = create_app(config, database)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


Enter = Callable[[str], FlaskClient]


@pytest.fixture
def enter(app: Flask, database: Database, config: Config) -> Enter:
    """Return what gives the browser of somebody who has logged in, by their address."""

    def enter(email: str) -> FlaskClient:
        client = app.test_client()
        sessions = config.sessions
        with database.writing() as store, client.session_transaction() as cookie:
            cookie[TOKEN] = open_login(store, email, sessions.idle_s, sessions.longest_s)
        return client

    return enter
