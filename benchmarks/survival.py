"""What came of runs whose workers and databases were killed, and what is wrong with it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.errors import FaultyInputError
from planner.pipeline.read import read_checked_plan
from planner.store.database import Database
from planner.store.plans import load_plan_texts, load_plans
from planner.store.runs import load_runs


@dataclass(frozen=True, slots=True)
class Survival:
    """What a database held in the end.

    Attributes
    ----------
    kills
        How many there were of each kind.
    runs, plans
        That were asked for, and that are there.
    lost, attempts
        How often a run's worker fell silent, and how often a run was taken.
    left
        Processes that outlived their worker.
    faults
        What should not be, a line each.
    """

    database: str
    kills: Mapping[str, int]
    runs: int
    plans: int
    lost: int
    attempts: int
    left: int
    wall_s: float
    faults: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        """Whether every run came to one whole plan and no process was left."""
        return not self.faults and not self.left

    def row(self) -> dict[str, Any]:
        """Return what a table shows of it."""
        return {
            "database": self.database,
            "kills": sum(self.kills.values()),
            "runs": self.runs,
            "plans": self.plans,
            "workers that fell silent": self.lost,
            "times a run was taken": self.attempts,
            "processes left": self.left,
            "faults": "; ".join(self.faults) or 0,
            "wall, s": self.wall_s,
        }


def survival_of(
    database: Database, campaign: int, name: str, kills: Mapping[str, int], left: int, wall_s: float, place: Path
) -> Survival:
    """Look at every run and plan of a campaign; plans are written into a place and checked by every rule."""
    with database.reading() as session:
        runs, plans = load_runs(session, campaign), load_plans(session, campaign)
    faults = [f"run {run.number} is {run.state} {run.error}".strip() for run in runs if run.state != "done"]
    of_run = Counter(plan.run for plan in plans)
    faults += [f"run {run.number} has {of_run[run.number]} plans" for run in runs if of_run[run.number] != 1]
    faults += [fault for plan in plans for fault in _faults_of_plan(database, plan.number, place)]
    faults += _faults_of_file(database)
    lost, attempts = sum(run.lost for run in runs), sum(run.attempt for run in runs)
    return Survival(name, dict(kills), len(runs), len(plans), lost, attempts, left, round(wall_s, 1), tuple(faults))


def _faults_of_plan(database: Database, plan: int, place: Path) -> Iterator[str]:
    """Yield what is wrong with a plan, as `riaya verify` sees it."""
    with database.reading() as session:
        texts = load_plan_texts(session, plan)
    folder = place / f"plan-{plan}"
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    try:
        read_checked_plan(folder)
    except FaultyInputError as error:
        yield f"plan {plan}: {error}"


def _faults_of_file(database: Database) -> Iterator[str]:
    """Yield what SQLite finds broken in its file."""
    if database.file is not None:
        with closing(sqlite3.connect(database.file)) as file:
            for pragma in ("integrity_check", "foreign_key_check"):
                yield from (str(row) for row in file.execute(f"PRAGMA {pragma}") if row != ("ok",))
