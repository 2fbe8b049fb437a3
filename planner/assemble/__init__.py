"""Numbers become codes and dates again."""

from planner.assemble.decisions import assemble
from planner.assemble.stages import assemble_stages

__all__ = ["assemble", "assemble_stages"]
