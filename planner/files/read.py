"""Read a campaign, whatever its form."""

from __future__ import annotations

from pathlib import Path

from planner.domain.rows import Rows
from planner.errors import FaultCode
from planner.files.folder import read_folder
from planner.files.guard import CAMPAIGN_FOLDER, WORKBOOK, fault_of, fault_of_error, is_plan
from planner.files.headers import known_tables
from planner.files.workbook import read_workbook


def read_rows(path: Path) -> Rows:
    """Read a campaign's folder or workbook as rows of text.

    Nothing is raised for what is wrong with the files: all of it is among the faults.
    """
    try:
        if path.is_dir() and not is_plan(path):
            return read_folder(path)
        if path.suffix.lower() == WORKBOOK and path.exists():
            return read_workbook(path)
        code: FaultCode = "is_a_plan" if path.is_dir() else "not_a_campaign" if path.exists() else "campaign_missing"
        fault = fault_of(path.name, code, campaign=str(path / CAMPAIGN_FOLDER))
    except OSError as error:
        fault = fault_of_error(path, error)
    return Rows(None, {}, faults=(fault,), unread=frozenset(known_tables()))
