"""A worker: takes the runs that wait, one after another, plans them, and keeps their plans.

It may be killed at any moment. What it has done is in the store as a whole or not at all, and what it was doing is
given to another when its lease ends; a worker that is told to end gives its run back itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from time import monotonic, sleep
from typing import Final

from planner.domain.watch import Progress
from planner.errors import ClusterError, FaultyInputError, RefusedPlanError
from planner.jobs.heartbeat import Heartbeat
from planner.jobs.processes import within
from planner.pipeline.make_run import MakeRun, make_run
from planner.store.database import Database
from planner.store.errors import DatabaseAwayError, LostLeaseError
from planner.store.plans import PackedPlan, pack_plan
from planner.store.runs import Lease, fail_run, finish_run, give_back, load_run, load_run_campaign, take_run
from planner.store.workers import remove_sign, write_sign

IDLE_S: Final = 1.0
"""Seconds between two looks at whether a run waits."""
SIGN_EVERY_S: Final = 10.0
"""Seconds between two signs of a worker that waits."""
LONGEST_AWAY_S: Final = 12 * 3600.0
"""Seconds that a plan is held for a database that is away: a night's repair should cost no day's computing."""
PAUSE_S: Final = 10.0
"""Seconds before a run is taken again that could not be computed now, for want of the cluster or the database."""

log: Final = logging.getLogger(__name__)


class _BrokenOffError(BaseException):
    """What is being computed is wanted no more; no part of the solver may take this for a failure of its own."""


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker.

    Attributes
    ----------
    name
        By which it is known in the store; no two that live have the same.
    lease_s
        Seconds after which its run is given to another when nothing is heard of it.
    wants_end
        Asked again and again: whether the worker should end now.
    make
        What makes a run of a campaign.
    most_processes
        That a run may take, whatever its campaign asks for; 0 holds none back.
    """

    database: Database
    name: str
    lease_s: int
    wants_end: Callable[[], bool]
    make: MakeRun = make_run
    most_processes: int = 0

    def work(self) -> None:
        """Take runs until somebody wishes the worker to end; while it waits it tells now and then that it lives."""
        log.info("worker begun", extra={"worker": self.name})
        told = -inf
        while not self.wants_end():
            if monotonic() - told >= SIGN_EVERY_S:
                self._sign(write_sign)
                told = monotonic()
            if self.work_once():
                told = -inf
            else:
                sleep(IDLE_S)
        self._sign(remove_sign)
        log.info("worker ended", extra={"worker": self.name})

    def work_once(self) -> bool:
        """Take a run and compute it; return whether there was one."""
        lease = self._take()
        if lease is not None:
            self.compute(lease)
        return lease is not None

    def compute(self, lease: Lease) -> None:
        """Plan a run and keep its plan, or why there is none; give it back where the worker has to end."""
        told = {"run": lease.run, "attempt": lease.attempt, "worker": self.name}
        log.info("run begun", extra=told)
        try:
            with Heartbeat(self.database, lease) as heartbeat:
                packed = self._packed(lease, heartbeat)
        except _BrokenOffError:
            if not heartbeat.is_lost:
                self._write(give_back, lease)
            log.info("run broken off", extra=told | {"is_lost": heartbeat.is_lost})
        except ClusterError as error:  # nothing is wrong with the run: it waits until the cluster can
            self._write(give_back, lease)
            log.warning("the cluster cannot compute", extra=told | {"why": str(error)})
            self._pause()
        except DatabaseAwayError as error:  # nor here: it waits until its campaign can be read, and no worker was lost
            log.warning("the database does not answer", extra=told | {"why": str(error)})
            self._write(give_back, lease)
            self._pause()
        except Exception as error:
            log.exception("run failed", extra=told)
            self._write(fail_run, lease, _told(error))
        else:
            if self._write(finish_run, lease, packed):
                log.info("run ended", extra=told)

    def _take(self) -> Lease | None:
        """Return a run to work at; none where none waits, or the store cannot say."""
        try:
            with self.database.writing() as session:
                return take_run(session, self.name, self.lease_s)
        except DatabaseAwayError as error:
            log.warning("the database does not answer", extra={"worker": self.name, "why": str(error)})
            return None

    def _pause(self) -> None:
        """Wait a while, or until the worker should end."""
        until = monotonic() + PAUSE_S
        while monotonic() < until and not self.wants_end():
            sleep(IDLE_S)

    def _sign(self, verb: Callable[..., None]) -> None:
        """Tell that the worker lives, or has ended, where the database can hear it."""
        try:
            with self.database.writing() as session:
                verb(session, self.name)
        except DatabaseAwayError as error:
            log.warning("the database does not answer", extra={"worker": self.name, "why": str(error)})

    def _packed(self, lease: Lease, heartbeat: Heartbeat) -> PackedPlan:
        """Return a run's plan, as it is kept.

        Raises
        ------
        _BrokenOffError
            Where the lease is lost, or the worker should end.
        """

        def watch(progress: Progress) -> bool:
            heartbeat.tell(progress)
            if heartbeat.is_lost or self.wants_end():
                raise _BrokenOffError
            return heartbeat.wants_stop

        with self.database.reading() as session:
            campaign, settings = load_run_campaign(session, lease.run), load_run(session, lease.run).settings
        return pack_plan(self.make(campaign, within(settings, self.most_processes), watch), campaign)

    def _write(self, verb: Callable[..., object], lease: Lease, *what: object) -> bool:
        """Write how a run ended, again and again while the database is away, and return whether it was seen to be kept.

        A lease that has expired is not lost yet: as long as no other has taken the run, what was computed can be kept.
        A worker that should end waits no longer than the lease lasts. Where the database fell silent after it had kept
        what was written, the lease is lost, and the run has ended all the same.
        """
        begun, told, was_away = monotonic(), {"run": lease.run, "attempt": lease.attempt}, False
        while True:
            try:
                with self.database.writing() as session:
                    verb(session, lease, *what)
                return True
            except LostLeaseError:
                log.warning("the lease is lost", extra=told | {"may_be_kept": was_away})
                return False
            except DatabaseAwayError as error:
                was_away = True
                log.warning("the database does not answer", extra=told | {"why": str(error)})
            if monotonic() - begun > (self.lease_s if self.wants_end() else LONGEST_AWAY_S):
                log.error("what was computed is thrown away", extra=told)
                return False
            sleep(IDLE_S)


def _told(error: Exception) -> str:
    """Return in a few words, for the administrator, why a run came to no plan."""
    if isinstance(error, FaultyInputError | RefusedPlanError):
        return f"{error}: {', '.join(sorted({fault.code for fault in error.faults}))}"
    return f"{type(error).__name__}: {error}"
