"""Demonstration campaigns, each made once."""

from __future__ import annotations

from functools import cache
from typing import Final

from planner.demo import DemoShape, benchmark_shapes, make_campaign
from planner.domain.campaign import Campaign

SHAPES: Final = {"default": DemoShape(), "season": DemoShape(provinces=None), **benchmark_shapes()}


@cache
def made(name: str) -> Campaign:
    """Return the campaign of a name."""
    return make_campaign(SHAPES[name])
