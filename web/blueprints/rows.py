"""One row of a campaign: an ordinary form that adds, changes or removes it, and what to do where two people do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from planner.errors import Fault, FaultyInputError
from planner.files.headers import named_by
from planner.store.campaigns import StoredCampaign, hold_campaign
from planner.store.errors import CampaignChangedError, NotThereError
from planner.store.journal import write_journal
from planner.store.rows import RowChangedError, StoredRow, add_row, delete_row, load_row, save_row
from web.blueprints.campaigns import about
from web.blueprints.tables import load_scope, page_with
from web.checks import Check
from web.deeds import Deed
from web.guard import may
from web.pages import show
from web.row_fields import Field, fields_of, form_columns
from web.row_journal import changes_of, details_of
from web.scope import Scope
from web.site import site, user
from web.table_faults import is_about, is_shown
from web.wording import NAMES, ToldFault, heading, tell_fault

pages = Blueprint("rows", __name__)
CELL: Final = "cell:"
"""What the names of a form's cells begin with."""
WAS: Final = "was:"
"""What the names begin with under which a form tells what its cells held when it was made."""


@dataclass(frozen=True, slots=True)
class RowPage:
    """The form of a row.

    Attributes
    ----------
    place, version
        Of the row that is changed; None and 0 for a new one.
    was
        What its cells held when the form was made, by column.
    faults
        Those that mean no cell of it.
    key
        Of what is wrong with what was sent; None where nothing was or is.
    """

    campaign: StoredCampaign
    table: str
    place: int | None
    version: int
    title: str
    fields: tuple[Field, ...]
    was: Mapping[str, str]
    faults: tuple[ToldFault, ...]
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell of which two people have written different things.

    Attributes
    ----------
    is_mine, is_theirs
        Whether one of them alone changed it, so that theirs is offered first; neither where both did.
    """

    column: str
    heading: str
    mine: str
    theirs: str
    is_mine: bool
    is_theirs: bool


@dataclass(frozen=True, slots=True)
class ConflictPage:
    """What two people have made of a row, to be chosen from.

    Attributes
    ----------
    mine
        The cells that were to be written; None where the row was to be removed.
    theirs
        The row as it is now; None where it is gone.
    same
        The cells on which both agree.
    """

    campaign: StoredCampaign
    table: str
    place: int
    title: str
    mine: Mapping[str, str] | None
    theirs: StoredRow | None
    differences: tuple[Difference, ...]
    same: Mapping[str, str]


class _RefusedError(Exception):
    """A row may not be written so; `key` is that of the sentence that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@pages.route("/campaigns/<int:campaign>/tables/<table>/rows/new", methods=["GET", "POST"])
@may(Deed.CHANGE_ROWS)
def add(campaign: int, table: str) -> Response:
    """Add a row at the end of a table."""
    stored, check, scope = load_scope(campaign)
    if (table not in NAMES and check.table(table) is None) or not scope.sees_table(table):
        abort(404)
    if not scope.may_add(table):
        abort(403)
    cells = _typed(table, check, scope)
    if request.method == "GET":
        return _form(stored, table, None, cells, ())
    try:
        with site().database.writing() as session:
            hold_campaign(session, campaign, stored.version)
            _refuse(scope, table, cells)
            row = add_row(session, campaign, table, cells)
            details = details_of(scope, table, row.cells)
            write_journal(session, user().email, "row_added", about(campaign), details)
    except CampaignChangedError:  # what is allowed follows from all rows: it is looked at again
        return add(campaign, table)
    except _RefusedError as error:
        return _form(stored, table, None, cells, (), key=error.key)
    except FaultyInputError as error:
        return _form(stored, table, None, cells, error.faults, key="row_unwritable")
    return _done(campaign, row, "row_added", "row_added_faulty")


@pages.route("/campaigns/<int:campaign>/tables/<table>/rows/<int:place>", methods=["GET", "POST"])
@may(Deed.CHANGE_ROWS)
def change(campaign: int, table: str, place: int) -> Response:
    """Change a row; where another changed it meanwhile, both are shown to be chosen from."""
    stored, check, scope = load_scope(campaign)
    row = _load(stored, table, place, check, scope)
    if isinstance(row, Response):
        return row
    if request.method == "GET":
        faults = [fault for fault in check.faults_of(table) if is_about(fault, row) and is_shown(fault, table, scope)]
        return _form(stored, table, row, row.cells, faults)
    cells = {**row.cells, **_typed(table, check, scope)}  # a form may have been made before all columns were there
    try:
        with site().database.writing() as session:
            hold_campaign(session, campaign, stored.version)
            _refuse(scope, table, cells, row)
            saved = save_row(session, campaign, table, place, cells, _version())
            details = details_of(scope, table, saved.cells, row.cells) | changes_of(table, row.cells, saved.cells)
            write_journal(session, user().email, "row_changed", about(campaign), details)
    except CampaignChangedError:
        return change(campaign, table, place)
    except _RefusedError as error:
        return _form(stored, table, row, cells, (), key=error.key)
    except FaultyInputError as error:
        return _form(stored, table, row, cells, error.faults, key="row_unwritable")
    except RowChangedError as error:
        return _conflict(stored, table, place, error, scope)
    return _done(campaign, saved, "row_saved", "row_saved_faulty")


