"""What solvers raise where they fail, and its notes: a part of a plan that fails does not end the whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from planner.domain.notes import NoteWord
from planner.problem.answer import ALL_PROVINCES, Note

SOLVER_ERRORS: Final = (ArithmeticError, AssertionError, RuntimeError, ValueError)
"""What a solver raises that cannot go on, and what we raise where it has proven nothing."""


def national_notes(failures: Mapping[NoteWord, str]) -> tuple[Note, ...]:
    """Return the notes of what failed for all provinces at once; by what it is, why it did, or an empty text."""
    return tuple(Note(what, ALL_PROVINCES, why) for what, why in failures.items() if why)
