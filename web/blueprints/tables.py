"""A table of a campaign: its rows with the faults beside their cells, searched and paged on the server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from planner.domain.campaign import Province, Region
from planner.errors import Fault
from planner.explain.figures import place_name
from planner.files.headers import SETTINGS, SETTINGS_COLUMNS, plain
from planner.store.campaigns import StoredCampaign, load_campaign
from planner.store.journal import write_journal
from planner.store.rows import StoredRow, accept_table
from web.blueprints.campaigns import about
from web.checks import Check
from web.deeds import Deed
from web.guard import may
from web.pages import show
from web.paging import Paged, page_of, paged
from web.scope import Scope
from web.site import site, user
from web.speech import language
from web.table_faults import is_about, is_shown
from web.wording import NAMES, ToldFault, cell_text, columns_of_table, heading, is_figure, tell_fault, unit_of

pages = Blueprint("tables", __name__)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it is shown: its text, what that means where it is a code, and what is wrong with it."""

    text: str
    name: str
    faults: tuple[ToldFault, ...]


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row as it is shown; `faults` are those that mean no cell that is shown."""

    place: int
    row: int
    cells: tuple[Cell, ...]
    faults: tuple[ToldFault, ...]
    may_change: bool


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: a text, a province, faulty rows alone."""

    text: str
    province: str
    is_faulty: bool


@dataclass(frozen=True, slots=True)
class TablePage:
    """Some rows of a table.

    Attributes
    ----------
    columns
        The heading and unit of those shown, and whether they hold figures; one that is blank in all rows is left out.
    lines
        Of the rows that are looked for.
    faults
        Those of the table as a whole.
    total
        Rows that whoever asks may see; `is_part` where there are more.
    """

    campaign: StoredCampaign
    table: str
    columns: tuple[tuple[str, str, bool], ...]
    lines: Paged[RowLine]
    faults: tuple[ToldFault, ...]
    fault_count: int
    total: int
    is_part: bool
    search: Search
    provinces: tuple[Province, ...]
    may_add: bool
    may_accept: bool


@pages.get("/campaigns/<int:campaign>/tables/<table>")
@may(Deed.SEE_CAMPAIGNS)
def show_one(campaign: int, table: str) -> Response:
    """Show a table, a page of its rows."""
    stored, check, scope = load_scope(campaign)
    there = check.table(table)
    if there is None and table not in NAMES:
        abort(404)
    if not scope.sees_table(table):
        abort(403)
    kept = check.kept.stored(table)
    rows = [row for row in kept if scope.sees(table, row.cells)]
    faults = [fault for fault in check.faults_of(table) if is_shown(fault, table, scope)]
    search, by_row = _search(), _by_row(faults, rows)
    columns = _columns(table, there.columns if there else (), rows, scope)
    found = [row for row in rows if _is_found(row, columns, search, by_row, scope)]
    names, places = _place_names(check), _provinces(check, scope)
    lines = paged(found).each(lambda row: _line(row, columns, by_row.get(row.place, ()), names, scope))
    placed = {fault for each in by_row.values() for fault in each}
    rowless = [fault for fault in faults if fault not in placed and not _is_of_hidden(fault, check, table)]
    told = TablePage(
        campaign=stored,
        table=table,
        columns=tuple((heading(table, column), unit_of(table, column), is_figure(table, column)) for column in columns),
        lines=lines,
        faults=tuple(tell_fault(fault, table) for fault in rowless),
        fault_count=len(rowless) + sum(map(len, by_row.values())),
        total=len(rows),
        is_part=len(rows) < len(kept),
        search=search,
        provinces=places if "province" in columns_of_table(table) and len(places) > 1 else (),
        may_add=scope.may_add(table),
        may_accept=scope.is_planner and scope.is_whole and _is_acceptable(check, rowless, table),
    )
    return show("tables/show_one.html", told)


@pages.post("/campaigns/<int:campaign>/tables/<table>/acceptance")
@may(Deed.CHANGE_CAMPAIGNS)
def accept(campaign: int, table: str) -> Response:
    """Tell no more what could not be read of a table's file, as someone has looked at what could."""
    with site().database.writing() as session:
        accept_table(session, campaign, table)
        write_journal(session, user().email, "table_accepted", about(campaign), {"table": table})
    flash("table_accepted")
    return redirect(url_for("tables.show_one", campaign=campaign, table=table), 303)


def load_scope(campaign: int) -> tuple[StoredCampaign, Check, Scope]:
    """Return a campaign, what there is and what is wrong, and what of it whoever asks sees and may change."""
    with site().database.reading() as session:
        stored = load_campaign(session, campaign)
    check = site().checks.of(stored)
    return stored, check, Scope(user(), site().summaries.of(stored).provinces, check.homes)


def page_with(row: StoredRow, check: Check, scope: Scope) -> int:
    """Return the page of its table on which a row stands where nothing is looked for."""
    before = sum(each.place < row.place and scope.sees(row.table, each.cells) for each in check.kept.stored(row.table))
    return page_of(before)


