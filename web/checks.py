"""What is right and wrong with a campaign's rows, worked out once a version: a season's takes a second or two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from planner.check_campaign.build import build_campaign
from planner.domain.campaign import Campaign
from planner.domain.rows import Rows, TableRows
from planner.errors import Fault
from planner.files.guard import TOML_FILE
from planner.files.headers import SETTINGS, known_tables
from planner.store.campaigns import StoredCampaign, load_rows
from planner.store.database import Database

MOST: Final = 8


@dataclass(frozen=True, slots=True)
class Check:
    """A campaign's rows, and the campaign that they make, or every fault that keeps them from making one.

    Attributes
    ----------
    by_table
        The faults by the table that their file is; under a blank those of none, as of a workbook as a whole.
    """

    rows: Rows
    campaign: Campaign | None
    faults: tuple[Fault, ...]
    by_table: Mapping[str, tuple[Fault, ...]]

    def table(self, name: str) -> TableRows | None:
        """Return a table as it was found, None where it is not there; the settings are one too."""
        return self.rows.settings if name == SETTINGS else self.rows.tables.get(name)

    def faults_of(self, name: str) -> tuple[Fault, ...]:
        """Return the faults of a table."""
        return self.by_table.get(name, ())


class Checks:
    """The checks of a database's campaigns, of which the few that were asked for last are kept."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._of = lru_cache(MOST)(self._read)

    def of(self, campaign: StoredCampaign) -> Check:
        """Return what there is and what is wrong at a campaign's version."""
        return self._of(campaign.number, campaign.version)

    def _read(self, number: int, _version: int) -> Check:
        with self._database.reading() as session:
            rows = load_rows(session, number)
        campaign, faults = build_campaign(rows)
        return Check(rows, campaign, faults, _by_table(rows, faults))


def _by_table(rows: Rows, faults: tuple[Fault, ...]) -> Mapping[str, tuple[Fault, ...]]:
    there = [*([rows.settings] if rows.settings else []), *rows.tables.values()]
    names = {TOML_FILE: SETTINGS, SETTINGS: SETTINGS} | {f"{name}{rows.suffix}": name for name in known_tables()}
    names |= {table.file: table.name for table in there}
    found: dict[str, list[Fault]] = {}
    for fault in faults:
        found.setdefault(names.get(fault.file, ""), []).append(fault)
    return {name: tuple(each) for name, each in found.items()}
