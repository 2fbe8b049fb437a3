"""Demonstration campaigns of any size, made by seed from real places and a stated model of the rest."""

from planner.demo.benchmarks import benchmark_shapes
from planner.demo.make import make_campaign
from planner.demo.shape import DemoShape, ImpossibleShapeError, Money

__all__ = ["DemoShape", "ImpossibleShapeError", "Money", "benchmark_shapes", "make_campaign"]
