"""Rules of what follows from the whole plan: its calendar, what is unserved, its indicators and objective."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import Any, Final

from geodata.travel import ENGINE_VERSION
from planner.check_plan.costs import km
from planner.check_plan.facts import Facts
from planner.check_plan.findings import PLAN_FILE, Finding, Findings, differs, span
from planner.domain.cap_codes import cap_code
from planner.domain.cells import DATE
from planner.domain.columns import CHAPTERS, PROFESSIONS
from planner.domain.money import to_mad
from planner.domain.plan import Change, UnservedRow

UNCHANGEABLE: Final = frozenset({"search", "not_worth"})
"""Reasons for which no change is known."""
CHANGED_ALONE: Final = frozenset({"money", "crew", "unit", "equipment"})
"""Reasons that more of the same alone would take away."""
NEVER_REASONS: Final[Mapping[str, frozenset[str]]] = {
    "visit": frozenset({"equipment"}),
    "caravan": frozenset({"access", "too_far", "hours", "spacing", "unit", "capacity"}),
    "cover": frozenset({"closed", "hours", "spacing", "crew", "equipment", "site"}),
}
"""By what is missing, reasons that it never is for."""
SHARE_DECIMALS: Final = 4
DECIMALS: Final = {"persons_per_1000_mad": 2}
FLOAT_NOISE: Final = Fraction(1, 10**9)


def calendar(facts: Facts) -> Findings:
    """A plan states once each day on which tours may run, Ramadan as far as it lies in the season, and the engine."""
    due, said = Counter(facts.season.calendar.open_days), Counter(facts.plan.open_days)
    for day in sorted(due.keys() | said.keys()):
        if due[day] != said[day]:
            yield Finding(PLAN_FILE, "calendar.open_days", due[day], said[day], str(day))
    stated = facts.season.part(facts.plan.ramadan)
    if stated not in facts.season.ramadans:
        kept = facts.season.part(facts.season.calendar.ramadan)
        yield Finding(PLAN_FILE, "calendar.ramadan", span(*kept) if kept else "–", span(*stated) if stated else "–")
    if facts.plan.engine != facts.campaign.settings.travel.engine:
        yield Finding(PLAN_FILE, "calendar.engine", facts.campaign.settings.travel.engine, facts.plan.engine)
    if facts.plan.engine_version != ENGINE_VERSION:
        yield Finding(PLAN_FILE, "calendar.engine_version", ENGINE_VERSION, facts.plan.engine_version)


def _missing(facts: Facts) -> Counter[tuple[str, str]]:
    """Return how much is missing, by kind and code."""
    held = {row.caravan for row in facts.plan.caravans}
    missing = Counter({("visit", code): wanted - len(facts.visits[code]) for code, wanted in facts.wanted.items()})
    missing.update(("caravan", code) for code in facts.campaign.caravans if code not in held)
    if facts.campaign.ambulances:
        missing.update(("cover", code) for code, days in facts.cover.once.items() if days < facts.season.days)
    return +missing


def unserved(facts: Facts) -> Findings:
    """What is missing is listed, no more and no less, with reasons that there are for it.

    Missing may be visits, caravans, and cover where there are ambulances at all.

    Rows with several reasons may share what a code is missing.
    """
    due, said = _missing(facts), Counter[tuple[str, str]]()
    rows: dict[tuple[str, str], UnservedRow] = {(row.kind, row.code): row for row in reversed(facts.plan.unserved)}
    for row in facts.plan.unserved:
        said[row.kind, row.code] += row.missing
        if row.missing < 1:
            yield Finding(row, "missing", "≥ 1")
        if row.reason in NEVER_REASONS[row.kind]:
            yield Finding(row, "reason")
    for key in sorted(due.keys() | said.keys()):
        if due[key] != said[key]:
            yield Finding(rows.get(key, "unserved.csv"), "missing", due[key], said[key], " ".join(key))


def changes(facts: Facts) -> Findings:
    """A change is whole and fits its reason, and there is none where nothing is proven or nothing would be worth it."""
    codes = _codes_of_changes(facts)
    for row in facts.plan.unserved:
        if not row.change:
            blank = UnservedRow(kind=row.kind, code=row.code, missing=row.missing, reason=row.reason)
            for column in ("change_code", "change_amount", "cost_mad"):
                yield from differs(row, column, getattr(blank, column))
            continue
        if row.reason in UNCHANGEABLE or (row.reason in CHANGED_ALONE and row.change != row.reason):
            yield Finding(row, "change", row.reason if row.reason in CHANGED_ALONE else "")
        if not codes[row.change](row.change_code):
            yield Finding(row, "change_code")
        if row.change_amount is None or row.change_amount <= 0:
            yield Finding(row, "change_amount", "> 0")
        if row.cost_mad is not None and row.cost_mad < 0:
            yield Finding(row, "cost_mad", "≥ 0")


def _codes_of_changes(facts: Facts) -> dict[Change, Callable[[str], bool]]:
    """Return, by change, what says whether a code is one of what it changes."""
    campaign = facts.campaign
    kinds = {piece.kind for piece in campaign.equipment.values()}
    kinds.update(kind for wish in campaign.caravans.values() for kind in wish.equipment)
    return {
        "money": {"", *map(cap_code, campaign.caps)}.__contains__,
        "crew": PROFESSIONS.__contains__,
        "unit": campaign.units.__contains__,
        "lodging": campaign.centres.__contains__,
        "day": lambda code: bool(DATE.fullmatch(code)),
        "hours": campaign.points.__contains__,
        "equipment": kinds.__contains__,
        "site": (campaign.centres.keys() | campaign.points.keys()).__contains__,
    }


def _coverage(facts: Facts, column: str) -> dict[str, Fraction]:
    """Return persons counted over persons wanted, by province or risk, wherever some are wanted."""
    return {key: Fraction(counted, wanted) for key, (wanted, counted) in facts.persons_by(column).items()}


def _gini(shares: list[Fraction]) -> Fraction:
    """Return the Gini coefficient of some shares, 0 where there are none or all are 0."""
    apart = sum(abs(one - other) for one in shares for other in shares)
    return Fraction(apart, 2 * len(shares) * sum(shares)) if any(shares) else Fraction(0)


def figures_of(facts: Facts) -> dict[str, Any]:
    """Return the plan's indicators: whole numbers and Decimals exact, shares as fractions, codes in sets."""
    visits = [visit for visits in facts.visits.values() for visit in visits]
    counted = sum(visit.persons for visit in visits)
    reached = sum(sum(persons.values()) for persons in facts.reach.values())
    shares = _coverage(facts, "province")
    worst = min(shares.values(), default=Fraction(0))
    money = facts.money()
    return {
        "visits_wanted": sum(facts.wanted.values()),
        "visits_counted": len(visits),
        "persons_wanted": sum(wanted * facts.campaign.douars[code].population for code, wanted in facts.wanted.items()),
        "persons_counted": counted,
        "persons_served": sum(max((visit.persons for visit in there), default=0) for there in facts.visits.values()),
        "consultations": sum(stop.consultations for stop in facts.plan.stops),
        "stops": len(facts.plan.stops),
        "coverage_by_province": shares,
        "coverage_by_risk": _coverage(facts, "risk"),
        "equity": {
            "worst_province": frozenset(code for code, share in shares.items() if is_near(worst, share)) or {""},
            "gini": _gini([*shares.values()]),
        },
        "late_person_days": sum(facts.late_person_days.values()),
        "km": km(sum(day.metres for day in facts.tour_days)),
        "nights": sum(len(days) - 1 for days in facts.tours.values()),
        "unit_days": len(facts.plan.tours),
        "caravans_held": len(facts.plan.caravans),
        "persons_reached": reached,
        "covered_60": sum(days == facts.season.days for days in facts.cover.once.values()),
        "backed_up_60": sum(days == facts.season.days for days in facts.cover.twice.values()),
        "money_by_chapter": {chapter: to_mad(facts.money(chapter=chapter)) for chapter in CHAPTERS},
        "persons_per_1000_mad": Fraction(1000 * 100 * (counted + reached), money) if money else Fraction(0),
    }


