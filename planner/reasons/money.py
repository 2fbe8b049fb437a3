"""What is left under the caps when a plan has spent its money, and which cap one way more would break."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from math import ceil
from typing import NamedTuple

from planner.domain.campaign import Campaign
from planner.domain.cap_codes import cap_code
from planner.domain.columns import Chapter
from planner.domain.money import to_centimes, to_mad
from planner.domain.plan import Plan, UnservedRow
from planner.problem import Problem


class CapLeft(NamedTuple):
    """What is left under a cap.

    Attributes
    ----------
    code
        How a plan names it; blank where it limits all money.
    provinces
        Numbers of those that it limits.
    centimes
        What may still be spent.
    """

    code: str
    chapters: frozenset[Chapter]
    provinces: frozenset[int]
    centimes: int


def caps_left(plan: Plan, campaign: Campaign, problem: Problem) -> tuple[CapLeft, ...]:
    """Return what a plan leaves of each cap, the total's last."""
    provinces = problem.index.provinces
    codes = [*map(cap_code, campaign.caps), ""]
    return tuple(
        CapLeft(
            code,
            budget.chapters,
            budget.provinces,
            budget.centimes
            - sum(
                to_centimes(line.amount_mad)
                for line in plan.budget
                if line.chapter in budget.chapters and provinces[line.province] in budget.provinces
            ),
        )
        for code, budget in zip(codes, problem.budgets, strict=False)
    )


def caps_of(caps: Iterable[CapLeft], province: int) -> tuple[CapLeft, ...]:
    """Return the caps that limit a province."""
    return tuple(cap for cap in caps if province in cap.provinces)


def whole_mad(centimes: float) -> Decimal:
    """Return money rounded up to whole MAD; what is hundredths of a centime more is what floats make of whole MAD."""
    return Decimal(ceil(round(centimes, 2) / 100)).quantize(Decimal("0.01"))


def broken_caps(caps: Iterable[CapLeft], province: int, costs: Mapping[Chapter, int]) -> dict[CapLeft, int]:
    """Return the caps that costs in a province would break, and by how many centimes, given what they are exactly."""
    spent = {
        cap: sum(costs[chapter] for chapter in costs if chapter in cap.chapters) for cap in caps_of(caps, province)
    }
    return {cap: more - cap.centimes for cap, more in spent.items() if more > max(0, cap.centimes)}


def with_least_money(row: UnservedRow, broken: Iterable[tuple[Mapping[CapLeft, int], int]]) -> UnservedRow:
    """Return a row whose reason is money, and the least more under one cap that would serve it.

    Parameters
    ----------
    broken
        By way that is worth what it costs, the caps that it breaks and what it costs.
    """
    row = replace(row, reason="money")
    single = [(over, cost, cap.code) for caps, cost in broken if len(caps) == 1 for cap, over in caps.items()]
    if not single:
        return row
    over, cost, code = min(single)
    return replace(row, change="money", change_code=code, change_amount=to_mad(over), cost_mad=to_mad(cost))
