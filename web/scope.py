"""Which rows of a campaign an account sees and may change: those of its provinces, and more where all is its own.

Whose a row is follows from the contract: it says its province, or it refers to rows that do. What belongs to none, as
the rules, money and crews, is seen by all who see the campaign and changed by those alone whose all of it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from planner.domain.campaign import CAMPAIGN_TABLES
from planner.domain.cells import BETWEEN
from planner.domain.columns import Column
from planner.domain.rows import Rows
from planner.store.users import User
from web.deeds import PLANNERS
from web.territories import is_of_all, is_theirs

OF_ALL: Final = frozenset({"provinces", "caps"})
"""Tables that name provinces and belong to none: the land, and the money that is shared out."""
PERSONAL: Final = frozenset({"staff", "leave"})
PERSONAL_COLUMNS: Final = frozenset({"phone", "contact"})
"""What is told of persons: for those who plan, not for those who read."""


Homes = Mapping[str, Mapping[str, frozenset[str]]]
"""The provinces of each code of each table: more than one while a campaign is unfinished."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What of a campaign is within an account's reach.

    Attributes
    ----------
    regions
        The region of each of the campaign's provinces, by code.
    """

    account: User
    regions: Mapping[str, str]
    homes: Homes

    @property
    def is_whole(self) -> bool:
        """Whether all of the campaign is the account's."""
        return is_of_all(self.account) or all(map(self._is_theirs, self.regions))

    @property
    def is_planner(self) -> bool:
        """Whether the account is one of those who plan, and so sees what is told of persons."""
        return self.account.role in PLANNERS

    def sees(self, table: str, cells: Mapping[str, str]) -> bool:
        """Return whether a row is shown."""
        if table in PERSONAL and not self.is_planner:
            return False
        provinces = self.provinces_of(table, cells)
        return self.is_whole or not provinces or any(map(self._is_theirs, provinces))

    def may_change(self, table: str, cells: Mapping[str, str]) -> bool:
        """Return whether a row may be written, as it is or as it is to be."""
        if not self.is_planner:
            return False
        provinces = self.provinces_of(table, cells)
        if self.is_whole and table == "provinces":
            return all(is_theirs(self.account, each, cells.get("region", "")) for each in provinces)
        return self.is_whole or (bool(provinces) and table not in OF_ALL and all(map(self._is_theirs, provinces)))

    def may_add(self, table: str) -> bool:
        """Return whether rows may be added to a table, as far as that can be said before they are written."""
        return self.is_planner and (self.is_whole or (table not in OF_ALL and bool(_references(table))))

    def provinces_of(self, table: str, cells: Mapping[str, str]) -> frozenset[str]:
        """Return the provinces that a row belongs to: none for what belongs to none, or to nothing that is known."""
        return _provinces_of(table, cells, self.homes)

    def _is_theirs(self, province: str) -> bool:
        return is_theirs(self.account, province, self.regions.get(province, ""))


def homes_of(rows: Rows) -> Homes:
    """Return the provinces of what has a code in a campaign's rows."""
    homes: dict[str, Mapping[str, frozenset[str]]] = {}
    for name in _tables_with_province():
        found: defaultdict[str, set[str]] = defaultdict(set)
        for line in rows.tables[name].lines if name in rows.tables else ():
            found[line.cells.get("code", "")] |= _provinces_of(name, line.cells, {})
        homes[name] = {code: frozenset(provinces) for code, provinces in found.items()}
    return homes


def _provinces_of(table: str, cells: Mapping[str, str], homes: Homes) -> frozenset[str]:
    if table == "provinces":
        return frozenset(_codes(cells, "code"))
    found: set[str] = set()
    for column in _references(table):
        for code in _codes(cells, column.name):
            if "provinces" in column.refers:
                found.add(code)
            else:
                found.update(*(homes.get(name, {}).get(code, ()) for name in column.refers))
    return frozenset(found)


def _codes(cells: Mapping[str, str], column: str) -> Iterable[str]:
    return filter(None, (code.strip() for code in cells.get(column, "").split(BETWEEN)))


@cache
def _references(table: str) -> tuple[Column, ...]:
    """Return the columns of a table that refer to others."""
    return tuple(column for each in CAMPAIGN_TABLES if each.name == table for column in each.columns if column.refers)


@cache
def _tables_with_province() -> tuple[str, ...]:
    """Return the tables whose rows say their province and have a code."""
    return tuple(
        table.name
        for table in CAMPAIGN_TABLES
        if {"code", "province"} <= {column.name for column in table.columns} and table.name not in OF_ALL
    )
