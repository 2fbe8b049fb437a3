"""The covering programme of caravans: which are held where and whom they reach, without dates.

What it leaves out of the problem is told in `place_caravans_bound`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from planner.problem.budgets import Budget
from planner.problem.caravans import CaravanProblem
from planner.solve.place_caravans_costs import CaravanPrices, priced_costs, spendings
from planner.solve.place_caravans_programme import NO_LIMIT, Programme, Row


class Place(NamedTuple):
    """The variable of how many caravans of a class stand somewhere, and the douars around, nearest first."""

    stands: int
    douars: tuple[int, ...]


class NearestFirst(NamedTuple):
    """What caravans of a kind reach from one place, by douar and nearest first, and the persons they have room for."""

    block: int
    kind: int
    room: int
    shares: dict[int, int]


class CoverRows:
    """The programme: classes of caravans that may stand at the same sites, zones of provinces that cost the same.

    Attributes
    ----------
    holds
        Variables by caravan and the provinces of the zone in which it is held.
    reached
        Variables by kind and douar: the share of its people that a class reaches.
    """

    def __init__(
        self,
        problem: CaravanProblem,
        prices: CaravanPrices,
        budgets: Sequence[Budget],
        owed: frozenset[int],
        *,
        is_fine: bool,
    ) -> None:
        self.problem, self.budgets, self.owed, self.is_fine = problem, budgets, owed, is_fine
        self.costs = priced_costs(problem, prices) / 100
        self.programme = Programme()
        self.holds: dict[tuple[int, tuple[int, ...]], int] = {}
        self.reached: dict[tuple[int, int], list[int]] = {}
        self.nearest_first: list[NearestFirst] = []
        classes: dict[tuple[object, ...], list[int]] = {}
        for caravan, sites in enumerate(problem.sites_of):
            if len(sites):
                key = *(int(each[caravan]) for each in (problem.kind, problem.room, problem.radius)), sites.tobytes()
                classes.setdefault(key, []).append(caravan)
        for caravans in classes.values():
            self._add_class(caravans)
        for shares in self.reached.values():
            self._add_row([(share, 1.0) for share in shares], 1.0)
        self._add_nearest_first()
        self._add_budgets()
        self._add_supply()

    def _add_row(self, terms: list[tuple[int, float]], most: float, least: float = -NO_LIMIT) -> None:
        if terms:
            self.programme.rows.append(Row(terms, most, least))

    def _zones(self, caravans: Sequence[int]) -> list[tuple[int, ...]]:
        """Return the provinces in which a class may stand, those together that cost and count the same."""
        zones: dict[tuple[object, ...], list[int]] = {}
        for province in np.unique(self.problem.site_province[self.problem.sites_of[caravans[0]]]).tolist():
            scope = tuple(province in budget.provinces for budget in self.budgets)
            zones.setdefault((scope, self.costs[caravans, province].tobytes()), []).append(province)
        return [tuple(zone) for zone in zones.values()]

    def _add_class(self, caravans: Sequence[int]) -> None:
        """Add caravans that differ only in cost and dates: held in a zone, at sites, reaching shares of douars."""
        programme, first = self.programme, caravans[0]
        block = int(self.problem.region[first])
        places: list[Place] = []
        for zone in self._zones(caravans):
            held = [programme.add(block, 1.0, -self.costs[each, zone[0]], is_whole=True) for each in caravans]
            self.holds.update({(each, zone): variable for each, variable in zip(caravans, held, strict=True)})
            there = [
                Place(programme.add(block, len(caravans), is_whole=True), douars)
                for douars in self._best_sites(first, zone)
            ]
            self._add_row([*((each.stands, 1.0) for each in there), *((each, -1.0) for each in held)], 0.0, 0.0)
            places += there
        for each in caravans:
            terms = [(variable, 1.0) for (of, _), variable in self.holds.items() if of == each]
            self._add_row(terms, 1.0, 1.0 if each in self.owed else -NO_LIMIT)
        room = int(self.problem.room[first])
        for group in [[each] for each in places] if self.is_fine else [places]:
            shares = self._add_shares(first, group) if room else {}
            if self.is_fine:
                most = len(caravans) * room
                self.nearest_first.append(NearestFirst(block, int(self.problem.kind[first]), most, shares))

    def _add_shares(self, caravan: int, places: Sequence[Place]) -> dict[int, int]:
        """Add what caravans like one reach at some places together; return the shares by douar in their order."""
        kind, room, block = (int(each[caravan]) for each in (self.problem.kind, self.problem.room, self.problem.region))
        population, rate = self.problem.reach.population, float(self.problem.centimes_per_person) / 100
        shares: dict[int, int] = {}
        served: list[tuple[int, float]] = []
        for douar in dict.fromkeys(douar for place in places for douar in place.douars):
            persons = int(population[douar])
            share = shares[douar] = self.programme.add(block, 1.0, rate * persons)
            most = min(1.0, room / persons)
            there = [(place.stands, -most) for place in places if douar in place.douars]
            self._add_row([(share, 1.0), *there], 0.0)
            self.reached.setdefault((kind, douar), []).append(share)
            served.append((share, persons / room))
        full = [(place.stands, -min(1.0, int(population[list(place.douars)].sum()) / room)) for place in places]
        self._add_row([*served, *full], 0.0)
        return shares

    def _add_nearest_first(self) -> None:
        """Nobody beyond a douar is reached from a place but as far as all of that douar is, by whomever."""
        population, block_of = self.problem.reach.population, self.programme.block
        for block, kind, most, shares in self.nearest_first:
            beyond, persons = list[tuple[int, float]](), 0
            for douar, share in reversed(shares.items()):
                all_there = self.reached[kind, douar]
                if beyond and all(block_of[each] == block for each in all_there):
                    scale = min(persons, most)
                    terms = [
                        *((each, people / scale) for each, people in beyond),
                        *((each, -1.0) for each in all_there),
                    ]
                    self._add_row(terms, 0.0)
                beyond.append((share, float(population[douar])))
                persons += int(population[douar])

    def _best_sites(self, caravan: int, zone: Sequence[int]) -> list[tuple[int, ...]]:
        """Return the douars around a caravan's sites in a zone, nearest first, without places that are never better.

        Where anybody within the radius may be reached, a place is no better than one with all its douars; where the
        nearest come first, than one that only goes on farther.
        """
        problem = self.problem
        sites = [each for each in problem.sites_of[caravan].tolist() if problem.site_province[each] in zone]
        lists = {tuple(problem.reach.douars(int(problem.radius[caravan]), site).tolist()) for site in sites}
        best: dict[tuple[int, ...], frozenset[int]] = {}
        for douars in sorted(lists, key=lambda each: (-len(each), each)):
            those = frozenset(douars)
            if self.is_fine:
                is_worse = any(other[: len(douars)] == douars for other in best)
            else:
                is_worse = any(those <= others for others in best.values())
            if not is_worse:
                best[douars] = those
        return list(best)

    def _add_budgets(self) -> None:
        spent = spendings(self.problem, self.budgets) / 100
        for row, budget in zip(spent, self.budgets, strict=True):
            terms = [
                (each, row[caravan])
                for (caravan, zone), each in self.holds.items()
                if zone[0] in budget.provinces and row[caravan]
            ]
            self._add_row(terms, budget.centimes / 100)

    def _add_supply(self) -> None:
        """Pools give no more in a span of days than they have, to caravans that must lie in it."""
        problem, supply = self.problem, self.problem.supply
        users: dict[int, list[tuple[int, int, int, float]]] = {}
        for (caravan, zone), each in self.holds.items():
            first, after = int(problem.first_start[caravan]), int(problem.last_start[caravan] + problem.days[caravan])
            for kind in np.flatnonzero(supply.needs[caravan]):
                pools = np.unique(supply.pools[list(zone), kind])
                if len(pools) == 1:
                    asked = float(supply.needs[caravan, kind] * problem.days[caravan])
                    users.setdefault(int(pools[0]), []).append((first, after, each, asked))
        for pool, those in sorted(users.items()):
            for first in sorted({each[0] for each in those}):
                inside = sorted((after, each, asked) for begins, after, each, asked in those if begins >= first)
                for after in sorted({each[0] for each in inside}):
                    terms = [(each, asked) for ends, each, asked in inside if ends <= after]
                    limit = supply.most_days(pool, first, after)
                    if sum(asked for _, asked in terms) > limit:
                        self._add_row(terms, float(limit))
