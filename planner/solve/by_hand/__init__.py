"""The careful hand plan: the instant first plan, the way out when time is short, and the yardstick."""

from planner.solve.by_hand.nation import HandPlan, plan_by_hand
from planner.solve.by_hand.tours import plan_tours_by_hand

__all__ = ["HandPlan", "plan_by_hand", "plan_tours_by_hand"]
