"""Faults of a campaign in words: where, what is wrong, and what would mend it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from planner.domain.catalogue import Catalogue, isolated, read_catalogue
from planner.domain.rules import Rule
from planner.errors import Fault, Language

CATALOGUE: Final[Catalogue] = read_catalogue("planner.domain", "faults.toml")
_ROW: Final[dict[Language, str]] = {"fr": "ligne {}", "ar": "السطر {}", "en": "row {}"}
_MOST_SHOWN: Final = 80
"""Characters of a value that a sentence repeats."""
GapKind = Literal["columns", "tables", "words"]
GAP_KINDS: Final[Mapping[str, GapKind]] = {
    "column": "columns", "start_column": "columns", "first_column": "columns", "second_column": "columns",
    "tables": "tables",
    "choices": "words", "kind": "words",
}  # fmt: skip
"""What fills a gap, by its name: names of columns or tables, or words of a choice, with commas between them where there
are several. The command says them as files have them, pages as they call them; all other gaps are said as they are."""


def where(fault: Fault, language: Language) -> str:
    """Return a fault's place: its file, its row and its column, as far as they are meant."""
    file, column = (isolated(name, language) if name else "" for name in (fault.file, fault.column))
    parts = [file, _ROW[language].format(fault.row) if fault.row else "", column]
    return ("، " if language == "ar" else ", ").join(filter(None, parts))


def sentence(fault: Fault, language: Language) -> str:
    """Return what is wrong.

    Raises
    ------
    KeyError
        Where the fault is none of a campaign's.
    """
    return CATALOGUE.say(fault.code, language, **_gaps(fault, language))


def mend(fault: Fault, language: Language) -> str:
    """Return what would mend a fault.

    Raises
    ------
    KeyError
        Where the fault is none of a campaign's.
    """
    return CATALOGUE.say(f"{fault.code}_mend", language, **_gaps(fault, language))


def _gaps(fault: Fault, language: Language) -> dict[str, str]:
    """Return what fills the gaps of a fault's sentences."""
    details = dict(fault.details)
    if "rule" in details:
        details["sentence"] = Rule[details["rule"]].sentence(language)
    value = fault.value if len(fault.value) <= _MOST_SHOWN else f"{fault.value[:_MOST_SHOWN]}…"
    return {"file": fault.file, "row": str(fault.row), "column": fault.column, "value": value, **details}
