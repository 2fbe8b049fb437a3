"""What holds for one call of the command: its language, and where its sentences come from and go to."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Final

import click

from planner.cli.stop import StopWish
from planner.domain.catalogue import LANGUAGES, read_catalogue
from planner.errors import Language

VARIABLE: Final = "RIAYA_LANGUAGE"
SENTENCES: Final = read_catalogue("planner.cli", "sentences.toml")


def asked_language(arguments: Sequence[str]) -> Language:
    """Return the language that a command line asks for, wherever on it; else the environment's, else French.

    It is looked for before a command is read, so that help and every misuse are told in it.
    """
    language: Language = next((each for each in LANGUAGES if each == os.environ.get(VARIABLE)), "fr")
    for argument, after in pairwise((*arguments, "")):
        option, equals, value = argument.partition("=")
        if option == "--language":
            language = next((each for each in LANGUAGES if each == (value if equals else after)), language)
    return language


@dataclass(slots=True)
class Session:
    """One call of the command.

    Attributes
    ----------
    writes
        Whether the command writes something when all goes well.
    written
        What it wrote, once that is there as a whole.
    wants_stop
        Whether whoever called wants it to end with what it has.
    """

    language: Language = "fr"
    is_debug: bool = False
    writes: bool = False
    written: Path | None = None
    wants_stop: StopWish = field(default_factory=StopWish)

    def say(self, key: str, **gaps: object) -> str:
        """Return one of the command's sentences in the language of this call."""
        return SENTENCES.say(key, self.language, **gaps)

    def tell(self, key: str, **gaps: object) -> None:
        """Print one of the command's sentences."""
        click.echo(self.say(key, **gaps))

    def ending(self, key: str, **gaps: object) -> str:
        """Return the sentence of a command that failed, and that nothing was written where it writes at all."""
        return self.ending_of(self.say(key, **gaps))

    def ending_of(self, sentence: str) -> str:
        """Return a sentence of why a command failed, and that nothing was written where it writes and had not yet."""
        return f"{sentence} {self.say('unwritten')}" if self.writes and self.written is None else sentence

    def complain(self, key: str, **gaps: object) -> None:
        """Print one of the command's sentences where errors go."""
        click.echo(self.say(key, **gaps), err=True)
