"""Campaigns that come as a file: a new one, or rows that take the place of all that one has."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from planner.domain.rows import Rows
from planner.files.archive import is_campaign_at_all, plain_name, read_upload
from planner.files.guard import seen
from planner.files.headers import known_tables
from planner.store.campaigns import StoredCampaign, load_campaign, replace_rows, save_campaign
from planner.store.errors import CampaignChangedError
from planner.store.journal import write_journal
from web.blueprints.campaigns import about
from web.deeds import Deed
from web.guard import may
from web.pages import show
from web.row_changes import TableChange, details_of_changes, row_changes
from web.scope import provinces_named
from web.security import MB
from web.site import site, user
from web.speech import language
from web.territories import is_foreign, is_of_all, is_theirs
from web.wording import ToldFault, tell_fault

pages = Blueprint("uploads", __name__)
MOST_NAME: Final = 200
"""Characters of a campaign's name."""
ROOM: Final = 10_000
"""Bytes for what a form holds beside the file that it brings back."""
MOST_TOLD: Final = 50
"""Faults of a file that was refused which are told."""


@dataclass(frozen=True, slots=True)
class UploadPage:
    """A form that takes a file.

    Attributes
    ----------
    campaign
        Whose rows the file's are to replace; None for a new one.
    fault
        The key of what is wrong with what was sent; None where nothing was or is.
    strangers
        Provinces in the file that are not the sender's.
    faults
        Why the file is no campaign.
    """

    campaign: StoredCampaign | None
    name: str
    most_mb: int
    fault: str | None = None
    strangers: tuple[str, ...] = ()
    faults: tuple[ToldFault, ...] = ()


@dataclass(frozen=True, slots=True)
class ComparePage:
    """What changes where a file's rows take the place of a campaign's.

    Attributes
    ----------
    is_late
        Whether someone changed the campaign since it was compared.
    fault_count
        What could not be read of the file.
    data
        The file, as a form's text.
    """

    campaign: StoredCampaign
    file: str
    changes: tuple[TableChange, ...]
    fault_count: int
    is_late: bool
    data: str


@dataclass(frozen=True, slots=True)
class _Sent:
    """A file as it was sent."""

    name: str
    data: bytes
    rows: Rows


@pages.route("/campaigns/new", methods=["GET", "POST"])
@may(Deed.MAKE_CAMPAIGNS)
def add() -> Response:
    """Keep a new campaign of a workbook or zip, faults and all."""
    name = seen(request.form.get("name", "")).strip()[:MOST_NAME]
    if request.method == "GET":
        return _form(None, name)
    sent = _sent_file()
    if refused := _refusal(None, name, sent):
        return refused
    with site().database.writing() as session:
        made = save_campaign(session, name or _name_of(sent), sent.rows, user().email)
        details = {"name": made.name, "file": sent.name, "rows": str(_count(sent.rows))}
        write_journal(session, user().email, "campaign_added", about(made.number), details)
    flash("upload_added")
    return redirect(url_for("campaigns.show_one", campaign=made.number), 303)


@pages.route("/campaigns/<int:campaign>/replacement", methods=["GET", "POST"])
@may(Deed.CHANGE_CAMPAIGNS)
def replace(campaign: int) -> Response:
    """Tell what would change where a file's rows took the place of a campaign's."""
    stored = _load(campaign)
    if request.method == "GET":
        return _form(stored, stored.name)
    sent = _sent_file()
    return _refusal(stored, stored.name, sent) or _compare(stored, sent)


@pages.post("/campaigns/<int:campaign>/rows")
@may(Deed.CHANGE_CAMPAIGNS)
def put(campaign: int) -> Response:
    """Put the rows of a file that was compared in the place of a campaign's."""
    stored = _load(campaign)
    sent = _read(request.form.get("file", ""), _decoded(request.form.get("data", "")))
    if refused := _refusal(stored, stored.name, sent):
        return refused
    changes = row_changes(site().checks.of(stored).rows, sent.rows)
    try:
        with site().database.writing() as session:
            replace_rows(session, campaign, sent.rows, request.form.get("version", type=int, default=0))
            details = {"file": sent.name} | details_of_changes(changes)
            write_journal(session, user().email, "campaign_replaced", about(campaign), details)
    except CampaignChangedError:
        return _compare(_load(campaign), sent, is_late=True)
    flash("upload_replaced")
    return redirect(url_for("campaigns.show_one", campaign=campaign), 303)


