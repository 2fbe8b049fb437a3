"""The sentences that the program is: read a campaign, plan it, look at a plan again."""

from planner.pipeline.make_run import make_run
from planner.pipeline.read import read_campaign, read_checked_plan

__all__ = ["make_run", "read_campaign", "read_checked_plan"]
