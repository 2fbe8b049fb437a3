"""What a demonstration campaign is to be like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Day
from datetime import timedelta
from decimal import Decimal
from typing import Final, Literal

from geodata.morocco import mountain_provinces, provinces, seasons
from planner.demo.draw import apportion
from planner.domain.settings import Engine
from planner.errors import RiayaError

Money = Literal["tight", "normal", "loose", "none"]

AZILAL: Final = "05.081"
ALONE_DOUARS: Final = 40
"""Of a province by itself, where nobody says how many: as many as the plan of Chefchaouen for 2024-25 had."""
LEAST_DOUARS: Final = 6
"""Of a province within a season."""
MOST_DOUARS: Final = 2_000
"""In all, which take seconds to make: a season has 1,146. Work and memory grow with the square."""
ALONE_PERSONS: Final = 500
"""Persons a douar of a province by itself: the census of 2024 counts 493 a douar in the High Atlas of Azilal."""
SEEN_PER_VISIT: Final = 64
"""Of an average douar's persons so many consult at a visit: near half of the 163 a day seen in Azilal in 2021 by units
that stood at two places a day."""


class ImpossibleShapeError(RiayaError, ValueError):
    """No campaign can be made like that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoShape:
    """What a demonstration campaign is to be like; without any wish a province that can nearly be served.

    Attributes
    ----------
    provinces
        HCP codes out of the 31 of Operation RIAYA; None for all of them, as in the season 2023-24.
    douars
        In all; None for 40 in one province, and in several for their part of the season's 1,146.
    start, season_days
        First day and length; the season 2023-24 where nobody says so.
    money
        `normal` is what the season 2023-24 had a wanted visit, `tight` six tenths of it, `loose` sixteen tenths; `none`
        sets no limit.
    foot_share
        Share of the points that can only be walked to in the end.
    has_points
        False: each douar is its own point, as in a campaign without that table.
    has_overrides
        Whether the policy differs from the usual one, and some douars want more or fewer visits than their risk says,
        or none.
    coverage_floor
        Share of its wanted persons that each province should count.
    """

    provinces: Sequence[str] | None = (AZILAL,)
    douars: int | None = None
    seed: int = 1
    start: Day = Day(2023, 11, 15)
    season_days: int = 137
    engine: Engine = "winter"
    money: Money = "normal"
    foot_share: float = 0.06
    coverage_floor: Decimal = Decimal("0.5")
    max_nights: int = 2
    has_points: bool = True
    has_ambulances: bool = True
    has_staff: bool = True
    has_overrides: bool = False
    has_closed_week: bool = False
    has_mandatory_caravan: bool = False
    has_pins: bool = False

    def __post_init__(self) -> None:
        if unknown := set(self.codes) - set(mountain_provinces()):
            raise ImpossibleShapeError(f"not a province of the operation: {', '.join(sorted(unknown))}")
        if not self.codes or self.season_days < 1 or self.n_douars < len(self.codes):
            raise ImpossibleShapeError("a campaign has a province, a day, and in each province a douar")
        if self.n_douars > MOST_DOUARS:
            raise ImpossibleShapeError(f"a campaign has {MOST_DOUARS} douars at most")

    @property
    def codes(self) -> tuple[str, ...]:
        """The provinces' codes in order."""
        return tuple(sorted(set(mountain_provinces() if self.provinces is None else self.provinces)))

    @property
    def is_alone(self) -> bool:
        """Whether it is of one province."""
        return len(self.codes) == 1

    @property
    def n_douars(self) -> int:
        """How many douars it has."""
        if self.douars is not None:
            return self.douars
        season = season_douars()
        return ALONE_DOUARS if self.is_alone else sum(season[code] for code in self.codes)

    @property
    def persons_per_douar(self) -> float:
        """How many live in a douar on average."""
        season = seasons()["2023-24"]
        return ALONE_PERSONS if self.is_alone else (season.persons or 0) / (season.douars or 1)

    @property
    def attendance(self) -> Decimal:
        """The share of a point's persons who consult at a visit."""
        return round(Decimal(SEEN_PER_VISIT) / Decimal(self.persons_per_douar), 2)

    @property
    def end(self) -> Day:
        """The season's last day."""
        return self.start + timedelta(self.season_days - 1)

    def day(self, share: float) -> Day:
        """Return the day at a share of the season, 0 for its first and 1 for its last."""
        return self.start + timedelta(round(share * (self.season_days - 1)))


def season_douars() -> dict[str, int]:
    """Return how many of the 1,146 douars of 2023-24 each province has: a model, only their sum is published.

    Each has six, and of the rest by the square root of its mountain localities, as a province that has four times as
    many lists about twice as many: Azilal and Taroudannt some hundred, the foothills a handful.
    """
    there = mountain_provinces()
    total = seasons()["2023-24"].douars or 0
    weights = [province.mountain_localities**0.5 for province in there.values()]
    return dict(zip(there, apportion(total, weights, least=LEAST_DOUARS), strict=True))


def share_douars(shape: DemoShape) -> dict[str, int]:
    """Return how many douars of the campaign each province has, at least one."""
    season = season_douars()
    counts = apportion(shape.n_douars, [season[code] - 1 for code in shape.codes], least=1)
    return dict(zip(shape.codes, counts, strict=True))


def regions_of(shape: DemoShape) -> dict[str, tuple[str, ...]]:
    """Return by region's code its provinces of the campaign, in order."""
    found: dict[str, tuple[str, ...]] = {}
    for code in shape.codes:
        parent = provinces()[code].parent
        found[parent] = (*found.get(parent, ()), code)
    return found
