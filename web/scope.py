"""Which rows of a campaign an account sees and may change: those of its provinces, and more where all is its own.

Whose a row is follows from the contract: it says its province, or it refers to rows that do. What belongs to none, as
the rules, money and crews, is seen by all who see the campaign and changed by those alone whose all of it is. Of tables
and columns that the contract does not know nobody knows what they tell of whom: those planners see them whose all is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from planner.domain.campaign import CAMPAIGN_TABLES, PROVINCE_COLUMNS
from planner.domain.cells import codes_in
from planner.domain.columns import Column
from planner.domain.rows import Rows
from planner.files.headers import SETTINGS, SETTINGS_COLUMNS, known_tables, named_by
from planner.store.users import User
from web.deeds import PLANNERS
from web.territories import is_foreign, is_of_all, is_theirs

OF_ALL: Final = frozenset({"provinces", "caps"})
"""Tables that name provinces and belong to none: the land, and the money that is shared out."""
OF_ONE_KIND: Final = frozenset({"points", "centres"})
"""Tables that share their codes."""
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
        The region of each of the campaign's provinces, by code: those that it lists, and those that its rows name.
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

    def sees_table(self, table: str) -> bool:
        """Return whether a table is shown, be it without rows of others; nobody knows what the contract does not."""
        if not _contract_of(table):
            return self.is_planner and self.is_whole
        return self.is_planner or table not in PERSONAL

    def sees_column(self, table: str, column: str) -> bool:
        """Return whether a column of a table that is shown is."""
        if column not in _contract_of(table):
            return self.is_planner and self.is_whole
        return self.is_planner or column not in PERSONAL_COLUMNS

    def sees(self, table: str, cells: Mapping[str, str]) -> bool:
        """Return whether a row is shown."""
        return self.sees_table(table) and self.sees_of(table, self.provinces_of(table, cells))

    def sees_of(self, table: str, provinces: Iterable[str]) -> bool:
        """Return whether a row of a table that is shown is, which belongs to some provinces.

        Of persons those are shown that belong to no other province, so that nobody sees another's by giving their code
        to one of their own.
        """
        theirs = list(map(self._is_theirs, provinces))
        if table in PERSONAL:
            return self.is_whole or (bool(theirs) and all(theirs))
        return self.is_whole or not theirs or any(theirs)

    def may_change(self, table: str, cells: Mapping[str, str]) -> bool:
        """Return whether a row may be written, as it is or as it is to be."""
        if not self.is_planner:
            return False
        provinces = self.provinces_of(table, cells)
        if self.is_whole and table == "provinces":
            return all(is_theirs(self.account, each, cells.get("region", "")) for each in provinces)
        if self.is_whole:
            return not any(is_foreign(self.account, each) for each in provinces)
        return bool(provinces) and table not in OF_ALL and all(map(self._is_theirs, provinces))

    def may_add(self, table: str) -> bool:
        """Return whether rows may be added to a table, as far as that can be said before they are written."""
        return self.is_planner and (self.is_whole or (table not in OF_ALL and bool(_references(table))))

    def is_taken(self, table: str, cells: Mapping[str, str]) -> bool:
        """Return whether the code of a row is one that another's province has: two rows of a code are both's."""
        code, tables = cells.get("code", "").strip(), OF_ONE_KIND if table in OF_ONE_KIND else (table,)
        provinces = (each for name in tables for each in self.homes.get(name, {}).get(code, ()))
        return not self.is_whole and not all(map(self._is_theirs, provinces))

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
            found[line.cells.get(named_by(name), "")] |= _provinces_of(name, line.cells, {})
        homes[name] = {code: frozenset(provinces) for code, provinces in found.items()}
    return homes


def provinces_named(rows: Rows) -> frozenset[str]:
    """Return the codes of the provinces that rows name themselves, whether `provinces` lists them or not."""
    return frozenset().union(
        *(_provinces_of(name, line.cells, {}) for name, table in rows.tables.items() for line in table.lines)
    )


def tells_of_persons(table: str, column: str) -> bool:
    """Return whether a column may tell of a person; what the contract does not know may."""
    return table in PERSONAL or column in PERSONAL_COLUMNS or column not in _contract_of(table)


def is_of_provinces(table: str) -> bool:
    """Return whether the rows of a table belong to provinces."""
    return bool(_references(table)) or table == "provinces"


def _provinces_of(table: str, cells: Mapping[str, str], homes: Homes) -> frozenset[str]:
    if table == "provinces":
        return frozenset(codes_in(cells.get("code", "")))
    found: set[str] = set()
    for column in _references(table):
        for code in codes_in(cells.get(column.name, "")):
            if column.name in PROVINCE_COLUMNS[table]:
                found.add(code)
            else:
                found.update(*(homes.get(name, {}).get(code, ()) for name in column.refers))
    return frozenset(found)


@cache
def _contract_of(table: str) -> frozenset[str]:
    """Return the contract's columns of a table; none where it has no such table."""
    return frozenset(SETTINGS_COLUMNS if table == SETTINGS else known_tables().get(table, ()))


@cache
def _references(table: str) -> tuple[Column, ...]:
    """Return the columns of a table that refer to others."""
    return tuple(column for each in CAMPAIGN_TABLES if each.name == table for column in each.columns if column.refers)


@cache
def _tables_with_province() -> tuple[str, ...]:
    """Return the tables whose rows say their province and have a name by which others refer to them."""
    return tuple(
        table.name
        for table in CAMPAIGN_TABLES
        if table.named_by and PROVINCE_COLUMNS[table.name] and table.name not in OF_ALL
    )
