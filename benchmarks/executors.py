"""The same campaign and the same work by each executor: one process, two, and a Dask cluster of local processes.

Work is counted and not time, so the plans must be the same byte for byte, and what differs is how long they took.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import click
import dask
from distributed import LocalCluster

from benchmarks.bench import FOLDER, NEW, name_of
from benchmarks.command import RIAYA, run_command
from benchmarks.figures import write_results
from benchmarks.places import place_for
from benchmarks.tables import to_markdown
from benchmarks.timed import Rounds, timed

PROVINCES: Final = ("Azilal", "Khénifra", "Midelt", "Ouarzazate")
DOUARS: Final = 120
"""Of the demonstration that is planned where no campaign is named."""


@contextmanager
def local_cluster(workers: int) -> Iterator[str]:
    """Give the address of a cluster of so many processes of this machine."""
    settings = {"distributed.worker.profile.enabled": False}
    pages = {"dashboard": False, "dashboard_address": "127.0.0.1:0"}
    ways: dict[str, Any] = {"host": "127.0.0.1", "processes": True, "scheduler_kwargs": pages}
    with dask.config.set(settings), LocalCluster(n_workers=workers, threads_per_worker=1, **ways) as cluster:
        yield cluster.scheduler_address


@click.command()
@click.argument("campaign", required=False, type=FOLDER)
@click.option("--seconds", default=60, show_default=True, help="How much work each plan is, as if it were time.")
@click.option("--rounds", default=3, show_default=True, help="How often each executor makes the plan, in turn.")
@click.option("--results", type=NEW, help="The JSON to keep the figures in.")
@click.option("--keep", type=NEW, help="A new folder to keep campaign and plans in.")
def executors(campaign: Path | None, seconds: int, rounds: int, results: Path | None, keep: Path | None) -> None:
    """Plan CAMPAIGN, or a demonstration of four provinces, by each executor; tell what each took."""
    with place_for(keep) as place, local_cluster(2) as address:
        if campaign is None:
            campaign = place / "-".join(PROVINCES)
            chosen = [word for province in PROVINCES for word in ("--province", province)]
            made = run_command([RIAYA, "demo", "--out", campaign, "--douars", str(DOUARS), *chosen])
            if made.code:
                raise click.ClickException(made.last_said)
        every = {
            "1 process": Rounds(("--workers", "1")),
            "2 processes": Rounds(("--workers", "2")),
            "Dask, 2 local workers": Rounds(("--workers", "0", "--dask", address)),
        }
        for number in range(1, rounds + 1):
            for place_of, each in enumerate(every.values(), start=1):
                each.time_plan(campaign, place / f"plan-{number}-{place_of}", seconds)
    rows = timed(every)
    click.echo(to_markdown([row.row() for row in rows]))
    if results is not None:
        settings = {"campaign": name_of(campaign), "seconds": seconds, "rounds": rounds}
        write_results(results, "executors", settings, rows, "executors")
    is_one_plan = len({row.plan_sha256 for row in rows}) == 1 and rows[0].plan_sha256
    sys.exit(0 if is_one_plan and not any(row.failure for row in rows) else 1)


if __name__ == "__main__":
    executors()
