"""What a rule is, a function from the facts to its findings, and how a finding becomes a fault that people read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Final, NamedTuple

from planner.check_plan.facts import Facts
from planner.domain.campaign import CAMPAIGN_TABLES
from planner.domain.catalogue import isolated
from planner.domain.cells import to_text
from planner.domain.columns import Clock
from planner.domain.plan import PLAN_TABLES
from planner.domain.rules import Rule
from planner.errors import Fault, Language

PLAN_FILE: Final = "plan.json"
CELL: Final = object()
"""What was got is what stands in the cell."""

_KINDS: Final = {
    table.row: {column.attribute: column.kind for column in table.columns} for table in (*PLAN_TABLES, *CAMPAIGN_TABLES)
}
"""By row class and column, the type of its values."""


class Finding(NamedTuple):
    """What is wrong.

    Attributes
    ----------
    where
        A row of the plan or a pin; the name of a file where no row is meant.
    expected, got
        In words that every language reads: codes, numbers, dates, signs; blank where the rule's sentence says enough.
    about
        Of whom or what the figures are, where neither row nor column tells.
    """

    where: Any
    column: str
    expected: object = ""
    got: object = CELL
    about: str = ""


Findings = Iterator[Finding]
Check = Callable[[Facts], Findings]


def differs(row: object, column: str, expected: object) -> Findings:
    """Yield a finding if a cell is not as expected."""
    if getattr(row, column) != expected:
        yield Finding(row, column, expected)


def hhmm(minutes: int) -> str:
    """Return `HH:MM` of minutes after midnight."""
    return to_text(Clock, minutes)


def span(first: date | None, last: date | None) -> str:
    """Return a first and a last day in one text; blank for no limit."""
    return f"{first or ''}…{last or ''}"


def to_fault(rule: Rule, finding: Finding, numbers: dict[int, tuple[str, int]]) -> Fault:
    """Return a finding of a rule as the program tells faults, its values as cells of their column hold them."""
    where, column, expected, got, about = finding
    if isinstance(where, str):
        file, number, kind, cell = where, 0, str, got
    else:
        file, number = numbers[id(where)]
        kind, cell = _KINDS[type(where)][column], getattr(where, column)
    said = {"expected": expected, "got": cell if got is CELL else got, "about": about}
    told = {name: value if isinstance(value, str) else to_text(kind, value) for name, value in said.items()}
    details = tuple((name, text) for name, text in told.items() if text)
    return Fault(file, number, column.rstrip("_"), to_text(kind, cell), rule.name, details)


_BROKEN: Final[dict[Language, str]] = {
    "fr": "Règle enfreinte : {}",
    "ar": "قاعدة خرقت: {}",
    "en": "A rule is broken: {}",
}
_WORDS: Final[dict[Language, dict[str, str]]] = {
    "fr": {"about": "{}", "expected": "attendu : {}", "got": "trouvé : {}"},
    "ar": {"about": "{}", "expected": "المنتظر: {}", "got": "الموجود: {}"},
    "en": {"about": "{}", "expected": "expected: {}", "got": "got: {}"},
}


def explain_fault(fault: Fault, language: Language) -> str:
    """Return a fault of `check_plan` in words: the rule that is broken, of whom, what was expected, what was found."""
    said, sentence = dict(fault.details), _BROKEN[language].format(Rule[fault.code].sentence(language))
    words = [
        template.format(isolated(said[name], language)) for name, template in _WORDS[language].items() if name in said
    ]
    return f"{sentence} ({' – '.join(words)})" if words else sentence