def _search() -> Search:
    asked = request.args
    return Search(
        asked.get("text", "").strip(),
        asked.get("province", ""),
        "faulty" in asked,
    )


def _by_row(faults: Sequence[Fault], rows: Sequence[StoredRow]) -> Mapping[int, tuple[Fault, ...]]:
    """Return the faults of each row, by its place."""
    there: dict[int, list[Fault]] = {}
    for fault in faults:
        there.setdefault(fault.row, []).append(fault)
    found = {row.place: tuple(each for each in there.get(row.row, ()) if is_about(each, row)) for row in rows}
    return {place: each for place, each in found.items() if each}


def _is_found(
    row: StoredRow, columns: Sequence[str], search: Search, by_row: Mapping[int, object], scope: Scope
) -> bool:
    texts = (row.cells.get(column, "") for column in columns)
    wanted = plain(search.text)
    return (
        (not search.is_faulty or row.place in by_row)
        and (not search.province or search.province in scope.provinces_of(row.table, row.cells))
        and (not wanted or any(wanted in plain(text) for text in texts))
    )


def _columns(table: str, there: Sequence[str], rows: Sequence[StoredRow], scope: Scope) -> tuple[str, ...]:
    """Return the columns that are shown: those that must be filled, and those that are in some row."""
    if table == SETTINGS:
        return SETTINGS_COLUMNS
    known = columns_of_table(table)
    filled = {column for row in rows for column in (*row.cells, *row.unread)}
    order = [*known, *(column for column in there if column not in known)]
    return tuple(
        column
        for column in order
        if (column in filled or (column in known and known[column].is_required)) and scope.sees_column(table, column)
    )


def _line(
    row: StoredRow, columns: Sequence[str], faults: Sequence[Fault], names: Mapping[str, str], scope: Scope
) -> RowLine:
    placed = {column: [fault for fault in faults if _is_in(fault, column, row)] for column in columns}
    rest = [fault for fault in faults if not any(fault in each for each in placed.values())]
    return RowLine(
        place=row.place,
        row=row.row,
        cells=tuple(_cell(row, column, placed[column], names) for column in columns),
        faults=tuple(tell_fault(fault, row.table) for fault in rest),
        may_change=scope.may_change(row.table, row.cells),
    )


def _is_in(fault: Fault, column: str, row: StoredRow) -> bool:
    """Return whether a fault means a cell; that of a setting means its value."""
    return fault.column == column or (row.table == SETTINGS and column == "value" and fault.column not in ("", "key"))


def _cell(row: StoredRow, column: str, faults: Sequence[Fault], names: Mapping[str, str]) -> Cell:
    text = row.cells.get(column, "")
    name = _name_of(row.table, column, text, names)
    told = tuple(tell_fault(fault, row.table) for fault in faults)
    return Cell(cell_text(row.table, column, text), "" if name == text else name, told)


def _name_of(table: str, column: str, text: str, names: Mapping[str, str]) -> str:
    """Return what the key of a setting or the code of a place means; blank for all else."""
    if (table, column) == (SETTINGS, "key"):
        unit = unit_of(table, "value", text)
        return f"{heading(table, text)} ({unit})" if unit else heading(table, text)
    known = columns_of_table(table).get(column)
    return names.get(text, "") if known and {"provinces", "regions"} & {*known.refers} else ""


def _is_of_hidden(fault: Fault, check: Check, table: str) -> bool:
    """Return whether a fault is that of a row, which, as no row that is shown has it, is not the asker's."""
    there = check.table(table)
    return bool(there) and there is not None and any(line.row == fault.row for line in there.lines)


def _is_acceptable(check: Check, rowless: Sequence[Fault], table: str) -> bool:
    """Return whether some of what is wrong is what could not be read of the file, which a look settles."""
    return check.table(table) is not None and any(fault in check.rows.faults for fault in rowless)


def _provinces(check: Check, scope: Scope) -> tuple[Province, ...]:
    there = check.rows.tables.get("provinces")
    lines = there.lines if there else ()
    return tuple(
        Province(
            code=line.cells.get("code", ""),
            region=line.cells.get("region", ""),
            name_fr=line.cells.get("name_fr", ""),
            name_ar=line.cells.get("name_ar", ""),
        )
        for line in lines
        if scope.sees("provinces", line.cells)
    )


def _place_names(check: Check) -> Mapping[str, str]:
    """Return what regions and provinces are called in the page's language, by code."""
    return dict(_names(check))


def _names(check: Check) -> Iterator[tuple[str, str]]:
    for table in ("regions", "provinces"):
        there = check.rows.tables.get(table)
        for line in there.lines if there else ():
            code = line.cells.get("code", "")
            place = Region(code=code, name_fr=line.cells.get("name_fr", ""), name_ar=line.cells.get("name_ar", ""))
            yield code, place_name(place, language())
