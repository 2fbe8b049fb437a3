"""Figures as Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from benchmarks.figures import Figures

UNKNOWN: Final = "–"
LONGEST: Final = 60
"""Characters of a text that a cell shows."""


def to_markdown(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return rows of the same keys as a table, the first column to the left and the others to the right."""
    if not rows:
        return ""
    heads = list(rows[0])
    lines = [heads, ["---", *["--:"] * (len(heads) - 1)], *([shown(row[head]) for head in heads] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def shown(value: Any) -> str:
    """Return a value as a cell: figures in groups of three digits, no bar, no line break."""
    if value is None:
        return UNKNOWN
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return f"{value:,}"
    text = " ".join(str(value).replace("|", "/").split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def percent(share: Decimal | None) -> str | None:
    """Return a share in per cent with two decimals."""
    return None if share is None else f"{share * 100:.2f} %"


def whole_mad(amount: Decimal | None) -> int | None:
    """Return an amount in whole dirhams."""
    return None if amount is None else round(amount)


def plan_row(figures: Figures) -> dict[str, Any]:
    """Return what the table of plans shows of one."""
    counted, wanted = figures.visits_counted, figures.visits_wanted
    near, provinces = figures.near_provinces, figures.provinces
    return {
        "campaign": figures.campaign,
        "status": figures.failure or figures.status,
        "objective, MAD": whole_mad(figures.objective_mad),
        "bound, MAD": whole_mad(figures.bound_mad),
        "gap": percent(figures.gap),
        "gap of operations": percent(figures.gap_operations),
        "visits": None if wanted is None else f"{counted:,}/{wanted:,}",
        "persons counted": figures.persons_counted,
        "persons served": figures.persons_served,
        "faults, ours": figures.own_faults,
        "faults, outside": figures.outside_faults,
        "wall, s": figures.wall_s,
        "processors, s": figures.cpu_s,
        "memory, MB": figures.memory_mb,
        "provinces ≤ 5 % of operations": f"{near}/{provinces}" if provinces else None,
    }
