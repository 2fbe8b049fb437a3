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
    objective_mad
        The best that the stage has so far, MAD: of the province's tours where one is at work, of the whole plan where
        the stage is that of all tours. To be shown and never reckoned with, as is the bound. None while not known.
    bound_mad
        What is proven, MAD: of the province's tours where one is at work, else of the whole plan, whatever the stage.
    seconds_left
        Wall clock until the solver ends by itself.
    """

    province: str
    stage: str
    objective_mad: float | None
    bound_mad: float | None
    seconds_left: float


@dataclass(frozen=True, slots=True)
class Whole:
    """The last that was told of the whole plan, whatever province or stage is at work since.

    Attributes
    ----------
    objective_mad
        The best whole plan so far, MAD; None while there is none.
    bound_mad
        What is proven of it, MAD; None while nothing is.
    """

    objective_mad: float | None = None
    bound_mad: float | None = None

    def after(self, progress: Progress) -> Whole:
        """Return what is known when a solver has told how far it is: what is not of the whole plan adds nothing."""
        is_of_all = not progress.province
        is_of_tours = is_of_all and progress.stage == "tours"
        objective, bound = progress.objective_mad, progress.bound_mad
        return Whole(
            objective if is_of_tours and objective is not None else self.objective_mad,
            bound if is_of_all and bound is not None else self.bound_mad,
        )


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
