"""Money by province and chapter, and what is left under each cap; centimes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from planner.domain.campaign import Campaign, Cap
from planner.domain.columns import CHAPTERS, Chapter
from planner.domain.money import to_centimes, whole_centimes
from planner.domain.plan import Plan
from planner.explain.caravan_money import spent_under


class MoneyRow(NamedTuple):
    """What a province spends, by the chapters of its table, and in all."""

    region: str
    province: str
    amounts: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class MoneyTable:
    """What each province spends; the chapters are those of which something is spent."""

    chapters: tuple[Chapter, ...]
    rows: tuple[MoneyRow, ...]

    @property
    def totals(self) -> tuple[int, ...]:
        """What all provinces spend, by chapter."""
        return tuple(sum(amounts) for amounts in zip(*(row.amounts for row in self.rows), strict=True))

    @property
    def total(self) -> int:
        """What all provinces spend."""
        return sum(row.total for row in self.rows)


class CapLine(NamedTuple):
    """A cap and what is spent of it; the envelope is told as a cap on all."""

    cap: Cap
    is_envelope: bool
    limit: int
    spent: int

    @property
    def left(self) -> int:
        """What more may be spent."""
        return self.limit - self.spent

    @property
    def share(self) -> Fraction | None:
        """What is spent of the limit; None where nothing may be."""
        return Fraction(self.spent, self.limit) if self.limit else None


def money_table(plan: Plan) -> MoneyTable:
    """Return what a plan spends by province and chapter, in order of region and province."""
    spent: Counter[tuple[str, str, Chapter]] = Counter()
    for line in plan.budget:
        spent[line.region, line.province, line.chapter] += to_centimes(line.amount_mad)
    chapters = tuple(chapter for chapter in CHAPTERS if any(key[2] == chapter for key, sum_ in spent.items() if sum_))
    rows = []
    for region, province in sorted({key[:2] for key in spent}):
        amounts = tuple(spent[region, province, chapter] for chapter in chapters)
        rows.append(MoneyRow(region, province, amounts, sum(amounts)))
    return MoneyTable(chapters, tuple(rows))


def cap_lines(plan: Plan, campaign: Campaign) -> tuple[CapLine, ...]:
    """Return the envelope, where there is one, and each cap, with what is spent of them."""
    envelope = campaign.settings.budget.total_mad
    caps = [(cap, False) for cap in campaign.caps]
    if envelope is not None:
        caps.insert(0, (Cap(amount_mad=envelope), True))
    return tuple(CapLine(cap, whole, whole_centimes(cap.amount_mad), spent_under(cap, plan)) for cap, whole in caps)
