"""What a trial has to show: an account to come in by, and a demonstration campaign of which a plan is asked for."""

from __future__ import annotations

from typing import Final

import click

from planner.cli.refusals import RefusedError
from planner.cli.session import Session
from planner.config import Config
from planner.demo import DemoShape, make_campaign
from planner.domain.catalogue import bare
from planner.domain.solve_settings import SolveSettings
from planner.explain.figures import place_name
from planner.files.write import to_rows
from planner.store.campaigns import save_campaign
from planner.store.database import Database
from planner.store.journal import write_journal
from planner.store.passwords import draw_password, hash_password
from planner.store.plans import pack_campaign
from planner.store.runs import ask_run
from planner.store.users import User, add_user, load_users

EMAIL: Final = "demo@riaya.example"
SECONDS: Final = 45


def add_demonstration(database: Database, config: Config, session: Session) -> None:
    """Add an account, whose password is told this once, and a campaign that a worker plans; nothing where there is one.

    Raises
    ------
    RefusedError
        Where the server is no trial.
    """
    if config.mode != "trial":
        raise RefusedError(session.say("serve_demo_no_trial"))
    with database.reading() as store:
        if load_users(store):
            return
    campaign, password = make_campaign(DemoShape()), draw_password()
    packed, kept = pack_campaign(campaign), hash_password(password)
    name = " · ".join(place_name(each, session.language) for each in campaign.provinces.values())
    with database.writing() as store:
        add_user(store, User(EMAIL, kept, "national"))
        write_journal(store, "", "user_added", f"users/{EMAIL}", {"role": "national"})
        made = save_campaign(store, bare(session.say("serve_demo_name", place=name)), to_rows(campaign), EMAIL)
        run = ask_run(store, made.number, made.version, packed, SolveSettings(seconds=SECONDS), EMAIL)
        write_journal(store, "", "run_asked", f"runs/{run.number}", {"campaign": str(made.number)})
    session.tell("serve_demo_begun", email=EMAIL, seconds=SECONDS)
    click.echo(f"    {password}")  # by itself, so that whoever copies it copies no mark of a sentence
