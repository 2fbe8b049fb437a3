"""Rules of places: in the country, in their province, and polygons that are some."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import shapely

from planner.check_campaign.drafts import Draft, Drafts
from planner.errors import Fault

SOUTH, NORTH, WEST, EAST = 20.7, 36.0, -17.2, -0.9
BOX: Final = {"south": str(SOUTH), "north": str(NORTH), "west": str(WEST), "east": str(EAST)}
MOROCCO: Final = shapely.box(WEST, SOUTH, EAST, NORTH)
PLACES: Final = ("douars", "points", "centres")
EARTH: Final = shapely.box(-180, -90, 180, 90)


def _must_lie_in_morocco(drafts: Drafts) -> bool:
    """Whether places must lie in Morocco."""
    return bool(drafts.settings.values.get("calendar.holidays", "MA") == "MA")


def _is_inside(lat: float, lon: float) -> bool:
    return SOUTH <= lat <= NORTH and WEST <= lon <= EAST


def places_lie_in_morocco(drafts: Drafts) -> Iterator[Fault]:
    """A place lies in the box around Morocco where its holidays are kept."""
    if not _must_lie_in_morocco(drafts):
        return
    for name in PLACES:
        for row in drafts.tables[name]:
            lat, lon = row["lat"], row["lon"]
            if lat is None or lon is None or _is_inside(lat, lon):
                continue
            if _is_inside(lon, lat) or _is_inside(lon, -lat):
                yield row.fault("lat", "lat_lon_swapped")
            elif _is_inside(lat, -lon):
                yield row.fault("lon", "lon_without_minus")
            else:
                yield row.fault("lat" if not SOUTH <= lat <= NORTH else "lon", "outside_morocco", **BOX)


def catchments_stay_in_a_province(drafts: Drafts) -> Iterator[Fault]:
    """A douar's points lie in its own province."""
    for row in drafts.tables["catchments"]:
        home = _province(drafts, drafts.find("douars", row["douar"]))
        yield from _elsewhere(row, "point", _province(drafts, drafts.find("points", row["point"])), home)


def bases_lie_in_their_province(drafts: Drafts) -> Iterator[Fault]:
    """A unit's base, and an ambulance's if it has one, is a centre of its province."""
    for name in ("units", "ambulances"):
        for row in drafts.tables[name]:
            found = _province(drafts, drafts.find("centres", row["base"]))
            yield from _elsewhere(row, "base", found, _province(drafts, row))


def provinces_lie_in_their_region(drafts: Drafts) -> Iterator[Fault]:
    """Where a caravan or a cap names a region and a province, the one lies in the other."""
    for name in ("caravans", "caps"):
        for row in drafts.tables[name]:
            yield from _elsewhere_in_country(drafts, row, "province", row["province"])


def sites_lie_where_caravans_go(drafts: Drafts) -> Iterator[Fault]:
    """A caravan's site lies in its province or, if it has none, in its region."""
    for row in drafts.tables["caravans"]:
        found = _province(drafts, drafts.find("centres", row["site"]) or drafts.find("points", row["site"]))
        if row["province"]:
            yield from _elsewhere(row, "site", found, _province(drafts, row))
        else:
            yield from _elsewhere_in_country(drafts, row, "site", found)


def _province(drafts: Drafts, row: Draft | None) -> str | None:
    """Return the province that a row names, if that is one."""
    return row["province"] if row and drafts.find("provinces", row["province"]) else None


def _elsewhere(row: Draft, column: str, found: str | None, right: str | None) -> Iterator[Fault]:
    """Yield a fault where a place lies in another province than it should, as far as both are known."""
    if found and right and found != right:
        yield row.fault(column, "another_province", found=found, right=right)


def _elsewhere_in_country(drafts: Drafts, row: Draft, column: str, province: str | None) -> Iterator[Fault]:
    """Yield a fault where a province lies in another region than its row names, as far as both are known."""
    place = drafts.find("provinces", province)
    found, right = (drafts.find("regions", each["region"]) if each else None for each in (place, row))
    if found and right and found is not right:
        yield row.fault(column, "another_region", found=found["code"], right=right["code"])


def closures_close_something(drafts: Drafts) -> Iterator[Fault]:
    """A closure names a point or draws a polygon, not both, and the polygon is one on earth, in Morocco if need be."""
    for row in drafts.tables["closures"]:
        wkt, point = row["wkt"], row["point"]
        if row.unread.isdisjoint(("wkt", "point")) and bool(wkt) == bool(point):
            yield row.fault("point", "closure_needs_one", first_column="point", second_column="wkt")
        if not wkt:
            continue
        shape = shapely.from_wkt(wkt, on_invalid="ignore")
        if not _is_area(shape):
            yield row.fault("wkt", "not_a_polygon")
        elif _must_lie_in_morocco(drafts) and not shape.intersects(MOROCCO):
            is_swapped = shapely.transform(shape, lambda places: places[:, ::-1]).intersects(MOROCCO)
            yield row.fault("wkt", "lat_lon_swapped") if is_swapped else row.fault("wkt", "outside_morocco", **BOX)


def _is_area(shape: shapely.Geometry | None) -> bool:
    """Whether a shape is one or more polygons on earth."""
    if shape is None or shape.geom_type not in ("Polygon", "MultiPolygon"):
        return False
    return bool(shape.is_valid and not shape.is_empty and EARTH.covers(shape))