def _load(campaign: int) -> StoredCampaign:
    with site().database.reading() as session:
        return load_campaign(session, campaign)


def _sent_file() -> _Sent:
    there = request.files.get("file")
    return _read(there.filename or "" if there else "", there.read() if there else b"")


def _read(name: str, data: bytes) -> _Sent:
    return _Sent(plain_name(name), data, read_upload(name, data))


def _decoded(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        abort(400)


def _refusal(stored: StoredCampaign | None, name: str, sent: _Sent) -> Response | None:
    """Return the form with why a file is not taken; None where it is."""
    if not sent.data:
        return _form(stored, name, fault="upload_no_file")
    if not is_campaign_at_all(sent.rows):
        faults = tuple(map(tell_fault, sent.rows.faults[:MOST_TOLD]))
        return _form(stored, name, fault="upload_no_campaign", faults=faults)
    if strangers := _strangers(sent.rows):
        return _form(stored, name, fault="upload_not_yours", strangers=strangers)
    if stored and not is_of_all(user()) and not _regions(sent.rows) and stored.made_by != user().email:
        return _form(stored, name, fault="upload_no_province")
    if stored and len(sent.data) > _most_back():
        return _form(stored, name, fault="upload_too_large")
    return None


def _strangers(rows: Rows) -> tuple[str, ...]:
    """Return the provinces of rows that are not the sender's, and those of the country that rows name beside them."""
    listed = [code for code, region in _regions(rows).items() if not is_theirs(user(), code, region)]
    named = (code for code in sorted(provinces_named(rows)) if is_foreign(user(), code))
    return tuple(dict.fromkeys((*listed, *named)))


def _regions(rows: Rows) -> Mapping[str, str]:
    """Return the region of each province that rows have, by code."""
    table = rows.tables.get("provinces")
    lines = table.lines if table else ()
    return {code: line.cells.get("region", "") for line in lines if (code := line.cells.get("code", ""))}


def _form(
    stored: StoredCampaign | None,
    name: str,
    *,
    fault: str | None = None,
    strangers: tuple[str, ...] = (),
    faults: tuple[ToldFault, ...] = (),
) -> Response:
    page = UploadPage(stored, name, site().config.server.most_upload_mb, fault, strangers, faults)
    return show("uploads/add.html", page, 422 if fault else 200)


def _compare(stored: StoredCampaign, sent: _Sent, *, is_late: bool = False) -> Response:
    changes = row_changes(site().checks.of(stored).rows, sent.rows)
    data = b64encode(sent.data).decode()
    page = ComparePage(stored, sent.name, changes, len(sent.rows.faults), is_late, data)
    return show("uploads/compare.html", page, 409 if is_late else 200)


def _name_of(sent: _Sent) -> str:
    """Return what a campaign calls itself, in the sender's language first; else what its file is called."""
    lines = sent.rows.settings.lines if sent.rows.settings else ()
    said = {line.cells.get("key", ""): line.cells.get("value", "") for line in lines}
    order = ("name_ar", "name_fr") if language() == "ar" else ("name_fr", "name_ar")
    names = (said.get(f"campaign.{key}", "") for key in (*order, "code"))
    return next(filter(None, names), sent.name.rpartition(".")[0] or sent.name)[:MOST_NAME]


def _count(rows: Rows) -> int:
    return sum(len(rows.tables[name].lines) for name in known_tables() if name in rows.tables)


def _most_back() -> int:
    """Return the bytes of the largest file that comes back in the form that puts it in place: as base64, in parts."""
    return (site().config.server.most_upload_mb * MB - ROOM) // 4 * 3
