"""Minutes and metres between places: by the formula for winter roads, by drives that people know, or by both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

EARTH_KM: Final = 6371.0088
TRACK_KM_PER_END: Final = 5.0
MINUTE_DECIMALS: Final = 9
NO_WAY: Final = -1
ENGINE_VERSION: Final = "1"

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Places:
    """Places in arrays of one length.

    Attributes
    ----------
    lon, lat
        Degrees, WGS84.
    altitude_m
        NaN where it is not known.
    is_rough
        Whether the last km to the place are track.
    """

    codes: tuple[str, ...]
    lon: Floats
    lat: Floats
    altitude_m: Floats
    is_rough: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.codes)

    def at(self, rows: Sequence[int]) -> Places:
        """Return some of the places, in the order asked for."""
        return Places(
            tuple(self.codes[row] for row in rows),
            self.lon[list(rows)],
            self.lat[list(rows)],
            self.altitude_m[list(rows)],
            self.is_rough[list(rows)],
        )


@dataclass(frozen=True, slots=True)
class WinterFormula:
    """The engine `winter`: straight distance times a detour, slow on tracks and uphill."""

    road_kmh: float
    track_kmh: float
    detour: float
    climb_min_per_100m: float
    snow_factor: float


class Leg(NamedTuple):
    """A drive: whole minutes, and metres in whole hundreds."""

    minutes: int
    metres: int


class Legs(NamedTuple):
    """Drives, shape (origins, targets): minutes and metres, `NO_WAY` where there is none."""

    minutes: Ints
    metres: Ints


def great_circle_km(origins: Places, targets: Places) -> Floats:
    """Return great-circle distances by the haversine formula, km, shape (origins, targets)."""
    lat, other_lat = np.radians(origins.lat)[:, None], np.radians(targets.lat)[None, :]
    across = np.sin(np.radians(targets.lon[None, :] - origins.lon[:, None]) / 2) ** 2
    chord = np.sin((other_lat - lat) / 2) ** 2 + np.cos(lat) * np.cos(other_lat) * across
    km: Floats = 2 * EARTH_KM * np.arcsin(np.sqrt(chord))
    return km


def to_hectometres(km: Floats) -> Ints:
    """Return km to one decimal, in hundreds of metres, rounded as decimal formatting rounds a float."""
    tenths = np.rint(km * 10)
    near_half = np.abs(np.abs(km * 10 - tenths) - 0.5) < 1e-6
    for place in zip(*np.nonzero(near_half), strict=True):
        tenths[place] = round(float(f"{km[place]:.1f}") * 10)
    return tenths.astype(np.int32)


def winter_legs(origins: Places, targets: Places, formula: WinterFormula) -> Legs:
    """Return drives by the `winter` engine; minutes are rounded to nine decimals and then up."""
    km = great_circle_km(origins, targets) * formula.detour
    rough_ends = origins.is_rough[:, None].astype(int) + targets.is_rough[None, :].astype(int)
    track_km = rough_ends * np.minimum(TRACK_KM_PER_END, km / 2)
    climb_m = np.nan_to_num(np.abs(origins.altitude_m[:, None] - targets.altitude_m[None, :]), nan=0.0)
    minutes = ((km - track_km) / formula.road_kmh + track_km / formula.track_kmh) * 60
    minutes = (minutes + formula.climb_min_per_100m * climb_m / 100) * formula.snow_factor
    whole = np.ceil(np.round(minutes, MINUTE_DECIMALS)).astype(np.int32)
    return Legs(whole, to_hectometres(km) * np.int32(100))


@dataclass(frozen=True, slots=True)
class TravelTimes:
    """All drives of a campaign, worked out block by block as they are asked for.

    Attributes
    ----------
    stops
        Points and centres: where vehicles stand. A code is one place.
    douars
        Where people live.
    drop_points
        By douar, the row in `stops` of the point that stands for it where there is no formula; -1 for none.
    known
        Drives that people know, by origin, target and access ("road", "track" or "" for all).
    formula
        None where only known drives exist (the engine `table`).
    """

    stops: Places
    douars: Places
    drop_points: tuple[int, ...]
    known: Mapping[tuple[str, str, str], Leg]
    formula: WinterFormula | None
    rows: Mapping[str, int]
    douar_rows: Mapping[str, int]

    def legs(self, origins: Sequence[str], targets: Sequence[str], vehicle: str) -> Legs:
        """Return the drives between points and centres for a vehicle of access `road` or `track`.

        The row of `travel` of the vehicle's own access goes before one for `road`, that before one for all, and that
        before the formula. From a place to itself is no drive. Whether a vehicle may go there is not asked.
        """
        one, other = (
            self.stops.at([self.rows[code] for code in origins]),
            self.stops.at([self.rows[c] for c in targets]),
        )
        if self.formula is None:
            shape = (len(one), len(other))
            legs = Legs(np.full(shape, NO_WAY, np.int32), np.full(shape, NO_WAY, np.int32))
        else:
            legs = winter_legs(one, other, self.formula)
        columns: dict[str, list[int]] = {}
        for column, code in enumerate(targets):
            columns.setdefault(code, []).append(column)
        row_of: dict[str, list[int]] = {}
        for row, code in enumerate(origins):
            row_of.setdefault(code, []).append(row)
        for access in ("", "road", vehicle):
            for (origin, target, of), leg in self.known.items():
                if of == access and origin in row_of and target in columns:
                    for row in row_of[origin]:
                        legs.minutes[row, columns[target]], legs.metres[row, columns[target]] = leg
        for code in row_of.keys() & columns.keys():
            for row in row_of[code]:
                legs.minutes[row, columns[code]], legs.metres[row, columns[code]] = 0, 0
        return legs

    def leg(self, origin: str, target: str, vehicle: str) -> Leg | None:
        """Return one drive between points or centres; None where there is no way."""
        if origin == target:
            return Leg(0, 0)
        for access in (vehicle, "road", ""):
            if known := self.known.get((origin, target, access)):
                return known
        if self.formula is None:
            return None
        legs = winter_legs(self.stops.at([self.rows[origin]]), self.stops.at([self.rows[target]]), self.formula)
        return Leg(int(legs.minutes[0, 0]), int(legs.metres[0, 0]))

    def legs_to_douars(self, origins: Sequence[str], douars: Sequence[str], vehicle: str) -> Legs:
        """Return the drives from points or centres to douars; `NO_WAY` where that vehicle cannot go.

        By the formula they end at the douar's own coordinates, whatever is known of its points; without one they are
        those to the point that stands for it.
        """
        rows = [self.douar_rows[code] for code in douars]
        if self.formula is not None:
            one = self.stops.at([self.rows[code] for code in origins])
            legs = winter_legs(one, self.douars.at(rows), self.formula)
        else:
            stands = [self.drop_points[row] for row in rows]
            legs = self.legs(origins, [self.stops.codes[max(stand, 0)] for stand in stands], vehicle)
            missing = np.array(stands) < 0
            legs.minutes[:, missing], legs.metres[:, missing] = NO_WAY, NO_WAY
        if vehicle == "road":
            barred = self.douars.is_rough[rows]
            legs.minutes[:, barred], legs.metres[:, barred] = NO_WAY, NO_WAY
        return legs


def build_travel_times(
    stops: Places,
    douars: Places,
    drop_points: Sequence[int],
    known: Mapping[tuple[str, str, str], Leg],
    formula: WinterFormula | None,
) -> TravelTimes:
    """Return all drives between places; see `TravelTimes` for what the parameters mean."""
    return TravelTimes(
        stops,
        douars,
        tuple(drop_points),
        dict(known),
        formula,
        {code: row for row, code in enumerate(stops.codes)},
        {code: row for row, code in enumerate(douars.codes)},
    )
