"""The figures of one campaign's plan, as they are kept and shown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from benchmarks.command import count_outside_faults, run_command
from benchmarks.machine import describe_machine, describe_software
from planner.errors import FaultyInputError
from planner.files.guard import CAMPAIGN_FOLDER, HEAD_FILE
from planner.files.plan_json import to_json
from planner.pipeline.read import read_checked_plan

NEAR_GAP: Final = Decimal("0.05")
"""Share of operations within which a province's tours are as good as proven."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a plan of a campaign reached.

    Attributes
    ----------
    failure
        What the program said where it made no plan; then all figures of the plan are None.
    own_faults, outside_faults
        What our checker finds in the plan as it is written, and a verifier from outside: None where none was given, a
        text where it could not judge.
    provinces, near_provinces
        Those with tours, and those whose stage of tours has a `gap_operations` of at most 5 %.
    cpu_s, memory_mb
        Of all processes together; of the largest one.
    """

    campaign: str
    failure: str = ""
    status: str | None = None
    objective_mad: Decimal | None = None
    bound_mad: Decimal | None = None
    gap: Decimal | None = None
    gap_operations: Decimal | None = None
    visits_counted: int | None = None
    visits_wanted: int | None = None
    persons_served: int | None = None
    persons_counted: int | None = None
    own_faults: int | None = None
    outside_faults: int | str | None = None
    provinces: int | None = None
    near_provinces: int | None = None
    province_gaps: dict[str, Decimal | None] = field(default_factory=dict)
    input_sha256: str | None = None
    wall_s: float | None = None
    cpu_s: float | None = None
    memory_mb: int | None = None

    @property
    def is_sound(self) -> bool:
        """Whether there is a plan without a fault."""
        return not self.failure and self.own_faults == 0 and self.outside_faults in (0, None)


def measure_plan(name: str, command: Sequence[str | Path], plan: Path, verifier: Path | None = None) -> Figures:
    """Run a command that writes a plan's folder, have the plan checked, and return its figures."""
    ended = run_command(command)
    if ended.code:
        figures = Figures(name, failure=f"ended with {ended.code}: {ended.last_said}")
    else:
        figures = read_figures(name, plan, verifier)
    return replace(figures, wall_s=ended.wall_s, cpu_s=ended.cpu_s, memory_mb=ended.memory_mb)


def read_figures(name: str, plan: Path, verifier: Path | None = None) -> Figures:
    """Return the figures of a plan's folder, which both checkers look at."""
    head = json.loads((plan / HEAD_FILE).read_text("utf-8"), parse_float=Decimal)
    there = head["indicators"]
    gaps = {stage["province"]: stage["gap_operations"] for stage in head["stages"] if stage["name"] == "tours"}
    return Figures(
        name,
        **{key: head[key] for key in ("status", "objective_mad", "bound_mad", "gap", "gap_operations", "input_sha256")},
        **{key: there[key] for key in ("visits_counted", "visits_wanted", "persons_served", "persons_counted")},
        own_faults=_count_own_faults(plan),
        # A workbook is no folder; the campaign that the plan holds is the same, and always one.
        outside_faults=None if verifier is None else count_outside_faults(verifier, plan / CAMPAIGN_FOLDER, plan),
        provinces=len(gaps),
        near_provinces=sum(gap is not None and gap <= NEAR_GAP for gap in gaps.values()),
        province_gaps=gaps,
    )


def _count_own_faults(plan: Path) -> int:
    """Return how many faults `riaya verify` finds."""
    try:
        read_checked_plan(plan)
    except FaultyInputError as error:
        return len(error.faults)
    return 0


def write_results(
    path: Path, benchmark: str, settings: dict[str, Any], rows: Sequence[Any], what: str = "campaigns"
) -> None:
    """Write what was measured, where, with what and when, as JSON; each row is a dataclass of what was looked at."""
    result = {
        "benchmark": benchmark,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "settings": settings,
        "machine": describe_machine(),
        "software": describe_software(),
        what: [asdict(row) for row in rows],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{to_json(result)}\n", "utf-8")
