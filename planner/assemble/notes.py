"""Notes with the codes of their provinces."""

from __future__ import annotations

from planner.domain.notes import NO_PROVINCE
from planner.problem import Problem
from planner.problem.answer import ALL_PROVINCES, Answer


def assemble_notes(answer: Answer, problem: Problem) -> tuple[str, ...]:
    """Return an answer's notes as a run tells them: what, the province or `-`, and why or how many, in one line.

    What a library says of its failure may hold line ends and other signs that a plan's notes must not.
    """
    codes = {ALL_PROVINCES: NO_PROVINCE, **dict(enumerate(problem.index.provinces.codes))}
    return tuple(f"{note.what} {codes[note.province]} {_in_a_line(note.detail)}" for note in answer.notes)


def _in_a_line(text: str) -> str:
    """Return a text whose blanks and signs that cannot be printed are single blanks."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
