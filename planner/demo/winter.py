"""What snow closes, and the drives that people know better than a formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from math import cos, pi, radians, sin
from typing import Final, Literal

import numpy as np
import shapely

from geodata.travel import TravelTimes
from planner.demo.draw import stream
from planner.demo.shape import DemoShape
from planner.domain.calendar import monday_of
from planner.domain.campaign import Campaign, Closure, KnownDrive, Point
from planner.domain.catchments import build_catchments, travel_times
from planner.domain.settings import Travel

PER_DOUAR: Final = 0.43
DOUAR_POWER: Final = 0.643
"""A province of 60 douars sees six closures, the season's 1,146 some forty."""
CLOSED_DAYS: Final = (1, 7)
SNOW: Final = (0.12, 0.75)
"""The part of the season in which snow falls."""
TRACK_ONLY: Final = 0.15
POLYGON_KM: Final = (4.0, 10.0)
CORNERS: Final = 10
KM_PER_DEGREE: Final = 111.195
WEEK_MARGIN_DEG: Final = 0.05

DRIVES_PER_DOUAR: Final = 0.1
DRIVES: Final = (3, 12)
"""Fewest and most pairs of places whose drive somebody knows, in both directions."""
KNOWN_OVER_FORMULA: Final = (0.65, 1.5)
BACK_OVER_THERE: Final = (0.92, 1.08)
TABLE_OVER_FORMULA: Final = (0.9, 1.25)
TABLE_MIN: Final = 240
"""With the `table` engine no drive is longer than so many minutes by the formula."""


def build_closures(shape: DemoShape, points: Sequence[Point]) -> list[Closure]:
    """Return closures of single points and of polygons by turns, and of everything for a week where asked for."""
    rng = stream(shape.seed, "closures")
    closures = [
        _closure(rng, shape, points[int(rng.integers(len(points)))], is_area=number % 2 == 1)
        for number in range(max(2, round(PER_DOUAR * shape.n_douars**DOUAR_POWER)))
    ]
    if shape.has_closed_week:
        monday = max(shape.start, monday_of(shape.day(0.5)))
        everywhere = shapely.MultiPoint([(point.lon, point.lat) for point in points]).envelope.buffer(
            WEEK_MARGIN_DEG, join_style="mitre"
        )
        closures.append(Closure(from_=monday, to=monday + timedelta(6), wkt=_wkt(everywhere)))
    return closures


def _closure(rng: np.random.Generator, shape: DemoShape, point: Point, *, is_area: bool) -> Closure:
    """Return one closure, of a point or of the country around it."""
    first = shape.day(rng.uniform(*SNOW))
    last = first + timedelta(int(rng.integers(CLOSED_DAYS[0], CLOSED_DAYS[1] + 1)) - 1)
    access: Literal["road", "track"] = "track" if rng.random() < TRACK_ONLY else "road"
    if not is_area:
        return Closure(from_=first, to=min(last, shape.end), access=access, point=point.code)
    km = rng.uniform(*POLYGON_KM) * rng.uniform(0.85, 1.15, CORNERS)
    corners = [
        (
            point.lon + far * cos(2 * pi * corner / CORNERS) / KM_PER_DEGREE / cos(radians(point.lat)),
            point.lat + far * sin(2 * pi * corner / CORNERS) / KM_PER_DEGREE,
        )
        for corner, far in enumerate(km)
    ]
    return Closure(from_=first, to=min(last, shape.end), access=access, wkt=_wkt(shapely.Polygon(corners)))


def _wkt(area: shapely.Geometry) -> str:
    """Return a polygon as text, to some ten metres."""
    return str(shapely.to_wkt(area, rounding_precision=4))


def build_drives(shape: DemoShape, campaign: Campaign) -> list[KnownDrive]:
    """Return known drives: a few between centres with beds and points, or all of a campaign of the `table` engine."""
    rng = stream(shape.seed, "drives")
    by_formula = replace(campaign, settings=replace(campaign.settings, travel=Travel()))
    travel = travel_times(by_formula, build_catchments(campaign))
    if shape.engine == "table":
        return list(_all_drives(rng, travel, campaign))
    least, most = DRIVES
    count = min(most, least + round(DRIVES_PER_DOUAR * shape.n_douars / len(campaign.provinces)))
    points = list(campaign.points.values())
    drives: list[KnownDrive] = []
    for row in rng.choice(len(points), min(count, len(points)), replace=False):
        point = points[row]
        beds = [
            centre.code for centre in campaign.centres.values() if centre.province == point.province and centre.lodging
        ]
        drives += _both_ways(rng, travel, beds[rng.integers(len(beds))], point.code)
    return drives


def _both_ways(rng: np.random.Generator, travel: TravelTimes, one: str, other: str) -> list[KnownDrive]:
    """Return a drive there and back, off the formula by some share."""
    minutes, metres = travel.legs([one], [other], "track")
    there = minutes[0, 0] * rng.uniform(*KNOWN_OVER_FORMULA)
    back = there * rng.uniform(*BACK_OVER_THERE)
    return [_drive(one, other, there, metres[0, 0]), _drive(other, one, back, metres[0, 0])]


def _drive(one: str, other: str, minutes: float, metres: int) -> KnownDrive:
    """Return a drive in whole minutes, at least one, and hundreds of metres."""
    return KnownDrive(from_=one, to=other, minutes=max(1, round(minutes)), km=Decimal(int(metres) // 100) / 10)


def _all_drives(rng: np.random.Generator, travel: TravelTimes, campaign: Campaign) -> Iterator[KnownDrive]:
    """Yield the drives of each province that anybody may need: between its points, its centres, and both."""
    for province in campaign.provinces:
        nodes = [centre.code for centre in campaign.centres.values() if centre.province == province]
        nodes += [point.code for point in campaign.points.values() if point.province == province]
        minutes, metres = travel.legs(nodes, nodes, "track")
        true = minutes * rng.uniform(*TABLE_OVER_FORMULA, minutes.shape)
        for row, column in zip(*np.nonzero((minutes > 0) & (minutes <= TABLE_MIN)), strict=True):
            yield _drive(nodes[row], nodes[column], true[row, column], metres[row, column])
