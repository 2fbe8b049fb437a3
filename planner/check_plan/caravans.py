"""Rules of caravans and of the equipment that they share."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from planner.check_plan.facts import Facts
from planner.check_plan.findings import Finding, Findings, differs, span
from planner.domain.calendar import weekday_of
from planner.domain.campaign import Point
from planner.domain.money import to_mad


def caravan_site(facts: Facts) -> Findings:
    """A caravan is of its kind, at its site if it has one, else in its province or, without one, in its region."""
    for held in facts.plan.caravans:
        wish, province = facts.campaign.caravans[held.caravan], facts.campaign.site(held.site).province
        yield from differs(held, "kind", wish.kind)
        yield from differs(held, "site", wish.site or held.site)
        yield from differs(held, "province", province)
        if wish.province and province != wish.province:
            yield Finding(held, "site", wish.province, province)
        if (region := facts.region(province)) != wish.region:
            yield Finding(held, "site", wish.region, region)


def caravan_days(facts: Facts) -> Findings:
    """A caravan stands `days` calendar days in a row, within its dates, each open to caravans and served at its site.

    `closures` judges whether the site is closed then.
    """
    for held in facts.plan.caravans:
        wish, site = facts.campaign.caravans[held.caravan], facts.campaign.site(held.site)
        last, season = facts.caravan_end(held), facts.season
        yield from differs(held, "end", last)
        earliest = max(wish.earliest or season.first, season.first)
        latest = min(wish.latest or season.last, season.last)
        if not earliest <= held.start <= last <= latest:
            yield Finding(held, "start", span(earliest, latest), span(held.start, last))
        for day in facts.caravan_dates(held):
            if day not in facts.season.calendar.caravan_days:
                yield Finding(held, "start", got=day)
            elif isinstance(site, Point) and weekday_of(day) not in site.weekdays:
                yield Finding(held, "site", "|".join(site.weekdays), weekday_of(day), str(day))


def caravan_reach(facts: Facts) -> Findings:
    """A caravan reaches the douars within `radius_km`, nearest first, while it has room, a person once a kind."""
    said = {(row.caravan, row.douar): row for row in facts.plan.caravan_reach}
    for held in facts.plan.caravans:
        due = facts.reach[held.caravan]
        for douar, persons in due.items():
            if (held.caravan, douar) not in said:
                yield Finding("caravan_reach.csv", "persons", persons, 0, f"{held.caravan} {douar}")
        yield from differs(held, "persons_reached", sum(due.values()))
        yield from differs(held, "value_mad", to_mad(facts.reach_value(held.caravan)))
    for (caravan, douar), row in said.items():
        yield from differs(row, "persons", facts.reach[caravan].get(douar, 0))


def mandatory_caravans(facts: Facts) -> Findings:
    """A mandatory caravan is held, else the plan says that it is infeasible; `unserved` judges that it is listed."""
    if not facts.is_infeasible:
        for code in facts.missing_caravans:
            yield Finding("caravans.csv", "caravan", code, "")


def equipment_needs(facts: Facts) -> Findings:
    """A caravan uses its equipment and no other, from its first day or before to its last or after."""
    held = {row.caravan: row for row in facts.plan.caravans}
    used = {code: Counter[str]() for code in held}
    for use in facts.plan.equipment_use:
        used[use.caravan][facts.campaign.equipment[use.equipment].kind] += 1
        first, last = held[use.caravan].start, facts.caravan_end(held[use.caravan])
        if use.from_ > first:
            yield Finding(use, "from_", f"≤ {first}")
        if use.to < last:
            yield Finding(use, "to", f"≥ {last}")
    for code, row in held.items():
        needs = facts.campaign.caravans[code].equipment
        for kind in sorted(needs.keys() | used[code].keys()):
            if used[code][kind] != needs.get(kind, 0):
                yield Finding(row, "caravan", needs.get(kind, 0), used[code][kind], f"{code} {kind}")


def equipment_free(facts: Facts) -> Findings:
    """Equipment serves its own region, within its own dates, one caravan at a time."""
    uses = sorted(facts.plan.equipment_use, key=lambda use: (use.equipment, use.from_))
    for use in uses:
        piece, region = facts.campaign.equipment[use.equipment], facts.campaign.caravans[use.caravan].region
        if piece.region != region:
            yield Finding(use, "equipment", region, piece.region)
        if not (piece.from_ or use.from_) <= use.from_ <= use.to <= (piece.to or use.to):
            yield Finding(use, "from_", span(piece.from_, piece.to), span(use.from_, use.to))
    for one, other in pairwise(uses):
        if one.equipment == other.equipment and other.from_ <= one.to:
            yield Finding(other, "from_", f"> {one.to}", about=f"{one.equipment} {one.caravan}")
