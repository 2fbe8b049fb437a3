"""Codes become numbers here: what is wanted and what is possible, as integers and arrays, knowing no solver."""

from planner.problem.problem import Problem, build_problem

__all__ = ["Problem", "build_problem"]
