"""A plan: what is decided, and what follows from it, as the contract's tables say it.

`Decisions` is what a solver, a hand or a file may choose; every other figure of a `Plan` is worked out from it and
from the campaign in one place, `planner.derive`. Money in a plan is whole centimes, written as MAD with two decimals;
distances are whole metres (multiples of 100), written as km with one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date as Day
from decimal import Decimal
from typing import Any, Final, Literal, NamedTuple

from planner.domain.columns import Chapter, Clock, Table, column, row

Status = Literal["optimal", "feasible", "stopped", "infeasible"]
Reason = Literal[
    "money", "crew", "unit", "access", "too_far", "closed", "hours", "spacing", "capacity", "equipment", "site",
    "not_worth", "search",
]  # fmt: skip
Change = Literal["", "money", "crew", "unit", "lodging", "day", "hours", "equipment", "site"]

MOST_OPTIMAL_GAP: Final = Decimal("0.0001")
COVER_MIN: Final = 60
"""A douar is covered by an ambulance within so many minutes' drive."""


# --- what is decided


@dataclass(frozen=True, slots=True, order=True)
class StopDecision:
    """One stop: where, from which minute of the day service runs, and how many are seen."""

    point: str
    service_start: Clock
    consultations: int


@dataclass(frozen=True, slots=True, order=True)
class DayDecision:
    """One day of a tour: when it leaves, where it stops in order, and the centre where it ends."""

    date: Day
    start: Clock
    stops: tuple[StopDecision, ...]
    to: str


@dataclass(frozen=True, slots=True, order=True)
class TourDecision:
    """A unit's tour of one or more days that follow one another."""

    unit: str
    days: tuple[DayDecision, ...]

    @property
    def code(self) -> str:
        """The unit's code, `@`, and the first date."""
        return f"{self.unit}@{self.days[0].date}"


@dataclass(frozen=True, slots=True, order=True)
class VisitDecision:
    """A stop that counts as a visit of a douar."""

    douar: str
    date: Day
    point: str
    tour: str


@dataclass(frozen=True, slots=True, order=True)
class CaravanDecision:
    """A caravan held at a site from a first day on."""

    caravan: str
    site: str
    start: Day


@dataclass(frozen=True, slots=True, order=True)
class PostDecision:
    """An ambulance posted at a centre from a first to a last day of the season."""

    ambulance: str
    centre: str
    from_: Day
    to: Day


@dataclass(frozen=True, slots=True, order=True)
class DutyDecision:
    """A person on duty on a day; `code` is a tour's or a caravan's."""

    staff: str
    date: Day
    duty: Literal["tour", "caravan"]
    code: str


@dataclass(frozen=True, slots=True, order=True)
class UseDecision:
    """A piece of equipment with a caravan."""

    equipment: str
    caravan: str
    from_: Day
    to: Day


@dataclass(frozen=True, slots=True)
class Decisions:
    """All that a plan chooses; the order of the tuples means nothing."""

    tours: tuple[TourDecision, ...] = ()
    visits: tuple[VisitDecision, ...] = ()
    caravans: tuple[CaravanDecision, ...] = ()
    posts: tuple[PostDecision, ...] = ()
    duties: tuple[DutyDecision, ...] = ()
    uses: tuple[UseDecision, ...] = ()


# --- the plan's tables


@row
class TourRow:
    """A row of `tours`: one day of one tour."""

    tour: str = column("Tournée", "الجولة", "The unit's code, @, the first date.")
    unit: str = column("Unité", "الوحدة", "Who drives.")
    province: str = column("Province", "الإقليم", "The unit's.")
    date: Day = column("Date", "التاريخ", "The day.")
    day: int = column("Jour", "اليوم", "Of the tour, from 1.")
    start: Clock = column("Départ", "الانطلاق", "When it leaves.")
    end: Clock = column("Arrivée", "الوصول", "When it is back, or at its night stop.")
    from_: str = column("De", "من", "The centre it leaves: its base, or where it slept.")
    to: str = column("À", "إلى", "The centre where it ends: its base, or where it sleeps.")
    drive_min: int = column("Conduite", "السياقة", "Minutes of driving.", unit="min")
    foot_min: int = column("Marche", "المشي", "Minutes on foot, there and back.", unit="min")
    service_min: int = column("Service", "الخدمة", "Minutes of service, setting up included.", unit="min")
    km: Decimal = column("Km", "كلم", "Driven, to one decimal.", unit="km")