def _leaves(tree: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Yield what a nested mapping holds, by dotted key."""
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{above}{key}.")
        else:
            yield above + key, value


def is_near(due: Fraction, stated: Fraction, decimals: int = SHARE_DECIMALS) -> bool:
    """Say whether a figure is stated to so many decimals."""
    return abs(stated - due) <= Fraction(1, 2 * 10**decimals) + FLOAT_NOISE


def _is_stated(key: str, due: object, got: object) -> bool:
    """Say whether an indicator is as it should be."""
    if isinstance(due, frozenset | set):
        return got in due
    if isinstance(got, bool) or not isinstance(got, int | float | Decimal) or not isfinite(got):
        return False
    if isinstance(due, Fraction):
        return is_near(due, Fraction(got), DECIMALS.get(key, SHARE_DECIMALS))
    return Decimal(str(got)) == due


def indicators(facts: Facts) -> Findings:
    """Every indicator is what it is when worked out again, and there is none besides.

    Of provinces equally served any may be the worst.
    """
    due, said = dict(_leaves(figures_of(facts))), dict(_leaves(facts.plan.indicators))
    for key in sorted(due.keys() | said.keys()):
        expected, got = due.get(key, "–"), said.get(key)
        if not _is_stated(key, expected, got):
            yield Finding(PLAN_FILE, f"indicators.{key}", _written(key, expected), got)


def _written(key: str, due: object) -> object:
    """Return an indicator as a person reads it."""
    if isinstance(due, Fraction):
        return f"{float(due):.{DECIMALS.get(key, SHARE_DECIMALS)}f}"
    return "|".join(sorted(due)) if isinstance(due, frozenset | set) else due


def objective(facts: Facts) -> Findings:
    """The objective is money − worth of visits, caravans' reach, cover and backup + lateness + shortfall, exactly."""
    if facts.plan.objective_centimes != facts.objective:
        yield Finding(PLAN_FILE, "objective_mad", to_mad(facts.objective), to_mad(facts.plan.objective_centimes))


def operations(facts: Facts) -> Findings:
    """Operations, over which `gap_operations` is taken, are the plan's money without medicines."""
    if facts.plan.operations_centimes != facts.operations:
        yield Finding(PLAN_FILE, "operations_mad", to_mad(facts.operations), to_mad(facts.plan.operations_centimes))
