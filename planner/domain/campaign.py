"""The tables of a campaign, and the campaign that is made of them.

`None` in a date or an altitude means that nothing was said: no limit, not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Day
from decimal import Decimal
from typing import Final, Literal

from planner.domain.columns import (
    MOST_RATE,
    WEEK,
    Access,
    Clock,
    Profession,
    Risk,
    Table,
    Vehicle,
    Weekday,
    column,
    row,
)
from planner.domain.settings import Settings

CODE: Final = ("Code", "الرمز")
NAME_FR: Final = ("Nom", "الاسم بالفرنسية")
NAME_AR: Final = ("Nom arabe", "الاسم بالعربية")
PROVINCE: Final = ("Province", "الإقليم")
REGION: Final = ("Région", "الجهة")
LAT: Final = ("Latitude", "خط العرض")
LON: Final = ("Longitude", "خط الطول")
ALTITUDE: Final = ("Altitude", "الارتفاع")
FROM: Final = ("Du", "من")
TO: Final = ("Au", "إلى")


@row
class Region:
    code: str = column(*CODE, "The region's code.")
    name_fr: str = column(*NAME_FR, "Its name; either language will do.", default="")
    name_ar: str = column(*NAME_AR, "Its name in Arabic.", default="")


@row
class Province:
    code: str = column(*CODE, "The province's code.")
    region: str = column(*REGION, "The region it belongs to.", refers="regions")
    name_fr: str = column(*NAME_FR, "Its name; either language will do.", default="")
    name_ar: str = column(*NAME_AR, "Its name in Arabic.", default="")


@row
class Douar:
    code: str = column(*CODE, "The douar's code.")
    name_fr: str = column(*NAME_FR, "Its name; either language will do.", default="")
    name_ar: str = column(*NAME_AR, "Its name in Arabic.", default="")
    province: str = column(*PROVINCE, "The province it lies in.", refers="provinces")
    commune: str = column("Commune", "الجماعة", "The commune it belongs to.", default="")
    lat: float = column(*LAT, "WGS84.", unit="°", least=-90, most=90)
    lon: float = column(*LON, "WGS84.", unit="°", least=-180, most=180)
    altitude_m: float | None = column(*ALTITUDE, "Above the sea.", default=None, unit="m", least=-500, most=9000)
    risk: Risk = column("Risque", "الخطر", "How cut off it may be.", default="none")
    population: int = column("Population", "عدد السكان", "Persons who live there.", unit="persons", least=0)
    children: int | None = column("Enfants", "الأطفال", "Of them, children.", default=None, unit="persons", least=0)
    elderly: int | None = column("Personnes âgées", "المسنون", "Elderly.", default=None, unit="persons", least=0)
    chronic: int | None = column(
        "Malades chroniques", "المرضى المزمنون", "Chronically ill.", default=None, unit="persons", least=0
    )
    pregnant: int | None = column("Femmes enceintes", "الحوامل", "Pregnant.", default=None, unit="persons", least=0)
    near_term: int | None = column(
        "Proches du terme", "قرب الولادة", "Near term.", default=None, unit="persons", least=0
    )
    isolation_days: int | None = column(
        "Jours d'isolement", "أيام العزلة", "Days cut off in a winter.", default=None, unit="d", least=0
    )
    visits: int | None = column(
        "Visites", "الزيارات", "Visits wanted; blank: by its risk.", default=None, least=0, most=366
    )


@row
class Point:
    code: str = column(*CODE, "The gathering point's code.")
    name_fr: str = column(*NAME_FR, "Its name.", default="")
    name_ar: str = column(*NAME_AR, "Its name in Arabic.", default="")
    province: str = column(*PROVINCE, "The province it lies in.", refers="provinces")
    lat: float = column(*LAT, "WGS84.", unit="°", least=-90, most=90)
    lon: float = column(*LON, "WGS84.", unit="°", least=-180, most=180)
    altitude_m: float | None = column(*ALTITUDE, "Above the sea.", default=None, unit="m", least=-500, most=9000)
    access: Access = column("Accès", "الولوج", "What it takes to get there.", default="road")
    foot_min: int = column(
        "Marche", "المشي", "Walk from the road's end, each way.", default=0, unit="min", least=0, most=1440
    )
    venue: Literal["", "school", "dispensary", "centre", "souk", "open"] = column(
        "Lieu", "المكان", "What stands there.", default=""
    )
    contact: str = column("Contact", "المسؤول", "Who opens the place.", default="")
    phone: str = column("Téléphone", "الهاتف", "Of the contact.", default="")
    weekdays: tuple[Weekday, ...] = column("Jours", "الأيام", "Days it can be served.", default=WEEK)
    opens: Clock = column("Ouvre", "يفتح", "Service begins at the earliest.", default=Clock(0))
    closes: Clock = column("Ferme", "يغلق", "Service ends at the latest.", default=Clock(1440))


@row
class Catchment:
    douar: str = column("Douar", "الدوار", "The douar served.", refers="douars")
    point: str = column("Point", "نقطة التجمع", "Where it is served.", refers="points")
    walk_min: int | None = column("Marche", "المشي", "Its people's walk.", default=None, unit="min", least=0)


@row
class Centre:
    code: str = column(*CODE, "The health centre's code.")
    name_fr: str = column(*NAME_FR, "Its name; either language will do.", default="")
    name_ar: str = column(*NAME_AR, "Its name in Arabic.", default="")
    province: str = column(*PROVINCE, "The province it lies in.", refers="provinces")
    kind: Literal["", "dispensary", "centre", "hospital", "chu", "maternity_home"] = column(
        "Type", "الصنف", "What it is.", default=""
    )
    lat: float = column(*LAT, "WGS84.", unit="°", least=-90, most=90)
    lon: float = column(*LON, "WGS84.", unit="°", least=-180, most=180)
    altitude_m: float | None = column(*ALTITUDE, "Above the sea.", default=None, unit="m", least=-500, most=9000)
    lodging: int = column(
        "Couchages", "أسرة المبيت", "Persons that can sleep there.", default=0, unit="persons", least=0
    )
    waiting_beds: int | None = column(
        "Lits d'attente", "أسرة الانتظار", "Beds for women near term.", default=None, least=0
    )
    ambulance_posts: int = column(
        "Postes d'ambulance", "مواقف الإسعاف", "Ambulances it has room for.", default=1, least=0
    )
    phone: str = column("Téléphone", "الهاتف", "Of the centre.", default="")


@row
class Unit:
    code: str = column(*CODE, "The mobile unit's code.")
    province: str = column(*PROVINCE, "The province it serves.", refers="provinces")
    base: str = column("Base", "القاعدة", "The centre it leaves from.", refers="centres")
    access: Vehicle = column("Accès", "الولوج", "The worst it can drive.", default="track")
    clinicians: int = column("Cliniciens", "الأطباء والممرضون", "Who consult at the same time.", default=2, least=1)
    consultations_per_day: int = column(
        "Consultations par jour", "الاستشارات في اليوم", "At most.", default=150, least=0
    )
    crew: str = column("Équipe", "الطاقم", "The crew it takes.", default="unit", refers="crews")
    litres_per_100km: Decimal = column(
        "Consommation", "الاستهلاك", "Fuel.", default=Decimal(13), unit="l/100 km", least=0, most=MOST_RATE
    )
    upkeep_mad_per_km: Decimal = column(
        "Entretien", "الصيانة", "Upkeep.", default=Decimal("1.50"), unit="MAD/km", least=0, most=MOST_RATE
    )
    hire_mad_per_day: Decimal = column(
        "Location", "الكراء", "A tour-day's hire.", default=Decimal(0), unit="MAD", least=0, most=MOST_RATE
    )
    from_: Day | None = column(*FROM, "First day it is there.", default=None)
    to: Day | None = column(*TO, "Last day it is there.", default=None)


@row
class Ambulance:
    code: str = column(*CODE, "The ambulance's code.")
    province: str = column(*PROVINCE, "The province it serves.", refers="provinces")
    category: Literal["", "A", "B", "C"] = column("Catégorie", "الفئة", "Its equipment.", default="")
    access: Vehicle = column("Accès", "الولوج", "The worst it can drive.", default="track")
    base: str = column("Base", "القاعدة", "Where it stands; blank: the plan chooses.", default="", refers="centres")
    upkeep_mad_per_day: Decimal = column(
        "Entretien", "الصيانة", "A posted day's upkeep.", default=Decimal(0), unit="MAD", least=0, most=MOST_RATE
    )


@row
class Staff:
    code: str = column(*CODE, "The person's code.")
    name: str = column("Nom", "الاسم", "The person's name.", default="")
    profession: Profession = column("Profession", "المهنة", "What they are.")
    specialty: str = column("Spécialité", "التخصص", "A specialist's.", default="")
    province: str = column(*PROVINCE, "Where they serve.", refers="provinces")
    base: str = column("Base", "القاعدة", "Their centre.", default="", refers="centres")
    max_days_per_week: int = column(
        "Jours par semaine", "الأيام في الأسبوع", "At most.", default=5, unit="d", least=0, most=7
    )
    max_days: int | None = column("Jours en tout", "مجموع الأيام", "At most; blank: no limit.", default=None, least=0)
    from_: Day | None = column(*FROM, "First day they are there.", default=None)
    to: Day | None = column(*TO, "Last day they are there.", default=None)
    phone: str = column("Téléphone", "الهاتف", "Of the person.", default="")


@row
class Leave:
    staff: str = column("Personne", "الشخص", "Who is away.", refers="staff")
    from_: Day = column(*FROM, "First day away.")
    to: Day = column(*TO, "Last day away.")


@row
class Seat:
    """A row of `crews`: so many of one profession in one crew."""

    crew: str = column("Équipe", "الطاقم", "The crew's name.")
    profession: Profession = column("Profession", "المهنة", "Who is needed.")
    specialty: str = column("Spécialité", "التخصص", "Which one, if any.", default="")
    count: int = column("Nombre", "العدد", "How many.", unit="persons", least=0)


@row
class Equipment:
    code: str = column(*CODE, "The piece's code.")
    kind: str = column("Genre", "النوع", "What it is.")
    region: str = column(*REGION, "Where it is shared.", refers="regions")
    from_: Day | None = column(*FROM, "First day it is there.", default=None)
    to: Day | None = column(*TO, "Last day it is there.", default=None)


@row
class Caravan:
    """A row of `caravans`: one to place."""

    code: str = column(*CODE, "The caravan's code.")
    kind: str = column("Genre", "النوع", "What it offers.", default="general")
    region: str = column(*REGION, "The region that holds it.", refers="regions")
    province: str = column(*PROVINCE, "Blank: the plan chooses.", default="", refers="provinces")
    site: str = column(
        "Site", "الموقع", "A centre or point; blank: the plan chooses.", default="", refers="centres|points"
    )
    days: int = column("Jours", "الأيام", "Consecutive days it stands.", default=1, unit="d", least=1, most=731)
    earliest: Day | None = column("Au plus tôt", "أبكر موعد", "Not before.", default=None)
    latest: Day | None = column("Au plus tard", "آخر موعد", "Over by.", default=None)
    crew: str = column("Équipe", "الطاقم", "The crew it takes.", default="caravan", refers="crews")
    equipment: dict[str, int] = column("Matériel", "المعدات", "Pieces by kind.", default={}, least=0)
    consultations_per_day: int = column(
        "Consultations par jour", "الاستشارات في اليوم", "At most.", default=300, least=0
    )
    radius_km: Decimal = column(
        "Rayon", "الشعاع", "How far it reaches.", default=Decimal(12), unit="km", least=0, most=MOST_RATE
    )
    fixed_mad: Decimal = column(
        "Coût fixe", "الكلفة الثابتة", "What it costs.", default=Decimal(0), unit="MAD", least=0
    )
    cargo_kg: Decimal | None = column(
        "Charge", "الحمولة", "What it carries.", default=None, unit="kg", least=0, most=MOST_RATE
    )
    mandatory: Literal["0", "1"] = column("Obligatoire", "إلزامية", "1 where it must be held.", default="0")


@row
class Closure:
    from_: Day = column(*FROM, "First day closed.")
    to: Day = column(*TO, "Last day closed.")
    access: Literal["road", "track"] = column(
        "Accès", "الولوج", "`road` closes all, `track` all but road points.", default="road"
    )
    point: str = column("Point", "نقطة التجمع", "The point closed …", default="", refers="points")
    wkt: str = column("Polygone", "المضلع", "… or all points inside this WGS84 polygon.", default="")


@row
class Cap:
    region: str = column(*REGION, "Blank: all.", default="", refers="regions")
    province: str = column(*PROVINCE, "Blank: all.", default="", refers="provinces")
    chapter: Literal["", "fuel", "per_diem", "medicines", "upkeep", "caravans", "hire", "other"] = column(
        "Chapitre", "الباب", "Blank: all.", default=""
    )
    amount_mad: Decimal = column("Plafond", "السقف", "Never exceeded.", unit="MAD", least=0)


@row
class KnownDrive:
    """A row of `travel`: a drive that people know."""

    from_: str = column("De", "من", "A point or centre.", refers="centres|points")
    to: str = column("À", "إلى", "A point or centre.", refers="centres|points")
    minutes: int = column("Minutes", "الدقائق", "As driven.", unit="min", least=0, most=10_000)
    km: Decimal = column("Km", "كلم", "As driven, to one decimal.", unit="km", least=0, most=10_000)
    access: Literal["", "road", "track"] = column("Accès", "الولوج", "For which vehicles; blank: all.", default="")


@row
class Pin:
    """A row of `pins`: what a plan must keep."""

    kind: Literal["tour", "caravan", "ambulance", "duty"] = column("Genre", "النوع", "What is pinned.")
    unit: str = column("Unité", "الوحدة", "Of a tour or duty.", default="", refers="units")
    date: Day | None = column("Date", "التاريخ", "Of a tour or duty; a caravan's first.", default=None)
    points: tuple[str, ...] = column("Points", "النقط", "A tour's stops in order.", default=(), refers="points")
    caravan: str = column("Caravane", "القافلة", "Of a caravan or duty.", default="", refers="caravans")
    site: str = column("Site", "الموقع", "A caravan's.", default="", refers="centres|points")
    ambulance: str = column("Ambulance", "سيارة الإسعاف", "Posted …", default="", refers="ambulances")
    centre: str = column("Centre", "المركز", "… there.", default="", refers="centres")
    from_: Day | None = column(*FROM, "Blank: the season's.", default=None)
    to: Day | None = column(*TO, "Blank: the season's.", default=None)
    staff: str = column("Personne", "الشخص", "Of a duty.", default="", refers="staff")


CAMPAIGN_TABLES: Final = (
    Table("regions", Region, "Régions", "الجهات", "The regions of the operation.", "code"),
    Table("provinces", Province, "Provinces", "الأقاليم", "The provinces of the operation.", "code"),
    Table("douars", Douar, "Douars", "الدواوير", "Who is to be served.", "code"),
    Table("points", Point, "Points de rassemblement", "نقط التجمع", "Where they are served.", "code"),
    Table("catchments", Catchment, "Rattachements", "الارتباطات", "Which douars come to which points."),
    Table("centres", Centre, "Centres de santé", "المراكز الصحية", "Bases, night stops and posts.", "code"),
    Table("units", Unit, "Unités mobiles", "الوحدات المتنقلة", "Mobile medical units.", "code"),
    Table("ambulances", Ambulance, "Ambulances", "سيارات الإسعاف", "Ambulances to post.", "code"),
    Table("staff", Staff, "Personnel", "الموظفون", "Who may serve.", "code"),
    Table("leave", Leave, "Congés", "الإجازات", "When they are away.", "staff"),
    Table("crews", Seat, "Équipes", "الأطقم", "Who makes up a crew.", "crew"),
    Table("equipment", Equipment, "Matériel", "المعدات", "Pieces that caravans share.", "code"),
    Table("caravans", Caravan, "Caravanes", "القوافل", "Caravans to place.", "code"),
    Table("closures", Closure, "Fermetures", "الإغلاقات", "When points are cut off."),
    Table("caps", Cap, "Plafonds", "السقوف", "Limits on money."),
    Table("travel", KnownDrive, "Trajets connus", "مسافات معروفة", "Drives that people know."),
    Table("pins", Pin, "Épingles", "المثبتات", "What a plan must keep."),
)

PROVINCE_COLUMNS: Final = {
    table.name: tuple(column.name for column in table.columns if "provinces" in column.refers)
    for table in CAMPAIGN_TABLES
}
"""The columns of each table in which its rows name provinces."""

DEFAULT_CREW: Final = (
    Seat(crew="unit", profession="doctor", count=1),
    Seat(crew="unit", profession="nurse", count=2),
    Seat(crew="unit", profession="driver", count=1),
)


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign without a fault, which nothing changes any more.

    What has a code is kept by it, in order of code; the other tables are tuples. `points` are never empty where there
    are douars: without a points table each douar is its own point.

    Attributes
    ----------
    digest
        SHA-256 of the canonical form without `[solve]`, hexadecimal; see docs/formats.md.
    """

    settings: Settings
    regions: dict[str, Region]
    provinces: dict[str, Province]
    douars: dict[str, Douar]
    points: dict[str, Point]
    catchments: tuple[Catchment, ...]
    centres: dict[str, Centre]
    units: dict[str, Unit]
    ambulances: dict[str, Ambulance]
    staff: dict[str, Staff]
    leave: tuple[Leave, ...]
    crews: tuple[Seat, ...]
    equipment: dict[str, Equipment]
    caravans: dict[str, Caravan]
    closures: tuple[Closure, ...]
    caps: tuple[Cap, ...]
    travel: tuple[KnownDrive, ...]
    pins: tuple[Pin, ...]
    digest: str = ""

    def crew(self, name: str) -> tuple[Seat, ...]:
        """Return a crew's seats; those of the default unit where no row of `crews` names it."""
        return tuple(seat for seat in self.crews if seat.crew == name) or DEFAULT_CREW

    def crew_size(self, name: str) -> int:
        """Return the persons of a crew."""
        return sum(seat.count for seat in self.crew(name))

    def wanted_visits(self, douar: Douar) -> int:
        """Return the visits that a douar wants in the season."""
        return self.settings.policy.visits[douar.risk] if douar.visits is None else douar.visits

    def site(self, code: str) -> Centre | Point:
        """Return a caravan's site."""
        return self.centres.get(code) or self.points[code]
