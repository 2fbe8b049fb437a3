"""What is not served: the rows due, whose reasons are sought later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from planner.derive.ambulances import CoverDays
from planner.domain.calendar import SeasonCalendar
from planner.domain.campaign import Campaign
from planner.domain.plan import UnservedRow, VisitRow


def derive_unserved(
    campaign: Campaign,
    calendar: SeasonCalendar,
    visits: Iterable[VisitRow],
    held: Collection[str],
    cover: CoverDays,
) -> Iterator[UnservedRow]:
    """Yield what is missing of visits, of caravans and, where there are ambulances at all, of cover on any day.

    Parameters
    ----------
    held
        The codes of the caravans that are held.
    """
    counted = Counter(visit.douar for visit in visits)
    for code, douar in campaign.douars.items():
        if missing := campaign.wanted_visits(douar) - counted[code]:
            yield UnservedRow(kind="visit", code=code, missing=missing, reason="search")
    for code in campaign.caravans:
        if code not in held:
            yield UnservedRow(kind="caravan", code=code, missing=1, reason="search")
    for code, days in cover.covered.items():
        if campaign.ambulances and days < calendar.length_days:
            yield UnservedRow(kind="cover", code=code, missing=1, reason="search")
