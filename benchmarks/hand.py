"""Plan a campaign by hand as `riaya plan` does by the optimiser: `python hand.py CAMPAIGN PLAN BOUND_MAD`."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

from planner.domain.money import to_centimes
from planner.domain.solve_settings import SolveSettings
from planner.domain.watch import QuietWatch, Watch
from planner.files.plans import write_plan
from planner.pipeline.make_run import make_run
from planner.pipeline.read import read_campaign
from planner.problem import Problem
from planner.problem.answer import Answer
from planner.solve.by_hand import plan_by_hand


def write_plan_by_hand(path: Path, folder: Path, bound_centimes: int) -> None:
    """Plan a campaign by hand into a new folder, under a bound of its problem that was proven before."""

    def by_hand(problem: Problem, settings: SolveSettings, _: Watch) -> Answer:
        return Answer(plan_by_hand(problem, settings), bound_centimes)

    campaign = read_campaign(path)
    settings = SolveSettings(seconds=1, workers=1, deterministic=True)
    write_plan(make_run(campaign, settings, QuietWatch(), by_hand), campaign, folder)


if __name__ == "__main__":
    write_plan_by_hand(Path(sys.argv[1]), Path(sys.argv[2]), to_centimes(Decimal(sys.argv[3])))
