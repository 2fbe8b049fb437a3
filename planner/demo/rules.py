"""The settings of a demonstration: the policy of the contract, and the money of the season 2023-24 a wanted visit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from geodata.morocco import provinces, seasons
from planner.demo.draw import apportion
from planner.demo.shape import DemoShape, regions_of
from planner.domain.campaign import Cap, Caravan
from planner.domain.columns import Chapter
from planner.domain.settings import Budget, Costs, Head, Policy, Settings, Travel

PART: Final = {"tight": Fraction(6, 10), "normal": Fraction(1), "loose": Fraction(16, 10)}
CHAPTERS: Final[dict[Chapter, Fraction]] = {
    "fuel": Fraction(27, 1000),
    "upkeep": Fraction(118, 1000),
    "medicines": Fraction(598, 1000),
    "per_diem": Fraction(102, 1000),
    "caravans": Fraction(283, 1000),
}
"""What each chapter may take of the envelope: together more than all of it, so that now this, now that one binds.
Medicines take most of it, as in the season 2025-26."""
TOTAL_STEP_MAD: Final = 1000
CAP_STEP_MAD: Final = 100
MEDICINES_MAD: Final = Decimal(32)
"""So much a consultation that all wanted visits together take the medicines' chapter."""


def build_policy(shape: DemoShape) -> Policy:
    """Return the policy; one that differs in everything where the shape asks for overrides."""
    policy = Policy(
        attendance=shape.attendance,
        minutes_per_consultation=Decimal(4),
        max_nights=shape.max_nights,
        coverage_floor=shape.coverage_floor,
    )
    if not shape.has_overrides:
        return policy
    return Policy(
        visits={"red": 5, "orange": 3, "yellow": 1, "none": 0},
        gap_min_days=14,
        gap_max_days=30,
        value_mad_per_person={"red": Decimal(90), "orange": Decimal(35), "yellow": Decimal(20), "none": Decimal(10)},
        repeat_value=Decimal("0.65"),
        late_mad_per_person_day=Decimal("0.25"),
        attendance=shape.attendance,
        minutes_per_consultation=Decimal("4.5"),
        min_share=Decimal("0.6"),
        unit_days_per_week=4,
        setup_min=30,
        max_nights=shape.max_nights,
        coverage_floor=shape.coverage_floor,
    )


def build_settings(shape: DemoShape, policy: Policy, wanted: Mapping[str, int]) -> Settings:
    """Return the settings.

    Parameters
    ----------
    wanted
        Visits wanted by province.
    """
    name_fr, name_ar = _names(shape)
    total = _envelope_mad(shape, sum(wanted.values()))
    return Settings(
        campaign=Head(
            code="-".join(
                ("demo", "saison" if len(shape.codes) > 1 else shape.codes[0], str(shape.n_douars), str(shape.seed))
            ),
            name_fr=f"Démonstration : {name_fr}, {shape.n_douars} douars (lieux réels, chiffres inventés)",
            name_ar=f"عرض توضيحي: {name_ar}، {shape.n_douars} دوارا (أماكن حقيقية وأرقام مختلقة)",
            start=shape.start,
            end=shape.end,
        ),
        policy=policy,
        budget=Budget(total_mad=None if total is None else Decimal(total)),
        costs=Costs(medicines_mad_per_consultation=MEDICINES_MAD),
        travel=Travel(engine=shape.engine),
    )


def _names(shape: DemoShape) -> tuple[str, str]:
    """Return what the campaign is of, in French and Arabic."""
    if not shape.is_alone:
        return f"{len(shape.codes)} provinces", f"{len(shape.codes)} إقليما"
    province = provinces()[shape.codes[0]]
    return f"province {province.name_fr}", f"إقليم {province.name_ar}"


def _envelope_mad(shape: DemoShape, visits: int) -> int | None:
    """Return the envelope, MAD: what 2023-24 had a visit, times the wanted ones; None for no limit."""
    if shape.money == "none":
        return None
    season = seasons()["2023-24"]
    per_visit = Fraction(season.money_mad or 0, season.visits or 1)
    return round(per_visit * visits * PART[shape.money] / TOTAL_STEP_MAD) * TOTAL_STEP_MAD


def build_caps(
    shape: DemoShape, settings: Settings, wanted: Mapping[str, int], caravans: Sequence[Caravan]
) -> list[Cap]:
    """Return a cap for each chapter and, where there are several, each region by the visits that it wants.

    Caravans that must be held can be: their chapter has the money of one that is mandatory and of one that is pinned.
    """
    total = settings.budget.total_mad
    if total is None:
        return []
    dearest = max((caravan.fixed_mad for caravan in caravans), default=Decimal(0))
    owed = {"caravans": dearest * (shape.has_mandatory_caravan + shape.has_pins)}
    caps = [
        Cap(chapter=chapter, amount_mad=max(_rounded(total, share), owed.get(chapter, Decimal(0))))
        for chapter, share in CHAPTERS.items()
    ]
    return caps + _regional_caps(int(total), regions_of(shape), wanted)


def _rounded(total: Decimal, share: Fraction) -> Decimal:
    """Return a share of the envelope in whole hundreds of dirhams."""
    return Decimal(round(Fraction(total) * share / CAP_STEP_MAD) * CAP_STEP_MAD)


def _regional_caps(total: int, regions: Mapping[str, Sequence[str]], wanted: Mapping[str, int]) -> list[Cap]:
    """Return caps that share the envelope out to regions; none where there is one region only."""
    if len(regions) == 1:
        return []
    visits = [sum(wanted[code] for code in members) for members in regions.values()]
    parts = apportion(total // TOTAL_STEP_MAD, visits)
    return [
        Cap(region=region, amount_mad=Decimal(part * TOTAL_STEP_MAD))
        for region, part in zip(regions, parts, strict=True)
    ]
