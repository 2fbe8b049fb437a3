"""One row of a campaign at a time: whoever changes one that another changed meanwhile is told, and given both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from planner.domain.campaign import PROVINCE_COLUMNS
from planner.domain.cells import codes_in
from planner.errors import Fault, FaultyInputError, RiayaError
from planner.files.guard import TOML_FILE
from planner.files.headers import SETTINGS, SETTINGS_COLUMNS, known_tables
from planner.files.records import wrong_text
from planner.store.campaigns import from_json, record_of, touch
from planner.store.errors import NotThereError
from planner.store.tables import CampaignRecord, RowRecord, TableRecord


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A row as it was typed.

    Attributes
    ----------
    table
        Its table's name; `campaign` for a setting, whose cells are `key` and `value`.
    place
        What it is known by within its table, in order; its code may be missing, or be given twice.
    row
        Where a spreadsheet shows it, as faults tell.
    unread
        Columns that were filled but could not be read.
    version
        That of the campaign when it was written.
    """

    table: str
    place: int
    row: int
    cells: Mapping[str, str]
    unread: frozenset[str]
    version: int


class RowChangedError(RiayaError):
    """A row was changed or removed by another since it was read.

    Attributes
    ----------
    mine
        The cells that were to be written; None where it was to be removed.
    theirs
        The row as it is now; None where it is gone.
    """

    def __init__(self, mine: Mapping[str, str] | None, theirs: StoredRow | None) -> None:
        super().__init__("the row was changed meanwhile")
        self.mine = mine
        self.theirs = theirs


def load_table(session: Session, campaign: int, table: str) -> tuple[StoredRow, ...]:
    """Return a table's rows in order; none where there is no such table."""
    return select_rows(session, RowRecord.campaign == campaign, RowRecord.table_name == table)


def select_rows(session: Session, *which: ColumnElement[bool]) -> tuple[StoredRow, ...]:
    """Return the rows for which something holds, in order of table and place; of thousands no record is made."""
    columns = (RowRecord.table_name, RowRecord.place, RowRecord.row, RowRecord.cells, RowRecord.unread)
    wanted = select(*columns, RowRecord.version).where(*which).order_by(RowRecord.table_name, RowRecord.place)
    return tuple(
        StoredRow(table, place, row, cells, frozenset(unread), version)
        for table, place, row, cells, unread, version in session.execute(wanted)
    )


def load_province_codes(session: Session, campaign: int) -> frozenset[str]:
    """Return the codes of the provinces that a campaign's rows name, whether `provinces` lists them or not."""
    found: set[str] = set()
    for column in {column for columns in PROVINCE_COLUMNS.values() for column in columns}:
        tables = [table for table, columns in PROVINCE_COLUMNS.items() if column in columns]
        there = RowRecord.campaign == campaign, RowRecord.table_name.in_(tables)
        named = session.scalars(select(RowRecord.cells[column].as_string()).where(*there).distinct())
        found.update(code for text in named if text for code in codes_in(text))
    return frozenset(found)


def load_row(session: Session, campaign: int, table: str, place: int) -> StoredRow:
    """Return one row.

    Raises
    ------
    NotThereError
        Where there is no such row.
    """
    record = session.get(RowRecord, (campaign, table, place), populate_existing=True)
    if record is None:
        raise NotThereError(f"campaigns/{campaign}/{table}/{place}")
    return _freeze(record)


def add_row(session: Session, campaign: int, table: str, cells: Mapping[str, str]) -> StoredRow:
    """Add a row at the end of a table, which is made where it is not there.

    Raises
    ------
    NotThereError
        Where there is no such campaign, nor such a table in the contract, nor such a column in it or the table.
    FaultyInputError
        Where a cell holds what no campaign's file can.
    """
    version, found = touch(session, campaign), _table_of(session, campaign, table)
    last = select(func.coalesce(func.max(RowRecord.place), 0), func.coalesce(func.max(RowRecord.row), 1))
    place, row = session.execute(last.where(RowRecord.campaign == campaign, RowRecord.table_name == table)).one()
    record = RowRecord(campaign=campaign, table_name=table, place=place + 1, row=row + 1)
    _fill(record, found, cells, version)
    session.add(record)
    session.flush()
    return _freeze(record)


