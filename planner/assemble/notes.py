"""Notes with the codes of their provinces."""

from __future__ import annotations

from planner.problem import Problem
from planner.problem.answer import ALL_PROVINCES, Answer


def assemble_notes(answer: Answer, problem: Problem) -> tuple[str, ...]:
    """Return an answer's notes as a run tells them: what, the province or `-`, and why or how many."""
    codes = problem.index.provinces.codes
    return tuple(
        f"{note.what} {'-' if note.province == ALL_PROVINCES else codes[note.province]} {note.detail}"
        for note in answer.notes
    )
