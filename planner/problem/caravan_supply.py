"""What caravans share: people and pieces of equipment, in pools of what can stand in for each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.domain.campaign import Campaign
from planner.problem.arrays import Bools, Ints
from planner.problem.crew_days import NO_LIMIT, CrewDays, crew_capacity
from planner.problem.index import Index
from planner.problem.roster import StaffProblem


@dataclass(frozen=True, slots=True)
class Supply:
    """What is shared.

    The first kinds and pools are those of the `StaffProblem`; kinds of equipment follow, with a pool a region each.

    Attributes
    ----------
    first_piece_kind
        The first kind that is one of equipment.
    needs
        Persons or pieces by caravan and kind, shape (caravans, kinds).
    pools
        By province and kind the pool that serves there, shape (provinces, kinds).
    capacity
        What each pool can give at most: persons or pieces a day, and their days in a week and in the season.
    week
        By day the number of its week.
    piece_pool
        By piece of equipment its pool.
    piece_available
        Days on which a piece is there, shape (pieces, days).
    """

    first_piece_kind: int
    needs: Ints
    pools: Ints
    capacity: CrewDays
    week: Ints
    piece_pool: Ints
    piece_available: Bools

    def most_days(self, pool: int, first: int, after: int) -> int:
        """Return the person-days or piece-days that a pool can give at most from a day on until before another."""
        on_day = self.capacity.persons_by_day[pool, first:after].astype(np.int64)
        weeks, week_of = np.unique(self.week[first:after], return_inverse=True)
        in_week = np.minimum(np.bincount(week_of, on_day), self.capacity.days_by_week[pool, weeks])
        return int(min(in_week.sum(), self.capacity.days_in_season[pool]))


def build_supply(campaign: Campaign, index: Index, staff: StaffProblem) -> Supply:
    """Put the equipment of a campaign beside its people."""
    wanted = {kind for each in campaign.caravans.values() for kind in each.equipment}
    kinds = sorted(wanted | {each.kind for each in campaign.equipment.values()})
    n_staff_pools = int(staff.pools.max()) + 1
    region_of = np.array([index.regions[each.region] for each in campaign.provinces.values()])
    piece_pools = n_staff_pools + np.arange(len(index.regions) * len(kinds)).reshape(len(index.regions), len(kinds))
    pieces = list(campaign.equipment.values())
    available = np.zeros((len(pieces), index.n_days), bool)
    for piece, each in enumerate(pieces):
        span = index.span(each.from_, each.to)
        available[piece, span.start : span.stop] = True
    pool_of = np.array([piece_pools[index.regions[each.region], kinds.index(each.kind)] for each in pieces], np.int32)
    pieces_by_day = np.zeros((piece_pools.size, index.n_days), np.int32)
    np.add.at(pieces_by_day, pool_of - n_staff_pools, available)
    people = crew_capacity(staff)
    no_limit = np.full((piece_pools.size, people.days_by_week.shape[1]), NO_LIMIT, np.int32)
    asked = np.array([[each.equipment.get(kind, 0) for kind in kinds] for each in campaign.caravans.values()], np.int32)
    return Supply(
        first_piece_kind=staff.crew_needs.shape[1],
        needs=np.hstack([staff.crew_needs[staff.caravan_crew], asked.reshape(len(campaign.caravans), len(kinds))]),
        pools=np.hstack([staff.pools, piece_pools[region_of].astype(np.int32)]),
        capacity=CrewDays(
            np.concatenate([people.persons_by_day, pieces_by_day]),
            np.concatenate([people.days_by_week, no_limit]),
            np.concatenate([people.days_in_season, no_limit[:, 0]]),
        ),
        week=staff.week,
        piece_pool=pool_of,
        piece_available=available,
    )
