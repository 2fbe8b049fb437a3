"""How far a run is, in what a page shows: only figures that can be held against each other stand together."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from geodata.morocco import provinces
from planner.domain.money import to_centimes
from planner.explain.figures import place_name
from planner.store.runs import StoredRun
from web.speech import SENTENCES, language


class Told(NamedTuple):
    """How far a run is.

    Attributes
    ----------
    stage
        The key of what is worked at.
    province
        The name of the province at work; blank where all are.
    best, bound
        What the best so far comes to and what is proven, centimes: of that province's tours, else of the whole plan.
        None while not known.
    left_s
        Seconds until the search ends by itself.
    done_s
        Seconds that it has searched.
    """

    stage: str
    province: str
    best: int | None
    bound: int | None
    left_s: int
    done_s: int

    @property
    def room(self) -> int | None:
        """What lies between the two, centimes."""
        return None if self.best is None or self.bound is None else max(0, self.best - self.bound)


def told_of(run: StoredRun) -> Told | None:
    """Return how far a run is; None where nothing was told yet, or it has ended."""
    progress = run.progress
    if run.state != "running" or progress is None:
        return None
    stage = f"stage_{progress.stage}"
    # Of the whole plan only the stage of all tours tells what it comes to: what others tell is a part of it.
    is_pair = bool(progress.province) or progress.stage == "tours"
    left = max(0, round(progress.seconds_left))
    there = provinces().get(progress.province)
    return Told(
        stage=stage if stage in SENTENCES else "stage_other",
        province=place_name(there, language()) if there else progress.province,
        best=_centimes(progress.objective_mad) if is_pair else None,
        bound=_centimes(progress.bound_mad),
        left_s=left,
        done_s=max(0, run.settings.seconds - left),
    )


def _centimes(mad: float | None) -> int | None:
    return None if mad is None else to_centimes(Decimal(mad))
