"""Rules of money."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Final

from planner.check_plan.costs import price
from planner.check_plan.facts import Facts
from planner.check_plan.findings import Finding, Findings, differs
from planner.domain.columns import Chapter
from planner.domain.money import to_mad
from planner.domain.plan import BudgetRow

UNITS: Final[dict[tuple[str, Chapter], tuple[str, ...]]] = {
    ("tour", "fuel"): ("l",),
    ("tour", "upkeep"): ("km",),
    ("tour", "per_diem"): ("day", "night"),
    ("tour", "medicines"): ("consultation",),
    ("tour", "hire"): ("day",),
    ("caravan", "caravans"): ("caravan",),
    ("caravan", "per_diem"): ("day",),
    ("ambulance", "upkeep"): ("day",),
}
"""By source and chapter, what a quantity may count; `budget_sources` judges the chapters that a source has none of."""


def budget_lines(facts: Facts) -> Findings:
    """A line's amount is its quantity times its rate, rounded half up, in the province and region of its source.

    What its quantity counts is what its chapter and source are paid by.
    """
    provinces = {(cost.kind, cost.source): cost.province for cost in facts.costs}
    for line in facts.plan.budget:
        yield from differs(line, "amount_mad", to_mad(price(line.quantity, line.rate_mad)))
        province = provinces.get((line.source_kind, line.source), line.province)
        yield from differs(line, "province", province)
        yield from differs(line, "region", facts.region(province))
        units = UNITS.get((line.source_kind, line.chapter), ())
        if units and line.unit not in units:
            yield Finding(line, "unit", "|".join(units))


def budget_sources(facts: Facts) -> Findings:
    """Each tour, caravan and ambulance costs in each chapter what its km, days, persons and consultations cost.

    A tour has a line for each of its chapters and none for each of its days; but its per diem, and the money of a
    caravan and of an ambulance, may have several, judged by their sum. What costs nothing may have no line.
    """
    due, said = Counter[tuple[str, str, str]](), defaultdict[tuple[str, str, str], list[BudgetRow]](list)
    for cost in facts.costs:
        due[cost.kind, cost.source, cost.chapter] += cost.amount
    for line in facts.plan.budget:
        said[line.source_kind, line.source, line.chapter].append(line)
    for source in sorted(due.keys() | said.keys()):
        lines, about = said[source], " ".join(source)
        got = sum(line.amount_mad for line in lines)
        if got != to_mad(due[source]):
            yield Finding(lines[0] if lines else "budget.csv", "amount_mad", to_mad(due[source]), got, about)
        if source[0] == "tour" and source[2] != "per_diem" and len(lines) > 1:
            yield Finding(lines[1], "line", "1", len(lines), about)


def budget_caps(facts: Facts) -> Findings:
    """No cap is exceeded: neither the total nor any of a chapter, a province or a region."""
    total = facts.campaign.settings.budget.total_mad
    spent = to_mad(facts.money())
    if total is not None and spent > total:
        yield Finding("budget.csv", "amount_mad", f"≤ {total}", spent)
    for cap in facts.campaign.caps:
        spent = to_mad(facts.money(chapter=cap.chapter, province=cap.province, region=cap.region))
        if spent > cap.amount_mad:
            about = " ".join(filter(None, (cap.region, cap.province, cap.chapter)))
            yield Finding("budget.csv", "amount_mad", f"≤ {cap.amount_mad}", spent, about)
