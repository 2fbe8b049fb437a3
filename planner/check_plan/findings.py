"""What a rule is, a function from the facts to its findings, and how a finding becomes a fault that people read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Final, NamedTuple

from planner.check_plan.facts import Facts
from planner.domain.columns import Clock
from planner.domain.plan import PLAN_TABLES
from planner.domain.rules import Rule
from planner.errors import Fault, Language

PLAN_FILE: Final = "plan.json"
CELL: Final = object()
"""What was got is what stands in the cell."""

_CLOCKS: Final = {
    table.row: frozenset(column.attribute for column in table.columns if column.kind is Clock) for table in PLAN_TABLES
}
"""By row class, its columns that hold times of the day."""


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
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def span(first: date | None, last: date | None) -> str:
    """Return a first and a last day in one text; blank for no limit."""
    return f"{first or ''}…{last or ''}"


def _text(value: object, *, is_clock: bool) -> str:
    """Return a value as a cell holds it."""
    if value is None:
        return ""
    return hhmm(value) if is_clock and isinstance(value, int) else str(value)


def to_fault(rule: Rule, finding: Finding, numbers: dict[int, tuple[str, int]]) -> Fault:
    """Return a finding of a rule as the program tells faults."""
    where, column, expected, got, about = finding
    if isinstance(where, str):
        file, number, cell, is_clock = where, 0, got, False
    else:
        file, number = numbers[id(where)]
        cell, is_clock = getattr(where, column), column in _CLOCKS.get(type(where), ())
    details = {
        "expected": _text(expected, is_clock=is_clock),
        "got": _text(cell if got is CELL else got, is_clock=is_clock),
        "about": about,
    }
    return Fault(
        file,
        number,
        column.rstrip("_"),
        _text(cell, is_clock=is_clock),
        rule.name,
        tuple((name, text) for name, text in details.items() if text),
    )


_WORDS: Final[dict[Language, dict[str, str]]] = {
    "fr": {"about": "{}", "expected": "attendu : {}", "got": "trouvé : {}"},
    "ar": {"about": "{}", "expected": "المنتظر: {}", "got": "الموجود: {}"},
    "en": {"about": "{}", "expected": "expected: {}", "got": "got: {}"},
}


def explain_fault(fault: Fault, language: Language) -> str:
    """Return a fault of `check_plan` in words: the rule's sentence, then of whom, what was expected, what was found."""
    said = dict(fault.details)
    words = [template.format(said[name]) for name, template in _WORDS[language].items() if name in said]
    return (
        f"{Rule[fault.code].sentence(language)} ({' – '.join(words)})" if words else Rule[fault.code].sentence(language)
    )
