"""Rules of counted visits."""

from __future__ import annotations

from itertools import pairwise

from planner.check_plan.facts import Facts
from planner.check_plan.findings import Finding, Findings, differs
from planner.domain.money import to_mad


def visits_are_seen(facts: Facts) -> Findings:
    """A visit is a stop of its tour, at a point of the douar's, that sees `min_share` of what its unit could there."""
    for visit in facts.plan.visits:
        stop = facts.stop_of(visit)
        if stop is None:
            yield Finding(visit, "point", "|".join(facts.catchments.points_of[visit.douar]))
            continue
        unit = facts.tours[visit.tour][0].unit
        could = min(facts.catchments.demand[visit.point], unit.consultations_per_day)
        if stop.consultations < facts.policy.min_share * could:
            yield Finding(visit, "point", f"≥ {facts.policy.min_share} × {could}", stop.consultations)


def visits_are_spaced(facts: Facts) -> Findings:
    """Two visits of a douar are at least `gap_min_days` apart."""
    least = facts.policy.gap_min_days
    for visits in facts.visits.values():
        for one, other in pairwise(visits):
            days = (other.row.date - one.row.date).days
            if days < least:
                yield Finding(other.row, "date", f"≥ {least}", days, other.row.douar)


def visits_are_wanted(facts: Facts) -> Findings:
    """A douar counts no more visits than it wants."""
    for douar, visits in facts.visits.items():
        for visit in visits[facts.wanted[douar] :]:
            yield Finding(visit.row, "douar", f"≤ {facts.wanted[douar]}", visit.number, douar)


def visit_figures(facts: Facts) -> Findings:
    """A visit's number is its place among its douar's; persons and worth are of its stop's share of the demand."""
    for visits in facts.visits.values():
        for visit in visits:
            yield from differs(visit.row, "number", visit.number)
            yield from differs(visit.row, "persons", visit.persons)
            yield from differs(visit.row, "value_mad", to_mad(visit.value))
