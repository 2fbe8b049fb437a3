"""Caravans to place, and the equipment that a region's caravans share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

import numpy as np

from geodata.morocco import seasons
from planner.demo.draw import apportion, draw_span, pick, stream
from planner.demo.shape import DemoShape, regions_of
from planner.domain.campaign import Caravan, Equipment, Point


@dataclass(frozen=True, slots=True)
class Kind:
    """What caravans of a kind are like; `fixed_mad` from and to."""

    share: float
    crew: str
    equipment: dict[str, int]
    consultations_per_day: int
    radius_km: int
    fixed_mad: tuple[int, int]


KINDS: Final = {
    "general": Kind(0.65, "caravan", {"ultrasound": 1, "analyser": 1}, 300, 12, (20_000, 30_000)),
    "dental": Kind(0.2, "caravan_dental", {"dental_chair": 2}, 120, 15, (15_000, 20_000)),
    "ophthalmology": Kind(0.15, "caravan_ophthalmology", {}, 160, 20, (16_000, 24_000)),
}
"""Crews, throughput and reach as caravans of past winters were reported; shares and money are ours."""
TWO_DAYS: Final = 0.4
HAS_PROVINCE: Final = 0.58
HAS_SITE: Final = 0.3
"""Of those with a province."""
HAS_WINDOW: Final = 0.7
WINDOW_DAYS: Final = (22, 41)
CARAVANS_PER_PIECE: Final = {"ultrasound": 9, "analyser": 12, "dental_chair": 9}
LEAST_PIECES: Final = {"ultrasound": 1, "analyser": 1, "dental_chair": 2}
COMES_LATE: Final = 3
"""Of so many pieces of a kind, the last is there only after a quarter of the season."""


def count_caravans(shape: DemoShape, douars: Mapping[str, int]) -> dict[str, int]:
    """Return how many caravans each region has: for the season's 1,146 douars the 175 published."""
    season = seasons()["2023-24"]
    there = {region: sum(douars[code] for code in members) for region, members in regions_of(shape).items()}
    total = max(1, round(sum(there.values()) * (season.caravans or 0) / (season.douars or 1)))
    return dict(zip(there, apportion(total, list(there.values()), least=1), strict=True))


def build_caravans(
    shape: DemoShape, region: str, count: int, douars: Mapping[str, int], points: Sequence[Point]
) -> list[Caravan]:
    """Return a region's caravans; of a campaign of few douars another region may have them all.

    Parameters
    ----------
    douars
        How many each province of the region has.
    points
        Of the region.
    """
    rng = stream(shape.seed, "caravans", region)
    caravans = [_caravan(rng, shape, region, number, douars, points) for number in range(1, count + 1)]
    if shape.has_mandatory_caravan and caravans:
        held = next((caravan for caravan in caravans if caravan.kind == "general"), caravans[0])
        caravans[caravans.index(held)] = replace(held, mandatory="1")
    return caravans


def _caravan(
    rng: np.random.Generator,
    shape: DemoShape,
    region: str,
    number: int,
    douars: Mapping[str, int],
    points: Sequence[Point],
) -> Caravan:
    """Return one caravan; where it has a site, that can be driven to on any day."""
    name = pick(rng, {name: kind.share for name, kind in KINDS.items()})
    kind = KINDS[name]
    province = pick(rng, douars) if rng.random() < HAS_PROVINCE else ""
    sites = [
        point.code
        for point in points
        if point.province == province and point.access != "foot" and point.venue != "souk"
    ]
    first, last = draw_span(rng, shape.start, shape.end, *WINDOW_DAYS)
    has_window = rng.random() < HAS_WINDOW
    low, high = kind.fixed_mad
    return Caravan(
        code=f"K-{region}-{number:03d}",
        kind=name,
        region=region,
        province=province,
        site=str(rng.choice(sites)) if sites and rng.random() < HAS_SITE else "",
        days=2 if rng.random() < TWO_DAYS else 1,
        earliest=first if has_window else None,
        latest=last if has_window else None,
        crew=kind.crew,
        equipment=kind.equipment,
        consultations_per_day=kind.consultations_per_day,
        radius_km=Decimal(kind.radius_km),
        fixed_mad=Decimal(int(rng.integers(low // 500, high // 500 + 1)) * 500),
        cargo_kg=Decimal(int(rng.integers(6, 19)) * 50),
    )


def build_equipment(shape: DemoShape, region: str, n_caravans: int) -> list[Equipment]:
    """Return a region's pieces: enough for each caravan by itself, too few for all at once."""
    kinds = [
        (kind, number, max(LEAST_PIECES[kind], round(n_caravans / per_piece)))
        for kind, per_piece in CARAVANS_PER_PIECE.items()
        for number in range(1, max(LEAST_PIECES[kind], round(n_caravans / per_piece)) + 1)
    ]
    return [
        Equipment(
            code=f"E-{region}-{number:03d}",
            kind=kind,
            region=region,
            from_=shape.day(0.25) if of_kind == among and among >= COMES_LATE else None,
        )
        for number, (kind, of_kind, among) in enumerate(kinds, 1)
    ]
