"""Rules of a plan's shape: the others can be judged only where these find nothing."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from planner.check_plan.facts import Facts
from planner.check_plan.findings import Finding, Findings

LINKS: Final[dict[str, dict[str, str]]] = {
    "tours": {"unit": "units", "province": "provinces", "from_": "centres", "to": "centres"},
    "stops": {"tour": "tour", "point": "points"},
    "visits": {"douar": "douars", "point": "points", "tour": "tour"},
    "caravans": {"caravan": "caravans", "province": "provinces", "site": "sites"},
    "caravan_reach": {"caravan": "caravan", "douar": "douars"},
    "ambulance_posts": {"ambulance": "ambulances", "centre": "centres"},
    "roster": {"staff": "staff", "code": "duty"},
    "equipment_use": {"equipment": "equipment", "caravan": "caravan"},
    "budget": {"region": "regions", "province": "provinces", "source": "source_kind"},
    "unserved": {"code": "kind"},
}
"""By table and column, what its code names: a table of the campaign, a kind of thing in the plan, or what kind another
column says."""

KEYS: Final[dict[str, tuple[str, ...]]] = {
    "tours": ("tour", "date"),
    "stops": ("tour", "date", "sequence"),
    "visits": ("douar", "date", "point", "tour"),
    "caravans": ("caravan",),
    "caravan_reach": ("caravan", "douar"),
    "ambulance_posts": ("ambulance", "from_"),
    "roster": ("staff", "date", "duty", "code"),
    "equipment_use": ("equipment", "caravan"),
    "budget": ("line",),
    "unserved": ("kind", "code", "reason"),
}


def references(facts: Facts) -> Findings:
    """Every code names a row of the campaign or of the plan, and every stop a day of its tour."""
    plan, campaign = facts.plan, facts.campaign
    days = {(row.tour, row.date) for row in plan.tours}
    tours, held = {row.tour for row in plan.tours}, {row.caravan for row in plan.caravans}
    here: dict[str, Collection[str]] = {"tour": tours, "caravan": held, "ambulance": campaign.ambulances}
    missing: dict[str, Collection[str]] = {
        "visit": campaign.douars,
        "cover": campaign.douars,
        "caravan": campaign.caravans,
    }
    sites = campaign.centres.keys() | campaign.points.keys()
    for table, columns in LINKS.items():
        for row in getattr(plan, table):
            for column, target in columns.items():
                known: Collection[str]
                match target:
                    case "tour" | "caravan":
                        known = here[target]
                    case "duty" | "source_kind":
                        known = here[getattr(row, target)]
                    case "kind":
                        known = missing[row.kind]
                    case "sites":
                        known = sites
                    case _:
                        known = getattr(campaign, target)
                if getattr(row, column) not in known:
                    yield Finding(row, column)
    for stop in plan.stops:
        if stop.tour in tours and (stop.tour, stop.date) not in days:
            yield Finding(stop, "date", about=stop.tour)


def unique_rows(facts: Facts) -> Findings:
    """No table has two rows of the same thing."""
    for table, columns in KEYS.items():
        seen: set[tuple[object, ...]] = set()
        for row in getattr(facts.plan, table):
            key = tuple(getattr(row, column) for column in columns)
            if key in seen:
                yield Finding(row, columns[0])
            seen.add(key)
