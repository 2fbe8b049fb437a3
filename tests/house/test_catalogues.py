"""Every sentence is there in every language, and is said somewhere."""

from __future__ import annotations

import re
import tomllib
from http import HTTPStatus
from pathlib import Path
from typing import Final, get_args

import pytest

from planner.cli.session import SENTENCES
from planner.domain.catalogue import LANGUAGES
from planner.domain.columns import CHAPTERS, columns_of
from planner.domain.notes import NoteWord
from planner.domain.plan import Change, Reason, Status, UnservedRow
from planner.domain.roles import Role
from planner.explain.voice import WORDS
from web.blueprints.campaigns import State
from web.errors import SPOKEN
from web.pages import MENU
from web.speech import SENTENCES as PAGES

ROOT: Final = Path(__file__).parents[2]
PLANNER: Final = ROOT / "planner"
CATALOGUES: Final = {
    path.relative_to(ROOT).as_posix(): path for room in ("planner", "web") for path in (ROOT / room).rglob("*.toml")
}


def gaps(sentence: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", sentence))


def test_the_catalogues_are_found() -> None:
    assert {"planner/cli/sentences.toml", "planner/explain/words.toml", "web/sentences/shell.toml"} <= CATALOGUES.keys()


@pytest.mark.parametrize("name", CATALOGUES)
def test_each_sentence_is_told_in_every_language_with_the_same_gaps(name: str) -> None:
    for key, said in tomllib.loads(CATALOGUES[name].read_text("utf-8")).items():
        assert said.keys() == set(LANGUAGES), key
        assert all(text.strip() for text in said.values()), key
        assert gaps(said["fr"]) == gaps(said["ar"]) == gaps(said["en"]), key


@pytest.mark.parametrize(("room", "catalogue"), [("cli", SENTENCES), ("explain", WORDS)])
def test_each_sentence_that_is_said_is_there_and_each_that_is_there_is_said(room: str, catalogue: object) -> None:
    below = [PLANNER / "store" / "passwords.py"] if room == "cli" else []
    source = "\n".join(path.read_text("utf-8") for path in (*(PLANNER / room).glob("*.py"), *below))
    keys = (SENTENCES if catalogue is SENTENCES else WORDS).sentences.keys()
    literal = set(re.findall(r'(?:say|tell|complain)\(\s*"(\w+)"', source))
    prefixes = set(re.findall(r'f"(\w+_){', source))
    endings = set(re.findall(r'}(_\w+)"', source))
    assert literal <= keys
    unsaid = [
        key
        for key in keys
        if not re.search(rf"""["']{key}["']""", source)
        and not any(key.startswith(prefix) for prefix in prefixes)
        and not any(key.endswith(ending) for ending in endings)
    ]
    assert not unsaid


def test_each_sentence_of_the_pages_is_there_and_is_said() -> None:
    keys = PAGES.sentences.keys()
    sources = [path for ending in ("*.py", "*.html") for path in (ROOT / "web").rglob(ending)]
    sources.append(PLANNER / "store" / "passwords.py")
    source = "\n".join(path.read_text("utf-8") for path in sources)
    literal = set(re.findall(r"""(?:say|label|flash)\(\s*["'](\w+)["']\s*[,)]""", source))
    assert literal <= keys
    prefixes = set(re.findall(r"""(?:say|label)\("(\w+_)" ~|f"(\w+_){""", source))
    begun = tuple(part for pair in prefixes for part in pair if part)
    assert not [key for key in keys if not re.search(rf"""["']{key}["']""", source) and not key.startswith(begun)]


def test_every_word_that_pages_show_has_a_sentence() -> None:
    states = {word for kind in get_args(State) for word in (get_args(kind) or (kind,))} - {"archived"}
    wanted = {f"role_{role}" for role in get_args(Role)} | {f"state_{state}" for state in states}
    wanted |= {f"menu_{key}" for _, key in MENU}
    told = {"form", "form_too_large", "tls"} | {HTTPStatus(status).name.lower() for status in SPOKEN}
    wanted |= {f"error_{key}{ending}" for key in told for ending in ("", "_help")}
    assert wanted <= PAGES.sentences.keys()


def test_every_word_of_a_plan_has_a_sentence() -> None:
    kinds = next(column.kind for column in columns_of(UnservedRow) if column.name == "kind")
    wanted = {f"reason_{reason}" for reason in get_args(Reason)}
    wanted |= {f"change_{change}" for change in get_args(Change) if change}
    wanted |= {f"chapter_{chapter}" for chapter in CHAPTERS}
    wanted |= {f"sure_{status}" for status in get_args(Status)}
    wanted |= {f"kind_{kind}" for kind in get_args(kinds)}
    wanted |= {f"note_{word}" for word in get_args(NoteWord)}
    assert wanted <= WORDS.sentences.keys()
