"""The doctor: each ailment is told with what mends it, and health is told too."""

from __future__ import annotations

import os
import shutil
from collections import namedtuple
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest

import planner
from planner.cli import ailments, doctor
from planner.domain.catalogue import LANGUAGES
from planner.errors import ClusterError, ClusterFault
from planner.store.database import Database, open_database
from planner.store.migrate import upgrade
from planner.store.users import User, add_user
from planner.store.workers import write_sign
from tests.cli.conftest import Say


@pytest.fixture
def sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """Go into a folder with a sound installation."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(ailments, "LEAST_FREE_MB", 0)
    database = open_database("sqlite:///riaya.sqlite3")
    upgrade(database)
    with database.writing() as session:
        add_user(session, User(email="a@b.ma", password_hash="$", role="national"))
        write_sign(session, "w1")
    yield database
    database.close()


def refuse(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Have a folder look as if it could not be written: whoever runs tests may be root, to whom none is."""
    there = os.access
    monkeypatch.setattr("os.access", lambda path, mode: Path(path).absolute() != folder and there(path, mode))


def cluster_that_is(fault: ClusterFault) -> Callable[[int, str], AbstractContextManager[None]]:
    """Return what opens no cluster, and says why."""

    def opened(count: int, cluster: str) -> AbstractContextManager[None]:
        raise ClusterError(fault, cluster, "seen so")

    return opened


def test_a_sound_installation_has_nothing_wrong(say: Say, sound: Database) -> None:
    assert say("doctor", "--language", "en") == (0, "Nothing is wrong.\n", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_is_wrong_is_told_a_line_each(
    say: Say, sound: Database, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(ailments, "LEAST_FREE_MB", 1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**12, 10**12, 999_000_000))
    monkeypatch.setattr(ailments, "import_module", lambda _: 1 / 0)
    monkeypatch.setattr(ailments, "time_of", lambda _: datetime.now(UTC) + timedelta(hours=1))
    monkeypatch.setenv("RIAYA_MODE", "production")
    monkeypatch.setenv("RIAYA_SECRET_KEY", "x" * 32)
    Path("riaya.sqlite3").chmod(0o644)
    with sound.writing() as session:
        session.connection().exec_driver_sql("UPDATE users SET is_active = 0")
    number, out, err = say("doctor", "--language", language)
    lines = out.splitlines()
    assert number == 1
    assert all((" ← " if language == "ar" else " → ") in line for line in lines)
    signs = ["999", "riaya.sqlite3", "server.proxies", "ZeroDivisionError", "3600", "riaya user add", "60"]
    for sign in signs:
        assert any(sign in line for line in lines), sign
    assert str(len(lines)) in err


@pytest.mark.parametrize(("mode", "proxies"), [("production", "1"), ("trial", "0")])
def test_pages_that_know_their_proxy_or_try_without_one_are_well(
    say: Say, sound: Database, monkeypatch: pytest.MonkeyPatch, mode: str, proxies: str
) -> None:
    monkeypatch.setenv("RIAYA_MODE", mode)
    monkeypatch.setenv("RIAYA_SECRET_KEY", "x" * 32)
    monkeypatch.setenv("RIAYA_SERVER_PROXIES", proxies)
    Path("riaya.sqlite3").chmod(0o600)
    assert say("doctor", "--language", "en") == (0, "Nothing is wrong.\n", "")


def test_a_folder_that_cannot_be_written_is_told(say: Say, sound: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse(monkeypatch, Path.cwd())
    number, out, _ = say("doctor", "--language", "en")
    assert number == 1
    assert f"The folder {Path.cwd()} cannot be written" in out


def test_code_that_cannot_be_compiled_is_told_and_what_mends_it(
    say: Say, sound: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Path(planner.__path__[0]) / "__pycache__"
    refuse(monkeypatch, place)
    number, out, _ = say("doctor", "--language", "en")
    assert number == 1
    assert f"compiled code in {place}" in out
    assert "chown" in out


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cluster_that_cannot_compute_is_told_with_why_and_what_mends_it(
    say: Say, sound: Database, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("RIAYA_JOBS_DASK", "tcp://10.0.0.5:8786")
    told = set()
    for fault in get_args(ClusterFault):
        monkeypatch.setattr(doctor, "open_executor", cluster_that_is(fault))
        number, out, _ = say("doctor", "--language", language)
        assert number == 1
        assert "tcp://10.0.0.5:8786" in out
        assert ("seen so" in out) is (fault not in ("uncertified", "unencrypted"))  # these say why themselves
        told.add(out)
    assert len(told) == len(get_args(ClusterFault))


def test_a_cluster_that_computes_is_nothing_to_tell(say: Say, sound: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIAYA_JOBS_DASK", "tcp://10.0.0.5:8786")
    monkeypatch.setattr(doctor, "open_executor", lambda count, cluster: nullcontext())
    assert say("doctor", "--language", "en") == (0, "Nothing is wrong.\n", "")


def test_a_damaged_database_is_told_with_what_mends_it(say: Say, sound: Database) -> None:
    sound.close()
    Path("riaya.sqlite3").write_bytes(b"no database" * 1000)
    number, out, _ = say("doctor", "--language", "en")
    assert number == 1
    assert "riaya restore" in out
    assert "http" not in out
    assert say("user", "list", "--language", "en")[0] == 1


def test_a_worker_that_fell_silent_does_not_count(say: Say, sound: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ailments, "MOST_SKEW_S", 100)
    later: Any = lambda _: datetime.now(UTC) + timedelta(seconds=61)  # noqa: E731
    monkeypatch.setattr(ailments, "time_of", later)
    number, out, _ = say("doctor", "--language", "en")
    assert number == 1
    assert "No worker was heard of" in out
