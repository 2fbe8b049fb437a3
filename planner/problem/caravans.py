"""Caravans as numbers: where each may stand from which day on, whom it reaches from there, and what it takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Final

import numpy as np

from geodata.travel import TravelTimes
from planner.domain.calendar import SeasonCalendar, weekday_of
from planner.domain.campaign import Campaign, Caravan, Centre, Point
from planner.domain.catchments import Spans
from planner.domain.columns import Chapter
from planner.domain.money import to_centimes
from planner.problem.arrays import Bools, Ints, Longs
from planner.problem.caravan_reach import Reach, build_reach
from planner.problem.caravan_supply import Supply, build_supply
from planner.problem.index import Index
from planner.problem.roster import StaffProblem

METRES_PER_KM: Final = 1000


@dataclass(frozen=True, slots=True)
class CaravanProblem:
    """The caravans of a nation; numbers of sites count its centres first and then its points.

    Attributes
    ----------
    kind, region, days, room, radius
        By caravan: its kind, in which a person counts once, its region, the days that it stands, the persons that it
        has room for, the number of its radius in `reach`.
    fixed_centimes, per_diem_centimes
        By caravan, wherever it stands.
    is_owed
        By caravan, whether a plan must hold it: it is mandatory or pinned.
    sites_of
        By caravan, the sites where it may stand on some days, ascending.
    first_start, last_start
        By caravan, between which days its first must lie; none where the last is before the first.
    length
        By caravan, the number of its days in `can_start`.
    can_start
        Whether a caravan may stand at a site from a day on, shape (lengths, sites, days).
    site_province
        By site.
    centimes_per_person
        Worth of a person reached.
    """

    kind: Ints
    region: Ints
    days: Ints
    room: Ints
    radius: Ints
    fixed_centimes: Longs
    per_diem_centimes: Longs
    is_owed: Bools
    sites_of: tuple[Ints, ...]
    first_start: Ints
    last_start: Ints
    length: Ints
    can_start: Bools
    site_province: Ints
    centimes_per_person: Fraction
    reach: Reach
    supply: Supply
    staff: StaffProblem

    def __len__(self) -> int:
        return len(self.kind)

    def may_start(self, caravan: int, site: int) -> Ints:
        """Return the first days that a caravan may have at a site, ascending."""
        first, after = int(self.first_start[caravan]), int(self.last_start[caravan]) + 1
        return (first + np.flatnonzero(self.can_start[self.length[caravan], site, first:after])).astype(np.int32)

    def costs(self, caravan: int) -> dict[Chapter, int]:
        """Return the centimes that a caravan costs, by chapter."""
        return {"caravans": int(self.fixed_centimes[caravan]), "per_diem": int(self.per_diem_centimes[caravan])}

    def take_persons(self, uncounted: Ints, caravan: int, site: int) -> int:
        """Return how many persons a caravan reaches at a site, nearest first until there is no room for more.

        Parameters
        ----------
        uncounted
            Persons by douar who are not reached in its kind yet; those whom it reaches are taken from them.
        """
        douars = self.reach.douars(int(self.radius[caravan]), site)
        so_far = np.minimum(np.cumsum(uncounted[douars]), self.room[caravan]).astype(np.int32)
        uncounted[douars[:1]] -= so_far[:1]
        uncounted[douars[1:]] -= so_far[1:] - so_far[:-1]
        return int(so_far[-1]) if len(so_far) else 0


def build_caravans(
    campaign: Campaign, travel: TravelTimes, calendar: SeasonCalendar, shut: Spans, index: Index, staff: StaffProblem
) -> CaravanProblem:
    """Turn caravans, their sites, reach, crews, equipment and pins of a campaign into numbers.

    `shut` are the closed spans by point.
    """
    caravans = list(campaign.caravans.values())
    sites: list[Centre | Point] = [*campaign.centres.values(), *campaign.points.values()]
    kinds = sorted({each.kind for each in caravans})
    radii_m = sorted({int(each.radius_km * METRES_PER_KM) for each in caravans})
    lengths = sorted({each.days for each in caravans})
    can_start = _can_start(_open_days(campaign, calendar, shut, index), lengths)
    length = [lengths.index(each.days) for each in caravans]
    starts = [_starts(campaign, each, index) for each in caravans]
    sites_of, pinned = [], _pinned_sites(campaign)
    for each, days, window in zip(caravans, length, starts, strict=True):
        is_open = can_start[days, :, window.start : window.stop].any(1)
        sites_of.append(
            _ints(site for site in np.flatnonzero(is_open).tolist() if _may_stand(campaign, pinned, each, sites[site]))
        )
    attendance = Fraction(campaign.settings.policy.attendance)
    persons = sum(each.population for each in campaign.douars.values())
    rooms = [floor(each.consultations_per_day * each.days / attendance) if attendance else persons for each in caravans]
    return CaravanProblem(
        kind=_ints(kinds.index(each.kind) for each in caravans),
        region=_ints(index.regions[each.region] for each in caravans),
        days=_ints(each.days for each in caravans),
        room=_ints(min(room, persons) for room in rooms),
        radius=_ints(radii_m.index(int(each.radius_km * METRES_PER_KM)) for each in caravans),
        fixed_centimes=np.array([to_centimes(each.fixed_mad) for each in caravans], np.int64),
        per_diem_centimes=np.array([_per_diem_centimes(campaign, each) for each in caravans], np.int64),
        is_owed=np.array([each.mandatory == "1" or _is_pinned(campaign, each.code) for each in caravans], bool),
        sites_of=tuple(sites_of),
        first_start=_ints(window.start for window in starts),
        last_start=_ints(window.stop - 1 for window in starts),
        length=_ints(length),
        can_start=can_start,
        site_province=_ints(index.provinces[site.province] for site in sites),
        centimes_per_person=Fraction(campaign.settings.policy.caravan_value_mad_per_person) * 100,
        reach=build_reach(campaign, travel, [site.code for site in sites], radii_m, index),
        supply=build_supply(campaign, index, staff),
        staff=staff,
    )


def _open_days(campaign: Campaign, calendar: SeasonCalendar, shut: Spans, index: Index) -> Bools:
    """Return the days on which a caravan may stand at a site, shape (sites, days); closures do not close centres."""
    days = [index.date(day) for day in range(index.n_days)]
    is_caravan_day = np.array([day in calendar.caravan_days for day in days])
    at_centres = np.tile(is_caravan_day, (len(campaign.centres), 1))
    weekdays = [weekday_of(day) for day in days]
    at_points = [[day in point.weekdays for day in weekdays] for point in campaign.points.values()]
    open_days = np.concatenate([at_centres, np.array(at_points, bool).reshape(-1, index.n_days) & is_caravan_day])
    for code, spans in shut.items():
        for first, last in spans:
            span = index.span(first, last)
            open_days[len(campaign.centres) + index.points[code], span.start : span.stop] = False
    return open_days


def _can_start(open_days: Bools, lengths: Sequence[int]) -> Bools:
    """Return whether so many days from a day on are open, shape (lengths, sites, days)."""
    can_start = np.zeros((len(lengths), *open_days.shape), bool)
    for number, days in enumerate(lengths):
        for first in range(open_days.shape[1] - days + 1):
            can_start[number, :, first] = open_days[:, first : first + days].all(1)
    return can_start


def _pinned_sites(campaign: Campaign) -> dict[str, set[str]]:
    """Return by caravan that is pinned the sites where it must be held."""
    pinned: dict[str, set[str]] = {}
    for pin in campaign.pins:
        if pin.kind == "caravan":
            pinned.setdefault(pin.caravan, set()).add(pin.site)
    return pinned


def _may_stand(campaign: Campaign, pinned: dict[str, set[str]], caravan: Caravan, site: Centre | Point) -> bool:
    """Return whether a caravan may be held at a site on some day or other."""
    return (
        campaign.provinces[site.province].region == caravan.region
        and caravan.province in ("", site.province)
        and caravan.site in ("", site.code)
        and pinned.get(caravan.code, set()) <= {site.code}
    )


def _starts(campaign: Campaign, caravan: Caravan, index: Index) -> range:
    """Return the days between which a caravan's first must lie: within its season, and as its pins say."""
    span = index.span(caravan.earliest, caravan.latest)
    first, last = span.start, span.stop - caravan.days
    for pin in campaign.pins:
        if pin.caravan == caravan.code and pin.date is not None:
            day = index.day(pin.date)
            first = max(first, day if pin.kind == "caravan" else day - caravan.days + 1)
            last = min(last, day)
    return range(first, max(first, last + 1))


def _is_pinned(campaign: Campaign, code: str) -> bool:
    return any(pin.caravan == code for pin in campaign.pins)


def _per_diem_centimes(campaign: Campaign, caravan: Caravan) -> int:
    """Return a caravan's per diem, rounded once a row of its crew."""
    seats, rates = campaign.crew(caravan.crew), campaign.settings.costs.per_diem_mad
    return sum(to_centimes(seat.count * caravan.days * rates[seat.profession]) for seat in seats)


def _ints(numbers: Iterable[int]) -> Ints:
    return np.fromiter(numbers, np.int32)
