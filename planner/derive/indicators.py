"""Indicators: what a plan comes to, in the contract's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from planner.derive.ambulances import CoverDays
from planner.derive.coverage import persons_by
from planner.domain.campaign import Campaign
from planner.domain.columns import CHAPTERS, Chapter
from planner.domain.money import to_mad
from planner.domain.plan import CaravanRow, StopRow, TourRow, VisitRow

SHARE_DECIMALS: Final = 6


def derive_indicators(
    campaign: Campaign,
    season_days: int,
    tours: Sequence[TourRow],
    stops: Sequence[StopRow],
    visits: Sequence[VisitRow],
    caravans: Sequence[CaravanRow],
    money: Counter[Chapter],
    cover: CoverDays,
    late_person_days: int,
) -> dict[str, Any]:
    """Return the indicators: counts whole, money and km as Decimal, shares as float with six decimals.

    Parameters
    ----------
    money
        Centimes by chapter.
    """
    provinces, risks = persons_by("province", campaign, visits), persons_by("risk", campaign, visits)
    largest: dict[str, int] = {}
    for visit in visits:
        largest[visit.douar] = max(largest.get(visit.douar, 0), visit.persons)
    counted, reached = sum(visit.persons for visit in visits), sum(row.persons_reached for row in caravans)
    per_1000_mad = Fraction(100_000 * (counted + reached), money.total()) if money.total() else Fraction(0)
    return {
        "visits_wanted": sum(map(campaign.wanted_visits, campaign.douars.values())),
        "visits_counted": len(visits),
        "persons_wanted": sum(each.wanted for each in provinces.values()),
        "persons_counted": counted,
        "persons_served": sum(largest.values()),
        "consultations": sum(stop.consultations for stop in stops),
        "stops": len(stops),
        "coverage_by_province": {code: _rounded(each.share) for code, each in provinces.items()},
        "coverage_by_risk": {code: _rounded(each.share) for code, each in risks.items()},
        "equity": {
            "worst_province": min(provinces, key=lambda code: provinces[code].share, default=""),
            "gini": _rounded(gini([each.share for each in provinces.values()])),
        },
        "late_person_days": late_person_days,
        "km": sum((row.km for row in tours), Decimal("0.0")),
        "nights": sum(row.day > 1 for row in tours),
        "unit_days": len(tours),
        "caravans_held": len(caravans),
        "persons_reached": reached,
        "covered_60": sum(days == season_days for days in cover.covered.values()),
        "backed_up_60": sum(days == season_days for days in cover.backed_up.values()),
        "money_by_chapter": {chapter: to_mad(money[chapter]) for chapter in CHAPTERS},
        "persons_per_1000_mad": _rounded(per_1000_mad, 2),
    }


def gini(shares: Sequence[Fraction]) -> Fraction:
    """Return how unequal shares are: 0 where all are equal, as where there are none.

    References
    ----------
    Half the relative mean absolute difference: https://en.wikipedia.org/wiki/Gini_coefficient
    """
    total = sum(shares)
    if not total:
        return Fraction(0)
    return sum((abs(one - other) for one in shares for other in shares), Fraction(0)) / (2 * len(shares) * total)


def _rounded(share: Fraction, decimals: int = SHARE_DECIMALS) -> float:
    return float(round(share, decimals))
