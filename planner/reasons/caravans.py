"""Why a caravan is not held: every site and first day, filtered in a fixed order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

import numpy as np

from planner.domain.campaign import Campaign, Caravan, Centre, Point
from planner.domain.plan import Plan, UnservedRow
from planner.problem.arrays import Bools, Ints, Longs
from planner.problem.caravans import CaravanProblem
from planner.problem.index import Index
from planner.reasons.money import CapLeft, broken_caps, with_least_money
from planner.reasons.people import FreePeople


class Held(NamedTuple):
    """A caravan held, in the order in which persons count: its first day, its number, its site's number."""

    first_day: int
    caravan: int
    site: int


@dataclass(frozen=True)
class CaravanGround:
    """The caravans of a campaign beside a plan."""

    plan: Plan
    campaign: Campaign
    index: Index
    problem: CaravanProblem
    people: FreePeople
    caps: tuple[CapLeft, ...]

    @cached_property
    def held(self) -> tuple[Held, ...]:
        """The caravans that are held."""
        index = self.index
        return tuple(
            Held(
                index.day(row.start),
                index.caravans[row.caravan],
                index.centres[row.site]
                if row.site in index.centres.numbers
                else len(index.centres) + index.points[row.site],
            )
            for row in self.plan.caravans
        )

    @cached_property
    def free_pieces(self) -> Bools:
        """Days on which each piece of equipment is there and nobody's, shape (pieces, days)."""
        free = self.problem.supply.piece_available.copy()
        for use in self.plan.equipment_use:
            span = self.index.span(use.from_, use.to)
            free[self.index.equipment[use.equipment], span.start : span.stop] = False
        return free

    def lacking_pieces(self, wish: Caravan) -> dict[str, Longs]:
        """Return by kind of equipment how many pieces a caravan would lack on each day."""
        pieces = list(self.campaign.equipment.values())
        return {
            kind: np.maximum(
                0,
                count
                - self.free_pieces[[piece.kind == kind and piece.region == wish.region for piece in pieces]].sum(0),
            )
            for kind, count in wish.equipment.items()
        }

    @cached_property
    def reached(self) -> dict[Held, frozenset[int]]:
        """Whom each held caravan could reach."""
        return {each: self.near(each) for each in self.held}

    def near(self, each: Held) -> frozenset[int]:
        """Return whom a caravan could reach."""
        problem = self.problem
        return frozenset(problem.reach.douars(int(problem.radius[each.caravan]), each.site).tolist())

    def persons(self, held: Iterable[Held]) -> int:
        """Return the persons whom caravans of one kind reach, each once, nearest first until there is no room."""
        uncounted = self.problem.reach.population.copy()
        return sum(self.problem.take_persons(uncounted, each.caravan, each.site) for each in sorted(held))

    def rivals(self, new: Held) -> list[Held]:
        """Return the held caravans of its kind whose reach meets its own, directly or through others'."""
        problem = self.problem
        others = {each for each in self.held if problem.kind[each.caravan] == problem.kind[new.caravan]}
        reach, met = self.near(new), list[Held]()
        while joining := {each for each in others if self.reached[each] & reach}:
            others -= joining
            met += joining
            reach = reach.union(*(self.reached[each] for each in joining))
        return sorted(met)


def explain_caravans(ground: CaravanGround, rows: Iterable[UnservedRow]) -> Iterator[UnservedRow]:
    """Yield the rows of caravans that are not held with their reasons."""
    for row in rows:
        yield _explain(ground, row)


def _explain(ground: CaravanGround, row: UnservedRow) -> UnservedRow:
    wish, problem = ground.campaign.caravans[row.code], ground.problem
    caravan, days = ground.index.caravans[row.code], wish.days
    if not _has_site(ground.campaign, wish):
        return replace(row, reason="site")
    starts = {int(site): problem.may_start(caravan, int(site)) for site in problem.sites_of[caravan]}
    pairs = [Held(int(first), caravan, site) for site, there in starts.items() for first in there]
    if not pairs:
        return replace(row, reason="closed")
    pieces = ground.lacking_pieces(wish)
    equipped = [
        pair
        for pair in pairs
        if not any(lacking[pair.first_day : pair.first_day + days].any() for lacking in pieces.values())
    ]
    crew = int(problem.staff.caravan_crew[caravan])
    provinces = {int(problem.site_province[site]) for site in starts}
    lacking_a_day, lacking_throughout = (
        {each: ground.people.lacking(crew, each, length) for each in provinces} for length in (1, days)
    )
    served = _Serving(ground, caravan, lacking_a_day, lacking_throughout)
    if not equipped:
        return _with_pieces(served, pieces, pairs, row)
    manned = [pair for pair in equipped if served.is_manned(pair)]
    if not manned:
        return replace(row, reason="crew")
    paid = [pair for pair in manned if not served.broken(pair)]
    if not paid:
        return with_least_money(row, ((served.broken(pair), served.centimes) for pair in manned if served.serves(pair)))
    is_served = problem.is_owed[caravan] or any(served.gain(pair) > -served.slack(pair) for pair in paid)
    return replace(row, reason="search" if is_served else "not_worth")


