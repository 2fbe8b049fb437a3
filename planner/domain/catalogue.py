"""Sentences in three languages: one TOML file a room, a table a sentence, a key a language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from planner.errors import Language

LANGUAGES: Final[tuple[Language, ...]] = ("fr", "ar", "en")
ISOLATED: Final = "\u2068{}\u2069"
"""A text whose direction is its own: the marks are invisible, and what stands around it does not move its words."""


def isolated(text: object, language: Language) -> str:
    """Return what fills a gap of a sentence, apart from a line that runs from right to left."""
    return ISOLATED.format(text) if language == "ar" else str(text)


def bare(text: str) -> str:
    """Return a sentence without those marks, to be kept and not shown."""
    return text.translate(dict.fromkeys(map(ord, ISOLATED.format("")), None))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The sentences of a room, by key and language."""

    sentences: dict[str, dict[str, str]]

    def __contains__(self, key: str) -> bool:
        return key in self.sentences

    def say(self, key: str, language: Language, **gaps: object) -> str:
        """Return a sentence with its gaps filled; in Arabic each gap keeps its own direction.

        Raises
        ------
        KeyError
            Where the catalogue has no such sentence, or nothing fills one of its gaps.
        """
        told = {name: isolated(gap, language) for name, gap in gaps.items()}
        return self.sentences[key][language].format(**told)


def read_catalogue(package: str, name: str) -> Catalogue:
    """Read a catalogue from a package's own files."""
    return Catalogue(tomllib.loads(files(package).joinpath(name).read_text("utf-8")))
