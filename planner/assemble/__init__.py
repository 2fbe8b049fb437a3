"""Numbers become codes and dates again."""

from planner.assemble.decisions import assemble
from planner.assemble.notes import assemble_notes
from planner.assemble.stages import assemble_stages

__all__ = ["assemble", "assemble_notes", "assemble_stages"]
