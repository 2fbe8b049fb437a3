"""Which douars come to which points, what they ask for there, and when a point is closed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, nan

import numpy as np
import shapely

from geodata.travel import Leg, Places, TravelTimes, WinterFormula, build_travel_times, great_circle_km
from planner.domain.campaign import Campaign, Centre, Douar, Point
from planner.domain.columns import ACCESSES, Access

Spans = dict[str, tuple[tuple[date, date], ...]]
"""Spans of days by point, both ends included."""


def to_places(rows: Iterable[Point | Centre | Douar], accesses: Iterable[Access]) -> Places:
    """Return places as arrays; `accesses` has what it takes to get to each."""
    there = list(rows)
    return Places(
        tuple(place.code for place in there),
        np.array([place.lon for place in there], dtype=float),
        np.array([place.lat for place in there], dtype=float),
        np.array([nan if place.altitude_m is None else place.altitude_m for place in there], dtype=float),
        np.array([access != "road" for access in accesses], dtype=bool),
    )


@dataclass(frozen=True, slots=True)
class Catchments:
    """Who comes where.

    Attributes
    ----------
    points_of
        By douar, its points' codes in the order of their codes.
    douars_at
        By point, its douars' codes in the order of their codes.
    demand
        By point, the consultations that its douars' persons ask for at a stop.
    access_of
        By douar, the easiest access of its points, else `track`.
    """

    points_of: dict[str, tuple[str, ...]]
    douars_at: dict[str, tuple[str, ...]]
    demand: dict[str, int]
    access_of: dict[str, Access]


def build_catchments(campaign: Campaign) -> Catchments:
    """Work out who comes where; a douar without a row of `catchments` comes to every point of its province in walk."""
    attached: dict[str, set[str]] = {code: set() for code in campaign.douars}
    for pair in campaign.catchments:
        attached[pair.douar].add(pair.point)
    silent = [douar for code, douar in campaign.douars.items() if not attached[code]]
    by_province: dict[str, list[Point]] = {}
    for point in campaign.points.values():
        by_province.setdefault(point.province, []).append(point)
    for province, points in by_province.items():
        there = [douar for douar in silent if douar.province == province]
        km = great_circle_km(to_places(there, ["road"] * len(there)), to_places(points, ["road"] * len(points)))
        for row, column in zip(*np.nonzero(km <= campaign.settings.policy.walk_km), strict=True):
            attached[there[row].code].add(points[column].code)
    points_of = {code: tuple(sorted(points)) for code, points in attached.items()}
    douars_at: dict[str, list[str]] = {code: [] for code in campaign.points}
    for code, of_douar in sorted(points_of.items()):
        for each in of_douar:
            douars_at[each].append(code)
    attendance = Fraction(campaign.settings.policy.attendance)
    persons = {code: sum(campaign.douars[each].population for each in there) for code, there in douars_at.items()}
    return Catchments(
        points_of,
        {code: tuple(there) for code, there in douars_at.items()},
        {code: ceil(attendance * count) for code, count in persons.items()},
        {
            code: min((campaign.points[each].access for each in there), key=ACCESSES.index, default="track")
            for code, there in points_of.items()
        },
    )


def closed_spans(campaign: Campaign) -> Spans:
    """Return, by point that is ever closed, the spans of days on which it is."""
    points = list(campaign.points.values())
    places = shapely.points([point.lon for point in points], [point.lat for point in points])
    spans: dict[str, list[tuple[date, date]]] = {}
    for closure in campaign.closures:
        if closure.wkt:
            inside = shapely.covers(shapely.from_wkt(closure.wkt), places)
        else:
            inside = [point.code == closure.point for point in points]
        for point, is_inside in zip(points, inside, strict=True):
            if is_inside and (closure.access == "road" or point.access != "road"):
                spans.setdefault(point.code, []).append((closure.from_, closure.to))
    return {code: tuple(there) for code, there in spans.items()}


def travel_times(campaign: Campaign, catchments: Catchments) -> TravelTimes:
    """Return the drives of a campaign: between points and centres, and from them to douars."""
    rules = campaign.settings.travel
    stops: list[Point | Centre] = [*campaign.points.values(), *campaign.centres.values()]
    accesses: list[Access] = [point.access for point in campaign.points.values()]
    accesses += ["road"] * len(campaign.centres)
    places = to_places(stops, accesses)
    douars = to_places(campaign.douars.values(), [catchments.access_of[code] for code in campaign.douars])
    rows = {code: row for row, code in enumerate(places.codes)}
    drop_points = []
    for number, code in enumerate(campaign.douars):
        there = catchments.points_of[code]
        if not there:
            drop_points.append(-1)
            continue
        km = great_circle_km(douars.at([number]), places.at([rows[each] for each in there]))[0]
        drop_points.append(rows[min(zip(km, there, strict=True))[1]])
    known: dict[tuple[str, str, str], Leg] = {
        (drive.from_, drive.to, drive.access): Leg(drive.minutes, int(drive.km * 1000)) for drive in campaign.travel
    }
    formula = None
    if rules.engine == "winter":
        formula = WinterFormula(
            rules.road_kmh, rules.track_kmh, rules.detour, rules.climb_min_per_100m, rules.snow_factor
        )
    return build_travel_times(places, douars, drop_points, known, formula)
