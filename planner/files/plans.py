"""A plan's folder: plan.json, a CSV a table, and the campaign that it was made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from planner.domain.campaign import Campaign
from planner.domain.cells import CellError, reader_of, to_text
from planner.domain.columns import Table
from planner.domain.plan import (
    PLAN_TABLES,
    Plan,
    Run,
)
from planner.domain.rows import Line, Rows, TableRows
from planner.errors import Fault, FaultCode, FaultyInputError
from planner.files.atomic import new_folder
from planner.files.csv_text import SUFFIX, read_csv
from planner.files.folder import to_texts, write_texts
from planner.files.formulas import bared
from planner.files.guard import CAMPAIGN_FOLDER, HEAD_FILE, fault_of, fault_of_error, is_campaign, read_file
from planner.files.plan_head import HEAD, from_head, to_head
from planner.files.plan_json import read_json, to_json
from planner.files.write import write_campaign

_Bare = Callable[[TableRows], TableRows]
"""What makes of a table that was written the one that was meant."""


def write_plan(run: Run, campaign: Campaign, folder: Path) -> None:
    """Write a plan and its campaign into a new folder, which is there only when all of it is.

    Raises
    ------
    AlreadyThereError
        Where something of that name is there: no plan is ever overwritten.
    """
    with new_folder(folder) as made:
        write_texts(to_plan_texts(run), made)
        write_campaign(campaign, made / CAMPAIGN_FOLDER)


def to_plan_texts(run: Run) -> dict[str, str]:
    """Return what the files of a plan's folder hold, by their names, but for the campaign in it."""
    tables = to_texts(Rows(None, {table.name: _to_rows(table, run.plan) for table in PLAN_TABLES}))
    return tables | {HEAD_FILE: f"{to_json(to_head(run))}\n"}


def read_plan(folder: Path) -> Run:
    """Read a plan's folder but for the campaign in it, which lies in `CAMPAIGN_FOLDER` and is read as any campaign is.

    What is stated is taken as it stands: whether it is true, the checker says.

    Raises
    ------
    FaultyInputError
        With every file, column, key and value that is missing or not what it should be.
    """
    try:
        code: FaultCode | None = "is_a_campaign" if is_campaign(folder) else None if folder.is_dir() else "plan_missing"
    except OSError as error:
        raise FaultyInputError([fault_of_error(folder, error)]) from error
    if code:
        raise FaultyInputError([fault_of(folder.name, code)])
    faults: list[Fault] = []
    return _read_plan(lambda file: read_file(folder / file, folder, faults), faults, bared)


def from_plan_texts(texts: Mapping[str, str]) -> Run:
    """Return the run whose plan's files, by their names, hold these texts, as `to_plan_texts` gives them.

    Raises
    ------
    FaultyInputError
        Where they are not what `to_plan_texts` gives.
    """
    return _read_plan(lambda file: texts[file].encode(), [], lambda table: table)


def _read_plan(read: Callable[[str], bytes | None], faults: list[Fault], bare: _Bare) -> Run:
    """Return a plan of what its files hold; None for a file means that its fault is told."""
    data = read(HEAD_FILE)
    head = None if data is None else read_json(data, HEAD_FILE, HEAD, faults)
    tables = {table.name: _read_table(table, read, faults, bare) for table in PLAN_TABLES}
    if faults:
        raise FaultyInputError(faults)
    return from_head(head, tables)


def _to_rows(table: Table, plan: Plan) -> TableRows:
    """Return a table of a plan as text."""
    rows: tuple[Any, ...] = getattr(plan, table.name)
    columns = table.columns
    lines = ({each.name: to_text(each.kind, getattr(row, each.attribute)) for each in columns} for row in rows)
    return TableRows(
        table.name,
        f"{table.name}{SUFFIX}",
        tuple(each.name for each in columns),
        tuple(Line(number, cells) for number, cells in enumerate(lines, start=2)),
    )


def _read_table(
    table: Table, read_bytes: Callable[[str], bytes | None], faults: list[Fault], bare: _Bare
) -> tuple[Any, ...]:
    """Return a table's rows; what cannot be read is left out and one more fault."""
    file, told = f"{table.name}{SUFFIX}", len(faults)
    data = read_bytes(file)
    # The name keeps the headers of a campaign's table that is called the same from being meant.
    rows = None if data is None else read_csv(data, f"plan/{table.name}", file, faults)
    if rows is None:
        if len(faults) == told:
            faults.append(fault_of(file, "header_missing"))
        return ()
    rows = bare(rows)
    columns = {column.name: (column, reader_of(column)) for column in table.columns}
    missing = [name for name in columns if name not in rows.columns]
    faults += [fault_of(file, "column_missing", 1, column=name) for name in missing]
    found = []
    for line in rows.lines:
        values: dict[str, Any] = {}
        for name in columns.keys() - missing - line.unread:
            column, read = columns[name]
            try:
                if name in line.cells:
                    values[column.attribute] = read(line.cells[name])
                elif column.is_required:
                    raise CellError("cell_missing")
            except CellError as error:
                value = line.cells.get(name, "")
                faults.append(fault_of(file, error.code, line.row, column=name, value=value, **error.details))
        if len(faults) == told:
            found.append(table.row(**values))
    return tuple(found)
