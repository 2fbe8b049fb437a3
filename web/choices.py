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


class Chooser(NamedTuple):
    """What is chosen of a plan's tours, and what can be chosen from.

    Attributes
    ----------
    provinces
        Their codes and names, in order of name.
    units
        The codes of those of the chosen province, else of all.
    """

    choice: Choice
    provinces: tuple[tuple[str, str], ...]
    units: tuple[str, ...]


def build_chooser(voice: Voice) -> Chooser:
    """Return what the address of a page chooses of a campaign's plan, and what it could choose."""
    choice = chosen(voice.campaign)
    units = tuple(code for code, unit in voice.campaign.units.items() if choice.province in ("", unit.province))
    return Chooser(choice, provinces_by_name(voice), units)


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
