"""What campaign.toml holds: one frozen section a TOML table, with the contract's defaults."""

from __future__ import annotations

from datetime import date as Day
from decimal import Decimal
from typing import Literal

from planner.domain.columns import MOST_RATE, WEEK, Clock, Profession, Risk, Weekday, column, row
from planner.domain.solve_settings import MOST_SEED, MOST_WORKERS

Kind = Literal["riaya"]
Engine = Literal["winter", "table"]
RESERVED_KINDS = ("mission", "connected")
RESERVED_ENGINES = ("roads", "osrm", "valhalla")


@row
class Head:
    """[campaign]: what season of what operation."""

    code: str = column("Code", "الرمز", "The campaign's code.")
    name_fr: str = column("Nom", "الاسم بالفرنسية", "Its name in French.", default="")
    name_ar: str = column("Nom arabe", "الاسم بالعربية", "Its name in Arabic.", default="")
    kind: Kind = column("Genre", "النوع", "The kind of campaign.", default="riaya")
    start: Day = column("Début", "البداية", "The season's first day.")
    end: Day = column("Fin", "النهاية", "The season's last day.")


@row
class Calendar:
    """[calendar]: the days and hours on which people work."""

    weekdays: tuple[Weekday, ...] = column(
        "Jours des tournées", "أيام الجولات", "Days of the week on which tours may run.", default=WEEK[:5]
    )
    caravan_weekdays: tuple[Weekday, ...] = column(
        "Jours des caravanes", "أيام القوافل", "Days of the week on which caravans may run.", default=WEEK
    )
    holidays: str = column(
        "Jours fériés", "العطل", "Country whose public holidays are closed; blank for none.", default="MA"
    )
    closed: tuple[Day, ...] = column("Jours fermés", "أيام مغلقة", "Further closed dates.", default=())
    open: tuple[Day, ...] = column("Jours ouverts", "أيام مفتوحة", "Dates open whatever else says.", default=())
    day_start: Clock = column("Départ au plus tôt", "أبكر انطلاق", "Earliest departure.", default=Clock(480))
    day_end: Clock = column("Retour au plus tard", "آخر رجوع", "Latest return.", default=Clock(1080))
    work_min: int = column(
        "Travail par jour",
        "العمل في اليوم",
        "Driving, walking and service in a day.",
        default=540,
        unit="min",
        least=0,
        most=1440,
    )
    friday_break: tuple[Clock, ...] = column(
        "Pause du vendredi",
        "استراحة الجمعة",
        "Hours of Friday without service; none for no break.",
        default=(Clock(720), Clock(840)),
    )
    ramadan: tuple[Day, ...] | None = column(
        "Ramadan", "رمضان", "First and last day; `auto` by calculation, blank for none.", default=None
    )
    ramadan_day_end: Clock = column(
        "Retour en Ramadan", "الرجوع في رمضان", "Latest return in Ramadan.", default=Clock(930)
    )
    ramadan_work_min: int = column(
        "Travail en Ramadan", "العمل في رمضان", "Work in a day of Ramadan.", default=390, unit="min", least=0, most=1440
    )


@row
class Policy:
    """[policy]: what is wanted, and what it is worth."""

    visits: dict[Risk, int] = column(
        "Visites voulues",
        "الزيارات المطلوبة",
        "Visits wanted in the season by the douar's risk.",
        default={"red": 4, "orange": 3, "yellow": 2, "none": 1},
        least=0,
    )
    gap_min_days: int = column(
        "Écart minimal",
        "أدنى فاصل",
        "Two visits counted for a douar are at least so far apart.",
        default=21,
        unit="d",
        least=0,
        most=10_000,
    )
    gap_max_days: int = column(
        "Écart souhaité", "أقصى فاصل مرغوب", "A longer wait costs lateness.", default=45, unit="d", least=0, most=10_000
    )
    value_mad_per_person: dict[Risk, Decimal] = column(
        "Valeur par personne",
        "القيمة لكل شخص",
        "Worth of one person's first visit by risk.",
        default={"red": Decimal(60), "orange": Decimal(40), "yellow": Decimal(25), "none": Decimal(15)},
        unit="MAD",
        least=0,
        most=MOST_RATE,
    )
    repeat_value: Decimal = column(
        "Valeur d'une visite suivante",
        "قيمة الزيارة التالية",
        "Worth of a visit as a share of the one before.",
        default=Decimal("0.8"),
        least=0,
        most=1,
    )
    late_mad_per_person_day: Decimal = column(
        "Coût du retard",
        "كلفة التأخير",
        "Cost of a person's day of waiting too long.",
        default=Decimal("0.10"),
        unit="MAD",
        least=0,
        most=MOST_RATE,
    )
    attendance: Decimal = column(
        "Part qui consulte",
        "نسبة الحضور",
        "Share of attached persons who consult.",
        default=Decimal("0.25"),
        least=0,
        most=1,
    )
    minutes_per_consultation: Decimal = column(
        "Durée d'une consultation",
        "مدة الاستشارة",
        "Minutes per clinician.",
        default=Decimal(5),
        unit="min",
        least=0,
        most=1440,
    )
    min_share: Decimal = column(
        "Part minimale",
        "الحصة الدنيا",
        "A stop that sees less of what it could counts for nobody.",
        default=Decimal("0.5"),
        least=0,
        most=1,
    )
    unit_days_per_week: int = column(
        "Jours d'unité par semaine",
        "أيام الوحدة في الأسبوع",
        "Days a unit may tour from Monday to Sunday.",
        default=5,
        unit="d",
        least=0,
        most=7,
    )
    setup_min: int = column(
        "Installation", "التركيب", "Unfolding and folding at a stop.", default=40, unit="min", least=0, most=1440
    )
    walk_km: float = column(
        "Marche", "المشي", "A douar is served within this distance.", default=3.0, unit="km", least=0
    )
    max_nights: int = column("Nuits", "الليالي", "Nights away in one tour.", default=2, least=0, most=30)
    coverage_floor: Decimal = column(
        "Plancher de couverture",
        "أدنى تغطية",
        "Share of its wanted persons that a province should count.",
        default=Decimal(0),
        least=0,
        most=1,
    )
    shortfall_mad_per_person: Decimal = column(
        "Coût du manque",
        "كلفة النقص",
        "Cost of each person below the floor.",
        default=Decimal(20),
        unit="MAD",
        least=0,
        most=MOST_RATE,
    )
    caravan_value_mad_per_person: Decimal = column(
        "Valeur d'une caravane",
        "قيمة القافلة",
        "Worth of one person inside a caravan's reach.",
        default=Decimal(30),
        unit="MAD",
        least=0,
        most=MOST_RATE,
    )
    cover_mad_per_person: Decimal = column(
        "Valeur de la couverture",
        "قيمة التغطية",
        "Worth of a person covered all season.",
        default=Decimal(3),
        unit="MAD",
        least=0,
        most=MOST_RATE,
    )
    backup_mad_per_person: Decimal = column(
        "Valeur du secours",
        "قيمة الدعم",
        "Worth of a second cover.",
        default=Decimal("1.2"),
        unit="MAD",
        least=0,
        most=MOST_RATE,
    )


