"""What is chosen of a plan by an address: a province, a unit, days; what is not there chooses nothing."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from flask import request

from planner.domain.campaign import Campaign
from planner.domain.plan import TourRow
from planner.explain.voice import Voice


class Choice(NamedTuple):
    """What is chosen; blank or None for all."""

    province: str
    unit: str
    first: date | None
    last: date | None

    def holds(self, tour: TourRow) -> bool:
        """Return whether a day of a tour is among what is chosen."""
        return (
            self.province in ("", tour.province)
            and self.unit in ("", tour.unit)
            and (self.first is None or self.first <= tour.date)
            and (self.last is None or tour.date <= self.last)
        )


def chosen(campaign: Campaign) -> Choice:
    """Return what the address of a page chooses: `province`, `unit`, and `day` or `first` and `last`."""
    province, unit = request.args.get("province", ""), request.args.get("unit", "")
    day = _day("day")
    return Choice(
        province if province in campaign.provinces else "",
        unit if unit in campaign.units else "",
        day or _day("first"),
        day or _day("last"),
    )


def provinces_by_name(voice: Voice) -> tuple[tuple[str, str], ...]:
    """Return the codes and names of a campaign's provinces, in order of name."""
    return tuple(sorted(((code, voice.province(code)) for code in voice.campaign.provinces), key=lambda each: each[1]))


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