@pages.post("/campaigns/<int:campaign>/tables/<table>/rows/<int:place>/removal")
@may(Deed.CHANGE_ROWS)
def remove(campaign: int, table: str, place: int) -> Response:
    """Remove a row; where another changed it meanwhile, it is shown as it is now."""
    stored, check, scope = load_scope(campaign)
    try:
        row = _load(stored, table, place, check, scope)
    except NotThereError:
        return _removed(campaign, table, "row_gone")
    if isinstance(row, Response):
        return row
    try:
        with site().database.writing() as session:
            hold_campaign(session, campaign, stored.version)
            delete_row(session, campaign, table, place, _version())
            write_journal(session, user().email, "row_removed", about(campaign), details_of(scope, table, row.cells))
    except CampaignChangedError:
        return remove(campaign, table, place)
    except RowChangedError as error:
        if error.theirs is None:
            return _removed(campaign, table, "row_gone")
        return _conflict(stored, table, place, error, scope)
    return _removed(campaign, table, "row_removed")


def _removed(campaign: int, table: str, key: str) -> Response:
    """Lead back to the table of a row that is no more, and say whether another was quicker."""
    flash(key)
    return redirect(url_for("tables.show_one", campaign=campaign, table=table), 303)


def _load(stored: StoredCampaign, table: str, place: int, check: Check, scope: Scope) -> StoredRow | Response:
    """Return a row that whoever asks may change, or what they are told who send the form of one that is gone."""
    try:
        with site().database.reading() as session:
            row = load_row(session, stored.number, table, place)
    except NotThereError:
        if request.method == "GET" or not (cells := _typed(table, check, scope)):
            raise
        return _conflict(stored, table, place, RowChangedError(cells, None), scope)
    if not scope.may_change(table, row.cells):
        abort(403)
    return row


def _refuse(scope: Scope, table: str, cells: Mapping[str, str], row: StoredRow | None = None) -> None:
    """Refuse cells that whoever asks may not write, be it in the place of a row's.

    Raises
    ------
    _RefusedError
        With the key of why.
    """
    if not any(text.strip() for text in cells.values()):
        raise _RefusedError("row_blank")
    if not scope.may_change(table, cells):
        raise _RefusedError("row_not_yours")
    code = row.cells.get("code", "") if row else None
    if cells.get("code", "").strip() != code and scope.is_taken(table, cells):
        raise _RefusedError("row_code_taken")


def _typed(table: str, check: Check, scope: Scope) -> dict[str, str]:
    """Return the cells that were sent, of columns that the form has; nobody makes others by sending them."""
    sent = request.form
    return {
        column: sent[f"{CELL}{column}"] for column in form_columns(table, check, scope) if f"{CELL}{column}" in sent
    }


def _version() -> int:
    return request.form.get("version", type=int, default=0)


def _form(
    stored: StoredCampaign,
    table: str,
    row: StoredRow | None,
    cells: Mapping[str, str],
    faults: Sequence[Fault],
    key: str | None = None,
) -> Response:
    _, check, scope = load_scope(stored.number)
    fields = fields_of(table, cells, faults, check, scope)
    columns, now = [field.column for field in fields], row.cells if row else {}
    placed = {fault for field in fields for fault in field.of}
    page = RowPage(
        campaign=stored,
        table=table,
        place=row.place if row else None,
        version=_version() or (row.version if row else 0),
        title=_title(table, row.cells) if row else "",
        fields=fields,
        was={column: request.form.get(f"{WAS}{column}", now.get(column, "")) for column in columns},
        faults=tuple(tell_fault(fault, table) for fault in faults if fault not in placed),
        key=key,
    )
    return show("rows/change.html", page, 422 if key else 200)


def _conflict(stored: StoredCampaign, table: str, place: int, error: RowChangedError, scope: Scope) -> Response:
    """Show what two people have made of a row, as far as its form shows it."""
    mine, theirs = error.mine, error.theirs
    now = theirs.cells if theirs else {}
    columns = [each for each in dict.fromkeys((*now, *(mine or {}))) if scope.sees_column(table, each)]
    both = {column: ((mine or {}).get(column, "").strip(), now.get(column, "")) for column in columns}
    page = ConflictPage(
        campaign=stored,
        table=table,
        place=place,
        title=_title(table, now or mine or {}),
        mine=mine,
        theirs=theirs,
        differences=tuple(
            _difference(table, column, *texts)
            for column, texts in both.items()
            if mine is None or theirs is None or texts[0] != texts[1]
        ),
        same={column: texts[0] for column, texts in both.items() if mine is not None and texts[0] == texts[1]},
    )
    return show("rows/conflict.html", page, 409)


def _difference(table: str, column: str, mine: str, theirs: str) -> Difference:
    was = request.form.get(f"{WAS}{column}")
    return Difference(column, heading(table, column), mine, theirs, is_mine=theirs == was, is_theirs=mine == was)


def _done(campaign: int, row: StoredRow, sound: str, faulty: str) -> Response:
    """Lead back to where a row stands in its table, and say whether something is wrong with it."""
    _, check, scope = load_scope(campaign)
    is_faulty = any(is_about(fault, row) for fault in check.faults_of(row.table))
    flash(faulty if is_faulty else sound)
    page = page_with(row, check, scope)
    address = url_for("tables.show_one", campaign=campaign, table=row.table, page=page, _anchor=f"row-{row.place}")
    return redirect(address, 303)


def _title(table: str, cells: Mapping[str, str]) -> str:
    """Return what a row is called: what names it, else what stands in its first column."""
    name = cells.get(named_by(table), "")
    return name or next((text for text in cells.values() if text), "")
