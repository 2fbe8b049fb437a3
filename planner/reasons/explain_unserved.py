"""Every missing visit, caravan and cover with the reason that is proven to hold beside the rest of a plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from planner.domain.campaign import Campaign
from planner.domain.plan import Plan, UnservedRow
from planner.problem import Problem
from planner.reasons.caravans import CaravanGround, explain_caravans
from planner.reasons.cover import build_cover_ground, explain_cover
from planner.reasons.ground import build_ground
from planner.reasons.money import caps_left, caps_of
from planner.reasons.people import build_free_people
from planner.reasons.visits import explain_visits
from planner.reasons.worth import Worth


def explain_unserved(plan: Plan, campaign: Campaign, problem: Problem) -> Plan:
    """Return a plan whose unserved rows have the reasons that are proven; `search` stays where none is.

    A reason is proven by looking at every way to serve one more, the plan's other decisions being as they are, and
    filtering them in a fixed order: the filter that the last of them fails is the reason.
    """
    index = problem.index
    people = build_free_people(plan, problem.staff, index)
    caps = caps_left(plan, campaign, problem)

    def visits() -> Iterator[UnservedRow]:
        missing = {row.code: row for row in plan.unserved if row.kind == "visit"}
        for code in {campaign.douars[douar].province: None for douar in missing}:
            tours = problem.tours[index.provinces[code]]
            ground = build_ground(plan, index, tours, people, caps_of(caps, tours.province))
            codes = [index.douars.codes[number] for number in tours.douars_of]
            rows = {number: missing[douar] for number, douar in enumerate(codes) if douar in missing}
            yield from explain_visits(ground, index, Worth(tours, plan.visits, index), rows)

    def caravans() -> Iterator[UnservedRow]:
        if missing := [row for row in plan.unserved if row.kind == "caravan"]:
            ground = CaravanGround(plan, campaign, index, problem.caravans, people, caps)
            yield from explain_caravans(ground, missing)

    def cover() -> Iterator[UnservedRow]:
        if missing := [row for row in plan.unserved if row.kind == "cover"]:
            yield from explain_cover(build_cover_ground(plan, campaign, problem, caps), index, missing)

    found = {(row.kind, row.code): row for row in chain(visits(), caravans(), cover())}
    return replace(plan, unserved=tuple(found.get((row.kind, row.code), row) for row in plan.unserved))
