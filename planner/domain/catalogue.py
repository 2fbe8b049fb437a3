"""Sentences in three languages: one TOML file a room, a table a sentence, a key a language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from planner.errors import Language

LANGUAGES: Final[tuple[Language, ...]] = ("fr", "ar", "en")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The sentences of a room, by key and language."""

    sentences: dict[str, dict[str, str]]

    def __contains__(self, key: str) -> bool:
        return key in self.sentences

    def say(self, key: str, language: Language, **gaps: object) -> str:
        """Return a sentence with its gaps filled.

        Raises
        ------
        KeyError
            Where the catalogue has no such sentence, or nothing fills one of its gaps.
        """
        return self.sentences[key][language].format(**gaps)


def read_catalogue(package: str, name: str) -> Catalogue:
    """Read a catalogue from a package's own files."""
    return Catalogue(tomllib.loads(files(package).joinpath(name).read_text("utf-8")))
