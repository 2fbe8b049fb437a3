"""What holds for one call of the command: its language, and where its sentences come from and go to."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Final

import click

from planner.cli.stop import StopWish
from planner.domain.catalogue import LANGUAGES, read_catalogue
from planner.errors import Language

VARIABLE: Final = "RIAYA_LANGUAGE"
SENTENCES: Final = read_catalogue("planner.cli", "sentences.toml")


def usual_language() -> Language:
    """Return the language that the environment asks for, French where it asks for none that we speak."""
    return next((language for language in LANGUAGES if language == os.environ.get(VARIABLE)), "fr")


@dataclass(slots=True)
class Session:
    """One call of the command; its options change it as they are read, wherever they stand on the line.

    Attributes
    ----------
    wants_stop
        Whether whoever called wants it to end with what it has.
    """

    language: Language = field(default_factory=usual_language)
    is_debug: bool = False
    wants_stop: StopWish = field(default_factory=StopWish)

    def say(self, key: str, **gaps: object) -> str:
        """Return one of the command's sentences in the language of this call."""
        return SENTENCES.say(key, self.language, **gaps)

    def tell(self, key: str, **gaps: object) -> None:
        """Print one of the command's sentences."""
        click.echo(self.say(key, **gaps))

    def complain(self, key: str, **gaps: object) -> None:
        """Print one of the command's sentences where errors go."""
        click.echo(self.say(key, **gaps), err=True)
