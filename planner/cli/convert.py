"""`riaya convert`: a campaign's folder from its workbook, the other way round, or a clean copy."""

from __future__ import annotations

from pathlib import Path

import click

from planner.cli.places import refuse_unwritable
from planner.cli.session import Session
from planner.cli.spoken import PATH, spoken
from planner.files.guard import WORKBOOK
from planner.files.read import read_rows
from planner.files.write import convert as write_rows


@spoken
@click.argument("source", metavar="FROM", type=PATH)
@click.argument("target", metavar="TO", type=PATH)
def convert(session: Session, source: Path, target: Path) -> None:
    """Write a campaign again in the form that the target's name asks for: the other, or a clean copy in the same."""
    refuse_unwritable(target, session, source)
    rows = read_rows(source)
    target.parent.mkdir(parents=True, exist_ok=True)
    write_rows(rows, target)
    session.written = target
    is_copy = source.is_dir() == (target.suffix.lower() != WORKBOOK)
    session.tell("copied" if is_copy else "written", out=target)


command = convert
