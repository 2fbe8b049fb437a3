"""What pages say: sentences in the reader's language, from one catalogue; data in them stand apart by `<bdi>`."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.resources import files
from typing import Any, Final

from flask import Flask, g, request
from markupsafe import Markup, escape

from planner.domain.catalogue import ISOLATED, LANGUAGES, Catalogue, read_catalogue
from planner.errors import Language
from planner.explain import figures
from web.site import site

FOLDER: Final = "sentences"
LANGUAGE_COOKIE: Final = "riaya-language"
NAMES: Final[dict[Language, str]] = {"fr": "Français", "ar": "العربية", "en": "English"}
"""What a language calls itself."""
BOUND: Final = re.compile(" (?=[:;!?»])|(?<=«) |(?<= :) (?={)")
"""Blanks of French at which no line ends: before its signs, within quotes, before a gap that follows a colon."""


def read_sentences() -> Catalogue:
    """Read every file of sentences, one a blueprint, into one catalogue."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(files("web").joinpath(FOLDER).iterdir(), key=lambda each: each.name):
        there = read_catalogue("web", f"{FOLDER}/{path.name}").sentences
        assert not found.keys() & there.keys(), f"{path.name} says again what another file says"
        found |= {key: {**told, "fr": unbroken(told["fr"])} for key, told in there.items()}
    return Catalogue(found)


def unbroken(french: str) -> str:
    """Return a French text of which no line begins with a colon, or ends with the one that a figure follows."""
    return BOUND.sub("\u00a0", french)


SENTENCES: Final = read_sentences()


def language() -> Language:
    """Return the language of the page: the one chosen, else one that the browser asks for, else the server's."""
    if "language" not in g:
        chosen = request.cookies.get(LANGUAGE_COOKIE)
        asked = [tag.partition("-")[0].lower() for tag, quality in request.accept_languages if quality]
        wished = (chosen, *asked, site().config.language)
        g.language = next(each for wish in wished for each in LANGUAGES if each == wish)
    there: Language = g.language
    return there


def say(key: str, **gaps: object) -> Markup:
    """Return a sentence for a page; what fills its gaps is escaped and stands apart in its own direction."""
    told = {name: Markup("<bdi>{}</bdi>").format(gap) for name, gap in gaps.items()}
    return Markup(escape(SENTENCES.sentences[key][language()])).format(**told)


def label(key: str, **gaps: object) -> str:
    """Return a sentence for an attribute or a title, where no markup may stand; its gaps stand apart too."""
    return SENTENCES.sentences[key][language()].format(**{name: ISOLATED.format(gap) for name, gap in gaps.items()})


def spoken(write: Callable[..., str]) -> Callable[..., str]:
    """Return a writer of figures that writes them in the language of the page."""

    def written(value: Any) -> str:
        return "" if value is None else write(value, language())

    return written


def install(app: Flask) -> None:
    """Give templates their voice."""
    app.jinja_env.globals.update(say=say, label=label, language=language, language_names=NAMES)
    app.jinja_env.filters.update(
        count=spoken(figures.count_text),
        number=spoken(figures.number_text),
        mad=spoken(figures.mad_text),
        share=spoken(figures.share_text),
        day=spoken(figures.date_text),
        duration=spoken(figures.duration_text),
        moment=spoken(figures.moment_text),
        place=spoken(figures.place_name),
        clock=figures.clock_text,
        unbroken=unbroken,
    )
