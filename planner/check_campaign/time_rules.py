"""Rules of dates and hours: in order, and in numbers that a season can have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import holidays

from planner.check_campaign.drafts import Draft, Drafts
from planner.domain.campaign import CAMPAIGN_TABLES
from planner.domain.cells import to_text
from planner.domain.columns import Clock
from planner.domain.setting_keys import setting_columns
from planner.errors import Fault, FaultCode

SPANS: Final = (("from", "to"), ("earliest", "latest"), ("opens", "closes"))
SETTING_SPANS: Final = (
    ("campaign.start", "campaign.end"),
    ("calendar.day_start", "calendar.day_end"),
    ("calendar.day_start", "calendar.ramadan_day_end"),
)
SEASON: Final = {"first_column": "campaign.start", "second_column": "campaign.end"}
PAIRS: Final = ("calendar.friday_break", "calendar.ramadan")
MOST_DAYS: Final = 731
FIRST_YEAR: Final = 1925
LAST_YEAR: Final = 2076
"""What hijridate reckons in whole years (Umm al-Qura)."""


def ends_follow_starts(drafts: Drafts) -> Iterator[Fault]:
    """A last day is not before its first, and an hour of closing is after that of opening."""
    for table in CAMPAIGN_TABLES:
        kinds = {column.name: column.kind for column in table.columns}
        for start, end in SPANS:
            if start in kinds and end in kinds:
                for row in drafts.tables[table.name]:
                    yield from _out_of_order(row, start, end, kinds[start])
    for start, end in SETTING_SPANS:
        yield from _out_of_order(drafts.settings, start, end, setting_columns()[start].kind)


def _out_of_order(row: Draft, start: str, end: str, kind: Any) -> Iterator[Fault]:
    first, last = row[start], row[end]
    if isinstance(first, str) or first is None or last is None:
        return
    if last < first or (kind is Clock and last == first):
        code: FaultCode = "end_not_after_start" if kind is Clock else "end_before_start"
        yield row.fault(end, code, start=to_text(kind, first), start_column=start)


def pairs_are_in_order(drafts: Drafts) -> Iterator[Fault]:
    """The Friday break and a Ramadan that is given have a beginning and an end, or nothing."""
    for key in PAIRS:
        pair = drafts.settings[key]
        if not pair:
            continue
        if len(pair) != 2:
            yield drafts.settings.fault(key, "neither_two_nor_none")
        elif pair[1] < pair[0]:
            yield drafts.settings.fault(key, "pair_out_of_order")


def season_can_be_reckoned(drafts: Drafts) -> Iterator[Fault]:
    """A season lies in years whose calendars are known, and is no longer than two of them."""
    first, last = drafts.settings["campaign.start"], drafts.settings["campaign.end"]
    for key, day in (("campaign.start", first), ("campaign.end", last)):
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            yield drafts.settings.fault(key, "season_out_of_range", first=str(FIRST_YEAR), last=str(LAST_YEAR))
    if first and last and (last - first).days >= MOST_DAYS:
        days = (last - first).days + 1
        yield drafts.settings.fault("campaign.end", "season_too_long", days=str(days), most=str(MOST_DAYS), **SEASON)


def holidays_are_known(drafts: Drafts) -> Iterator[Fault]:
    """The country whose holidays are kept is one whose holidays are known."""
    country = drafts.settings["calendar.holidays"]
    if country and country not in holidays.list_supported_countries():
        yield drafts.settings.fault("calendar.holidays", "holidays_unknown")
