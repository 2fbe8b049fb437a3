"""The server's settings: the file, the environment above it, and all that is wrong with either."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

import pytest

from planner.config import Config, read_config
from planner.config.settings import config_columns, variable_of
from planner.domain.catalogue import LANGUAGES
from planner.domain.fault_sentences import mend, sentence
from planner.errors import Fault, FaultyInputError

SHOWN: Final = Path(__file__).parents[2] / "config.toml"
LONG: Final = "x" * 32


def read(folder: Path, text: str | None = None, **environment: str) -> Config:
    if text is not None:
        (folder / "config.toml").write_text(text, "utf-8")
    return read_config(environment, folder)


def faults_of(folder: Path, text: str | None = None, **environment: str) -> tuple[Fault, ...]:
    with pytest.raises(FaultyInputError) as caught:
        read(folder, text, **environment)
    return caught.value.faults


def test_without_a_file_and_with_an_empty_one_the_defaults_hold(tmp_path: Path) -> None:
    assert read(tmp_path) == read(tmp_path, "") == read(tmp_path, "[database]\n") == Config()


def test_the_file_of_the_project_holds_every_setting_with_its_default(tmp_path: Path) -> None:
    text = SHOWN.read_text("utf-8")
    assert read(tmp_path, text) == Config()
    held = [
        key if not isinstance(value, dict) else f"{key}.{inner}"
        for key, value in tomllib.loads(text).items()
        for inner in (value if isinstance(value, dict) else ("",))
    ]
    assert held == list(config_columns())


def test_the_file_of_the_project_says_of_every_setting_what_it_is() -> None:
    lines = SHOWN.read_text("utf-8").splitlines()
    settings = [number for number, line in enumerate(lines) if " = " in line and line[0] != "#"]
    assert all(lines[number - 1].startswith("#") or number - 1 in settings for number in settings)


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    config = read(
        tmp_path,
        '[server]\nport = 9000\nhost = "10.0.0.1"\n',
        RIAYA_SERVER_PORT="9001",
        RIAYA_DATABASE_URL="postgresql://a@b/c",
        RIAYA_SECRET_KEY=LONG,
        RIAYA_MODE="production",
        HOME="elsewhere",
    )
    assert (config.server.host, config.server.port, config.mode) == ("10.0.0.1", 9001, "production")
    assert (config.database.url, config.secret.key) == ("postgresql://a@b/c", LONG)


def test_each_setting_has_a_variable_of_its_own() -> None:
    assert len({variable_of(key) for key in config_columns()}) == len(config_columns())


def test_a_blank_variable_sets_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "[server]\nport = 9000\n", RIAYA_SERVER_PORT=" ").server.port == 9000


def test_a_variable_names_another_file(tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text("[server]\nport = 9000\n", "utf-8")
    assert read(tmp_path, "", RIAYA_CONFIG=str(tmp_path / "other.toml")).server.port == 9000
    assert [fault.code for fault in faults_of(tmp_path, RIAYA_CONFIG="gone.toml")] == ["file_unreadable"]


def test_every_fault_is_told_at_once_and_where_it_stands(tmp_path: Path) -> None:
    text = 'speed = 3\n[server]\nport = "many"\nprot = 80\n[database]\nurl = ""\n[approval]\nrole = "king"\n[more]\n'
    told = faults_of(tmp_path, text, RIAYA_JOBS_LEASE_S="2", RIAYA_DATABSE_URL="sqlite:///x")
    assert {(fault.file, fault.row, fault.column, fault.code) for fault in told} == {
        ("config.toml", 1, "speed", "unknown_key"),
        ("config.toml", 3, "server.port", "not_a_number"),
        ("config.toml", 4, "server.prot", "unknown_key"),
        ("config.toml", 6, "database.url", "cell_missing"),
        ("config.toml", 8, "approval.role", "not_one_of"),
        ("config.toml", 9, "more", "unknown_key"),
        ("RIAYA_JOBS_LEASE_S", 0, "jobs.lease_s", "too_small"),
        ("RIAYA_DATABSE_URL", 0, "", "unknown_variable"),
    }
    assert all(sentence(fault, language) and mend(fault, language) for fault in told for language in LANGUAGES)


def test_a_file_that_is_no_toml_is_told_by_its_own_name(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, "[server\n")
    assert (fault.file, fault.code) == ("config.toml", "toml_unreadable")
    assert "config.toml" in sentence(fault, "fr")


@pytest.mark.parametrize("key", [None, "", "known to all", "short"])
def test_production_refuses_a_secret_that_others_may_know(tmp_path: Path, key: str | None) -> None:
    secret = {} if key is None else {"RIAYA_SECRET_KEY": key}
    (fault,) = faults_of(tmp_path, 'mode = "production"\n', **secret)
    assert (fault.code, fault.value) == ("secret_too_short", "")
    assert "RIAYA_SECRET_KEY" in mend(fault, "ar")


@pytest.mark.parametrize("url", ["mysql://a:hidden@b/c", "riaya.sqlite3"])
def test_another_kind_of_database_is_refused_without_telling_its_password(tmp_path: Path, url: str) -> None:
    (fault,) = faults_of(tmp_path, RIAYA_DATABASE_URL=url)
    assert (fault.code, fault.value) == ("not_a_database", "")


@pytest.mark.parametrize("address", ["10.0.0.5:8786", "http://10.0.0.5:8786", "tcp://10.0.0.5", "tls://:8786/x"])
def test_an_address_that_is_no_schedulers_is_refused(tmp_path: Path, address: str) -> None:
    (fault,) = faults_of(tmp_path, RIAYA_JOBS_DASK=address)
    assert (fault.column, fault.code, fault.value) == ("jobs.dask", "not_a_scheduler", address)
    assert read(tmp_path, RIAYA_JOBS_DASK="tls://10.0.0.5:8786").jobs.dask == "tls://10.0.0.5:8786"


@pytest.mark.parametrize("line", ['key = "hidden', 'key = "hidden\u202e"'])
def test_a_secret_that_cannot_be_read_is_not_told(tmp_path: Path, line: str) -> None:
    (fault,) = faults_of(tmp_path, f"[secret]\n{line}\n")
    assert "hidden" not in repr(fault)


def test_what_is_secret_stands_in_no_log(tmp_path: Path) -> None:
    config = read(tmp_path, RIAYA_SECRET_KEY=LONG, RIAYA_DATABASE_URL="postgresql://me:hidden@b/c")
    assert LONG not in repr(config)
    assert "hidden" not in repr(config)
