"""Runs: plans that were asked for, and the leases under which workers compute them.

A lease has a fencing number, the run's attempt: a run that is taken over has a higher one, and whoever holds an old
number can write nothing. What was asked is kept with the run, so that every attempt plans the same campaign.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from planner.domain.campaign import Campaign
from planner.domain.solve_settings import SolveSettings
from planner.domain.watch import Progress, Whole
from planner.store.campaigns import hold_campaign
from planner.store.database import time_of
from planner.store.documents import save_document
from planner.store.errors import LostLeaseError, NotThereError
from planner.store.frozen import freeze
from planner.store.plans import PackedCampaign, PackedPlan, StoredPlan, load_packed_campaign, save_plan
from planner.store.tables import RunRecord
from planner.store.types import RunState

OPEN: Final[tuple[RunState, ...]] = ("waiting", "running")
MOST_LOST: Final = 3
"""Workers that may fall silent over a run: one that kills its worker, as it takes all memory, kills no fourth."""
AHEAD_S: Final = 60
"""A sign of life that is dated so much later than now was dated by a clock that ran ahead, and is none."""
GIVEN_UP: Final = f"{MOST_LOST} workers fell silent over it"


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run in the store.

    Attributes
    ----------
    campaign, campaign_version
        Of what, as it was when the plan was asked for.
    provinces
        The region of each province that it plans, by code; the campaign may have others by now.
    attempt
        How often it was taken; the fencing number of its lease.
    lost
        How many workers fell silent over it.
    worker
        Who took it last; blank before the first.
    leased_until
        From when on another may take it; None where nobody has it.
    heartbeat
        When its worker was last heard of.
    progress
        What was told last, perhaps of one province.
    whole
        What is known of the whole plan meanwhile.
    error
        Why it failed, for the administrator; blank where it did not.
    """

    number: int
    campaign: int
    campaign_version: int
    provinces: Mapping[str, str]
    settings: SolveSettings
    asked_by: str
    asked: datetime
    state: RunState
    attempt: int
    lost: int
    worker: str
    leased_until: datetime | None
    heartbeat: datetime | None
    progress: Progress | None
    whole: Whole
    wants_stop: bool
    error: str
    ended: datetime | None

    def is_silent(self, now: datetime) -> bool:
        """Whether its worker was not heard of for so long that another may take it."""
        if self.state != "running" or self.leased_until is None or self.heartbeat is None:
            return False
        return self.leased_until <= now or self.heartbeat > now + timedelta(seconds=AHEAD_S)


@dataclass(frozen=True, slots=True)
class Lease:
    """A worker's hold on a run: its fencing number, and for how many seconds it holds when nothing is heard."""

    run: int
    attempt: int
    lease_s: int


def ask_run(
    session: Session, campaign: int, campaign_version: int, packed: PackedCampaign, settings: SolveSettings, by: str
) -> StoredRun:
    """Ask for a plan of a campaign as it is now; it waits for a worker."""
    record = RunRecord(
        campaign=campaign,
        campaign_version=campaign_version,
        document=save_document(session, packed.document),
        provinces=dict(packed.provinces),
        settings=asdict(settings),
        asked_by=by,
        asked=time_of(session),
        state="waiting",
        attempt=0,
        lost=0,
        worker="",
        wants_stop=False,
        error="",
    )
    session.add(record)
    session.flush()
    return _freeze(record)


def find_open_run(session: Session, campaign: int, campaign_version: int) -> StoredRun | None:
    """Return the newest run that plans a campaign at a version already; None where none does.

    One that somebody wished to stop does not count. Whoever else looks for one of that campaign waits until this
    session ends: of two who ask for a plan at the same moment, the second finds the run of the first.

    Raises
    ------
    NotThereError
        Where there is no such campaign.
    """
    hold_campaign(session, campaign)
    of_campaign = RunRecord.campaign == campaign, RunRecord.campaign_version == campaign_version
    wanted = select(RunRecord).where(*of_campaign, RunRecord.state.in_(OPEN), ~RunRecord.wants_stop)
    record = session.scalar(wanted.order_by(RunRecord.number.desc()).limit(1))
    return None if record is None else _freeze(record)


def take_run(session: Session, worker: str, lease_s: int) -> Lease | None:
    """Take the run that waits longest, or whose lease has expired; None where there is none.

    A run over which too many workers fell silent is not given to another: it fails.

    Two workers never take the same: in SQLite one writes at a time, in PostgreSQL rows that another holds are passed
    over.
    """
    now = time_of(session)
    is_silent = or_(RunRecord.leased_until <= now, RunRecord.heartbeat > now + timedelta(seconds=AHEAD_S))
    is_free = or_(RunRecord.state == "waiting", and_(RunRecord.state == "running", is_silent))
    wanted = select(RunRecord).where(is_free).order_by(RunRecord.number).limit(1)
    wanted = wanted.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    while record := session.scalar(wanted):
        record.lost += record.state == "running"
        if record.lost < MOST_LOST:
            break
        record.state, record.error, record.leased_until, record.ended = "failed", GIVEN_UP, None, now
        session.flush()
    else:
        return None
    record.state, record.worker, record.attempt = "running", worker, record.attempt + 1
    record.heartbeat, record.leased_until = now, now + timedelta(seconds=lease_s)
    session.flush()
    return Lease(record.number, record.attempt, lease_s)


