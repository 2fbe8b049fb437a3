"""Faults as lines: where, what is wrong, and what mends it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import click

from planner.check_plan import explain_fault
from planner.cli.session import Session
from planner.domain.fault_sentences import mend, sentence
from planner.domain.rules import Rule
from planner.errors import Fault

MOST_SHOWN: Final = 120
"""Characters of a value; what is longer, or no text at all, must not flood or steer a terminal."""


def tell_faults(faults: Sequence[Fault], session: Session) -> None:
    """Print every fault, in the order of files and rows, and how many there are."""
    for fault in sorted(faults):
        click.echo(_place(fault, session))
        if fault.code in Rule.__members__:
            click.echo(f"    {explain_fault(fault, session.language)}")
        else:
            click.echo(f"    {sentence(fault, session.language)}")
            click.echo(f"    → {mend(fault, session.language)}")
    session.tell("faults", count=len(faults))


def _place(fault: Fault, session: Session) -> str:
    """Return where a fault stands: file, row, column and value, as far as they are known."""
    shown = "".join(letter if letter.isprintable() else "·" for letter in fault.value[: MOST_SHOWN + 1])
    value = shown if len(shown) <= MOST_SHOWN else f"{shown[:MOST_SHOWN]}…"
    parts = [fault.file]
    parts += [session.say("place_row", row=fault.row)] if fault.row else []
    parts += [session.say("place_column", column=fault.column)] if fault.column else []
    parts += [session.say("place_value", value=value)] if value else []
    return session.say("place_comma").join(parts)
