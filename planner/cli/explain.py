"""`riaya explain`: a plan in words."""

from __future__ import annotations

from pathlib import Path

import click

from planner.cli.paragraphs import print_paragraph
from planner.cli.session import Session
from planner.cli.spoken import PATH, spoken
from planner.explain.words import explain_run
from planner.pipeline.read import read_checked_plan


@spoken
@click.argument("plan", type=PATH)
def explain(session: Session, plan: Path) -> None:
    """Print a page about a plan, once it is sure that it keeps all rules."""
    campaign, run = read_checked_plan(plan)
    for section in explain_run(run, campaign, session.language):
        click.secho(section.title, bold=True)
        for line in section.lines:
            print_paragraph(f"  {line}")
        click.echo()


command = explain
