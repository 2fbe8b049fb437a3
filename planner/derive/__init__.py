"""What follows from decisions: hours, worth, cover, money and indicators, worked out in this one place."""

from planner.derive.count_visits import count_visits
from planner.derive.derive import derive
from planner.derive.visits import ServedStop

__all__ = ["ServedStop", "count_visits", "derive"]
