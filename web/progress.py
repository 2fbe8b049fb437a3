"""How far a run is, in what a page shows: only figures that can be held against each other stand together."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from geodata.morocco import provinces
from planner.domain.money import to_centimes
from planner.explain.figures import place_name
from planner.store.runs import StoredRun
from web.speech import SENTENCES, language


class Pair(NamedTuple):
    """What the best so far comes to and what is proven of it, centimes; None while not known."""

    best: int | None
    bound: int | None

    @property
    def room(self) -> int | None:
        """What lies between the two, centimes."""
        return None if self.best is None or self.bound is None else max(0, self.best - self.bound)


class Told(NamedTuple):
    """How far a run is.

    Attributes
    ----------
    stage
        The key of what is worked at.
    province
        The name of the province at work; blank where all are.
    whole
        What is known of the whole plan.
    part
        What is known of the province's tours; None where all are at work.
    left_s
        Seconds until the search ends by itself.
    done_s
        Seconds that it has searched.
    """

    stage: str
    province: str
    whole: Pair
    part: Pair | None
    left_s: int
    done_s: int


def told_of(run: StoredRun) -> Told | None:
    """Return how far a run is; None where nothing was told yet, or it has ended."""
    progress = run.progress
    if run.state != "running" or progress is None:
        return None
    stage = f"stage_{progress.stage}"
    left = max(0, round(progress.seconds_left))
    there = provinces().get(progress.province)
    return Told(
        stage=stage if stage in SENTENCES else "stage_other",
        province=place_name(there, language()) if there else progress.province,
        whole=_pair(run.whole.objective_mad, run.whole.bound_mad),
        part=_pair(progress.objective_mad, progress.bound_mad) if progress.province else None,
        left_s=left,
        done_s=max(0, run.settings.seconds - left),
    )


def _pair(objective_mad: float | None, bound_mad: float | None) -> Pair:
    return Pair(_centimes(objective_mad), _centimes(bound_mad))


def _centimes(mad: float | None) -> int | None:
    return None if mad is None else to_centimes(Decimal(mad))
