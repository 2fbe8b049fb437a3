"""Ambulances: which douars they cover and back up, on how many days, and what that is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from geodata.travel import TravelTimes
from planner.domain.calendar import SeasonCalendar
from planner.domain.campaign import Campaign
from planner.domain.columns import VEHICLES
from planner.domain.money import to_centimes
from planner.domain.plan import COVER_MIN, PostDecision


@dataclass(frozen=True, slots=True)
class CoverDays:
    """By douar, the days of the season on which one ambulance, and on which two, can be there within the hour."""

    covered: dict[str, int]
    backed_up: dict[str, int]


def derive_cover(
    campaign: Campaign, travel: TravelTimes, calendar: SeasonCalendar, posts: Sequence[PostDecision]
) -> CoverDays:
    """Return the days of cover and backup that ambulances give where they are posted.

    Raises
    ------
    ValueError
        Where a post is not a span of days of the season.
    """
    for post in posts:
        if not calendar.first <= post.from_ <= post.to <= calendar.last:
            raise ValueError(f"no span of the season: {post}")
    posts = sorted(posts)
    after = [post.to + timedelta(1) for post in posts]
    changes = sorted({calendar.first, calendar.last + timedelta(1), *(post.from_ for post in posts), *after})
    spell_days = np.array([(end - start).days for start, end in pairwise(changes)])
    near = _is_near(campaign, travel, posts)
    counts = np.zeros((len(campaign.douars), len(spell_days)), dtype=int)
    for _, own in groupby(range(len(posts)), key=lambda row: posts[row].ambulance):
        stands = np.zeros(counts.shape, dtype=bool)
        for row in own:
            stands[near[row], changes.index(posts[row].from_) : changes.index(after[row])] = True
        counts += stands
    covered, backed_up = (((counts >= least) @ spell_days).tolist() for least in (1, 2))
    return CoverDays(
        dict(zip(campaign.douars, covered, strict=True)), dict(zip(campaign.douars, backed_up, strict=True))
    )


def _is_near(campaign: Campaign, travel: TravelTimes, posts: Sequence[PostDecision]) -> NDArray[np.bool_]:
    """Return whether each post's ambulance can be at each douar in time, shape (posts, douars)."""
    douars = list(campaign.douars)
    near = np.zeros((len(posts), len(douars)), dtype=bool)
    for access in VEHICLES:
        rows = [row for row, post in enumerate(posts) if campaign.ambulances[post.ambulance].access == access]
        minutes = travel.legs_to_douars([posts[row].centre for row in rows], douars, access).minutes
        near[rows] = (minutes >= 0) & (minutes <= COVER_MIN)
    return near


def cover_centimes(campaign: Campaign, calendar: SeasonCalendar, cover: CoverDays) -> int:
    """Return the worth of cover and backup by the share of the season that they last, rounded once a douar."""
    policy = campaign.settings.policy
    one, two = Fraction(policy.cover_mad_per_person), Fraction(policy.backup_mad_per_person)
    return sum(
        to_centimes(douar.population * (one * cover.covered[code] + two * cover.backed_up[code]) / calendar.length_days)
        for code, douar in campaign.douars.items()
    )