def save_row(
    session: Session, campaign: int, table: str, place: int, cells: Mapping[str, str], version: int
) -> StoredRow:
    """Put other cells in the place of all of a row's; what could not be read of it before is told no more.

    Parameters
    ----------
    version
        The row's when it was read.

    Raises
    ------
    NotThereError
        Where there is no such campaign, nor such a column in the table or the contract.
    RowChangedError
        Where it is no longer at that version.
    FaultyInputError
        Where a cell holds what no campaign's file can.
    """
    new = touch(session, campaign)
    record = _row_at(session, campaign, table, place, version, cells)
    found = _table_of(session, campaign, table)
    _fill(record, found, cells, new)
    _forget(record_of(session, campaign), lambda fault: (fault.file, fault.row) == (found.file, record.row))
    session.flush()
    return _freeze(record)


def delete_row(session: Session, campaign: int, table: str, place: int, version: int) -> None:
    """Remove a row.

    Raises
    ------
    NotThereError
        Where there is no such campaign.
    RowChangedError
        Where it is no longer at the version that it had when it was read.
    """
    touch(session, campaign)
    record = _row_at(session, campaign, table, place, version, None)
    file = _table_of(session, campaign, table).file
    _forget(record_of(session, campaign), lambda fault: (fault.file, fault.row) == (file, record.row))
    session.delete(record)
    session.flush()


def accept_table(session: Session, campaign: int, table: str) -> None:
    """Tell no more what was wrong with a table's file, as someone has looked at what could be read of it.

    Faults of rows that hold a cell which could not be read stay until those rows are written again.

    Raises
    ------
    NotThereError
        Where there is no such campaign, nor such a table.
    """
    touch(session, campaign)
    file = _table_of(session, campaign, table).file
    unread = {row.row for row in load_table(session, campaign, table) if row.unread}
    _forget(record_of(session, campaign), lambda fault: fault.file == file and fault.row not in unread)
    session.flush()


def _row_at(
    session: Session, campaign: int, table: str, place: int, version: int, mine: Mapping[str, str] | None
) -> RowRecord:
    """Return a row that is still as it was read; the campaign is touched, so that it stays so."""
    record = session.get(RowRecord, (campaign, table, place), populate_existing=True)
    if record is None or record.version != version:
        raise RowChangedError(mine, _freeze(record) if record else None)
    return record


def _table_of(session: Session, campaign: int, name: str) -> TableRecord:
    """Return a table's record, a new one where the contract has such a table."""
    record = session.get(TableRecord, (campaign, name), populate_existing=True)
    if record is not None:
        return record
    columns = _contract_of(name)
    if not columns:
        raise NotThereError(f"campaigns/{campaign}/{name}")
    last = session.scalar(select(func.max(TableRecord.place)).where(TableRecord.campaign == campaign))
    head = record_of(session, campaign)
    file = TOML_FILE if head.suffix and name == SETTINGS else f"{name}{head.suffix}"
    record = TableRecord(
        campaign=campaign, name=name, place=0 if last is None else last + 1, file=file, columns=columns
    )
    session.add(record)
    # What was there could not be read at all: what is typed now takes its place.
    head.unread = tuple(each for each in head.unread if each != name)
    _forget(head, lambda fault: fault.file == file)
    return record


def _contract_of(table: str) -> tuple[str, ...]:
    """Return the contract's columns of a table; none where it has no such table."""
    return SETTINGS_COLUMNS if table == SETTINGS else known_tables().get(table, ())


def _fill(record: RowRecord, table: TableRecord, cells: Mapping[str, str], version: int) -> None:
    """Fill a row's record as a file's row is read: without the blanks around cells, nor blank ones."""
    filled = {name: _plain(text) for name, text in cells.items() if text.strip()}
    if filled.keys() - {*table.columns, *_contract_of(table.name)}:
        raise NotThereError(f"campaigns/{record.campaign}/{table.name}: a column that neither it nor the contract has")
    checked = [wrong_text(text, table.file, record.row, name) for name, text in filled.items()]
    if faults := [fault for fault in checked if fault]:
        raise FaultyInputError(faults)
    table.columns += tuple(name for name in filled if name not in table.columns)
    record.cells, record.unread, record.version = filled, (), version


def _plain(text: str) -> str:
    return text.strip().replace("\r\n", "\n").replace("\r", "\n")


def _forget(head: CampaignRecord, is_over: Callable[[Fault], bool]) -> None:
    """Tell those faults of a campaign no more of which that is said."""
    head.faults = [kept for kept in head.faults if not is_over(from_json(kept))]


def _freeze(record: RowRecord) -> StoredRow:
    return StoredRow(
        record.table_name, record.place, record.row, dict(record.cells), frozenset(record.unread), record.version
    )
