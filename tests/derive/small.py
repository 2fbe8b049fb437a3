"""A campaign of known drives whose plan can be worked out by hand, and what is decided in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from geodata.travel import TravelTimes
from planner.derive import derive
from planner.domain import settings
from planner.domain.calendar import SeasonCalendar, build_calendar
from planner.domain.campaign import (
    Ambulance,
    Campaign,
    Caravan,
    Catchment,
    Centre,
    Douar,
    KnownDrive,
    Point,
    Province,
    Region,
    Seat,
    Staff,
    Unit,
)
from planner.domain.catchments import Catchments, build_catchments, travel_times
from planner.domain.columns import Clock
from planner.domain.plan import (
    CaravanDecision,
    DayDecision,
    Decisions,
    DutyDecision,
    Plan,
    PostDecision,
    StopDecision,
    TourDecision,
    VisitDecision,
)

FIRST: Final = date(2024, 1, 8)
LAST: Final = date(2024, 2, 16)
PLACE: Final = {"lat": 32.0, "lon": -6.0}
DRIVES: Final = (
    ("H", "A", 30, "20.0"),
    ("H", "B", 45, "25.5"),
    ("A", "B", 20, "10.3"),
    ("A", "L", 15, "7.7"),
    ("B", "L", 25, "11.1"),
    ("J", "C", 10, "5.0"),
    ("H", "C", 70, "50.0"),
)


def by_code(*rows: Any) -> dict[str, Any]:
    """Return rows by their codes."""
    return {row.code: row for row in rows}


def make_campaign() -> Campaign:
    """Return the campaign: 40 days, five douars of two provinces, of which D5 has no point."""
    douars = by_code(
        Douar(code="D1", name_fr="Un", province="P1", risk="red", population=200, **PLACE),
        Douar(code="D2", name_fr="Deux", province="P1", risk="orange", population=100, **PLACE),
        Douar(code="D3", name_fr="Trois", province="P1", risk="yellow", population=101, **PLACE),
        Douar(code="D4", name_fr="Quatre", province="P2", population=50, **PLACE),
        Douar(code="D5", name_fr="Cinq", province="P1", population=30, visits=0, lat=31.0, lon=-6.0),
    )
    return Campaign(
        settings=settings.Settings(
            campaign=settings.Head(code="small", start=FIRST, end=LAST),
            policy=settings.Policy(
                visits={"red": 3, "orange": 2, "yellow": 1, "none": 1},
                gap_max_days=15,
                coverage_floor=Decimal("0.6"),
            ),
            travel=settings.Travel(engine="table"),
        ),
        regions=by_code(Region(code="R1", name_fr="Région")),
        provinces=by_code(Province(code="P1", region="R1"), Province(code="P2", region="R1")),
        douars=douars,
        points=by_code(
            Point(code="A", province="P1", access="track", foot_min=10, **PLACE),
            Point(code="B", province="P1", **PLACE),
            Point(code="C", province="P2", **PLACE),
        ),
        catchments=tuple(
            Catchment(douar=douar, point=point) for douar, point in zip(douars, ("A", "A", "B", "C"), strict=False)
        ),
        centres=by_code(
            Centre(code="H", province="P1", **PLACE),
            Centre(code="J", province="P2", **PLACE),
            Centre(code="L", province="P1", lodging=4, **PLACE),
        ),
        units=by_code(
            Unit(code="U1", province="P1", base="H", consultations_per_day=60, hire_mad_per_day=Decimal("150.25")),
        ),
        ambulances=by_code(
            Ambulance(code="M1", province="P1", upkeep_mad_per_day=Decimal(10)),
            Ambulance(code="M2", province="P1", access="road", upkeep_mad_per_day=Decimal("10.50")),
            Ambulance(code="M3", province="P2"),
        ),
        staff=by_code(Staff(code="S1", profession="doctor", province="P1")),
        leave=(),
        crews=(
            Seat(crew="caravan", profession="specialist", specialty="cardiologie", count=1),
            Seat(crew="caravan", profession="driver", count=1),
        ),
        equipment={},
        caravans=by_code(
            Caravan(code="K1", region="R1", days=2, consultations_per_day=20, fixed_mad=Decimal(1000)),
            Caravan(
                code="K2",
                region="R1",
                consultations_per_day=30,
                radius_km=Decimal("20.0"),
                fixed_mad=Decimal("500.50"),
            ),
            Caravan(code="K3", kind="dental", region="R1", consultations_per_day=1000),
        ),
        closures=(),
        caps=(),
        travel=tuple(
            KnownDrive(from_=origin, to=target, minutes=minutes, km=Decimal(km))
            for one, other, minutes, km in DRIVES
            for origin, target in ((one, other), (other, one))
        ),
        pins=(),
    )


def day(when: date, *stops: tuple[str, int, int], to: str = "H", start: int = 480) -> DayDecision:
    """Return a tour's day; a stop is a point, the minute when service starts, and consultations."""
    return DayDecision(when, Clock(start), tuple(StopDecision(p, Clock(at), seen) for p, at, seen in stops), to)


LONG: Final = TourDecision(
    "U1",
    (
        day(date(2024, 1, 9), ("A", 520, 45), ("B", 703, 15), to="L"),
        day(date(2024, 1, 10), ("A", 530, 38), start=500),
    ),
)
SHORT: Final = TourDecision("U1", (day(date(2024, 2, 6), ("A", 520, 60)),))
VISITS: Final = (
    VisitDecision("D1", date(2024, 1, 9), "A", LONG.code),
    VisitDecision("D1", date(2024, 2, 6), "A", SHORT.code),
    VisitDecision("D2", date(2024, 1, 9), "A", LONG.code),
    VisitDecision("D2", date(2024, 2, 6), "A", SHORT.code),
    VisitDecision("D3", date(2024, 1, 9), "B", LONG.code),
)
DECISIONS: Final = Decisions(
    tours=(LONG, SHORT),
    visits=VISITS,
    caravans=(CaravanDecision("K1", "A", date(2024, 1, 20)), CaravanDecision("K2", "H", date(2024, 1, 28))),
    posts=(
        PostDecision("M1", "H", FIRST, LAST),
        PostDecision("M2", "L", FIRST, date(2024, 1, 27)),
        PostDecision("M3", "J", FIRST, LAST),
    ),
    duties=(DutyDecision("S1", date(2024, 2, 6), "tour", SHORT.code),),
)


@dataclass(frozen=True)
class Ground:
    """A campaign and what stands still in it."""

    campaign: Campaign
    catchments: Catchments
    travel: TravelTimes
    calendar: SeasonCalendar

    @classmethod
    def of(cls, campaign: Campaign) -> Ground:
        """Work out what stands still."""
        catchments = build_catchments(campaign)
        return cls(
            campaign,
            catchments,
            travel_times(campaign, catchments),
            build_calendar(campaign.settings.calendar, FIRST, LAST),
        )

    def with_policy(self, **rules: Any) -> Ground:
        """Return the same under other rules."""
        policy = replace(self.campaign.settings.policy, **rules)
        return Ground.of(replace(self.campaign, settings=replace(self.campaign.settings, policy=policy)))

    def derive(self, decisions: Decisions) -> Plan:
        """Work out what follows from decisions."""
        return derive(self.campaign, self.catchments, self.travel, self.calendar, decisions)


GROUND: Final = Ground.of(make_campaign())
