"""A plan: what it comes to, how sure that is, what is missing and why; its way from draft to archive."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Final, cast, get_args

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from planner.domain.plan import UnservedRow
from planner.errors import FaultyInputError
from planner.explain.caravan_money import Spent, spent_in
from planner.explain.unserved import tell_row
from planner.explain.unserved_table import KINDS, REASONS, place_of
from planner.explain.voice import Voice
from planner.store.errors import PlanStateError
from planner.store.journal import Entry, load_journal, write_journal
from planner.store.plans import load_plan, load_plan_texts, move_plan, send_back
from planner.store.types import PlanState
from web.approvals import DEEDS, may_move, moves_of
from web.deeds import Deed
from web.downloads import zipped
from web.guard import may, may_do
from web.pages import show
from web.paging import Paged, paged
from web.plan_heads import PlanHead, head_of, read_or_tell
from web.plan_tales import PlanTale
from web.site import site, user
from web.speech import language

pages = Blueprint("plans", __name__)
MOST_MOVES: Final = 50
"""Lines of a plan's own journal that are shown."""
MOST_REASON: Final = 1000
"""Letters of the reason for which a plan is sent back."""


@dataclass(frozen=True, slots=True)
class PlanPage:
    """What a plan comes to.

    Attributes
    ----------
    moves
        The states into which whoever asks may put it.
    may_take
        Whether they may take it away.
    """

    head: PlanHead
    tale: PlanTale
    moves: tuple[PlanState, ...]
    may_take: bool
    history: tuple[Entry, ...]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class UnservedLine:
    """Something that is missing: where, why, and the smallest change that would serve it, blank where none is known."""

    row: UnservedRow
    name: str
    place: str
    wanted: int
    reason: str
    change: str


@dataclass(frozen=True, slots=True)
class UnservedPage:
    """What of one kind is missing, of a place and for a reason where these are chosen."""

    head: PlanHead
    kind: str
    place: str
    reason: str
    lines: Paged[UnservedLine]


@pages.get("/plans/<int:plan>")
@may(Deed.SEE_PLANS)
def show_one(plan: int) -> Response:
    """Show what a plan comes to."""
    return _show(plan)


@pages.get("/plans/<int:plan>/unserved")
@may(Deed.SEE_PLANS)
def show_unserved(plan: int) -> Response:
    """Show what is missing, one by one."""
    campaign, run = read_or_tell(plan)
    voice, spent = Voice(campaign, language()), spent_in(run.plan)
    kind, reason = _asked("kind", KINDS), _asked("reason", REASONS)
    place = _asked("place", {*campaign.provinces, *campaign.regions})
    rows = [
        row
        for row in run.plan.unserved
        if row.kind == kind and place in ("", place_of(row, campaign)) and reason in ("", row.reason)
    ]
    lines = paged(tuple(rows)).each(lambda row: _line(row, spent, voice))
    page = UnservedPage(head_of(plan), kind, place and _place(place, voice), reason, lines)
    return show("plans/show_unserved.html", page, 200 if kind else 404)


@pages.get("/plans/<int:plan>.zip")
@may(Deed.TAKE_PLANS)
def download(plan: int) -> Response:
    """Give a plan's folder with its campaign, packed, as `riaya verify` takes it; the journal says who took it."""
    with site().database.writing() as session:
        there, texts = load_plan(session, plan), load_plan_texts(session, plan)
        write_journal(session, user().email, "plan_taken", f"plans/{plan}", {"campaign": str(there.campaign)})
    return zipped(texts, f"plan-{plan}")


@pages.post("/plans/<int:plan>/state")
@may(Deed.MOVE_PLANS)
def move(plan: int) -> Response:
    """Put a plan into another state; one that is sent back is told why."""
    asked, reason = request.form.get("to", ""), request.form.get("reason", "").strip()
    if asked not in get_args(PlanState):
        abort(400)
    to = cast(PlanState, asked)
    if not may_move(user(), to, site().config):
        abort(403)
    if to == "draft" and not 0 < len(reason) <= MOST_REASON:
        return _show(plan, "plan_reason_missing", 422)
    try:
        with site().database.writing() as session:
            there = send_back(session, plan) if to == "draft" else move_plan(session, plan, to)
            details = {"campaign": str(there.campaign)} | ({"reason": reason} if to == "draft" else {})
            write_journal(session, user().email, DEEDS[to], f"plans/{plan}", details)
    except PlanStateError:
        return _show(plan, "plan_moved_meanwhile", 409)
    flash(f"plan_move_done_{to}")
    return redirect(url_for("plans.show_one", plan=plan), 303)


def _show(plan: int, fault: str = "", status: int = 200) -> Response:
    """Return the page of a plan, with what is wrong with what was asked."""
    head = head_of(plan)
    try:
        tale = site().tales.of(plan, language())
    except FaultyInputError:
        return show("plans/unreadable.html", head, 409)
    with site().database.reading() as session:
        history = load_journal(session, MOST_MOVES, about=f"plans/{plan}")
    may_submit = may_do(user(), "plans.move", head.campaign, head.plan.provinces)
    page = PlanPage(
        head=head,
        tale=tale,
        moves=moves_of(user(), head.plan.state, site().config) if may_submit else (),
        may_take=may_do(user(), "plans.download", head.campaign, head.plan.provinces),
        history=tuple(entry for entry in history if entry.deed in DEEDS.values()),
        fault=fault,
    )
    return show("plans/show_one.html", page, status)


def _asked(name: str, known: Container[str]) -> str:
    """Return what an address chooses by a name; blank where it is none of what there is."""
    text = request.args.get(name, "")
    return text if text in known else ""


def _line(row: UnservedRow, spent: Spent, voice: Voice) -> UnservedLine:
    campaign, (reason, change) = voice.campaign, tell_row(row, spent, voice)
    place = _place(place_of(row, campaign), voice)
    if row.kind == "caravan":
        kind = campaign.caravans[row.code].kind
        return UnservedLine(row, voice.word(f"offer_{kind}", kind), place, 1, reason, change)
    wanted = campaign.wanted_visits(campaign.douars[row.code]) if row.kind == "visit" else 1
    return UnservedLine(row, voice.douar(row.code), place, wanted, reason, change)


def _place(code: str, voice: Voice) -> str:
    """Return the name of a province, or of a region."""
    return voice.region(code) if code in voice.campaign.regions else voice.province(code)
