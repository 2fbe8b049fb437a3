"""The campaigns that whoever asks may see, and each of them at a glance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from itertools import islice
from math import ceil
from typing import Final, Literal

from flask import Blueprint, redirect, send_file, url_for
from werkzeug.wrappers import Response

from planner.domain.solve_settings import MOST_SEED
from planner.errors import FaultyInputError
from planner.files.archive import ARCHIVE, to_archive, to_workbook
from planner.files.guard import WORKBOOK
from planner.store.campaigns import StoredCampaign, load_campaign, load_campaigns
from planner.store.journal import Entry, load_journal, write_journal
from planner.store.plans import NEXT, StoredPlan, load_plans
from planner.store.runs import OPEN, StoredRun, load_runs
from planner.store.types import PlanState
from web.blueprints.journal import JournalLine, line_of
from web.checks import Check
from web.deeds import Deed
from web.guard import may, may_call, may_do
from web.overview import Overview, build_overview
from web.pages import show
from web.row_journal import is_read_by
from web.scope import Scope
from web.site import site, user
from web.table_faults import TableFaults, faults_by_table
from web.territories import reaches
from web.wording import NAMES, ToldFault, tell_fault

pages = Blueprint("campaigns", __name__)
MOST_ENTRIES: Final = 20
"""Lines of the journal on a campaign's page."""
MOST_LOOKED_AT: Final = 10 * MOST_ENTRIES
"""Lines among which those are looked for that somebody may read."""
DEFAULT_S: Final = 600
ONE_PROVINCE_MIN: Final = 1
SEASON_MIN: Final = 10
SEASON_PROVINCES: Final = 31
"""The time that the benchmarks take for a province, and for a season of so many (docs/operations.md)."""
SEED: Final = 1
State = Literal["preparing", "planning"] | PlanState
"""How far a campaign is: no plan yet, a run under way, or as far as its plan that is furthest."""


@dataclass(frozen=True, slots=True)
class CampaignLine:
    """A campaign in the list; `start` and `end` are None where the season cannot be read."""

    number: int
    name: str
    start: date | None
    end: date | None
    state: State
    made_by: str
    changed: datetime
    douars: int
    persons: int


@dataclass(frozen=True, slots=True)
class CampaignsPage:
    """The campaigns that somebody may see, the newest first."""

    lines: tuple[CampaignLine, ...]
    may_add: bool


@dataclass(frozen=True, slots=True)
class TableLine:
    """A table of a campaign: how much of it somebody sees, and how much is wrong there; `is_part` where it has more."""

    name: str
    rows: int
    faults: int
    is_part: bool


@dataclass(frozen=True, slots=True)
class AskForm:
    """How a plan is asked for: what the form begins with, what it takes at most, what does for so many provinces."""

    seconds: int
    most_s: int
    enough_s: int
    provinces: int
    seed: int
    most_seed: int


@dataclass(frozen=True, slots=True)
class CampaignPage:
    """A campaign at a glance.

    Attributes
    ----------
    faults
        Those that whoever asks may see, by table, and `seen_faults` how many they are; `fault_count` counts all.
    ask
        None where whoever asks may not ask for a plan; `is_wider` where that is as it is not all in their territory.
    can_take, can_replace, has_runs, has_plans
        What else they may do here, and whose pages they may open.
    entries
        Of the journal; None where they may not read it.
    """

    campaign: StoredCampaign
    state: State
    overview: Overview
    tables: tuple[TableLine, ...]
    faults: tuple[TableFaults, ...]
    fault_count: int
    seen_faults: int
    runs: tuple[StoredRun, ...]
    plans: tuple[StoredPlan, ...]
    ask: AskForm | None
    is_wider: bool
    can_take: bool
    can_replace: bool
    has_runs: bool
    has_plans: bool
    entries: tuple[JournalLine, ...] | None


@dataclass(frozen=True, slots=True)
class FaultyFilePage:
    """What keeps a campaign from being written into a file of a kind."""

    campaign: StoredCampaign
    faults: tuple[ToldFault, ...]


@pages.get("/")
@may(Deed.SEE_CAMPAIGNS)
def start() -> Response:
    """Lead to the list."""
    return redirect(url_for("campaigns.show_all"))


@pages.get("/campaigns")
@may(Deed.SEE_CAMPAIGNS)
def show_all() -> Response:
    """Show the list."""
    with site().database.reading() as session:
        seen = [each for each in load_campaigns(session) if _is_seen(each)]
        states = [state_of(load_runs(session, each.number), load_plans(session, each.number)) for each in seen]
    lines = tuple(_line(each, state) for each, state in zip(seen, states, strict=True))
    return show("campaigns/show_all.html", CampaignsPage(lines, may_call(user(), "uploads.add")))


