"""Whom caravans reach, and on how many days ambulances cover whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geodata.travel import TravelTimes
from planner.domain.campaign import Campaign
from planner.domain.columns import VEHICLES
from planner.domain.plan import COVER_MIN, CaravanRow, PostRow

NO_LIMIT = 2**62


def persons_reached(campaign: Campaign, travel: TravelTimes, held: Sequence[CaravanRow]) -> dict[str, dict[str, int]]:
    """Return, by caravan, the persons of each douar that it reaches: nearest first, and once a kind.

    Who starts first (then by code) counts first. Where nobody consults (attendance 0) a caravan has room for all.
    """
    codes, sites = sorted(campaign.douars), sorted({row.site for row in held})
    metres = dict(zip(sites, travel.legs_to_douars(sites, codes, "track").metres, strict=True)) if sites else {}
    left: dict[str, dict[str, int]] = defaultdict(lambda: {code: campaign.douars[code].population for code in codes})
    attendance = Fraction(campaign.settings.policy.attendance)
    reached: dict[str, dict[str, int]] = {row.caravan: {} for row in held}
    for row in sorted(held, key=lambda row: (row.start, row.caravan)):
        wish, far = campaign.caravans[row.caravan], metres[row.site]
        room = floor(wish.consultations_per_day * wish.days / attendance) if attendance else NO_LIMIT
        near = np.flatnonzero((far >= 0) & (far <= floor(wish.radius_km * 1000)))
        for douar in near[np.argsort(far[near], kind="stable")]:
            code = codes[douar]
            if persons := min(room, left[wish.kind][code]):
                reached[row.caravan][code] = persons
                left[wish.kind][code] -= persons
                room -= persons
    return reached


class Cover(NamedTuple):
    """By douar, the days on which one ambulance or more cover it, and on which two or more do."""

    once: dict[str, int]
    twice: dict[str, int]


def days_of_cover(
    campaign: Campaign, travel: TravelTimes, posts: Sequence[PostRow], season: tuple[date, date]
) -> Cover:
    """Return on how many days of the season ambulances that can drive to a douar stand within 60 minutes of it."""
    codes = list(campaign.douars)
    near: dict[tuple[str, str], NDArray[np.bool_]] = {}
    for vehicle in VEHICLES:
        centres = sorted({post.centre for post in posts if campaign.ambulances[post.ambulance].access == vehicle})
        if centres:
            minutes = travel.legs_to_douars(centres, codes, vehicle).minutes
            near |= {
                (centre, vehicle): (row >= 0) & (row <= COVER_MIN) for centre, row in zip(centres, minutes, strict=True)
            }
    once, twice = np.zeros(len(codes), int), np.zeros(len(codes), int)
    first, after = season[0], season[1] + timedelta(1)
    changes = {
        first,
        after,
        *(post.from_ for post in posts),
        *(min(post.to, season[1]) + timedelta(1) for post in posts),
    }
    for day, change in pairwise(sorted(day for day in changes if first <= day <= after)):
        covering: dict[str, NDArray[np.bool_]] = {}
        for post in posts:
            if post.from_ <= day <= post.to:
                there = near[post.centre, campaign.ambulances[post.ambulance].access]
                covering[post.ambulance] = covering.get(post.ambulance, False) | there
        ambulances = np.sum(list(covering.values()), axis=0) if covering else np.zeros(len(codes), int)
        once += (change - day).days * (ambulances >= 1)
        twice += (change - day).days * (ambulances >= 2)
    return Cover(dict(zip(codes, once.tolist(), strict=True)), dict(zip(codes, twice.tolist(), strict=True)))
