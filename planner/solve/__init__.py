"""Variables, constraints and search, on numbers alone: no names, no dates, no files."""

from planner.solve.solve import solve

__all__ = ["solve"]
