"""Drives: the formula for winter roads reckoned by hand, and drives that people know in its place."""

from __future__ import annotations

from math import ceil, nan

import numpy as np
import pytest

from geodata.travel import (
    NO_WAY,
    Leg,
    Places,
    TravelTimes,
    WinterFormula,
    build_travel_times,
    great_circle_km,
    to_hectometres,
    winter_legs,
)

DEGREE_KM = 111.19508
"""A degree of latitude on a sphere of 6371.0088 km."""
FORMULA = WinterFormula(road_kmh=45.0, track_kmh=18.0, detour=1.35, climb_min_per_100m=2.0, snow_factor=1.0)


def places(*rows: tuple[str, float, float, float, bool]) -> Places:
    """Return places by code, lat, lon, altitude and whether they are rough."""
    codes, lat, lon, altitude, rough = zip(*rows, strict=True)
    return Places(codes, np.array(lon), np.array(lat), np.array(altitude), np.array(rough))


ROAD = places(("road", 31.0, -6.0, 1500.0, False))
NORTH = places(("north", 31.2, -6.0, 1500.0, False))
ROUGH = places(("rough", 31.2, -6.0, 1500.0, True))


def test_a_degree_of_latitude_is_as_long_as_on_the_sphere() -> None:
    assert great_circle_km(ROAD, places(("far", 32.0, -6.0, nan, False)))[0, 0] == pytest.approx(DEGREE_KM, abs=1e-4)


def test_between_road_places_all_of_the_way_is_road() -> None:
    km = 0.2 * DEGREE_KM * 1.35
    legs = winter_legs(ROAD, NORTH, FORMULA)
    assert legs.minutes[0, 0] == ceil(km / 45 * 60)
    assert legs.metres[0, 0] == round(km, 1) * 1000


def test_each_rough_end_makes_five_km_track() -> None:
    km = 0.2 * DEGREE_KM * 1.35
    one, both = winter_legs(ROAD, ROUGH, FORMULA), winter_legs(ROUGH, places(("r", 31.0, -6.0, 1500.0, True)), FORMULA)
    assert one.minutes[0, 0] == ceil(((km - 5) / 45 + 5 / 18) * 60)
    assert both.minutes[0, 0] == ceil(((km - 10) / 45 + 10 / 18) * 60)


def test_a_short_drive_between_rough_ends_is_track_altogether() -> None:
    near = places(("near", 31.204, -6.0, 1500.0, True))
    assert winter_legs(ROUGH, near, FORMULA).minutes[0, 0] == ceil(0.004 * DEGREE_KM * 1.35 / 18 * 60)


def test_climbing_takes_time_up_and_down_where_both_altitudes_are_known() -> None:
    high, unknown = places(("high", 31.2, -6.0, 2250.0, False)), places(("high", 31.2, -6.0, nan, False))
    flat = 0.2 * DEGREE_KM * 1.35 / 45 * 60
    assert winter_legs(ROAD, high, FORMULA).minutes[0, 0] == ceil(flat + 15)
    assert winter_legs(high, ROAD, FORMULA).minutes[0, 0] == ceil(flat + 15)
    assert winter_legs(ROAD, unknown, FORMULA).minutes[0, 0] == ceil(flat)


def test_snow_multiplies_minutes_and_leaves_km() -> None:
    snow = WinterFormula(road_kmh=45.0, track_kmh=18.0, detour=1.35, climb_min_per_100m=2.0, snow_factor=1.5)
    legs = winter_legs(ROAD, NORTH, snow)
    assert legs.minutes[0, 0] == ceil(1.5 * 0.2 * DEGREE_KM * 1.35 / 45 * 60)
    assert legs.metres[0, 0] == winter_legs(ROAD, NORTH, FORMULA).metres[0, 0]


def test_km_are_rounded_as_decimal_formatting_rounds_them() -> None:
    assert to_hectometres(np.array([[0.25, 0.35, 0.05, 12.34, 12.36]])).tolist() == [[2, 3, 1, 123, 124]]
    assert [f"{km:.1f}" for km in (0.25, 0.35, 0.05)] == ["0.2", "0.3", "0.1"]


def travel(formula: WinterFormula | None, known: dict[tuple[str, str, str], Leg]) -> TravelTimes:
    """Return the drives between the base, a road point and a track point, with a douar at the last."""
    stops = places(
        ("base", 31.0, -6.0, 1500.0, False), ("road", 31.1, -6.0, 1500.0, False), ("track", 31.2, -6.0, 1500.0, True)
    )
    return build_travel_times(stops, places(("douar", 31.21, -6.0, 1500.0, True)), [2], known, formula)


def test_from_a_place_to_itself_is_no_drive() -> None:
    assert travel(None, {}).legs(["base"], ["base"], "road").minutes.tolist() == [[0]]
    assert travel(None, {}).leg("base", "base", "road") == Leg(0, 0)


def test_a_known_drive_counts_one_way_and_goes_before_the_formula() -> None:
    there = travel(FORMULA, {("base", "road", ""): Leg(7, 4200)})
    assert there.leg("base", "road", "track") == Leg(7, 4200)
    legs = there.legs(["base", "road"], ["road", "base"], "track")
    assert (legs.minutes[0, 0], legs.metres[0, 0]) == (7, 4200)
    assert legs.minutes[1, 1] == ceil(0.1 * DEGREE_KM * 1.35 / 45 * 60)


def test_a_vehicle_s_own_row_goes_before_one_for_road_and_that_before_one_for_all() -> None:
    known = {("base", "road", ""): Leg(30, 100), ("base", "road", "road"): Leg(20, 100)}
    own = {**known, ("base", "road", "track"): Leg(10, 100)}
    for rows, vehicle, minutes in ((known, "road", 20), (known, "track", 20), (own, "track", 10), (own, "road", 20)):
        there = travel(FORMULA, rows)
        assert there.leg("base", "road", vehicle) == Leg(minutes, 100)
        assert there.legs(["base"], ["road"], vehicle).minutes.tolist() == [[minutes]]


def test_without_a_formula_a_missing_pair_is_impossible() -> None:
    there = travel(None, {("base", "road", ""): Leg(7, 4200)})
    assert there.leg("road", "base", "track") is None
    assert there.legs(["road"], ["base"], "track").minutes.tolist() == [[NO_WAY]]


def test_drives_to_a_douar_end_at_its_own_place_by_the_formula() -> None:
    minutes = (
        travel(FORMULA, {("base", "track", ""): Leg(7, 4200)}).legs_to_douars(["base"], ["douar"], "track").minutes
    )
    km = 0.21 * DEGREE_KM * 1.35
    assert minutes.tolist() == [[ceil(((km - 5) / 45 + 5 / 18) * 60)]]


def test_drives_to_a_douar_are_those_to_its_point_without_a_formula() -> None:
    there = travel(None, {("base", "track", ""): Leg(7, 4200)})
    assert there.legs_to_douars(["base"], ["douar"], "track").minutes.tolist() == [[7]]


def test_a_road_vehicle_cannot_drive_to_a_douar_at_a_track_s_end() -> None:
    assert travel(FORMULA, {}).legs_to_douars(["base"], ["douar"], "road").minutes.tolist() == [[NO_WAY]]
