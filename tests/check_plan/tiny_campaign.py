"""A campaign that can be reckoned by hand: one unit, three points, drives as people know them.

Eight weeks from Monday 1 January 2024, a Ramadan invented for 25 January to 10 February.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from geodata.travel import TravelTimes
from planner.domain.campaign import (
    Ambulance,
    Campaign,
    Cap,
    Caravan,
    Catchment,
    Centre,
    Closure,
    Douar,
    Equipment,
    KnownDrive,
    Leave,
    Pin,
    Point,
    Province,
    Region,
    Seat,
    Staff,
    Unit,
)
from planner.domain.catchments import build_catchments, travel_times
from planner.domain.columns import Clock, Profession, Risk
from planner.domain.settings import Budget, Calendar, Head, Policy, Settings, Travel

FIRST, LAST = date(2024, 1, 1), date(2024, 2, 25)


def at(text: str) -> Clock:
    """Return minutes after midnight of `HH:MM`."""
    return Clock(60 * int(text[:2]) + int(text[3:]))


def on(text: str) -> date:
    """Return the day of 2024 written `MM-DD`."""
    return date.fromisoformat(f"2024-{text}")


SETTINGS: Final = Settings(
    campaign=Head(code="tiny", start=FIRST, end=LAST),
    calendar=Calendar(ramadan=(on("01-25"), on("02-10"))),
    policy=Policy(
        visits={"red": 3, "orange": 2, "yellow": 1, "none": 1},
        gap_max_days=20,
        attendance=Decimal("0.5"),
        minutes_per_consultation=Decimal(6),
        setup_min=30,
        coverage_floor=Decimal("0.7"),
    ),
    budget=Budget(total_mad=Decimal("6726.90")),
    travel=Travel(engine="table"),
)


def _douar(code: str, risk: Risk, population: int) -> Douar:
    return Douar(code=code, name_fr=code, province="P", lat=32, lon=-6, risk=risk, population=population)


def _staff(code: str, profession: Profession, specialty: str = "") -> Staff:
    return Staff(code=code, profession=profession, specialty=specialty, province="P")


def _drive(text: str) -> KnownDrive:
    origin, target, minutes, km = text.split()
    return KnownDrive(from_=origin, to=target, minutes=int(minutes), km=Decimal(km))


DRIVES: Final = (
    "BASE SOUK 20 15.0", "SOUK BASE 20 15.0", "SOUK ECOLE 30 10.0", "ECOLE GITE 25 12.5", "GITE COL 40 15.0",
    "COL BASE 50 30.0", "BASE ECOLE 45 22.0", "ECOLE BASE 45 22.0", "GITE SOUK 60 30.0", "GITE ECOLE 61 30.0",
)  # fmt: skip
DOUARS: Final = (
    _douar("D1", "red", 80),
    _douar("D2", "yellow", 40),
    _douar("D3", "orange", 50),
    _douar("D4", "none", 30),
)
POINTS: Final = (
    Point(
        code="SOUK", province="P", lat=32, lon=-6, weekdays=("mon", "tue", "wed"), opens=at("08:20"), closes=at("11:50")
    ),
    Point(code="ECOLE", province="P", lat=32.1, lon=-6, access="track"),
    Point(code="COL", province="P", lat=32.2, lon=-6, access="foot", foot_min=15),
)
CENTRES: Final = (
    Centre(code="BASE", name_fr="Base", province="P", lat=31.9, lon=-6),
    Centre(code="GITE", name_fr="Gîte", province="P", lat=32.3, lon=-6, lodging=4),
)
STAFF: Final = (
    _staff("DOC", "doctor"), _staff("NUR1", "nurse"), _staff("NUR2", "nurse"), _staff("DRI", "driver"),
    _staff("SPE", "specialist", "cardiologie"), _staff("DRI2", "driver"),
)  # fmt: skip
CREWS: Final = (
    Seat(crew="unit", profession="doctor", count=1),
    Seat(crew="unit", profession="nurse", count=2),
    Seat(crew="unit", profession="driver", count=1),
    Seat(crew="caravan", profession="specialist", specialty="cardiologie", count=1),
    Seat(crew="caravan", profession="driver", count=1),
)
CAMPAIGN: Final = Campaign(
    settings=SETTINGS,
    regions={"R": Region(code="R", name_fr="Région")},
    provinces={code: Province(code=code, region="R", name_fr=code) for code in ("P", "Q")},
    douars={douar.code: douar for douar in DOUARS},
    points={point.code: point for point in POINTS},
    catchments=tuple(
        Catchment(douar=douar, point=point)
        for douar, point in (("D1", "SOUK"), ("D2", "SOUK"), ("D3", "ECOLE"), ("D4", "COL"))
    ),
    centres={centre.code: centre for centre in CENTRES},
    units={
        "U": Unit(
            code="U",
            province="P",
            base="BASE",
            consultations_per_day=60,
            litres_per_100km=Decimal(10),
            hire_mad_per_day=Decimal(100),
            from_=on("01-08"),
            to=on("02-02"),
        )
    },
    ambulances={"M": Ambulance(code="M", province="P", upkeep_mad_per_day=Decimal(10))},
    staff={person.code: person for person in STAFF},
    leave=(Leave(staff="DOC", from_=on("01-10"), to=on("01-28")),),
    crews=CREWS,
    equipment={"ECHO": Equipment(code="ECHO", kind="ultrasound", region="R", from_=on("01-15"), to=on("01-16"))},
    caravans={
        "K": Caravan(
            code="K",
            region="R",
            days=2,
            earliest=on("01-15"),
            latest=on("01-16"),
            equipment={"ultrasound": 1},
            consultations_per_day=25,
            fixed_mad=Decimal(1000),
            mandatory="1",
        )
    },
    closures=(Closure(from_=on("01-17"), to=on("01-28"), point="SOUK"),),
    caps=(
        Cap(chapter="fuel", amount_mad=Decimal("172.15")),
        Cap(region="R", chapter="medicines", amount_mad=Decimal("2240.00")),
        Cap(province="P", amount_mad=Decimal("6726.90")),
    ),
    travel=tuple(map(_drive, DRIVES)),
    pins=(
        Pin(kind="tour", unit="U", date=on("01-08"), points=("SOUK", "ECOLE")),
        Pin(kind="caravan", caravan="K", site="SOUK", date=on("01-15")),
        Pin(kind="ambulance", ambulance="M", centre="GITE"),
        Pin(kind="duty", staff="DOC", date=on("01-29"), unit="U"),
        Pin(kind="duty", staff="SPE", date=on("01-16"), caravan="K"),
    ),
    digest="0123456789abcdef",
)


def drives(campaign: Campaign) -> TravelTimes:
    """Return the drives of a campaign."""
    return travel_times(campaign, build_catchments(campaign))
