"""The covering programme of caravans: which are held where and whom they reach, without dates.

What it leaves out of the problem is told in `planner.solve.caravans.bound`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from planner.problem.budgets import Budget
from planner.problem.caravans import CaravanProblem
from planner.solve.caravans.programme import NO_LIMIT, Programme, Row
from planner.solve.caravans.worth import CaravanPrices, crew_costs, priced_costs, spendings


def cover_programme(
    problem: CaravanProblem, prices: CaravanPrices, budgets: Sequence[Budget], owed: frozenset[int]
) -> Programme:
    """Return the programme: a block is a region.

    Parameters
    ----------
    owed
        Caravans that are held whatever they cost.
    """
    cover = _Cover(problem, prices, budgets, owed)
    classes: dict[tuple[object, ...], list[int]] = {}
    for caravan, sites in enumerate(problem.sites_of):
        if len(sites):
            key = *(int(each[caravan]) for each in (problem.kind, problem.room, problem.radius)), sites.tobytes()
            classes.setdefault(key, []).append(caravan)
    for caravans in classes.values():
        cover.add_class(caravans)
    cover.count_once()
    cover.keep_budgets()
    cover.keep_supply()
    return cover.programme


class _Place(NamedTuple):
    """The variable of how many caravans of a class stand somewhere, and the douars around."""

    stands: int
    douars: frozenset[int]


class _Use(NamedTuple):
    """What a caravan takes of a pool, person-days or piece-days, between the first and last days that it may have."""

    first: int
    after: int
    hold: int
    asked: float


class _Cover:
    """The programme as it is built: classes of caravans with the same sites, zones of provinces that cost the same.

    Attributes
    ----------
    holds
        Variables by caravan and the provinces of the zone in which it is held.
    reached
        Variables by kind and douar: the share of its people that a class reaches.
    """

    def __init__(
        self, problem: CaravanProblem, prices: CaravanPrices, budgets: Sequence[Budget], owed: frozenset[int]
    ) -> None:
        self.problem, self.budgets, self.owed = problem, budgets, owed
        self.costs = (priced_costs(problem, prices) + crew_costs(problem, prices)) / 100
        self.programme = Programme()
        self.holds: dict[tuple[int, tuple[int, ...]], int] = {}
        self.reached: dict[tuple[int, int], list[int]] = {}

    def add_class(self, caravans: Sequence[int]) -> None:
        """Add caravans that differ only in cost and dates: held in a zone, at sites, reaching shares of douars."""
        programme, first = self.programme, caravans[0]
        block = int(self.problem.region[first])
        places: list[_Place] = []
        holds: dict[int, list[int]] = {each: [] for each in caravans}
        for zone in self._zones(caravans):
            there = []
            for each in caravans:
                hold = self.holds[each, zone] = programme.add(block, 1.0, -self.costs[each, zone[0]], is_whole=True)
                holds[each].append(hold)
                there.append((hold, -1.0))
            for douars in self._best_sites(first, zone):
                place = _Place(programme.add(block, len(caravans), is_whole=True), douars)
                places.append(place)
                there.append((place.stands, 1.0))
            programme.rows.append(Row(there, 0.0, 0.0))
        for each, of in holds.items():
            programme.rows.append(Row([(hold, 1.0) for hold in of], 1.0, 1.0 if each in self.owed else -NO_LIMIT))
        if self.problem.room[first]:
            self._add_shares(first, places)

    def _zones(self, caravans: Sequence[int]) -> list[tuple[int, ...]]:
        """Return the provinces in which a class may stand, those together that cost and count the same."""
        zones: dict[tuple[object, ...], list[int]] = {}
        for province in np.unique(self.problem.site_province[self.problem.sites_of[caravans[0]]]).tolist():
            scope = tuple(province in budget.provinces for budget in self.budgets)
            zones.setdefault((scope, self.costs[caravans, province].tobytes()), []).append(province)
        return [tuple(zone) for zone in zones.values()]

    def _best_sites(self, caravan: int, zone: Sequence[int]) -> list[frozenset[int]]:
        """Return the douars around a caravan's sites in a zone, without sites that have no douar of their own.

        As anybody within the radius may be reached, a site is no better than one with all its douars.
        """
        problem, radius = self.problem, int(self.problem.radius[caravan])
        sites = [each for each in problem.sites_of[caravan].tolist() if problem.site_province[each] in zone]
        lists = {frozenset(problem.reach.douars(radius, site).tolist()) for site in sites}
        best: list[frozenset[int]] = []
        for douars in sorted(lists, key=lambda each: (-len(each), sorted(each))):
            if not any(douars <= other for other in best):
                best.append(douars)
        return best

    def _add_shares(self, caravan: int, places: Sequence[_Place]) -> None:
        """Add what caravans like one reach at some places together: no more of a douar, or in all, than stand there."""
        kind, room, block = (int(each[caravan]) for each in (self.problem.kind, self.problem.room, self.problem.region))
        population, rate = self.problem.reach.population, float(self.problem.centimes_per_person) / 100
        served: list[tuple[int, float]] = []
        for douar in sorted(frozenset[int]().union(*(place.douars for place in places))):
            persons = int(population[douar])
            share, most = self.programme.add(block, 1.0, rate * persons), min(1.0, room / persons)
            there = [(place.stands, -most) for place in places if douar in place.douars]
            self.programme.rows.append(Row([(share, 1.0), *there], 0.0))
            self.reached.setdefault((kind, douar), []).append(share)
            served.append((share, persons / room))
        full = [(place.stands, -min(1.0, int(population[list(place.douars)].sum()) / room)) for place in places]
        self.programme.rows.append(Row([*served, *full], 0.0))

    def count_once(self) -> None:
        """Add that a person counts once a kind."""
        self.programme.rows += [Row([(share, 1.0) for share in shares], 1.0) for shares in self.reached.values()]

    def keep_budgets(self) -> None:
        """Add that caps hold."""
        spent = spendings(self.problem, self.budgets) / 100
        for row, budget in zip(spent, self.budgets, strict=True):
            terms = [
                (each, row[caravan])
                for (caravan, zone), each in self.holds.items()
                if zone[0] in budget.provinces and row[caravan]
            ]
            if terms:
                self.programme.rows.append(Row(terms, budget.centimes / 100))

    def keep_supply(self) -> None:
        """Add that pools give no more in a span of days than they have, to caravans that must lie in it."""
        for pool, uses in sorted(self._uses().items()):
            for first in sorted({use.first for use in uses}):
                inside = sorted((use.after, use.hold, use.asked) for use in uses if use.first >= first)
                for after in sorted({ends for ends, _, _ in inside}):
                    terms = [(hold, asked) for ends, hold, asked in inside if ends <= after]
                    limit = self.problem.supply.most_days(pool, first, after)
                    if sum(asked for _, asked in terms) > limit:
                        self.programme.rows.append(Row(terms, float(limit)))

    def _uses(self) -> dict[int, list[_Use]]:
        """Return what is taken of each pool by caravans that no other pool would serve."""
        problem, supply = self.problem, self.problem.supply
        uses: dict[int, list[_Use]] = {}
        for (caravan, zone), hold in self.holds.items():
            first, days = int(problem.first_start[caravan]), int(problem.days[caravan])
            after = int(problem.last_start[caravan]) + days
            for kind in np.flatnonzero(supply.needs[caravan]):
                pools = np.unique(supply.pools[list(zone), kind])
                if len(pools) == 1:
                    asked = float(supply.needs[caravan, kind] * days)
                    uses.setdefault(int(pools[0]), []).append(_Use(first, after, hold, asked))
        return uses
