"""A campaign at a glance: what is in it, and how complete it is by province."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Final

from planner.domain.campaign import Province
from planner.domain.cells import CellError, reader_of
from planner.domain.money import to_centimes
from planner.domain.rows import Line
from planner.domain.setting_keys import setting_columns
from planner.errors import Fault
from web.checks import Check
from web.scope import Scope
from web.summaries import POPULATION, Summary, whole
from web.wording import columns_of_table

OF_PROVINCES: Final = ("douars", "points", "centres", "units", "ambulances", "staff")
"""Tables that each province has to fill, in the order in which they are counted."""
NEEDED: Final = ("douars", "centres", "units", "staff")
"""Those of them without which nothing can be planned in a province."""
WORTH: Final = frozenset(
    {
        "commune", "altitude_m", "children", "elderly", "chronic", "pregnant", "near_term", "isolation_days",
        "venue", "contact", "phone", "kind", "category", "name",
    }
)  # fmt: skip
"""Columns that may be blank, where a blank means that nobody has said."""
MONEY: Final = "budget.total_mad"


@dataclass(frozen=True, slots=True)
class ProvinceLine:
    """A province of a campaign.

    Attributes
    ----------
    counts
        Rows by table.
    filled
        The share of cells that are filled, of those that must be or are worth it, in whole percent, so that all is said
        of no less than all; None where there is no row.
    missing
        Tables without a row of it that it cannot do without.
    """

    place: Province
    persons: int
    counts: Mapping[str, int]
    filled: Fraction | None
    faults: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """What is in a campaign as a whole, and by province; what cannot be read is None.

    Attributes
    ----------
    days
        The season's.
    counts
        Rows by table.
    provinces
        Those that somebody sees; all else is of all.
    """

    start: date | None
    end: date | None
    days: int | None
    persons: int
    money_centimes: int | None
    counts: Mapping[str, int]
    provinces: tuple[ProvinceLine, ...]


def build_overview(check: Check, summary: Summary, scope: Scope) -> Overview:
    """Return what is in a campaign, and how far each of its provinces is that an account sees."""
    start, end = summary.start, summary.end
    return Overview(
        start=start,
        end=end,
        days=(end - start).days + 1 if start and end and end >= start else None,
        persons=summary.persons,
        money_centimes=_money(check),
        counts={name: len(table.lines) for name, table in check.rows.tables.items()},
        provinces=tuple(_province_lines(check, scope)),
    )


def _money(check: Check) -> int | None:
    """Return the season's envelope, centimes."""
    lines = check.rows.settings.lines if check.rows.settings else ()
    said = next((line.cells.get("value", "") for line in lines if line.cells.get("key") == MONEY), "")
    try:
        return to_centimes(Decimal(reader_of(setting_columns()[MONEY])(said))) if said else None
    except CellError:
        return None


def _province_lines(check: Check, scope: Scope) -> Iterator[ProvinceLine]:
    rows: defaultdict[str, list[tuple[str, Line]]] = defaultdict(list)
    for table in OF_PROVINCES:
        for line in check.rows.tables[table].lines if table in check.rows.tables else ():
            rows[line.cells.get("province", "")].append((table, line))
    faulty = _faults_by_row(check.faults)
    provinces = check.rows.tables.get("provinces")
    for line in provinces.lines if provinces else ():
        if (code := line.cells.get("code", "")) and scope.sees("provinces", line.cells):
            yield _province_line(_named(code, line), rows[code], check, faulty)


def _province_line(
    place: Province, rows: list[tuple[str, Line]], check: Check, faulty: Mapping[tuple[str, int], int]
) -> ProvinceLine:
    counts = Counter(table for table, _ in rows)
    files = {table: check.rows.tables[table].file for table in counts}
    wanted = [column in line.cells for table, line in rows for column in _worth_filling(table)]
    return ProvinceLine(
        place=place,
        persons=sum(whole(POPULATION, line.cells.get("population", "")) for table, line in rows if table == "douars"),
        counts={table: counts[table] for table in OF_PROVINCES},
        filled=Fraction(100 * sum(wanted) // len(wanted), 100) if wanted else None,
        faults=sum(faulty.get((files[table], line.row), 0) for table, line in rows),
        missing=tuple(table for table in NEEDED if not counts[table]),
    )


def _faults_by_row(faults: tuple[Fault, ...]) -> Mapping[tuple[str, int], int]:
    return Counter((fault.file, fault.row) for fault in faults)


@cache
def _worth_filling(table: str) -> tuple[str, ...]:
    return tuple(
        name
        for name, column in columns_of_table(table).items()
        if column.is_required or (name in WORTH and not column.default)
    )


def _named(code: str, line: Line) -> Province:
    names = {name: line.cells.get(name, "") for name in ("region", "name_fr", "name_ar")}
    return Province(code=code, **names)
