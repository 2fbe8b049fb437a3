"""The seam between codes and numbers: which number stands for which code, and which day for which date.

Every other module of `problem` and `solve` speaks in the numbers of this index; `assemble` reads it backwards.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date as Day
from datetime import timedelta

from planner.domain.campaign import Campaign
from planner.domain.columns import PROFESSIONS


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of one table in their order, and the number of each."""

    codes: tuple[str, ...]
    numbers: dict[str, int]

    @classmethod
    def of(cls, codes: tuple[str, ...]) -> Codes:
        """Number some codes from 0."""
        return cls(codes, {code: number for number, code in enumerate(codes)})

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, code: str) -> int:
        return self.numbers[code]


@dataclass(frozen=True, slots=True)
class Index:
    """The numbers of a campaign, nationally; a day is counted from the season's first, 0."""

    first_day: Day
    n_days: int
    regions: Codes
    provinces: Codes
    douars: Codes
    points: Codes
    centres: Codes
    units: Codes
    ambulances: Codes
    staff: Codes
    equipment: Codes
    caravans: Codes
    professions: Codes

    def day(self, when: Day) -> int:
        """Return the number of a date, which may lie outside the season."""
        return (when - self.first_day).days

    def date(self, day: int) -> Day:
        """Return the date of a day's number."""
        return self.first_day + timedelta(day)

    def span(self, first: Day | None, last: Day | None) -> range:
        """Return the days in season from a first to a last date, both included; None is no limit."""
        begins = 0 if first is None else max(0, self.day(first))
        ends = self.n_days if last is None else min(self.n_days, self.day(last) + 1)
        return range(begins, max(begins, ends))


def build_index(campaign: Campaign) -> Index:
    """Number everything in a campaign that has a code."""
    head = campaign.settings.campaign
    tables = {
        each.name: Codes.of(tuple(getattr(campaign, each.name)))
        for each in fields(Index)
        if each.name not in ("first_day", "n_days", "professions")
    }
    return Index(
        first_day=head.start,
        n_days=(head.end - head.start).days + 1,
        professions=Codes.of(PROFESSIONS),
        **tables,
    )
