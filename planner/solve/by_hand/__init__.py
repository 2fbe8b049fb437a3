"""The careful hand plan: a province's tours by it begin a search and are the way out; the nation's is the yardstick."""

from planner.solve.by_hand.nation import plan_by_hand
from planner.solve.by_hand.owed import heed_duties, keep_owed
from planner.solve.by_hand.rest import hold_rest
from planner.solve.by_hand.tours import plan_tours_by_hand

__all__ = ["heed_duties", "hold_rest", "keep_owed", "plan_by_hand", "plan_tours_by_hand"]
