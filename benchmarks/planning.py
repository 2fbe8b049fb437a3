"""The same campaign planned again and again by a worker: what each plan came to, and what it had of the machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic, sleep
from typing import Final

from benchmarks.processors import cpu_s
from benchmarks.squad import Squad
from planner.domain.solve_settings import SolveSettings
from planner.store.database import Database
from planner.store.plans import PackedCampaign, load_plan_of_run
from planner.store.runs import StoredRun, ask_run, load_run

BENCH: Final = "load@bench.example"
"""Who asks for plans."""
LONGEST_S: Final = 3600.0
EVERY_S: Final = 0.1


@dataclass(frozen=True, slots=True)
class Planned:
    """What a plan came to.

    Attributes
    ----------
    gap
        Between objective and bound, as a share of the objective; None where there is no plan.
    wall_s, cpu_s
        From when a worker took it to when it was kept; the seconds of a processor that it had meanwhile.
    """

    gap: float | None
    wall_s: float
    cpu_s: float


@dataclass(slots=True)
class Planning:
    """A worker, and a campaign that it is to plan.

    Attributes
    ----------
    faults
        Of runs that came to no plan, a line each.
    """

    database: Database
    squad: Squad
    campaign: int
    packed: PackedCampaign
    settings: SolveSettings
    faults: list[str] = field(default_factory=list)
    _begun: float = 0.0
    _used_s: float = 0.0

    def ask(self) -> int:
        """Ask for a plan and return the number of its run, which has begun."""
        with self.database.writing() as session:
            run = ask_run(session, self.campaign, 1, self.packed, self.settings, BENCH).number
        self._until(run, lambda there: there.state != "waiting")
        self._begun, self._used_s = monotonic(), self.cpu_s()
        return run

    def wait(self, run: int) -> Planned:
        """Wait until the run that was asked for last has ended, and return what it came to."""
        there = self._until(run, lambda there: there.state not in ("waiting", "running"))
        wall_s, used_s = monotonic() - self._begun, self.cpu_s() - self._used_s
        if there.state != "done":
            self.faults.append(f"run {run} is {there.state} {there.error}".strip())
        return Planned(self._gap(run), round(wall_s, 1), round(used_s, 1))

    def cpu_s(self) -> float:
        """Return the seconds of a processor that the worker and its processes have used so far."""
        return sum(cpu_s(worker.pid) for worker in self.squad.living.values())

    def _gap(self, run: int) -> float | None:
        with self.database.reading() as session:
            plan = load_plan_of_run(session, run)
        if plan is None:
            return None
        objective, bound = plan.figures.objective_centimes, plan.figures.bound_centimes
        return round((objective - bound) / abs(objective), 5)

    def _until(self, run: int, is_it: Callable[[StoredRun], bool]) -> StoredRun:
        until = monotonic() + LONGEST_S
        while not is_it(there := self._load(run)):
            if monotonic() > until:
                raise TimeoutError(f"run {run} is {there.state}")
            sleep(EVERY_S)
        return there

    def _load(self, run: int) -> StoredRun:
        with self.database.reading() as session:
            return load_run(session, run)
