"""How far each douar is served."""

from __future__ import annotations

from collections import Counter
from typing import Literal, NamedTuple

from planner.domain.campaign import Campaign, Douar
from planner.domain.plan import Plan

Service = Literal["served", "partly", "missed", "unwanted"]


class DouarService(NamedTuple):
    """How far a douar is served: the visits that count, of those that it wants."""

    douar: Douar
    counted: int
    wanted: int
    service: Service


def douar_services(plan: Plan, campaign: Campaign) -> tuple[DouarService, ...]:
    """Return how far each douar is served, in order of code.

    One is served where it has every visit that it wants, and each is of all who live there; partly where it has some.
    """
    counted = Counter(visit.douar for visit in plan.visits)
    least: dict[str, int] = {}
    for visit in plan.visits:
        least[visit.douar] = min(visit.persons, least.get(visit.douar, visit.persons))
    found = []
    for code, douar in campaign.douars.items():
        wanted, there = campaign.wanted_visits(douar), counted[code]
        is_whole = there >= wanted and least.get(code, douar.population) >= douar.population
        service: Service = "unwanted" if not wanted else "served" if is_whole else "partly" if there else "missed"
        found.append(DouarService(douar, there, wanted, service))
    return tuple(found)
