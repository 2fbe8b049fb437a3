"""Money that a stage may spend at most."""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain.campaign import Campaign
from planner.domain.columns import CHAPTERS, Chapter
from planner.domain.money import whole_centimes
from planner.problem.index import Index


@dataclass(frozen=True, slots=True)
class Budget:
    """A hard cap on the money of some chapters in some provinces, by number.

    Attributes
    ----------
    centimes
        At most so many; a stage that shares a cap with others is given what they leave.
    """

    provinces: frozenset[int]
    chapters: frozenset[Chapter]
    centimes: int


def build_budgets(campaign: Campaign, index: Index) -> tuple[Budget, ...]:
    """Return the caps of a campaign in the order of its table, and last its total where there is one."""
    budgets = [
        Budget(
            frozenset(
                index.provinces[province.code]
                for province in campaign.provinces.values()
                if cap.province in ("", province.code) and cap.region in ("", province.region)
            ),
            frozenset([cap.chapter] if cap.chapter else CHAPTERS),
            whole_centimes(cap.amount_mad),
        )
        for cap in campaign.caps
    ]
    total_mad = campaign.settings.budget.total_mad
    if total_mad is not None:
        budgets.append(Budget(frozenset(range(len(index.provinces))), frozenset(CHAPTERS), whole_centimes(total_mad)))
    return tuple(budgets)