@pages.get("/campaigns/<int:campaign>")
@may(Deed.SEE_CAMPAIGNS)
def show_one(campaign: int) -> Response:
    """Show a campaign at a glance."""
    with site().database.reading() as session:
        stored = load_campaign(session, campaign)
        runs, plans = load_runs(session, campaign), load_plans(session, campaign)
        entries = load_journal(session, MOST_LOOKED_AT, about=about(campaign))
    check, summary, account = site().checks.of(stored), site().summaries.of(stored), user()
    scope = Scope(account, summary.provinces, check.homes)
    overview, faults = build_overview(check, summary, scope), faults_by_table(stored.number, check, scope)
    page = CampaignPage(
        campaign=stored,
        state=state_of(runs, plans),
        overview=overview,
        tables=tuple(_table_lines(check, scope, overview, faults)),
        faults=faults,
        fault_count=len(check.faults),
        seen_faults=sum(each.count for each in faults),
        runs=runs,
        plans=plans,
        ask=_ask_form(check, len(summary.provinces)) if may_do(account, "runs.ask", stored) else None,
        is_wider=may_call(account, "runs.ask") and not scope.is_whole,
        can_take=may_do(account, "campaigns.take_workbook", stored),
        can_replace=may_do(account, "uploads.replace", stored),
        has_runs=may_do(account, "runs.show_one", stored),
        has_plans=may_do(account, "plans.show_one", stored),
        entries=_journal_lines(entries, scope) if scope.is_planner else None,
    )
    return show("campaigns/show_one.html", page)


@pages.get(f"/campaigns/<int:campaign>{WORKBOOK}")
@may(Deed.TAKE_CAMPAIGNS)
def take_workbook(campaign: int) -> Response:
    """Send a campaign as a workbook."""
    return _send(campaign, WORKBOOK)


@pages.get(f"/campaigns/<int:campaign>{ARCHIVE}")
@may(Deed.TAKE_CAMPAIGNS)
def take_archive(campaign: int) -> Response:
    """Send a campaign as the zip of its folder."""
    return _send(campaign, ARCHIVE)


def about(campaign: int) -> str:
    """Return how the journal names a campaign."""
    return f"campaigns/{campaign}"


def _send(campaign: int, suffix: str) -> Response:
    """Send a campaign's file, which the journal tells; a page of faults where it has no place in one."""
    with site().database.reading() as session:
        stored = load_campaign(session, campaign)
    rows = site().checks.of(stored).rows
    try:
        data = to_workbook(rows) if suffix == WORKBOOK else to_archive(rows)
    except FaultyInputError as error:
        page = FaultyFilePage(stored, tuple(map(tell_fault, error.faults)))
        return show("campaigns/faulty_file.html", page, 409)
    with site().database.writing() as session:
        write_journal(session, user().email, "campaign_taken", about(campaign), {"as": suffix[1:]})
    name = re.sub(r"[^\w-]+", "-", stored.name).strip("-")[:80] or "campagne"
    return send_file(BytesIO(data), as_attachment=True, download_name=f"{name}-v{stored.version}{suffix}")


def _table_lines(
    check: Check, scope: Scope, overview: Overview, faults: tuple[TableFaults, ...]
) -> Iterator[TableLine]:
    """Yield the tables of the contract and those that are there besides, as far as they are shown."""
    wrong = {each.table: each.count for each in faults}
    others = [name for name in check.rows.tables if name not in NAMES]
    for name in (*NAMES, *others):
        if scope.sees_table(name):
            table = check.table(name)
            seen, there = overview.counts.get(name, 0), len(table.lines) if table else 0
            yield TableLine(name, seen, wrong.get(name, 0), seen < there)


def _journal_lines(entries: tuple[Entry, ...], scope: Scope) -> tuple[JournalLine, ...]:
    read = (line_of(entry) for entry in entries if is_read_by(entry, scope))
    return tuple(islice(read, MOST_ENTRIES))


def _ask_form(check: Check, provinces: int) -> AskForm:
    settings = check.verdict.settings
    solve = settings.solve if settings else None
    seconds, most_s = solve.seconds if solve else DEFAULT_S, site().config.jobs.most_s
    enough_s = min(enough_seconds(provinces), most_s)
    return AskForm(min(seconds, most_s), most_s, enough_s, provinces, solve.seed if solve else SEED, MOST_SEED)


def enough_seconds(provinces: int) -> int:
    """Return the time that a campaign's size asks for, in whole minutes: between one and those of a season."""
    share = min(1.0, max(0, provinces - 1) / (SEASON_PROVINCES - 1))
    return 60 * ceil(ONE_PROVINCE_MIN + share * (SEASON_MIN - ONE_PROVINCE_MIN))


def state_of(runs: tuple[StoredRun, ...], plans: tuple[StoredPlan, ...]) -> State:
    """Return how far a campaign is; a plan that was put away does not count."""
    if any(run.state in OPEN for run in runs):
        return "planning"
    order: tuple[PlanState, ...] = tuple(NEXT)
    return max((plan.state for plan in plans if plan.state in order), key=order.index, default="preparing")


def _is_seen(campaign: StoredCampaign) -> bool:
    return reaches(user(), campaign, site().summaries.of(campaign).provinces, whole=False)


def _line(campaign: StoredCampaign, state: State) -> CampaignLine:
    summary = site().summaries.of(campaign)
    return CampaignLine(
        number=campaign.number,
        name=campaign.name,
        start=summary.start,
        end=summary.end,
        state=state,
        made_by=campaign.made_by,
        changed=campaign.changed,
        douars=summary.douars,
        persons=summary.persons,
    )