@row
class StopRow:
    tour: str = column("Tournée", "الجولة", "The tour's code.")
    date: Day = column("Date", "التاريخ", "The day.")
    sequence: int = column("Ordre", "الترتيب", "From 1, within the day.")
    point: str = column("Point", "نقطة التجمع", "Where.")
    arrive: Clock = column("Arrivée", "الوصول", "When the unit arrives at the road's end.")
    service_start: Clock = column("Début du service", "بداية الخدمة", "When setting up begins.")
    service_end: Clock = column("Fin du service", "نهاية الخدمة", "When all is folded.")
    depart: Clock = column("Départ", "الانطلاق", "When the unit drives on.")
    consultations: int = column("Consultations", "الاستشارات", "How many are seen.")


@row
class VisitRow:
    """A row of `visits`: a counted one."""

    douar: str = column("Douar", "الدوار", "Who is visited.")
    date: Day = column("Date", "التاريخ", "When.")
    point: str = column("Point", "نقطة التجمع", "Where.")
    tour: str = column("Tournée", "الجولة", "By whom.")
    number: int = column("Numéro", "الرقم", "Of the douar's counted visits in order, from 1.")
    persons: int = column("Personnes", "الأشخاص", "Persons of the douar that it counts.", unit="persons")
    value_mad: Decimal = column("Valeur", "القيمة", "What it is worth in the objective.", unit="MAD")


@row
class CaravanRow:
    """A row of the plan's `caravans`: one that is held."""

    caravan: str = column("Caravane", "القافلة", "Which.")
    kind: str = column("Genre", "النوع", "What it offers.")
    province: str = column("Province", "الإقليم", "Of its site.")
    site: str = column("Site", "الموقع", "Where it stands.")
    start: Day = column("Début", "البداية", "Its first day.")
    end: Day = column("Fin", "النهاية", "Its last day.")
    persons_reached: int = column("Personnes atteintes", "المستفيدون", "By none of its kind before.", unit="persons")
    value_mad: Decimal = column("Valeur", "القيمة", "What it is worth in the objective.", unit="MAD")


@row
class ReachRow:
    caravan: str = column("Caravane", "القافلة", "Which.")
    douar: str = column("Douar", "الدوار", "Who is reached.")
    persons: int = column("Personnes", "الأشخاص", "By none of its kind before.", unit="persons")


@row
class PostRow:
    ambulance: str = column("Ambulance", "سيارة الإسعاف", "Which.")
    centre: str = column("Centre", "المركز", "Where it stands.")
    from_: Day = column("Du", "من", "First day.")
    to: Day = column("Au", "إلى", "Last day.")


@row
class DutyRow:
    """A row of `roster`."""

    staff: str = column("Personne", "الشخص", "Who.")
    date: Day = column("Date", "التاريخ", "When.")
    duty: Literal["tour", "caravan"] = column("Service", "المهمة", "On a tour or with a caravan.")
    code: str = column("Code", "الرمز", "The tour's or caravan's.")
    role: str = column("Rôle", "الدور", "Their profession.")


@row
class UseRow:
    equipment: str = column("Matériel", "المعدات", "Which piece.")
    caravan: str = column("Caravane", "القافلة", "With whom.")
    from_: Day = column("Du", "من", "First day.")
    to: Day = column("Au", "إلى", "Last day.")


@row
class BudgetRow:
    line: int = column("Ligne", "السطر", "Number of the line, from 1.")
    chapter: Chapter = column("Chapitre", "الباب", "Of the budget.")
    region: str = column("Région", "الجهة", "The region of the province.")
    province: str = column("Province", "الإقليم", "Of the tour, the site or the ambulance.")
    source_kind: Literal["tour", "caravan", "ambulance"] = column("Origine", "المصدر", "What costs it.")
    source: str = column("Code d'origine", "رمز المصدر", "The code of the tour, caravan or ambulance.")
    quantity: Decimal = column("Quantité", "الكمية", "How many of `unit`.")
    unit: str = column("Unité", "الوحدة", "What the quantity counts: litres, km, days …")
    rate_mad: Decimal = column("Taux", "السعر", "Price of one.", unit="MAD")
    amount_mad: Decimal = column("Montant", "المبلغ", "Their product, to the centime.", unit="MAD")


