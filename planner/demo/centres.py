"""Health centres, invented at the places of real communes and localities, with their beds and ambulance posts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import numpy as np

from geodata.morocco import Locality, communes, seasons
from planner.demo.draw import apportion, bare_name, invented_phone, km_between, stream
from planner.demo.ground import Ground
from planner.demo.shape import DemoShape
from planner.domain.campaign import Centre, Point

Kind = Literal["dispensary", "centre", "hospital", "maternity_home"]

ALWAYS: Final = 6
"""Centres that a province has however few its douars are …"""
PER_DOUAR: Final = 0.5
"""… and those that come with each: with the season's douars about the 745 that were published."""
MOST_CENTRES: Final = 90
SEAT_SHARE: Final = 0.6
"""Of the centres, those at a commune's seat while there are seats; the others are dispensaries."""
PER_MATERNITY_HOME: Final = 25
HAS_LODGING: Final = 0.5
LODGING: Final = (4, 6, 8)
HOSPITAL_LODGING: Final = 12
TWO_POSTS: Final = 0.3
DOUAR_KM: Final = 25.0
"""A dispensary serves a risk zone: it lies within so many straight km of a douar."""
LEAST_KM: Final = 4.0
"""Yet so far from any, else the douar would need no visit."""
BESIDE_DEG: Final = 0.003
"""A maternity home stands a few hundred metres from its seat's centre."""


def count_centres(douars: dict[str, int]) -> dict[str, int]:
    """Return how many centres each province has; for the season's 1,146 douars the 745 published."""
    weights = [min(ALWAYS + PER_DOUAR * count, MOST_CENTRES) for count in douars.values()]
    season = seasons()["2023-24"]
    is_season = len(douars) == season.provinces and sum(douars.values()) == season.douars
    total = season.centres or 0 if is_season else round(sum(weights))
    return dict(zip(douars, apportion(total, weights), strict=True))


def build_centres(shape: DemoShape, ground: Ground, points: Sequence[Point], count: int) -> list[Centre]:
    """Return a province's centres: its hospital, centres at the seats near its douars, dispensaries, maternity homes.

    A point that is a dispensary has a centre of its name; the other dispensaries stand where no douar of the campaign
    is. Fewer than `count` only where a province has not so many places.
    """
    rng = stream(shape.seed, "centres", ground.province)
    town, *others = ground.seats
    km = km_between(others, ground.spots).min(axis=1) if others else np.empty(0)
    seats = [others[row] for row in np.argsort(km, kind="stable")[: max(1, round(count * SEAT_SHARE))]]
    homes = (seats or [town])[: round(count / PER_MATERNITY_HOME)]
    clinics = [point for point in points if point.venue == "dispensary"]
    spare = _dispensaries(rng, ground, max(0, count - 1 - len(seats) - len(homes) - len(clinics)))
    there: list[tuple[Kind, str, str, Locality | Point, float]] = []
    there += [("hospital", "Hôpital provincial", _commune(town), town, 0.0)]
    there += [("centre", "Centre de santé rural", _commune(seat), seat, 0.0) for seat in seats]
    there += [("dispensary", "", point.name_fr, point, 0.0) for point in clinics]
    there += [("dispensary", "Dispensaire rural", bare_name(place), place, 0.0) for place in spare]
    there += [("maternity_home", "Dar Al Oumouma", _commune(seat), seat, BESIDE_DEG) for seat in homes]
    digits = ground.province.replace(".", "")
    return [
        Centre(
            code=f"C-{digits}-{number:03d}",
            name_fr=f"{title} {name}".strip(),
            province=ground.province,
            kind=kind,
            lat=round(place.lat + beside, 4),
            lon=place.lon,
            altitude_m=None if place.altitude_m is None else float(place.altitude_m),
            lodging=_lodging(rng, kind),
            waiting_beds=int(rng.integers(6, 13)) if kind == "maternity_home" else 0,
            ambulance_posts=2 if kind == "hospital" or (kind == "centre" and rng.random() < TWO_POSTS) else 1,
            phone=invented_phone(rng),
        )
        for number, (kind, title, name, place, beside) in enumerate(there, 1)
    ]


def _commune(seat: Locality) -> str:
    """Return the name of the commune whose seat a place is."""
    return communes()[seat.seat_of].name_fr


def _lodging(rng: np.random.Generator, kind: Kind) -> int:
    """Return how many can sleep at a centre."""
    if kind == "hospital":
        return HOSPITAL_LODGING
    return int(rng.choice(LODGING)) if kind != "maternity_home" and rng.random() < HAS_LODGING else 0


def _dispensaries(rng: np.random.Generator, ground: Ground, count: int) -> list[Locality]:
    """Return places of dispensaries: at random where no douar is near and none is far, and then the nearest others."""
    if not ground.spare:
        return []
    km = km_between(ground.spare, ground.spots).min(axis=1)
    is_apt = (km >= LEAST_KM) & (km <= DOUAR_KM)
    order = np.lexsort((np.where(is_apt, rng.random(len(km)), km), ~is_apt))
    return [ground.spare[row] for row in order[:count]]
