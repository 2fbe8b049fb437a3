"""Where people gather to be seen, and who comes where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import numpy as np

from planner.demo.draw import bare_name, invented_name, invented_phone, km_between, pick, stream
from planner.demo.shape import DemoShape
from planner.domain.campaign import Catchment, Douar, Point
from planner.domain.columns import WEEK, Access, Clock, Weekday

Venue = Literal["school", "open", "dispensary", "souk"]

WALK_KM: Final = 4.0
"""Nobody is asked to walk further, straight, to a point."""
SHARES_POINT: Final = 0.6
"""Chance that a douar with a point in walk has none of its own: near seven points for ten douars."""
ALSO_COMES: Final = 0.25
"""Chance that a douar may also come to another point in walk."""
MOST_POINTS: Final = 3
MIN_PER_KM: Final = 20.0
"""4 km/h on a path a third longer than the straight line."""
MIN_PER_100M: Final = 10.0
"""Naismith's rule for climbing."""
AT_HOME_MIN: Final = 3
CONTACT_KNOWN: Final = 0.84
ROAD_SHARE: Final = 0.56
"""Of the points; the others are reached by track but for those on foot."""
RANK_NOISE_M: Final = 150.0
"""So much does anything but altitude say in where roads end."""
VENUES: Final[dict[Venue, float]] = {"school": 0.85, "open": 0.07, "dispensary": 0.05, "souk": 0.03}
TITLES: Final[dict[Venue, str]] = {
    "school": "École", "open": "Place", "dispensary": "Dispensaire rural", "souk": "Souk",
}  # fmt: skip
HOURS: Final[dict[Venue, tuple[Clock, Clock]]] = {
    "school": (Clock(0), Clock(1440)),
    "open": (Clock(0), Clock(1440)),
    "dispensary": (Clock(510), Clock(990)),
    "souk": (Clock(480), Clock(840)),
}
MARKET_DAYS: Final[tuple[Weekday, ...]] = ("mon", "tue", "wed", "thu")


def build_points(shape: DemoShape, province: str, douars: Sequence[Douar]) -> tuple[list[Point], list[Catchment]]:
    """Return a province's points and who comes to them.

    The larger douars have a point of their own; a smaller one within a walk of it shares it more often than not. The
    higher a point, the rather it lies at a track's or a path's end. Without a points table each douar is its own point.
    """
    if not shape.has_points:
        return [_own_point(douar) for douar in douars], []
    rng = stream(shape.seed, "gather", province)
    km = km_between(douars, douars)
    hosts: list[int] = []
    for row in sorted(range(len(douars)), key=lambda row: -douars[row].population):
        if not (hosts and km[row, hosts].min() <= WALK_KM and rng.random() < SHARES_POINT):
            hosts.append(row)
    hosts.sort()
    accesses = _accesses(rng, [douars[row] for row in hosts], shape.foot_share)
    points = [
        _point(rng, f"P-{province.replace('.', '')}-{number:03d}", douars[row], access)
        for number, (row, access) in enumerate(zip(hosts, accesses, strict=True), 1)
    ]
    pairs = []
    for row, douar in enumerate(douars):
        near = sorted(range(len(hosts)), key=lambda number: km[row, hosts[number]])
        also = [each for each in near[1:] if km[row, hosts[each]] <= WALK_KM and rng.random() < ALSO_COMES]
        for number in [near[0], *also][:MOST_POINTS]:
            pairs.append(
                Catchment(
                    douar=douar.code,
                    point=points[number].code,
                    walk_min=_walk_min(
                        float(km[row, hosts[number]]), abs((douar.altitude_m or 0) - (points[number].altitude_m or 0))
                    ),
                )
            )
    return points, pairs


def _own_point(douar: Douar) -> Point:
    """Return the point that a douar is where there is no table of points."""
    return Point(
        code=douar.code,
        name_fr=douar.name_fr,
        name_ar=douar.name_ar,
        province=douar.province,
        lat=douar.lat,
        lon=douar.lon,
        altitude_m=douar.altitude_m,
        access="track",
    )


def _walk_min(km: float, climb_m: float) -> int:
    """Return the minutes of a walk."""
    return max(AT_HOME_MIN, round(km * MIN_PER_KM + climb_m / 100 * MIN_PER_100M))


def _accesses(rng: np.random.Generator, hosts: Sequence[Douar], foot_share: float) -> list[Access]:
    """Return what it takes to get to each point: by rank of altitude, but for noise."""
    height = np.array([host.altitude_m or 0 for host in hosts])
    rank = np.argsort(np.argsort(height + rng.normal(0, RANK_NOISE_M, len(hosts)), kind="stable"), kind="stable")
    share = (rank + 0.5) / len(hosts)
    return ["foot" if each > 1 - foot_share else "track" if each > ROAD_SHARE else "road" for each in share]


def _point(rng: np.random.Generator, code: str, host: Douar, access: Access) -> Point:
    """Return a douar's point."""
    venue = pick(rng, VENUES) if access == "road" else "open" if rng.random() < VENUES["open"] else "school"
    is_known = rng.random() < CONTACT_KNOWN
    opens, closes = HOURS[venue]
    return Point(
        code=code,
        name_fr=f"{TITLES[venue]} {bare_name(host)}",
        province=host.province,
        lat=host.lat,
        lon=host.lon,
        altitude_m=host.altitude_m,
        access=access,
        foot_min=int(rng.integers(4, 16)) * 5 if access == "foot" else 0,
        venue=venue,
        contact=invented_name(rng) if is_known else "",
        phone=invented_phone(rng) if is_known else "",
        weekdays=(MARKET_DAYS[rng.integers(len(MARKET_DAYS))],) if venue == "souk" else WEEK,
        opens=opens,
        closes=closes,
    )
