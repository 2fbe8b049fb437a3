"""The watch: what a solver tells of its progress, and the one bit that comes back: stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a solver is.

    Attributes
    ----------
    province
        The code of the province at work; blank where the stage is of all.
    stage
        The stage's name, a key of the program's catalogue of sentences.
    objective_mad, bound_mad
        The best plan so far and what is proven, MAD, of that stage; to be shown and never reckoned with. None while
        nothing is known.
    seconds_left
        Wall clock until the solver ends by itself.
    """

    province: str
    stage: str
    objective_mad: float | None
    bound_mad: float | None
    seconds_left: float


Watch = Callable[[Progress], bool]
"""Whoever looks on while a plan is made.

Called with each progress, at most a few times a second, in the process and thread that called the solver. It answers
whether to stop, and a solver that is told so returns the best whole plan it has.
"""


class QuietWatch:
    """A watch that says nothing and never says stop."""

    def __call__(self, progress: Progress) -> bool:
        """Return that there is no wish to stop."""
        return False
