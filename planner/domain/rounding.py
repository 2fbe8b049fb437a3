"""How far rounding can move money: half a centime for each line that may not come to whole centimes.

A line is a quantity at a rate, rounded once. What tours, caravans and ambulances have for lines is what `derive` writes
and `check_plan` works out again; whoever reckons without rounding leaves room for it by these tables.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final

from planner.domain.campaign import Campaign, Unit
from planner.domain.columns import Chapter

LINE_CENTIMES: Final = 0.5
"""By so much rounding moves a line at most."""
KM_STEP: Final = Decimal("0.1")
"""Distances are told to it, so that a line of km is a whole number of it."""


def rounded_lines(step_mad: Decimal | Fraction, lines: int = 1) -> int:
    """Return how many of some lines may be rounded: none where a step of their quantity costs whole centimes."""
    return 0 if step_mad * 100 % 1 == 0 else lines


def duty_lines(campaign: Campaign, crew: str) -> int:
    """Return how many lines of a crew's per diem may be rounded; it has one for each of its rows."""
    rates = campaign.settings.costs.per_diem_mad
    return sum(rounded_lines(seat.count * rates[seat.profession]) for seat in campaign.crew(crew))


def tour_lines(campaign: Campaign, unit: Unit) -> dict[Chapter, int]:
    """Return by chapter how many lines of a unit's tour may be rounded."""
    rates = campaign.settings.costs
    return {
        "fuel": rounded_lines(KM_STEP * unit.litres_per_100km.scaleb(-2) * rates.fuel_mad_per_l),
        "upkeep": rounded_lines(KM_STEP * unit.upkeep_mad_per_km),
        "per_diem": duty_lines(campaign, unit.crew)
        + rounded_lines(campaign.crew_size(unit.crew) * rates.night_mad_per_person),
        "medicines": rounded_lines(rates.medicines_mad_per_consultation),
        "hire": rounded_lines(unit.hire_mad_per_day),
    }


def post_lines(upkeep_mad_per_day: Decimal | Fraction, days: int) -> int:
    """Return how many lines of an ambulance posted on so many days may be rounded: it may have a post a day."""
    return rounded_lines(upkeep_mad_per_day, days)
