"""Coverage: the persons counted of those wanted, and what a province below its floor costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from typing import Literal, NamedTuple

from planner.domain.campaign import Campaign
from planner.domain.money import to_centimes
from planner.domain.plan import VisitRow


class Persons(NamedTuple):
    """Persons wanted and counted, each once a visit."""

    wanted: int
    counted: int

    @property
    def share(self) -> Fraction:
        """Those counted over those wanted."""
        return Fraction(self.counted, self.wanted)


def persons_by(
    column: Literal["province", "risk"], campaign: Campaign, visits: Iterable[VisitRow]
) -> dict[str, Persons]:
    """Return the persons of each province or risk of which any are wanted, in order of their codes."""
    wanted, counted = Counter[str](), Counter[str]()
    for douar in campaign.douars.values():
        wanted[getattr(douar, column)] += douar.population * campaign.wanted_visits(douar)
    for visit in visits:
        counted[getattr(campaign.douars[visit.douar], column)] += visit.persons
    return {code: Persons(persons, counted[code]) for code, persons in sorted(wanted.items()) if persons}


def shortfall_centimes(campaign: Campaign, visits: Iterable[VisitRow]) -> int:
    """Return what the persons cost that provinces count below the coverage floor, rounded once a province."""
    floor = Fraction(campaign.settings.policy.coverage_floor)
    rate = Fraction(campaign.settings.policy.shortfall_mad_per_person)
    provinces = persons_by("province", campaign, visits).values()
    return sum(to_centimes(max(Fraction(0), floor * each.wanted - each.counted) * rate) for each in provinces)
