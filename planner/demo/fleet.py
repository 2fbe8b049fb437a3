"""Mobile units with their bases, and ambulances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, Literal

import numpy as np

from geodata.morocco import seasons
from planner.demo.draw import apportion, draw_span, km_between, pick, stream
from planner.demo.shape import DemoShape
from planner.domain.campaign import Ambulance, Centre, Douar, Point, Unit

DOUARS_PER_UNIT: Final = 7
"""The season's 1,146 douars share the 164 mobile units published for 2024-25."""
UNITS_PER_BASE: Final = 4
MOST_BASES: Final = 4
LENT_DAYS: Final = (29, 64)
"""One unit a province is there all season; others are lent by other provinces for one or two months."""
ROAD_SHARE: Final = 0.25
HIRE_SHARE: Final = 0.06
HIRE_MAD: Final = Decimal(900)
AMBULANCE_POSTED: Final = 0.35
CATEGORIES: Final[dict[Literal["", "A", "B", "C"], float]] = {"A": 0.22, "B": 0.5, "C": 0.28}
TRACK_AMBULANCES: Final = 0.62


def build_units(
    shape: DemoShape, province: str, douars: Sequence[Douar], points: Sequence[Point], centres: Sequence[Centre]
) -> list[Unit]:
    """Return a province's units: one of its own at the hospital all season, the others lent for a month or two."""
    rng = stream(shape.seed, "units", province)
    count = max(1, round(len(douars) / DOUARS_PER_UNIT))
    bases = _bases(points, centres, min(MOST_BASES, 1 + count // UNITS_PER_BASE))
    units = []
    for number in range(count):
        first, last = (None, None) if number == 0 else draw_span(rng, shape.start, shape.end, *LENT_DAYS)
        units.append(
            Unit(
                code=f"U-{province.replace('.', '')}-{number + 1:03d}",
                province=province,
                base=bases[number % len(bases)].code,
                access="road" if number > 0 and rng.random() < ROAD_SHARE else "track",
                clinicians=3,
                consultations_per_day=180,
                crew="unit",
                litres_per_100km=Decimal(int(rng.integers(11, 17))),
                upkeep_mad_per_km=Decimal(int(rng.integers(13, 19))) / 10,
                hire_mad_per_day=HIRE_MAD if rng.random() < HIRE_SHARE else Decimal(0),
                from_=first,
                to=last,
            )
        )
    return units


def _bases(points: Sequence[Point], centres: Sequence[Centre], count: int) -> list[Centre]:
    """Return the hospital, and centres so chosen, one after the other, that the points are nearest to some base."""
    able = [centre for centre in centres if centre.kind in ("hospital", "centre")]
    km = km_between(points, able)
    chosen = [next(row for row, centre in enumerate(able) if centre.kind == "hospital")]
    for _ in range(min(count, len(able)) - 1):
        nearest = km[:, chosen].min(axis=1)
        chosen.append(int(np.minimum(nearest[:, None], km).sum(axis=0).argmin()))
    return [able[row] for row in dict.fromkeys(chosen)]


def count_ambulances(shape: DemoShape, centres: Mapping[str, int]) -> dict[str, int]:
    """Return how many ambulances each province has: for the season's 745 centres the 376 published."""
    if not shape.has_ambulances:
        return dict.fromkeys(centres, 0)
    season = seasons()["2023-24"]
    per_centre = (season.ambulances or 0) / (season.centres or 1)
    counts = apportion(round(sum(centres.values()) * per_centre), list(centres.values()), least=1)
    return dict(zip(centres, counts, strict=True))


def build_ambulances(shape: DemoShape, province: str, centres: Sequence[Centre], count: int) -> list[Ambulance]:
    """Return a province's ambulances; a third of them stand at a centre already."""
    rng = stream(shape.seed, "ambulances", province)
    posts = [centre.code for centre in centres for _ in range(centre.ambulance_posts)]
    rng.shuffle(posts)
    return [
        Ambulance(
            code=f"A-{province.replace('.', '')}-{number:03d}",
            province=province,
            category=pick(rng, CATEGORIES),
            access="track" if rng.random() < TRACK_AMBULANCES else "road",
            base=post if rng.random() < AMBULANCE_POSTED else "",
            upkeep_mad_per_day=Decimal(int(rng.integers(14, 26))),
        )
        for number, post in enumerate(posts[:count], 1)
    ]
