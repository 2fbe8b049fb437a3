"""plan.json: what a plan comes to, how it came to be, and the days it used."""

from __future__ import annotations

from datetime import date as Day
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, Literal

from planner.domain.columns import CHAPTERS, MOST_NUMBER
from planner.domain.money import to_centimes, to_mad
from planner.domain.plan import Gaps, Plan, Run, Stage, Status
from planner.domain.solve_settings import MOST_SEED
from planner.files.plan_json import ANY, Number, OrNull, Shape

GAP_DECIMALS: Final = 6
MONEY: Final = Number(Decimal, decimals=2)
COUNT: Final = Number(int, Decimal(0), Decimal(MOST_NUMBER))
SHARES: Final = {ANY: float}

PROOF: Final[Shape] = {
    "objective_mad": MONEY,
    "bound_mad": MONEY,
    "gap": OrNull(Decimal),
    "gap_operations": OrNull(Decimal),
}
STAGE: Final[Shape] = {
    "name": str,
    "province": str,
    **PROOF,
    "operations_mad": MONEY,
    "seconds": float,
    "given": str,
}
INDICATORS: Final[Shape] = {
    "visits_wanted": COUNT,
    "visits_counted": COUNT,
    "persons_wanted": COUNT,
    "persons_counted": COUNT,
    "persons_served": COUNT,
    "consultations": COUNT,
    "stops": COUNT,
    "coverage_by_province": SHARES,
    "coverage_by_risk": SHARES,
    "equity": {"worst_province": str, "gini": float},
    "late_person_days": COUNT,
    "km": Number(Decimal, decimals=1),
    "nights": COUNT,
    "unit_days": COUNT,
    "caravans_held": COUNT,
    "persons_reached": COUNT,
    "covered_60": COUNT,
    "backed_up_60": COUNT,
    "money_by_chapter": dict.fromkeys(CHAPTERS, MONEY),
    "persons_per_1000_mad": float,
}
HEAD: Final[Shape] = {
    "format": Literal[1],
    "campaign": str,
    "created": str,
    "seed": Number(int, Decimal(0), Decimal(MOST_SEED)),
    "software_version": str,
    "input_sha256": str,
    "status": Status,
    **PROOF,
    "stages": [STAGE],
    "indicators": INDICATORS,
    "calendar": {"open_days": [Day], "ramadan": OrNull((Day, Day)), "engine": str, "engine_version": str},
    "notes": [str],
}


def to_head(run: Run) -> dict[str, Any]:
    """Return what plan.json holds."""
    plan = run.plan
    return {
        "format": 1,
        "campaign": plan.campaign_code,
        "created": run.created,
        "seed": run.seed,
        "software_version": run.software_version,
        "input_sha256": run.input_sha256,
        "status": run.status,
        **_proof(plan.objective_centimes, run.bound_centimes, plan.operations_centimes),
        "stages": [_stage(stage) for stage in run.stages],
        "indicators": plan.indicators,
        "calendar": {
            "open_days": [str(day) for day in plan.open_days],
            "ramadan": plan.ramadan and [str(day) for day in plan.ramadan],
            "engine": plan.engine,
            "engine_version": plan.engine_version,
        },
        "notes": run.notes,
    }


def _stage(stage: Stage) -> dict[str, Any]:
    return {
        "name": stage.name,
        "province": stage.province,
        **_proof(stage.objective_centimes, stage.bound_centimes, stage.operations_centimes),
        "operations_mad": to_mad(stage.operations_centimes),
        "seconds": round(stage.seconds, 3),
        "given": stage.given,
    }


def _proof(objective_centimes: int, bound_centimes: int, operations_centimes: int) -> dict[str, Any]:
    """Return an objective, its bound, and what lies between them as shares of the objective and of operations."""
    apart = objective_centimes - bound_centimes
    return {
        "objective_mad": to_mad(objective_centimes),
        "bound_mad": to_mad(bound_centimes),
        "gap": _gap(apart, abs(objective_centimes)),
        "gap_operations": _gap(apart, operations_centimes),
    }


def _gap(apart: int, divisor: int) -> float | None:
    """Return what lies apart as a share; None where the divisor alone is 0."""
    if not apart:
        return 0.0
    return float(round(Fraction(apart, divisor), GAP_DECIMALS)) if divisor else None


def from_head(head: Any, tables: dict[str, Any]) -> Run:
    """Return the run that a head without a fault tells of, given its plan's tables."""
    calendar = head["calendar"]
    chapters = [(row.chapter, to_centimes(row.amount_mad)) for row in tables["budget"]]
    plan = Plan(
        **tables,
        campaign_code=head["campaign"],
        objective_centimes=to_centimes(head["objective_mad"]),
        operations_centimes=sum(centimes for chapter, centimes in chapters if chapter != "medicines"),
        indicators=head["indicators"],
        open_days=tuple(calendar["open_days"]),
        ramadan=calendar["ramadan"],
        engine=calendar["engine"],
        engine_version=calendar["engine_version"],
    )
    return Run(
        plan=plan,
        bound_centimes=to_centimes(head["bound_mad"]),
        status=head["status"],
        stages=tuple(
            Stage(
                name=stage["name"],
                province=stage["province"],
                objective_centimes=to_centimes(stage["objective_mad"]),
                bound_centimes=to_centimes(stage["bound_mad"]),
                operations_centimes=to_centimes(stage["operations_mad"]),
                seconds=stage["seconds"],
                given=stage["given"],
            )
            for stage in head["stages"]
        ),
        seed=head["seed"],
        created=head["created"],
        software_version=head["software_version"],
        input_sha256=head["input_sha256"],
        notes=tuple(head["notes"]),
        stated_gaps=tuple(Gaps(each["gap"], each["gap_operations"]) for each in (head, *head["stages"])),
    )
