"""The commands of an administrator: the database, accounts, backups."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from planner.cli.main import COMMANDS, run
from planner.store.database import Database, open_database
from planner.store.journal import Entry, load_journal
from planner.store.logins import load_login, open_login
from planner.store.migrate import is_current, upgrade
from planner.store.passwords import is_password
from planner.store.users import User, load_user
from tests.cli.conftest import Say

PASSWORD = "neige sur le col"


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Go into an empty folder and return the database that the command will find there."""
    monkeypatch.chdir(tmp_path)
    return open_database("sqlite:///riaya.sqlite3")


@pytest.fixture
def database(bare: Database) -> Database:
    """Return the same with its tables."""
    upgrade(bare)
    return bare


def give(monkeypatch: pytest.MonkeyPatch, password: str = PASSWORD) -> None:
    """Have the next command find a password in its input."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\nmore\n"))


def user(database: Database, email: str) -> User | None:
    with database.reading() as session:
        return load_user(session, email)


def journal(database: Database) -> tuple[Entry, ...]:
    with database.reading() as session:
        return load_journal(session, 10)


def inner_commands() -> list[tuple[str, ...]]:
    return [("db", "upgrade"), *(("user", each) for each in ("add", "list", "disable", "password"))]


@pytest.mark.parametrize("words", inner_commands(), ids=" ".join)
def test_every_inner_command_has_help_in_every_language(say: Say, words: tuple[str, ...]) -> None:
    assert words[0] in COMMANDS
    told = {say("--language", language, *words, "--help")[:2] for language in ("fr", "ar", "en")}
    assert {number for number, _ in told} == {0}
    assert len(told) == 3


@pytest.mark.parametrize(
    "words",
    [("user",), ("db",), ("user", "ad"), ("user", "add", "a@b.ma"), ("user", "add", "a@b.ma", "--role", "king"),
     ("user", "add", "nobody", "--role", "national"), ("user", "add", "a@b.ma", "--role", "regional"),
     ("user", "add", "a@b.ma", "--role", "national", "--region", "05"),
     ("user", "add", "a@b.ma", "--role", "regional", "--region", "99"),
     ("user", "add", "a@b.ma", "--role", "provincial", "--province", "05.999"), ("backup",), ("restore",)],
    ids=" ".join,
)  # fmt: skip
def test_misuse_ends_with_2_in_the_language_of_the_call(say: Say, database: Database, words: tuple[str, ...]) -> None:
    number, out, err = say("--language", "fr", *words)
    assert (number, out) == (2, "")
    assert "Aide :" in err
    assert not [word for word in ("Error", "Missing", "No such", "Invalid") if word in err]
    assert user(database, "a@b.ma") is None


def test_upgrade_makes_the_tables_brings_old_ones_on_and_says_so(say: Say, bare: Database) -> None:
    told = say("db", "upgrade", "--language", "en")
    assert told[0] == 0
    assert "has its tables: step_" in told[1]
    assert is_current(bare)
    assert "nothing to do" in say("db", "upgrade", "--language", "en")[1]


def test_an_old_database_is_brought_to_this_release(say: Say, bare: Database) -> None:
    upgrade(bare, "step_1")
    number, _, err = say("user", "list", "--language", "en")
    assert number == 1
    assert "is at step_1" in err
    assert "from step_1 to" in say("db", "upgrade", "--language", "en")[1]
    assert say("user", "list")[0] == 0


@pytest.mark.parametrize(
    "words", [("user", "list"), ("work", "--once"), ("doctor",), ("backup", "b.zip")], ids=" ".join
)
def test_no_command_makes_a_database_by_looking_for_it(say: Say, bare: Database, words: tuple[str, ...]) -> None:
    number, out, err = say(*words, "--language", "en")
    assert number == 1
    assert "riaya db upgrade" in out + err
    assert not list(Path.cwd().iterdir())


def test_a_database_that_is_away_is_told_without_its_password(
    say: Say, bare: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RIAYA_DATABASE_URL", "postgresql://riaya:hidden@127.0.0.1:1/riaya")
    for words in (("user", "list"), ("db", "upgrade"), ("work", "--once"), ("doctor",)):
        number, out, err = say(*words, "--language", "en")
        assert number == 1
        assert "does not answer" in out + err
        assert "hidden" not in out + err


def test_faults_of_the_settings_are_told_all_at_once(say: Say, bare: Database) -> None:
    Path("config.toml").write_text('[server]\nport = "many"\nprot = 1\n', "utf-8")
    number, out, _ = say("user", "list", "--language", "en")
    assert number == 1
    assert "Faults: 2." in out


def test_an_account_is_added_with_its_territories_and_that_is_in_the_journal(
    say: Say, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(monkeypatch)
    added = say(
        "user", "add", "Amal@Sante.ma", "--role", "provincial", "--region", "draa-tafilalet", "--province", "05.081",
        "--province", "ifrane", "--password-stdin",
    )  # fmt: skip
    assert added[0] == 0
    there = user(database, "amal@sante.ma")
    assert there is not None
    assert (there.role, there.regions, there.provinces) == ("provincial", ("08",), ("05.081", "03.271"))
    assert is_password(there.password_hash, PASSWORD)
    (entry,) = journal(database)
    assert (entry.who, entry.deed, entry.about, entry.details["provinces"]) == (
        "",
        "user_added",
        "users/amal@sante.ma",
        "05.081 03.271",
    )
    listed = say("user", "list", "--language", "en")[1]
    assert listed == "amal@sante.ma  provincial  08, 05.081, 03.271\n"


def test_an_address_has_one_account_whoever_adds_it(
    say: Say, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (0, 1):
        give(monkeypatch)
        assert say("user", "add", "a@b.ma", "--role", "national", "--password-stdin")[0] == number
    assert len(journal(database)) == 1


@pytest.mark.parametrize(
    ("password", "told"), [("short", "too short"), ("aaaaaaaaaaaaaaa", "is guessed"), ("", "short")]
)
def test_a_password_that_is_guessed_is_refused(
    say: Say, database: Database, monkeypatch: pytest.MonkeyPatch, password: str, told: str
) -> None:
    give(monkeypatch, password)
    number, _, err = say("user", "add", "a@b.ma", "--role", "national", "--password-stdin", "--language", "en")
    assert number == 2
    assert told in err
    assert user(database, "a@b.ma") is None


def test_without_a_terminal_the_password_has_to_be_given(
    say: Say, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(monkeypatch)
    number, _, err = say("user", "add", "a@b.ma", "--role", "national")
    assert number == 2
    assert "--password-stdin" in err


def test_another_password_and_a_closed_account_end_logins(
    say: Say, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(monkeypatch)
    assert say("user", "add", "a@b.ma", "--role", "national", "--password-stdin")[0] == 0
    for words, deed in ((("password", "--password-stdin"), "password_changed"), (("disable",), "user_disabled")):
        with database.writing() as session:
            token = open_login(session, "a@b.ma", 3600, 3600)
        give(monkeypatch, "une autre neige")
        number, out, err = say("user", words[0], "A@B.ma", *words[1:], "--language", "en")
        assert number == 0
        assert ("No national account is active" in err) is (deed == "user_disabled")
        assert "logins ended: 1" in out
        with database.writing() as session:
            assert load_login(session, token, 3600) is None
        assert journal(database)[0].deed == deed
    there = user(database, "a@b.ma")
    assert there is not None
    assert not there.is_active
    assert is_password(there.password_hash, "une autre neige")
    assert "closed" in say("user", "list", "--language", "en")[1]


def test_an_account_that_is_not_there_is_told(say: Say, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    assert say("user", "disable", "a@b.ma")[0] == 1
    assert "no account" in say("user", "list", "--language", "en")[1]


def test_a_backup_is_restored_into_an_empty_database_and_into_no_other(
    say: Say, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(monkeypatch)
    assert say("user", "add", "a@b.ma", "--role", "national", "--password-stdin")[0] == 0
    assert say("backup", "kept/b.zip")[0] == 0
    number, out, _ = say("backup", "kept/b.zip", "--language", "en")
    assert number == 1
    assert "already" in out
    assert say("restore", "kept/b.zip", "--language", "en")[0] == 1
    monkeypatch.setenv("RIAYA_DATABASE_URL", "sqlite:///new.sqlite3")
    assert say("restore", "kept/b.zip")[0] == 0
    there = open_database("sqlite:///new.sqlite3")
    assert user(there, "a@b.ma") == user(database, "a@b.ma")
    assert [entry.deed for entry in journal(there)] == ["database_restored", "user_added"]


def test_what_is_no_backup_is_told_and_nothing_is_made(say: Say, bare: Database) -> None:
    Path("broken.zip").write_bytes(b"PK broken")
    for name, told in (("broken.zip", "no whole backup"), ("nowhere.zip", "cannot be read")):
        number, _, err = say("restore", name, "--language", "en")
        assert number == 1
        assert told in err
    assert not Path("riaya.sqlite3").exists()


def test_a_backup_that_cannot_be_written_is_told(say: Say, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("planner.cli.backup.write_backup", refuse)
    number, _, err = say("backup", "b.zip", "--language", "en")
    assert number == 1
    assert "cannot be written here. Nothing was written." in err


def test_a_command_that_is_refused_tells_a_sentence_and_no_traceback(
    bare: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--debug", "user", "list"]) == 1
    assert "Traceback" not in capsys.readouterr().err