@dataclass(frozen=True)
class _Serving:
    """A caravan that could be held: whether someone is free, what it breaks, what it gains; worked out once a place.

    Attributes
    ----------
    lacking_a_day, lacking_throughout
        By province, the persons of each kind that are lacking on each day, and for all its days from each day on.
    """

    ground: CaravanGround
    caravan: int
    lacking_a_day: Mapping[int, Ints]
    lacking_throughout: Mapping[int, Ints]

    @cached_property
    def gains(self) -> dict[tuple[int, int], int]:
        """Persons gained, by site and how many rivals count before."""
        return {}

    @cached_property
    def rivals(self) -> dict[int, list[Held]]:
        """Rivals by site."""
        return {}

    @property
    def centimes(self) -> int:
        """What it costs."""
        problem = self.ground.problem
        return int(problem.fixed_centimes[self.caravan] + problem.per_diem_centimes[self.caravan])

    def is_manned(self, pair: Held) -> bool:
        """Whether on each of its days a crew is free; not everyone may be on all of them."""
        lacking = self.lacking_a_day[int(self.ground.problem.site_province[pair.site])]
        after = pair.first_day + int(self.ground.problem.days[self.caravan])
        return not lacking[:, pair.first_day : after].any()

    def serves(self, pair: Held) -> bool:
        """Whether it must be held or is worth its cost, and persons are free for all its days, all for certain."""
        problem = self.ground.problem
        lacking = self.lacking_throughout[int(problem.site_province[pair.site])]
        is_wanted = problem.is_owed[self.caravan] or self.gain(pair) > self.slack(pair)
        return bool(is_wanted) and not lacking[:, pair.first_day].any()

    def broken(self, pair: Held) -> dict[CapLeft, int]:
        """Return the caps that it would break."""
        problem, caravan = self.ground.problem, self.caravan
        fixed, per_diem = int(problem.fixed_centimes[caravan]), int(problem.per_diem_centimes[caravan])
        province = int(problem.site_province[pair.site])
        return broken_caps(self.ground.caps, province, {"caravans": fixed, "per_diem": per_diem})

    def gain(self, pair: Held) -> float:
        """Return what it is worth beside the others less what it costs, centimes."""
        if pair.site not in self.rivals:
            self.rivals[pair.site] = self.ground.rivals(pair)
        rivals = self.rivals[pair.site]
        before = sum(each < pair for each in rivals)
        if (pair.site, before) not in self.gains:
            persons = self.ground.persons
            self.gains[pair.site, before] = persons([*rivals, pair]) - persons(rivals)
        return float(self.gains[pair.site, before] * self.ground.problem.centimes_per_person - self.centimes)

    def slack(self, pair: Held) -> int:
        """Return what rounding could hide: nothing where a person is worth whole centimes."""
        is_whole = self.ground.problem.centimes_per_person.denominator == 1
        return 0 if is_whole else len(self.rivals[pair.site]) + 1


def _has_site(campaign: Campaign, wish: Caravan) -> bool:
    """Whether there is any centre or point where a caravan might be held, whatever the day."""
    places: list[Centre | Point] = [*campaign.centres.values(), *campaign.points.values()]
    return any(
        campaign.provinces[place.province].region == wish.region
        and wish.province in ("", place.province)
        and wish.site in ("", place.code)
        for place in places
    )


def _with_pieces(served: _Serving, pieces: Mapping[str, Longs], pairs: Iterable[Held], row: UnservedRow) -> UnservedRow:
    """Return a row whose reason is equipment; the fewest pieces of one kind that would serve it."""
    row, days = replace(row, reason="equipment"), int(served.ground.problem.days[served.caravan])
    found = []
    for pair in pairs:
        lacking = {kind: int(each[pair.first_day : pair.first_day + days].max()) for kind, each in pieces.items()}
        short = [(count, kind) for kind, count in lacking.items() if count]
        if len(short) == 1 and served.serves(pair) and not served.broken(pair):
            found.append(short[0])
    if not found:
        return row
    count, kind = min(found)
    return replace(row, change="equipment", change_code=kind, change_amount=Decimal(count))
