"""How long executors took for the same work, round by round, and whether it came to the same plan."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks.command import RIAYA, run_command


@dataclass(frozen=True, slots=True)
class Timed:
    """What one executor took.

    Attributes
    ----------
    walls_s
        Of each round, from the command's start to its end: reading, checking and writing too.
    loads
        Processes of the machine that wanted a core, a mean of the minute before each round.
    least_s
        The least disturbed round.
    share
        That as a share of the first executor's.
    plan_sha256
        Of all files of the plan, in every round; blank where rounds differ.
    failure
        What the program said where it made no plan.
    """

    executor: str
    walls_s: tuple[float, ...]
    loads: tuple[float, ...]
    least_s: float
    share: float
    plan_sha256: str
    failure: str = ""

    def row(self) -> dict[str, Any]:
        """Return what a table shows of it."""
        return {
            "executor": self.failure or self.executor,
            "least wall, s": self.least_s,
            "share of the first": f"{self.share:.2f}",
            "every wall, s": " ".join(f"{wall:.1f}" for wall in self.walls_s),
            "load before": " ".join(f"{load:.1f}" for load in self.loads),
            "plan": self.plan_sha256[:12],
        }


@dataclass(slots=True)
class Rounds:
    """What an executor took so far: its options on the command line, and of each round the wall, load and plan."""

    options: tuple[str, ...]
    walls_s: list[float] = field(default_factory=list)
    loads: list[float] = field(default_factory=list)
    plans: set[str] = field(default_factory=set)
    failure: str = ""

    def time_plan(self, campaign: Path, plan: Path, seconds: int) -> None:
        """Plan a campaign into a new folder, and keep what that took."""
        work = ("--seconds", str(seconds), "--deterministic")
        self.loads.append(round(os.getloadavg()[0], 1))
        ended = run_command([RIAYA, "plan", campaign, "--out", plan, *work, *self.options])
        self.walls_s.append(ended.wall_s)
        if ended.code:
            self.failure = f"ended with {ended.code}: {ended.last_said}"
        else:
            self.plans.add(digest_of(plan))


def digest_of(folder: Path) -> str:
    """Return what tells a folder's files from others."""
    digest = sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def timed(every: Mapping[str, Rounds]) -> list[Timed]:
    """Return what each executor took, as a share of the first."""
    least = [min(each.walls_s) for each in every.values()]
    return [
        Timed(
            name,
            tuple(each.walls_s),
            tuple(each.loads),
            least_s,
            round(least_s / least[0], 3),
            "".join(each.plans) if len(each.plans) == 1 else "",
            each.failure,
        )
        for (name, each), least_s in zip(every.items(), least, strict=True)
    ]
