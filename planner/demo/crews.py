"""The crews that units and caravans take, the people of whom they are formed, and their leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

import numpy as np

from planner.demo.draw import apportion, draw_span, invented_name, invented_phone, pick, stream
from planner.demo.shape import DemoShape, regions_of
from planner.domain.campaign import Leave, Seat, Staff, Unit
from planner.domain.columns import Profession

DENTIST, EYES = "chirurgie dentaire", "ophtalmologie"
GENERAL_SPECIALTIES: Final = ("gynécologie", "pédiatrie", "cardiologie", "médecine interne")

CREWS: Final[dict[str, tuple[tuple[Profession, str, int], ...]]] = {
    "unit": (("doctor", "", 1), ("nurse", "", 2), ("driver", "", 1)),
    "caravan": (
        ("doctor", "", 2), *(("specialist", specialty, 1) for specialty in GENERAL_SPECIALTIES), ("nurse", "", 4),
        ("midwife", "", 1), ("technician", "", 1), ("assistant", "", 1), ("driver", "", 2),
    ),
    "caravan_dental": (("doctor", "", 1), ("specialist", DENTIST, 2), ("nurse", "", 2), ("driver", "", 1)),
    "caravan_ophthalmology": (
        ("doctor", "", 1), ("specialist", EYES, 2), ("nurse", "", 2), ("technician", "", 1), ("driver", "", 1),
    ),
}  # fmt: skip

PER_DOUAR: Final[dict[Profession, float]] = {
    "doctor": 0.285, "nurse": 0.75, "driver": 0.28, "midwife": 0.13, "technician": 0.096, "assistant": 0.087,
}  # fmt: skip
"""People a douar, so that with the season's specialists they come to the 2,000 published for 2023-24."""
LEAST: Final[dict[Profession, int]] = {
    "doctor": 4, "nurse": 8, "driver": 4, "midwife": 2, "technician": 2, "assistant": 2,
}  # fmt: skip
"""Of each province, so that a caravan's crew and a unit's can be formed there."""
SPECIALISTS_PER_DOUAR: Final = 0.148
LEAST_SPECIALISTS: Final[dict[str, int]] = {**dict.fromkeys(GENERAL_SPECIALTIES, 1), DENTIST: 2, EYES: 2}
"""Of each region; further ones are shared out in the same proportion."""
MAX_DAYS: Final[dict[Profession, tuple[int, ...]]] = {
    "doctor": (5, 7, 9, 12), "nurse": (5, 8, 10), "driver": (6, 9, 12), "midwife": (8, 12), "technician": (8, 12),
    "assistant": (8, 12), "specialist": (8, 10, 12, 15),
}  # fmt: skip
"""Days in the season that a health centre can spare its people."""
WEEK_DAYS: Final = {5: 0.57, 4: 0.22, 3: 0.21}
COMES_LATE: Final = 0.02
ON_LEAVE: Final = 0.1
LEAVE_DAYS: Final = (5, 14)


def build_crews() -> list[Seat]:
    """Return the crews' seats."""
    return [
        Seat(crew=crew, profession=profession, specialty=specialty, count=count)
        for crew, seats in CREWS.items()
        for profession, specialty, count in seats
    ]


def build_staff(shape: DemoShape, douars: Mapping[str, int], units: Sequence[Unit]) -> tuple[list[Staff], list[Leave]]:
    """Return the people of all provinces and their leave; nobody where the shape wants no staff.

    Parameters
    ----------
    douars
        How many each province has.
    units
        Of all provinces; people belong to their bases.
    """
    if not shape.has_staff:
        return [], []
    staff: list[Staff] = []
    for region, members in regions_of(shape).items():
        specialists = _specialists(shape, region, {code: douars[code] for code in members})
        for province in members:
            rng = stream(shape.seed, "staff", province)
            posts = [
                (profession, "")
                for profession, share in PER_DOUAR.items()
                for _ in range(max(LEAST[profession], round(share * douars[province])))
            ]
            posts += specialists[province]
            bases = [unit.base for unit in units if unit.province == province]
            staff += [_person(rng, shape, province, number, *post, bases) for number, post in enumerate(posts, 1)]
    rng = stream(shape.seed, "leave")
    leave = []
    for row in sorted(rng.choice(len(staff), round(len(staff) * ON_LEAVE), replace=False)):
        first, last = draw_span(rng, shape.start, shape.end, *LEAVE_DAYS)
        leave.append(Leave(staff=staff[row].code, from_=first, to=last))
    return staff, leave


def _specialists(shape: DemoShape, region: str, douars: Mapping[str, int]) -> dict[str, list[tuple[Profession, str]]]:
    """Return a region's specialists by the province in which they live; they serve in all of it."""
    rng = stream(shape.seed, "specialists", region)
    more = max(0, round(SPECIALISTS_PER_DOUAR * sum(douars.values())) - sum(LEAST_SPECIALISTS.values()))
    counts = apportion(more, list(LEAST_SPECIALISTS.values()))
    homes: dict[str, list[tuple[Profession, str]]] = {province: [] for province in douars}
    for (specialty, least), extra in zip(LEAST_SPECIALISTS.items(), counts, strict=True):
        for _ in range(least + extra):
            homes[pick(rng, douars)].append(("specialist", specialty))
    return homes


def _person(
    rng: np.random.Generator,
    shape: DemoShape,
    province: str,
    number: int,
    profession: Profession,
    specialty: str,
    bases: Sequence[str],
) -> Staff:
    """Return one person, who is nobody."""
    days = MAX_DAYS[profession]
    return Staff(
        code=f"S-{province.replace('.', '')}-{number:04d}",
        name=invented_name(rng),
        profession=profession,
        specialty=specialty,
        province=province,
        base=bases[int(rng.integers(len(bases)))],
        max_days_per_week=pick(rng, WEEK_DAYS),
        max_days=days[rng.integers(len(days))],
        from_=shape.start + timedelta(int(rng.integers(1, 30))) if rng.random() < COMES_LATE else None,
        phone=invented_phone(rng),
    )