@row
class Budget:
    """[budget]: the envelope; narrower caps stand in the table `caps`."""

    total_mad: Decimal | None = column(
        "Enveloppe", "الغلاف المالي", "Hard cap on all money.", default=None, unit="MAD", least=0
    )


@row
class Costs:
    """[costs]: rates; they stay *à confirmer* until someone confirms them."""

    fuel_mad_per_l: Decimal = column(
        "Carburant", "الوقود", "Price of a litre.", default=Decimal(11), unit="MAD", least=0, most=MOST_RATE
    )
    medicines_mad_per_consultation: Decimal = column(
        "Médicaments",
        "الأدوية",
        "Medicines of a consultation.",
        default=Decimal(14),
        unit="MAD",
        least=0,
        most=MOST_RATE,
    )
    night_mad_per_person: Decimal = column(
        "Nuitée", "المبيت", "A person's night away.", default=Decimal(120), unit="MAD", least=0, most=MOST_RATE
    )
    per_diem_mad: dict[Profession, Decimal] = column(
        "Indemnité",
        "التعويض اليومي",
        "A person's duty day by profession.",
        default={
            "doctor": Decimal(100),
            "specialist": Decimal(120),
            "nurse": Decimal(80),
            "midwife": Decimal(80),
            "technician": Decimal(70),
            "assistant": Decimal(60),
            "driver": Decimal(60),
        },
        unit="MAD",
        least=0,
        most=MOST_RATE,
    )


@row
class Travel:
    """[travel]: how minutes and km are known."""

    engine: Engine = column("Moteur", "المحرك", "`winter` by formula, `table` by known drives alone.", default="winter")
    road_kmh: float = column(
        "Vitesse sur route", "السرعة على الطريق", "On roads.", default=45.0, unit="km/h", least=1, most=1000
    )
    track_kmh: float = column(
        "Vitesse sur piste", "السرعة على المسلك", "On tracks.", default=18.0, unit="km/h", least=1, most=1000
    )
    detour: float = column("Détour", "الالتفاف", "Road km per straight km.", default=1.35, least=1, most=100)
    climb_min_per_100m: float = column("Montée", "الصعود", "Minutes a 100 m climbed.", default=2.0, least=0, most=1000)
    snow_factor: float = column("Facteur neige", "معامل الثلج", "Minutes multiplied.", default=1.0, least=0, most=100)


@row
class Solve:
    """[solve]: how long, with how many processes, from which seed; a plan's digest leaves it out."""

    seconds: int = column("Secondes", "الثواني", "Wall clock for the whole plan.", default=600, unit="s", least=1)
    workers: int = column(
        "Processus",
        "العمليات",
        "0 for all cores, or for all workers of a cluster.",
        default=0,
        least=0,
        most=MOST_WORKERS,
    )
    seed: int = column("Graine", "البذرة", "Where chance starts.", default=1, least=0, most=MOST_SEED)


@row
class Settings:
    """campaign.toml."""

    format: Literal[1] = column("Format", "الصيغة", "Of the contract.", default=1)
    campaign: Head = column("Campagne", "الحملة", "What season.")
    calendar: Calendar = column("Calendrier", "التقويم", "Days and hours.", default=Calendar())
    policy: Policy = column("Règles", "القواعد", "What is wanted.", default=Policy())
    budget: Budget = column("Budget", "الميزانية", "The envelope.", default=Budget())
    costs: Costs = column("Coûts", "التكاليف", "Rates.", default=Costs())
    travel: Travel = column("Trajets", "التنقل", "Minutes and km.", default=Travel())
    solve: Solve = column("Calcul", "الحساب", "Time and seed.", default=Solve())
