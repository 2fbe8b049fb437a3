"""`riaya verify`: every rule that a plan breaks."""

from __future__ import annotations

from pathlib import Path

import click

from planner.cli.paragraphs import print_paragraph
from planner.cli.session import Session
from planner.cli.spoken import PATH, spoken
from planner.domain.rules import Rule
from planner.explain.sure import tell_infeasible
from planner.pipeline.read import read_checked_plan


@spoken
@click.argument("plan", type=PATH)
def verify(session: Session, plan: Path) -> None:
    """Read a plan and tell that it keeps all rules, and what is owed and not done where it says so itself."""
    campaign, run = read_checked_plan(plan)
    session.tell("verify_done", code=campaign.settings.campaign.code, rules=len(Rule))
    for line in tell_infeasible(run, campaign, session.language):
        print_paragraph(line)


command = verify
