"""A campaign that owes more than its tight money would pay for."""

from __future__ import annotations

from typing import Final

from planner.demo import DemoShape

OWING: Final = DemoShape(
    provinces=("09.163", "09.551"),
    douars=5,
    seed=619723,
    money="tight",
    max_nights=0,
    has_staff=False,
    has_overrides=True,
    has_closed_week=True,
    has_mandatory_caravan=True,
    has_pins=True,
)
"""What is pinned and must be held in it costs more upkeep, and in all, than its tight money would be."""
