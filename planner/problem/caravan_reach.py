"""Whom caravans reach from where: the douars around each site, nearest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from geodata.travel import TravelTimes
from planner.domain.campaign import Campaign
from planner.problem.arrays import Ints
from planner.problem.index import Index

CARAVAN_VEHICLE: Final = "track"
"""A caravan's reach is by the drive of such a vehicle."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom caravans reach.

    Attributes
    ----------
    near_start, near
        Douars with people around site s, nearest first and then by number: `near[near_start[s] : near_start[s + 1]]`.
    within
        How many of them lie within a radius, shape (radii, sites).
    population
        Persons by douar.
    """

    near_start: Ints
    near: Ints
    within: Ints
    population: Ints

    def douars(self, radius: int, site: int) -> Ints:
        """Return the douars within a radius of a site, nearest first."""
        first = int(self.near_start[site])
        return self.near[first : first + int(self.within[radius, site])]


def build_reach(
    campaign: Campaign, travel: TravelTimes, sites: Sequence[str], radii_m: Sequence[int], index: Index
) -> Reach:
    """Work out the douars within each of some radii (metres, ascending) of each site."""
    population = np.array([each.population for each in campaign.douars.values()], np.int32)
    metres = travel.legs_to_douars(sites, index.douars.codes, CARAVAN_VEHICLE).metres
    is_near = (metres >= 0) & (metres <= max(radii_m, default=-1)) & (population > 0)
    order = np.argsort(metres, axis=1, kind="stable")
    return Reach(
        near_start=np.concatenate([[0], np.cumsum(is_near.sum(1))]).astype(np.int32),
        near=order[np.take_along_axis(is_near, order, axis=1)].astype(np.int32),
        within=np.array([(is_near & (metres <= radius)).sum(1) for radius in radii_m], np.int32),
        population=population,
    )