@row
class UnservedRow:
    kind: Literal["visit", "caravan", "cover"] = column("Genre", "النوع", "What is missing.")
    code: str = column("Code", "الرمز", "Of the douar, or of the caravan.")
    missing: int = column("Manque", "الناقص", "How many visits; 1 for a caravan or cover.")
    reason: Reason = column(
        "Raison", "السبب", "Why, proven beside the rest of the plan; `search` where nothing is proven."
    )
    change: Change = column(
        "Changement", "التغيير", "The smallest that would serve it; blank while unknown.", default=""
    )
    change_code: str = column("Quoi", "ماذا", "Of which chapter, profession, unit …", default="")
    change_amount: Decimal | None = column(
        "Combien", "كم", "How much of it: MAD, person-days, unit-days, beds, minutes or pieces.", default=None
    )
    cost_mad: Decimal | None = column("Coût", "الكلفة", "What the change costs.", default=None, unit="MAD")


PLAN_TABLES: Final = (
    Table("tours", TourRow, "Tournées", "الجولات", "Each day of each tour."),
    Table("stops", StopRow, "Arrêts", "المحطات", "Each stop of each day."),
    Table("visits", VisitRow, "Visites", "الزيارات", "Which stops count for which douars."),
    Table("caravans", CaravanRow, "Caravanes", "القوافل", "The caravans that are held."),
    Table("caravan_reach", ReachRow, "Portée des caravanes", "مدى القوافل", "Whom they reach."),
    Table("ambulance_posts", PostRow, "Postes d'ambulance", "مواقف الإسعاف", "Where ambulances stand."),
    Table("roster", DutyRow, "Tableau de service", "جدول الخدمة", "Who is on duty when."),
    Table("equipment_use", UseRow, "Usage du matériel", "استعمال المعدات", "Which piece is with whom."),
    Table("budget", BudgetRow, "Budget", "الميزانية", "Every line of money."),
    Table("unserved", UnservedRow, "Non desservi", "غير المخدوم", "What is not served, and why."),
)


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of solving: what it reached, what it proved, and what it took as given.

    Money in centimes; `bound_centimes` never above `objective_centimes`. `province` is blank where it is of all.
    """

    name: str
    province: str
    objective_centimes: int
    bound_centimes: int
    operations_centimes: int
    seconds: float
    given: str


class Gaps(NamedTuple):
    """What lies between an objective and its bound, as shares of the objective and of operations; None for no share."""

    gap: Decimal | None
    gap_operations: Decimal | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as it is written: ten tables, and what follows from them.

    Attributes
    ----------
    indicators
        As the contract names them; money and km as Decimal, shares as float.
    open_days, ramadan
        The days used.
    """

    campaign_code: str
    tours: tuple[TourRow, ...]
    stops: tuple[StopRow, ...]
    visits: tuple[VisitRow, ...]
    caravans: tuple[CaravanRow, ...]
    caravan_reach: tuple[ReachRow, ...]
    ambulance_posts: tuple[PostRow, ...]
    roster: tuple[DutyRow, ...]
    equipment_use: tuple[UseRow, ...]
    budget: tuple[BudgetRow, ...]
    unserved: tuple[UnservedRow, ...]
    objective_centimes: int
    operations_centimes: int
    indicators: dict[str, Any]
    open_days: tuple[Day, ...]
    ramadan: tuple[Day, Day] | None
    engine: str
    engine_version: str


@dataclass(frozen=True, slots=True)
class Run:
    """A plan beside how it came to be: what plan.json says besides the plan itself.

    Attributes
    ----------
    bound_centimes
        A proven lower limit of the objective of the whole problem, never above the plan's own.
    notes
        What went otherwise than meant, as `planner.domain.notes` reads it: a word, a province or `-`, and a detail,
        parted by blanks.
    stated_gaps
        What the file that a run was read from says that lies between objectives and bounds: of the plan, then of each
        stage. None where no file was read: they follow from the rest.
    """

    plan: Plan
    bound_centimes: int
    status: Status
    stages: tuple[Stage, ...]
    seed: int
    created: str
    software_version: str
    input_sha256: str
    notes: tuple[str, ...] = field(default=())
    stated_gaps: tuple[Gaps, ...] | None = field(default=None, compare=False)
