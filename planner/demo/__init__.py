"""Demonstration campaigns of one douar to 2,000, made by seed from real places and a stated model of the rest."""

from planner.demo.benchmarks import benchmark_shapes
from planner.demo.make import make_campaign
from planner.demo.shape import MOST_DOUARS, DemoShape, ImpossibleShapeError, Money

__all__ = ["MOST_DOUARS", "DemoShape", "ImpossibleShapeError", "Money", "benchmark_shapes", "make_campaign"]
