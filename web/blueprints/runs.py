"""Plans that are being computed: asked for, watched, stopped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from planner.check_campaign.build import build_campaign
from planner.domain.solve_settings import MOST_SEED, SolveSettings
from planner.store.campaigns import StoredCampaign, load_campaign
from planner.store.database import time_of
from planner.store.journal import Entry, load_journal, write_journal
from planner.store.kept_rows import load_rows
from planner.store.plans import StoredPlan, load_plan_of_run, pack_campaign
from planner.store.runs import (
    GIVEN_UP,
    OPEN,
    StoredRun,
    ask_run,
    ask_to_stop,
    find_open_run,
    hold_run,
    load_open_runs,
    load_run,
)
from planner.store.workers import load_workers
from web.deeds import Deed
from web.guard import may, may_do
from web.pages import is_part, show
from web.progress import Told, told_of
from web.site import site, user

pages = Blueprint("runs", __name__)
ALIVE_S: Final = 30
"""After which a worker that waits and was not heard of lives no more; it gives signs much more often."""


MOST_ENTRIES: Final = 10
"""Lines of the journal that are about one run: it is asked for, and stopped once."""
AFTER: Final = "after"
"""The detail of the journal that says how long a run had searched when it was stopped, seconds."""


@dataclass(frozen=True, slots=True)
class RunPage:
    """A run.

    Attributes
    ----------
    before
        How many others are to be computed first.
    has_worker
        Whether anybody lives who computes.
    is_silent
        Whether its worker was not heard of for so long that another takes it.
    failure
        The key of the sentence that says why it failed; blank where it did not.
    stopped_s
        The seconds that it had searched when somebody stopped it; None where nobody did, or it is not known.
    """

    run: StoredRun
    campaign: StoredCampaign
    told: Told | None
    before: int
    has_worker: bool
    is_silent: bool
    failure: str
    plan: StoredPlan | None
    stopped_s: int | None
    may_stop: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run in the list of those that wait or go on."""

    run: StoredRun
    campaign: StoredCampaign
    told: Told | None


@dataclass(frozen=True, slots=True)
class RunsPage:
    """The runs that wait or go on, in the order in which they are taken, and the workers that live."""

    lines: tuple[RunLine, ...]
    workers: int


@dataclass(frozen=True, slots=True)
class RefusedPage:
    """Why no plan can be asked for: the key of a sentence, how long it may take, how many faults the campaign has."""

    campaign: StoredCampaign
    key: str
    most_s: int
    faults: int = 0


@pages.get("/runs")
@may(Deed.SEE_ALL_RUNS)
def show_all() -> Response:
    """Show the runs that wait or go on."""
    with site().database.reading() as session:
        runs = load_open_runs(session)
        lines = tuple(RunLine(run, load_campaign(session, run.campaign), told_of(run)) for run in runs)
        page = RunsPage(lines, _alive(session))
    return show("runs/list.html" if is_part() else "runs/show_all.html", page)


@pages.post("/campaigns/<int:campaign>/runs")
@may(Deed.MAKE_PLANS)
def ask(campaign: int) -> Response:
    """Ask for a plan of a campaign as it is now; one that has faults has to be mended first.

    Where such a plan is being computed already, as after a button was pressed twice, it is shown and none is begun.
    """
    most_s = site().config.jobs.most_s
    seconds, seed = (request.form.get(name, type=int) for name in ("seconds", "seed"))
    with site().database.reading() as session:
        there, rows = load_campaign(session, campaign), load_rows(session, campaign)
    if seconds is None or seed is None or not (1 <= seconds <= most_s and 0 <= seed <= MOST_SEED):
        return show("runs/refused.html", RefusedPage(there, "run_refused_form", most_s), 422)
    built, faults = build_campaign(rows)
    if built is None or faults:
        return show("runs/refused.html", RefusedPage(there, "run_refused_faults", most_s, len(faults)), 422)
    said = built.settings.solve
    settings = SolveSettings(seconds=seconds, workers=said.workers, seed=seed)
    packed = pack_campaign(built)
    with site().database.writing() as session:
        already = find_open_run(session, campaign, there.version)
        run = already or ask_run(session, campaign, there.version, packed, settings, user().email)
        if not already:
            details = {"campaign": str(campaign), "seconds": str(seconds), "seed": str(seed)}
            write_journal(session, user().email, "run_asked", f"runs/{run.number}", details)
    if already:
        flash("run_already")
    return redirect(url_for("runs.show_one", run=run.number), 303)


@pages.get("/runs/<int:run>")
@may(Deed.SEE_PLANS)
def show_one(run: int) -> Response:
    """Show how far a run is; a page that looks again and again is asked again as a whole when it has ended."""
    with site().database.reading() as session:
        there = load_run(session, run)
        campaign = load_campaign(session, there.campaign)
        plan, about = load_plan_of_run(session, run), f"runs/{run}"
        page = RunPage(
            run=there,
            campaign=campaign,
            told=told_of(there),
            before=sum(other.number < run for other in load_open_runs(session)),
            has_worker=_alive(session) > 0,
            is_silent=there.is_silent(time_of(session)),
            failure=_failure(there),
            plan=plan,
            stopped_s=_stopped_after(load_journal(session, MOST_ENTRIES, about=about)),
            may_stop=there.state in OPEN
            and not there.wants_stop
            and may_do(user(), "runs.stop", campaign, there.provinces),
            is_open=there.state in OPEN,
        )
    response = show("runs/progress.html" if is_part() else "runs/show_one.html", page)
    if is_part() and not page.is_open:
        response.headers["HX-Refresh"] = "true"
    return response


@pages.post("/runs/<int:run>/stop")
@may(Deed.MAKE_PLANS)
def stop(run: int) -> Response:
    """Have a run end with the best plan that it has, or not begin."""
    with site().database.writing() as session:
        before = hold_run(session, run)  # one that ends meanwhile was stopped by nobody
        if before.state in OPEN and not before.wants_stop:
            ask_to_stop(session, run)
            told = told_of(before)
            details = {"campaign": str(before.campaign)} | ({AFTER: str(told.done_s)} if told else {})
            write_journal(session, user().email, "run_stopped", f"runs/{run}", details)
    flash("run_stop_done" if before.state in OPEN else "run_stop_late")
    return redirect(url_for("runs.show_one", run=run), 303)


def _stopped_after(entries: tuple[Entry, ...]) -> int | None:
    """Return after how many seconds a run was stopped, as the journal keeps it."""
    said = next((entry.details.get(AFTER) for entry in entries if entry.deed == "run_stopped"), None)
    return int(said) if said else None


def _failure(run: StoredRun) -> str:
    """Return the key of why a run failed: its worker was lost again and again, or something else."""
    if run.state != "failed":
        return ""
    return "run_failed_lost" if run.error == GIVEN_UP else "run_failed_other"


def _alive(session: Any) -> int:
    """Return how many workers live, as far as is known."""
    now, patience_s = time_of(session), max(ALIVE_S, site().config.jobs.lease_s)
    return sum(worker.lives(now, patience_s) for worker in load_workers(session))
