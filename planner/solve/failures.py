"""What solvers raise where they fail, and how it is told: a part of a plan that fails does not end the whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SOLVER_ERRORS: Final = (ArithmeticError, AssertionError, RuntimeError, ValueError)
"""What a solver raises that cannot go on, and what we raise where it has proven nothing."""


def told(error: BaseException) -> str:
    """Return in words why something failed."""
    return f"{type(error).__name__}: {error}"


def national_notes(failures: Mapping[str, str]) -> tuple[str, ...]:
    """Return the notes of what failed for all provinces at once; by key why it did, or an empty text."""
    return tuple(f"{key} - {why}" for key, why in failures.items() if why)
