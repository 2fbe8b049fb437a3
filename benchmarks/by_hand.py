"""The careful hand plan beside the optimiser's: the same campaign, the same caps, the same checkers."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import click

from benchmarks.figures import Figures, measure_plan, read_figures
from benchmarks.options import campaigns, end, name_of, plan_options
from benchmarks.places import place_for
from benchmarks.tables import percent, whole_mad
from planner.assemble import assemble
from planner.check_plan import check_plan
from planner.derive import derive
from planner.domain.calendar import build_calendar
from planner.domain.catchments import build_catchments, travel_times
from planner.domain.money import to_centimes
from planner.domain.plan import MOST_OPTIMAL_GAP, Run
from planner.domain.solve_settings import SolveSettings
from planner.files.plans import write_plan
from planner.pipeline.make_run import OWED
from planner.pipeline.read import read_campaign
from planner.problem import build_problem
from planner.problem.answer import Answer
from planner.solve.by_hand import plan_by_hand

HAND: Final = "by hand"


@click.command("by_hand")
@campaigns
@plan_options
def by_hand(
    campaigns: tuple[Path, ...],
    seconds: int,
    workers: int,
    verifier: Path | None,
    results: Path | None,
    keep: Path | None,
) -> None:
    """Plan each of CAMPAIGNS by the optimiser and by hand, and print both beside one another."""
    options = ["--seconds", str(seconds), "--workers", str(workers)]
    figures: list[Figures] = []
    with place_for(keep) as place:
        for number, campaign in enumerate(campaigns, start=1):
            name = name_of(campaign)
            best = measure_plan(name, campaign, place / f"{number}-best", options, verifier)
            hand = place / f"{number}-hand"
            # Both are plans of one problem: what no plan can beat, the hand plan cannot either.
            wall_s = write_plan_by_hand(campaign, hand, best.bound_mad)
            figures += [replace(read_figures(f"{name} {HAND}", hand, verifier), wall_s=wall_s), best]
    end("by_hand", {"seconds": seconds, "workers": workers}, figures, results, beside_row)


def beside_row(figures: Figures) -> dict[str, Any]:
    """Return what the table of both shows of one plan."""
    return {
        "campaign": figures.campaign,
        "status": figures.failure or figures.status,
        "objective, MAD": whole_mad(figures.objective_mad),
        "gap": percent(figures.gap),
        "visits": None if figures.visits_wanted is None else f"{figures.visits_counted:,}/{figures.visits_wanted:,}",
        "persons counted": figures.persons_counted,
        "persons served": figures.persons_served,
        "faults, ours": figures.own_faults,
        "faults, outside": figures.outside_faults,
        "wall, s": figures.wall_s,
    }


def write_plan_by_hand(path: Path, folder: Path, bound_mad: Decimal | None) -> float:
    """Plan a campaign by hand into a new folder, and return the seconds that planning took.

    Parameters
    ----------
    bound_mad
        What no plan of the campaign goes below; where None, the hand plan's own objective stands in its place, and a
        gap of 0 proves nothing.
    """
    campaign = read_campaign(path)
    head = campaign.settings.campaign
    calendar = build_calendar(campaign.settings.calendar, head.start, head.end)
    catchments = build_catchments(campaign)
    travel = travel_times(campaign, catchments)
    problem = build_problem(campaign, catchments, travel, calendar)
    settings = SolveSettings(seconds=1, workers=1, deterministic=True)
    begun = time.monotonic()
    hand = plan_by_hand(problem, settings)
    wall_s = round(time.monotonic() - begun, 1)
    answer = Answer(hand.tours, hand.caravans, hand.posts, hand.duties, hand.uses, bound_centimes=0)
    plan = derive(campaign, catchments, travel, calendar, assemble(answer, problem, campaign, catchments))
    bound = plan.objective_centimes if bound_mad is None else to_centimes(bound_mad)
    is_proven = plan.objective_centimes - bound <= MOST_OPTIMAL_GAP * abs(plan.objective_centimes)
    is_owing = any(fault.code in OWED for fault in check_plan(plan, campaign, travel))
    run = Run(
        plan=plan,
        bound_centimes=bound,
        status="infeasible" if is_owing else "optimal" if is_proven else "feasible",
        stages=(),
        seed=settings.seed,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        software_version=version("riaya"),
        input_sha256=campaign.digest,
    )
    write_plan(run, campaign, folder)
    return wall_s


if __name__ == "__main__":
    by_hand()
