"""Faults as lines: where, what is wrong, and what mends it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import click

from planner.check_plan import explain_fault
from planner.cli.session import Session
from planner.domain.fault_sentences import mend, sentence, where
from planner.domain.rules import Rule
from planner.errors import Fault

MOST_SHOWN: Final = 120
"""Characters of a value that are shown."""


def tell_faults(faults: Sequence[Fault], session: Session) -> None:
    """Print every fault, in the order of files and rows, and how many there are."""
    for fault in sorted(faults):
        for line in _lines(_printable(fault), session):
            click.echo(line)
    click.echo(session.ending("faults", count=len(faults)))


def _printable(fault: Fault) -> Fault:
    """Return a fault as it may be shown: what stands in a file may be no text at all, and must not steer a terminal."""

    def shown(text: str) -> str:
        return "".join(letter if letter.isprintable() else "·" for letter in text)

    details = tuple((name, shown(text)) for name, text in fault.details)
    return replace(fault, file=shown(fault.file), column=shown(fault.column), value=shown(fault.value), details=details)


def _lines(fault: Fault, session: Session) -> Iterator[str]:
    value = fault.value if len(fault.value) <= MOST_SHOWN else f"{fault.value[:MOST_SHOWN]}…"
    place = where(fault, session.language)
    yield session.say("place_with_value", place=place, value=value) if value else place
    if fault.code in Rule.__members__:
        yield f"    {explain_fault(fault, session.language)}"
    else:
        yield f"    {sentence(fault, session.language)}"
        yield f"    {session.say('onward')} {mend(fault, session.language)}"
