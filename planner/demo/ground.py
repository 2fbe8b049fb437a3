"""Where a province's douars lie: real mountain localities, and hamlets beside them where they are too few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, cos, pi, radians, sin
from typing import Final

import numpy as np

from geodata.morocco import Locality, communes, localities
from geodata.travel import Floats
from planner.demo.draw import km_between, stream

DOUARS_PER_COMMUNE: Final = 2014 / 241
"""As the plan of the Ministry of the Interior for 2024-25 has them."""
CHOICE: Final = 1.8
"""Localities of the communes at hand for each douar that is chosen of them."""
FILLED: Final = 0.85
"""At most so many of the localities at hand are douars of the campaign: dispensaries have to stand somewhere too."""
APART_KM: Final = 2.5
"""A douar lies at least so far from a seat, where the health centre is."""
HEIGHT_M: Final = 300.0
"""A locality so much higher is e times as likely to be listed …"""
VALLEY_DOUARS: Final = 3
VALLEY_KM: Final = 6.0
"""… and with it up to two more that lie so near to it."""
KM_PER_DEGREE: Final = 111.195


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a douar lies; a hamlet is made up."""

    name_fr: str
    name_ar: str
    commune: str
    lat: float
    lon: float
    altitude_m: int


@dataclass(frozen=True, slots=True)
class Ground:
    """A province's places.

    Attributes
    ----------
    spots
        Of its douars, in order of commune and name.
    seats
        Localities that bear a commune's name, the most populous commune's first.
    spare
        Localities without a douar of the campaign.
    """

    province: str
    spots: tuple[Spot, ...]
    seats: tuple[Locality, ...]
    spare: tuple[Locality, ...]


def build_ground(seed: int, province: str, n_douars: int) -> Ground:
    """Choose where a province's douars lie: in its highest communes, the higher the likelier."""
    rng = stream(seed, "ground", province)
    there = localities()[province]
    seats = sorted((place for place in there if place.seat_of), key=lambda place: -communes()[place.seat_of].population)
    km = km_between(there, seats)
    far = [number for number in range(len(there)) if km[number].min() >= APART_KM]
    nearest = km.argmin(axis=1)
    altitude = np.array([place.altitude_m for place in there], float)
    members = {seat: [number for number in far if nearest[number] == seat] for seat in range(len(seats))}
    height = {seat: altitude[rows].mean() + rng.normal(0, 100) for seat, rows in members.items() if rows}
    pool: list[int] = []
    for taken, seat in enumerate(sorted(height, key=lambda seat: -height[seat])):
        if taken >= ceil(n_douars / DOUARS_PER_COMMUNE) and len(pool) >= CHOICE * n_douars:
            break
        pool += members[seat]
    rows = _valleys(rng, pool, altitude, km_between(there, there), min(n_douars, ceil(FILLED * len(pool))))
    spots = [
        Spot(
            place.name_fr,
            place.name_ar,
            communes()[seats[nearest[row]].seat_of].name_fr,
            place.lat,
            place.lon,
            place.altitude_m,
        )
        for row, place in ((row, there[row]) for row in rows)
    ]
    spots += [_hamlet(rng, spots[number % len(spots)], number // len(spots)) for number in range(n_douars - len(spots))]
    chosen = set(rows)
    return Ground(
        province,
        tuple(sorted(spots, key=lambda spot: (spot.commune, spot.name_fr, spot.lat))),
        tuple(seats),
        tuple(there[number] for number in far if number not in chosen),
    )


def _valleys(rng: np.random.Generator, pool: Sequence[int], altitude: Floats, km: Floats, count: int) -> list[int]:
    """Return some localities of a pool: one at random, the higher the likelier, and others of its valley; and so on."""
    left = list(pool)
    chosen: list[int] = []
    while left and len(chosen) < count:
        weights = np.exp((altitude[left] - altitude[left].max()) / HEIGHT_M)
        heart = left[int(rng.choice(len(left), p=weights / weights.sum()))]
        valley = [row for row in left if row != heart and km[heart, row] <= VALLEY_KM]
        chosen += [heart, *rng.permutation(valley)[: VALLEY_DOUARS - 1].tolist()]
        left = [row for row in left if row not in chosen]
    return chosen[:count]


def _hamlet(rng: np.random.Generator, near: Spot, number: int) -> Spot:
    """Return the hamlet of a number beside a locality: the even ones above it, the odd ones below."""
    side, ar, rise = (("haut", "الأعلى", 1), ("bas", "الأسفل", -1))[number % 2]
    suffix = f" {number // 2 + 1}" if number > 1 else ""
    bearing, km = rng.uniform(0, 2 * pi), rng.uniform(0.9, 2.5)
    return Spot(
        f"{near.name_fr} ({side}{suffix})",
        f"{near.name_ar} ({ar}{suffix})" if near.name_ar else "",
        near.commune,
        round(near.lat + km * cos(bearing) / KM_PER_DEGREE, 4),
        round(near.lon + km * sin(bearing) / KM_PER_DEGREE / cos(radians(near.lat)), 4),
        near.altitude_m + rise * int(rng.integers(30, 150)),
    )
