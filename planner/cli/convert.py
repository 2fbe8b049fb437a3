"""`riaya convert`: a campaign's folder from its workbook, or the other way round."""

from __future__ import annotations

from pathlib import Path

import click

from planner.cli.places import refuse_unwritable
from planner.cli.session import Session
from planner.cli.spoken import PATH, spoken
from planner.files.read import read_rows
from planner.files.write import convert as write_rows


@spoken
@click.argument("source", metavar="FROM", type=PATH)
@click.argument("target", metavar="TO", type=PATH)
def convert(session: Session, source: Path, target: Path) -> None:
    """Write a campaign again in the other form."""
    refuse_unwritable(target, session)
    rows = read_rows(source)
    target.parent.mkdir(parents=True, exist_ok=True)
    write_rows(rows, target)
    session.tell("written", out=target)


command = convert
