"""Campaigns, finished or not: their rows as they were typed, all at once. One row at a time is `rows`' matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from planner.domain.rows import Rows, TableRows
from planner.errors import Fault
from planner.store.database import time_of
from planner.store.errors import CampaignChangedError, NotThereError
from planner.store.frozen import freeze
from planner.store.tables import CampaignRecord, RowRecord, TableRecord


@dataclass(frozen=True, slots=True)
class StoredCampaign:
    """A campaign in the store.

    Attributes
    ----------
    number
        What it is known by; its code is one of its settings and may be missing, or be given twice.
    version
        Grows with every change of any of its rows.
    """

    number: int
    name: str
    made_by: str
    created: datetime
    changed: datetime
    version: int


def save_campaign(session: Session, name: str, rows: Rows, by: str) -> StoredCampaign:
    """Keep a new campaign as it was found, what could not be read of it too."""
    now = time_of(session)
    record = CampaignRecord(name=name, made_by=by, created=now, changed=now, version=1, **_head(rows))
    session.add(record)
    session.flush()
    _add_tables(session, record.number, 1, rows)
    return freeze(StoredCampaign, record)


def replace_rows(session: Session, campaign: int, rows: Rows, version: int) -> StoredCampaign:
    """Put other rows in the place of all of a campaign's, as when its workbook is brought in again.

    Raises
    ------
    NotThereError
        Where there is no such campaign.
    CampaignChangedError
        Where it is no longer at the version from which it is replaced.
    """
    new = touch(session, campaign)
    if new != version + 1:
        raise CampaignChangedError(new - 1)
    session.execute(delete(RowRecord).where(RowRecord.campaign == campaign))
    session.execute(delete(TableRecord).where(TableRecord.campaign == campaign))
    session.execute(update(CampaignRecord).where(CampaignRecord.number == campaign).values(**_head(rows)))
    _add_tables(session, campaign, new, rows)
    return load_campaign(session, campaign)


def load_campaign(session: Session, campaign: int) -> StoredCampaign:
    """Return a campaign but for its rows.

    Raises
    ------
    NotThereError
        Where there is no such campaign.
    """
    return freeze(StoredCampaign, record_of(session, campaign))


def hold_campaign(session: Session, campaign: int, version: int | None = None) -> StoredCampaign:
    """Return a campaign but for its rows, as it is now; whoever else changes any waits until this session ends.

    Parameters
    ----------
    version
        At which it was read; None where it was not.

    Raises
    ------
    NotThereError
        Where there is no such campaign.
    CampaignChangedError
        Where it is no longer at the version at which it was read.
    """
    record = record_of(session, campaign, hold=True)
    if version not in (None, record.version):
        raise CampaignChangedError(record.version)
    return freeze(StoredCampaign, record)


def load_campaigns(session: Session) -> tuple[StoredCampaign, ...]:
    """Return every campaign but for its rows, the newest first."""
    found = session.scalars(select(CampaignRecord).order_by(CampaignRecord.number.desc()))
    return tuple(freeze(StoredCampaign, record) for record in found)


def record_of(session: Session, campaign: int, *, hold: bool = False) -> CampaignRecord:
    """Return a campaign's record as it is now, raising `NotThereError` where there is none."""
    record = session.get(CampaignRecord, campaign, with_for_update=hold, populate_existing=True)
    if record is None:
        raise NotThereError(f"campaigns/{campaign}")
    return record


def touch(session: Session, campaign: int) -> int:
    """Raise a campaign's version and return it; whoever else changes it waits until this session ends."""
    changed = update(CampaignRecord).where(CampaignRecord.number == campaign)
    changed = changed.values(version=CampaignRecord.version + 1, changed=time_of(session))
    version = session.execute(changed.returning(CampaignRecord.version)).scalar_one_or_none()
    if version is None:
        raise NotThereError(f"campaigns/{campaign}")
    return version


def _head(rows: Rows) -> dict[str, Any]:
    """Return what is kept of rows beside their tables."""
    return {
        "suffix": rows.suffix,
        "unread": tuple(sorted(rows.unread)),
        "faults": [to_json(fault) for fault in rows.faults],
    }


def _add_tables(session: Session, campaign: int, version: int, rows: Rows) -> None:
    tables = [*([rows.settings] if rows.settings else []), *rows.tables.values()]
    for place, table in enumerate(tables):
        head = TableRecord(campaign=campaign, name=table.name, place=place, file=table.file, columns=table.columns)
        session.add(head)
    session.flush()
    if values := [each for table in tables for each in _values(campaign, version, table)]:
        session.execute(insert(RowRecord), values)


def _values(campaign: int, version: int, table: TableRows) -> Iterator[dict[str, Any]]:
    """Yield the columns of each row's record."""
    for place, line in enumerate(table.lines, start=1):
        yield {
            "campaign": campaign,
            "table_name": table.name,
            "place": place,
            "row": line.row,
            "cells": dict(line.cells),
            "unread": tuple(sorted(line.unread)),
            "version": version,
        }


def to_json(fault: Fault) -> list[Any]:
    """Return a fault as it is kept."""
    return [fault.file, fault.row, fault.column, fault.value, fault.code, [list(each) for each in fault.details]]


def from_json(kept: list[Any]) -> Fault:
    """Return the fault that was kept."""
    file, row, column, value, code, details = kept
    return Fault(file, row, column, value, code, tuple((name, text) for name, text in details))
