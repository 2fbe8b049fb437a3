"""What is not served, by where it is and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final, get_args

from planner.domain.campaign import Campaign
from planner.domain.plan import Plan, Reason, UnservedRow

KINDS: Final = ("visit", "caravan", "cover")
REASONS: Final[tuple[Reason, ...]] = get_args(Reason)


@dataclass(frozen=True, slots=True)
class UnservedTable:
    """What of one kind is missing: a row a place, a column a reason.

    Attributes
    ----------
    reasons
        Those that there are.
    places
        Codes of provinces; of regions where a caravan may stand anywhere in one.
    missing
        How much by place and reason.
    """

    kind: str
    reasons: tuple[Reason, ...]
    places: tuple[str, ...]
    missing: Counter[tuple[str, str]]

    @property
    def total(self) -> int:
        """How much is missing in all."""
        return self.missing.total()

    def of_place(self, place: str) -> int:
        """Return how much is missing in a place."""
        return sum(self.missing[place, reason] for reason in self.reasons)

    def of_reason(self, reason: str) -> int:
        """Return how much is missing for a reason."""
        return sum(self.missing[place, reason] for place in self.places)


def unserved_tables(plan: Plan, campaign: Campaign) -> tuple[UnservedTable, ...]:
    """Return a table of each kind of which something is missing."""
    return tuple(_table(kind, plan, campaign) for kind in KINDS if any(row.kind == kind for row in plan.unserved))


def place_of(row: UnservedRow, campaign: Campaign) -> str:
    """Return the code of the province where something is missing, or of a caravan's region where it has none."""
    if row.kind == "caravan":
        caravan = campaign.caravans[row.code]
        return caravan.province or (campaign.site(caravan.site).province if caravan.site else caravan.region)
    return campaign.douars[row.code].province


def _table(kind: str, plan: Plan, campaign: Campaign) -> UnservedTable:
    missing: Counter[tuple[str, str]] = Counter()
    for row in plan.unserved:
        if row.kind == kind:
            missing[place_of(row, campaign), row.reason] += row.missing
    return UnservedTable(
        kind,
        tuple(reason for reason in REASONS if any(why == reason for _, why in missing)),
        tuple(sorted({place for place, _ in missing})),
        missing,
    )