def give_back(session: Session, lease: Lease) -> None:
    """Let a run wait for another worker, as this one has to end; one that somebody wished to stop ends here, without.

    Raises
    ------
    LostLeaseError
        Where the run was given to another, or has ended.
    """
    record = _write(session, lease, state="waiting", leased_until=None, progress=None, whole=None)
    if record.wants_stop:
        record.state, record.ended = "stopped", time_of(session)
        session.flush()


def renew_lease(session: Session, lease: Lease) -> bool:
    """Hold a run for longer, and return whether someone wishes it to stop.

    Raises
    ------
    LostLeaseError
        Where the run was given to another, or has ended.
    """
    return _write(session, lease, **_held(session, lease)).wants_stop


def save_progress(session: Session, lease: Lease, progress: Progress, whole: Whole) -> bool:
    """Keep how far a run is, which is a sign of life too, and return whether someone wishes it to stop.

    Raises
    ------
    LostLeaseError
        Where the run was given to another, or has ended.
    """
    told = {"progress": asdict(progress), "whole": asdict(whole)}
    return _write(session, lease, **told, **_held(session, lease)).wants_stop


def finish_run(session: Session, lease: Lease, packed: PackedPlan) -> StoredPlan:
    """Keep the plan that a run came to and end the run: both, or neither.

    Raises
    ------
    LostLeaseError
        Where the run was given to another, or has ended.
    """
    record = _write(session, lease, state="done", leased_until=None, ended=time_of(session))
    return save_plan(session, record.campaign, record.campaign_version, packed, record.asked_by, lease.run)


def fail_run(session: Session, lease: Lease, error: str) -> None:
    """End a run that came to no plan, and keep why.

    Raises
    ------
    LostLeaseError
        Where the run was given to another, or has ended.
    """
    _write(session, lease, state="failed", leased_until=None, ended=time_of(session), error=error)


def hold_run(session: Session, run: int) -> StoredRun:
    """Return a run as it is now; whoever else changes it waits until this session ends.

    Raises
    ------
    NotThereError
        Where there is no such run.
    """
    return _freeze(_record_of(session, run, hold=True))


def ask_to_stop(session: Session, run: int) -> StoredRun:
    """Wish that a run ends with the best plan that it has; one that nobody has taken ends here, without.

    Nothing changes where it has ended.

    Raises
    ------
    NotThereError
        Where there is no such run.
    """
    record = _record_of(session, run, hold=True)
    if record.state == "waiting":
        record.state, record.ended = "stopped", time_of(session)
    elif record.state == "running":
        record.wants_stop = True
    session.flush()
    return _freeze(record)


def load_run(session: Session, run: int) -> StoredRun:
    """Return a run.

    Raises
    ------
    NotThereError
        Where there is no such run.
    """
    return _freeze(_record_of(session, run))


def load_runs(session: Session, campaign: int) -> tuple[StoredRun, ...]:
    """Return every run of a campaign, the newest first."""
    wanted = select(RunRecord).where(RunRecord.campaign == campaign).order_by(RunRecord.number.desc())
    return tuple(_freeze(record) for record in session.scalars(wanted.execution_options(populate_existing=True)))


def load_open_runs(session: Session) -> tuple[StoredRun, ...]:
    """Return the runs that wait or go on, in the order in which they are taken."""
    wanted = select(RunRecord).where(RunRecord.state.in_(OPEN)).order_by(RunRecord.number)
    return tuple(_freeze(record) for record in session.scalars(wanted.execution_options(populate_existing=True)))


def load_run_campaign(session: Session, run: int) -> Campaign:
    """Return the campaign that a run is to plan, as it was when the plan was asked for.

    Raises
    ------
    NotThereError
        Where there is no such run.
    """
    return load_packed_campaign(session, _record_of(session, run).document)


def _held(session: Session, lease: Lease) -> dict[str, Any]:
    """Return what a sign of life writes."""
    now = time_of(session)
    return {"heartbeat": now, "leased_until": now + timedelta(seconds=lease.lease_s)}


def _write(session: Session, lease: Lease, **values: Any) -> RunRecord:
    """Write into a run under a lease and return it; the number is looked at and written over in one statement."""
    held = (RunRecord.number == lease.run, RunRecord.attempt == lease.attempt, RunRecord.state == "running")
    written = update(RunRecord).where(*held).values(**values).returning(RunRecord.number)
    if session.execute(written).scalar_one_or_none() is None:
        raise LostLeaseError(f"runs/{lease.run}, attempt {lease.attempt}")
    return _record_of(session, lease.run)


def _record_of(session: Session, run: int, *, hold: bool = False) -> RunRecord:
    record = session.get(RunRecord, run, with_for_update=hold, populate_existing=True)
    if record is None:
        raise NotThereError(f"runs/{run}")
    return record


def _freeze(record: RunRecord) -> StoredRun:
    return freeze(
        StoredRun,
        record,
        settings=SolveSettings(**record.settings),
        progress=record.progress and Progress(**record.progress),
        whole=Whole(**(record.whole or {})),
    )
