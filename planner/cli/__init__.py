"""The one command."""

from planner.cli.main import main

__all__ = ["main"]
