"""Rules of how a plan came to be, as its run states it: these but the first wait for a run."""

from __future__ import annotations

from planner.check_plan.facts import Facts
from planner.check_plan.findings import PLAN_FILE, Finding, Findings
from planner.check_plan.pins import dropped_pins
from planner.domain.money import to_mad
from planner.domain.plan import MOST_OPTIMAL_GAP


def plan_head(facts: Facts) -> Findings:
    """A plan is of its campaign; its run, of that campaign's data, and says when and by what version it was made."""
    code = facts.campaign.settings.campaign.code
    if facts.plan.campaign_code != code:
        yield Finding(PLAN_FILE, "campaign", code, facts.plan.campaign_code)
    if facts.run:
        if facts.run.input_sha256 != facts.campaign.digest:
            yield Finding(PLAN_FILE, "input_sha256", facts.campaign.digest, facts.run.input_sha256)
        for column in ("created", "software_version"):
            if not getattr(facts.run, column):
                yield Finding(PLAN_FILE, column, got="")


def bound(facts: Facts) -> Findings:
    """The proven lower limit is not above the objective."""
    if facts.run and facts.run.bound_centimes > facts.objective:
        yield Finding(PLAN_FILE, "bound_mad", f"≤ {to_mad(facts.objective)}", to_mad(facts.run.bound_centimes))


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
    """Each stage has a name, a known province or none, a bound not above its objective, and nothing below nought."""
    for stage in facts.run.stages if facts.run else ():
        if not stage.name:
            yield Finding(PLAN_FILE, "stages.name", got="", about=stage.province)
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
