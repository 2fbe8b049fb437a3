"""The few figures that a plan is known by: so much of what was wanted."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from planner.domain.campaign import Campaign
from planner.domain.money import to_centimes, whole_centimes
from planner.domain.plan import Run


class Figure(NamedTuple):
    """So much of so much.

    Attributes
    ----------
    name
        `persons`, `visits`, `spending` (centimes), `caravans` or `cover`.
    whole
        None where there is no limit.
    """

    name: str
    part: int
    whole: int | None

    @property
    def share(self) -> Fraction | None:
        """The part of the whole; None where there is none."""
        return Fraction(self.part, self.whole) if self.whole else None


def headline(run: Run, campaign: Campaign) -> tuple[Figure, ...]:
    """Return the persons served, the visits, the spending, the caravans, and the douars that an ambulance covers."""
    told, envelope = run.plan.indicators, campaign.settings.budget.total_mad
    spent = sum(to_centimes(line.amount_mad) for line in run.plan.budget)
    return (
        Figure("persons", told["persons_served"], persons_wanted(campaign)),
        Figure("visits", told["visits_counted"], told["visits_wanted"]),
        Figure("spending", spent, None if envelope is None else whole_centimes(envelope)),
        Figure("caravans", told["caravans_held"], len(campaign.caravans)),
        Figure("cover", told["covered_60"], len(campaign.douars)),
    )


def persons_wanted(campaign: Campaign) -> int:
    """Return how many live where a visit is wanted."""
    return sum(douar.population for douar in campaign.douars.values() if campaign.wanted_visits(douar))
