"""Lateness: how much longer than it should a douar waits between its visits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date as Day
from datetime import timedelta
from fractions import Fraction
from itertools import pairwise

from planner.domain.campaign import Campaign
from planner.domain.money import to_centimes
from planner.domain.plan import VisitRow


def longest_wait_days(campaign: Campaign, wanted: int) -> int:
    """Return how many days without a visit cost nothing to a douar that wants so many, at least one."""
    head = campaign.settings.campaign
    return max(campaign.settings.policy.gap_max_days, ((head.end - head.start).days + 1) // wanted)


def wait_marks(campaign: Campaign, dates: Sequence[Day]) -> list[Day]:
    """Return what waiting is counted between: the season's first day, dates in order, and the day after its last."""
    head = campaign.settings.campaign
    return [head.start, *dates, head.end + timedelta(1)]


def late_days(earlier: Day, later: Day, longest_days: int) -> int:
    """Return the days that are too many between two marks."""
    return max(0, (later - earlier).days - 1 - longest_days)


def late_person_days(campaign: Campaign, visits: Iterable[VisitRow]) -> dict[str, int]:
    """Return, by douar that wants visits, its persons times the days that it waits too long."""
    dates: dict[str, list[Day]] = defaultdict(list)
    for visit in visits:
        dates[visit.douar].append(visit.date)
    late = {}
    for code, douar in campaign.douars.items():
        if wanted := campaign.wanted_visits(douar):
            longest = longest_wait_days(campaign, wanted)
            marks = pairwise(wait_marks(campaign, sorted(dates[code])))
            late[code] = douar.population * sum(late_days(*ends, longest) for ends in marks)
    return late


def lateness_centimes(campaign: Campaign, late: Mapping[str, int]) -> int:
    """Return what late person-days by douar cost, rounded once a douar."""
    rate = Fraction(campaign.settings.policy.late_mad_per_person_day)
    return sum(to_centimes(person_days * rate) for person_days in late.values())
