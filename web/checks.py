"""A campaign's rows, and what is wrong with them: only what has changed is read again, and judged when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from planner.check_campaign.build import judge_rows
from planner.domain.rows import Rows, TableRows
from planner.domain.settings import Settings
from planner.errors import Fault
from planner.files.guard import TOML_FILE
from planner.files.headers import SETTINGS, known_tables
from planner.store.campaigns import StoredCampaign
from planner.store.database import Database
from planner.store.kept_rows import KeptRows, load_kept_rows
from web.once import Shelf
from web.scope import Homes, homes_of

MOST_ROWS: Final = 60_000
"""Of all campaigns that are kept: eight seasons of the country, 3 kB a row once judged, or many provinces'."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is right and wrong with a campaign's rows.

    Attributes
    ----------
    settings
        The campaign's, where nothing is wrong; else None.
    by_table
        The faults by the table that their file is; under a blank those of none, as of a workbook as a whole.
    """

    settings: Settings | None
    faults: tuple[Fault, ...]
    by_table: Mapping[str, tuple[Fault, ...]]


class Check:
    """A campaign's rows at one of its versions, and what follows from them, each worked out once when asked for."""

    def __init__(self, kept: KeptRows) -> None:
        self.kept = kept
        self._verdict: Verdict | None = None
        self._homes: Homes | None = None
        self._judging, self._placing = Lock(), Lock()

    @property
    def rows(self) -> Rows:
        """The rows as a campaign is made of them."""
        return self.kept.rows

    @property
    def weight(self) -> int:
        """The rows of all tables, by which goes what they take of memory."""
        return sum(len(table.stored) for table in self.kept.tables.values())

    @property
    def verdict(self) -> Verdict:
        """What is right and wrong: a season's takes some tenths of a second, which one who asks spends for all."""
        with self._judging:
            self._verdict = self._verdict or _judge(self.rows)
            return self._verdict

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Every fault that keeps the rows from making a campaign."""
        return self.verdict.faults

    @property
    def homes(self) -> Homes:
        """The provinces of what has a code; no table waits for a judgement that it does not show."""
        with self._placing:
            self._homes = self._homes or homes_of(self.rows)
            return self._homes

    def table(self, name: str) -> TableRows | None:
        """Return a table as it was found, None where it is not there; the settings are one too."""
        return self.rows.settings if name == SETTINGS else self.rows.tables.get(name)

    def faults_of(self, name: str) -> tuple[Fault, ...]:
        """Return the faults of a table."""
        return self.verdict.by_table.get(name, ())


class Checks:
    """The checks of a database's campaigns, of which the few that were asked for last are kept."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: Shelf[int, _Newest] = Shelf(_Newest, MOST_ROWS)

    def of(self, campaign: StoredCampaign) -> Check:
        """Return what there is and what is wrong at a campaign's version, or at a later one that is known already."""
        newest = self._kept.take(campaign.number)
        with newest.lock:
            if newest.check is None or newest.check.kept.version < campaign.version:
                with self._database.reading() as session:
                    before = newest.check.kept if newest.check else None
                    newest.check = Check(load_kept_rows(session, campaign.number, before))
                self._kept.weigh(campaign.number, newest, newest.check.weight)
            return newest.check


@dataclass(slots=True)
class _Newest:
    """The newest check of a campaign that is known; who asks for a newer one while it is read waits for it."""

    check: Check | None = None
    lock: Lock = field(default_factory=Lock)


def _judge(rows: Rows) -> Verdict:
    campaign, faults = judge_rows(rows)
    return Verdict(campaign.settings if campaign else None, faults, _by_table(rows, faults))


def _by_table(rows: Rows, faults: tuple[Fault, ...]) -> Mapping[str, tuple[Fault, ...]]:
    there = [*([rows.settings] if rows.settings else []), *rows.tables.values()]
    names = {TOML_FILE: SETTINGS, SETTINGS: SETTINGS} | {f"{name}{rows.suffix}": name for name in known_tables()}
    names |= {table.file: table.name for table in there}
    found: dict[str, list[Fault]] = {}
    for fault in faults:
        found.setdefault(names.get(fault.file, ""), []).append(fault)
    return {name: tuple(each) for name, each in found.items()}
