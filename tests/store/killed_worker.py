"""A worker that waits for its death at the moment that it is told: `python -m tests.store.killed_worker URL MOMENT`."""

from __future__ import annotations

import sys

from planner.store.database import open_database
from planner.store.plans import pack_plan
from planner.store.runs import finish_run, load_run_campaign, take_run
from tests.pipeline.idle import idle_run


def wait_for_death() -> None:
    """Say that it may come; whoever started this kills it now."""
    print("ready", flush=True)  # noqa: T201
    sys.stdin.read()


def main(url: str, moment: str) -> None:
    """Work on the run that waits, until the moment comes."""
    database = open_database(url)
    with database.writing() as session:
        lease = take_run(session, "killed", 30)
        assert lease is not None
        if moment == "taking":
            wait_for_death()
    with database.reading() as session:
        campaign = load_run_campaign(session, lease.run)
    packed = pack_plan(idle_run(campaign), campaign)
    with database.writing() as session:
        finish_run(session, lease, packed)
        wait_for_death()


if __name__ == "__main__":
    main(*sys.argv[1:])
