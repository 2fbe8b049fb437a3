"""Rules of how a plan came to be, as its run states it: these but the first wait for a run."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Final

from planner.check_plan.answer import SHARE_DECIMALS, is_near
from planner.check_plan.facts import Facts
from planner.check_plan.findings import PLAN_FILE, Finding, Findings
from planner.check_plan.pins import dropped_pins
from planner.domain.money import to_mad
from planner.domain.notes import is_plain, read_note
from planner.domain.plan import MOST_OPTIMAL_GAP

STAGES: Final = ("ambulances", "caravans", "tours")


def plan_head(facts: Facts) -> Findings:
    """A plan is of its campaign; its run, of that campaign's data, and says when and by what version it was made."""
    code = facts.campaign.settings.campaign.code
    if facts.plan.campaign_code != code:
        yield Finding(PLAN_FILE, "campaign", code, facts.plan.campaign_code)
    if facts.run:
        if facts.run.input_sha256 != facts.campaign.digest:
            yield Finding(PLAN_FILE, "input_sha256", facts.campaign.digest, facts.run.input_sha256)
        if not _is_moment(facts.run.created):
            yield Finding(PLAN_FILE, "created", "YYYY-MM-DDTHH:MM:SS+00:00", facts.run.created)
        if not facts.run.software_version or not is_plain(facts.run.software_version):
            yield Finding(PLAN_FILE, "software_version", got=facts.run.software_version)


def _is_moment(text: str) -> bool:
    """Say whether a text is a day and a time of it as ISO 8601 writes them, with where on Earth it is that time."""
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def bound(facts: Facts) -> Findings:
    """The proven lower limit is not above the objective."""
    if facts.run and facts.run.bound_centimes > facts.objective:
        yield Finding(PLAN_FILE, "bound_mad", f"≤ {to_mad(facts.objective)}", to_mad(facts.run.bound_centimes))


def gaps(facts: Facts) -> Findings:
    """A gap is objective less bound over |objective|, or over operations; null only where the divisor alone is 0.

    A stage's operations are its own, as it states them.
    """
    if not facts.run or facts.run.stated_gaps is None:
        return
    ours = (facts.objective, facts.run.bound_centimes, facts.operations)
    theirs = ((each.objective_centimes, each.bound_centimes, each.operations_centimes) for each in facts.run.stages)
    about = ["", *(f"{stage.name} {stage.province}" for stage in facts.run.stages)]
    for stated, (reached, proven, operations), name in zip(facts.run.stated_gaps, [ours, *theirs], about, strict=True):
        for column, divisor in (("gap", abs(reached)), ("gap_operations", operations)):
            due, got = _gap(reached - proven, divisor), getattr(stated, column)
            if (due is None) != (got is None) or (due is not None and not is_near(due, Fraction(got))):
                expected = "null" if due is None else f"{float(due):.{SHARE_DECIMALS}f}"
                said = "null" if got is None else got
                yield Finding(PLAN_FILE, f"stages.{column}" if name else column, expected, said, name)


def _gap(apart: int, divisor: int) -> Fraction | None:
    """Return what lies apart over a divisor: 0 where nothing does, None where the divisor alone is 0."""
    if not apart:
        return Fraction(0)
    return Fraction(apart, divisor) if divisor else None


def status(facts: Facts) -> Findings:
    """An optimal plan's gap is 0.0001 at most; one is infeasible only where what must be kept is not."""
    if facts.run and facts.run.status == "optimal":
        apart = facts.objective - facts.run.bound_centimes
        if apart > MOST_OPTIMAL_GAP * abs(facts.objective):
            gap = f"{apart / abs(facts.objective):.6f}" if facts.objective else "–"
            yield Finding(PLAN_FILE, "gap", f"≤ {MOST_OPTIMAL_GAP}", gap)
    if facts.is_infeasible and not facts.missing_caravans and not any(dropped_pins(facts)):
        yield Finding(PLAN_FILE, "status", "", "infeasible")


def stages(facts: Facts) -> Findings:
    """Each stage is there once, by a name and a known province or none, its bound not above its objective.

    Nothing of it is below nought. A plan that was not made in stages has none.
    """
    seen: set[tuple[str, str]] = set()
    for stage in facts.run.stages if facts.run else ():
        if (stage.name, stage.province) in seen:
            yield Finding(PLAN_FILE, "stages.name", "1", "2", f"{stage.name} {stage.province}")
        seen.add((stage.name, stage.province))
        if stage.name not in STAGES:
            yield Finding(PLAN_FILE, "stages.name", got=stage.name, about=stage.province)
        if not is_plain(stage.given):
            yield Finding(PLAN_FILE, "stages.given", got=stage.given, about=f"{stage.name} {stage.province}")
        if stage.province not in ("", *facts.campaign.provinces):
            yield Finding(PLAN_FILE, "stages.province", "", stage.province, stage.name)
        if stage.bound_centimes > stage.objective_centimes:
            due = f"≤ {to_mad(stage.objective_centimes)}"
            yield Finding(
                PLAN_FILE, "stages.bound_mad", due, to_mad(stage.bound_centimes), f"{stage.name} {stage.province}"
            )
        if stage.operations_centimes < 0:
            yield Finding(PLAN_FILE, "stages.operations_mad", "≥ 0", to_mad(stage.operations_centimes), stage.name)
        if stage.seconds < 0:
            yield Finding(PLAN_FILE, "stages.seconds", "≥ 0", stage.seconds, stage.name)


def notes(facts: Facts) -> Findings:
    """Each note is a known word, a province or `-`, and a detail, parted by blanks."""
    for number, note in enumerate(facts.run.notes if facts.run else (), start=1):
        if read_note(note, facts.campaign.provinces) is None:
            yield Finding(PLAN_FILE, "notes", got=note, about=str(number))
