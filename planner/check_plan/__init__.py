"""The checker: a plan against its campaign by what the contract says, knowing nothing of solvers.

A rule is a function named after it in `planner.domain.rules`, from `Facts` to what it finds; how a plan was
derived it does not know either.
"""

from planner.check_plan.check import check_plan
from planner.check_plan.findings import explain_fault

__all__ = ["check_plan", "explain_fault"]
