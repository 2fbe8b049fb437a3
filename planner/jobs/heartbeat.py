"""A run's heartbeat: it keeps the lease, tells how far the run is, and hears whether it should stop."""

from __future__ import annotations

import logging
from threading import Event, Thread
from types import TracebackType
from typing import Final

from planner.domain.watch import Progress, Whole
from planner.store.database import Database
from planner.store.errors import DatabaseAwayError, LostLeaseError
from planner.store.runs import Lease, renew_lease, save_progress

EVERY_S: Final = 1.0
"""Seconds between two looks at whether there is something to tell."""
BEATS_A_LEASE: Final = 4
"""Signs of life that a lease lasts for: some may be missed."""

log: Final = logging.getLogger(__name__)


class Heartbeat:
    """Holds a lease from a thread of its own, as a solver may say nothing for a minute.

    Attributes
    ----------
    wants_stop
        Whether somebody wishes the run to end with the best plan that it has.
    is_lost
        Whether the lease was lost: what is computed is of no use any more.
    """

    def __init__(self, database: Database, lease: Lease) -> None:
        self.wants_stop = self.is_lost = False
        self._database, self._lease = database, lease
        self._progress: Progress | None = None
        self._whole = Whole()
        self._ended = Event()
        self._thread = Thread(target=self._beat, name=f"heartbeat of run {lease.run}", daemon=True)

    def __enter__(self) -> Heartbeat:
        """Begin to beat."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Beat no more."""
        self._ended.set()
        self._thread.join()

    def tell(self, progress: Progress) -> None:
        """Have the next beat tell how far the run is; of the whole plan also what was told between two beats."""
        self._whole = self._whole.after(progress)
        self._progress = progress

    def _beat(self) -> None:
        """Tell what is new at once, and that the worker lives in any case, until it ends or the lease is lost."""
        silent = 0.0
        while not self._ended.wait(EVERY_S):
            silent += EVERY_S
            progress, self._progress = self._progress, None
            if progress is None and silent < self._lease.lease_s / BEATS_A_LEASE:
                continue
            silent = 0.0
            try:
                with self._database.writing() as session:
                    if progress is None:
                        self.wants_stop |= renew_lease(session, self._lease)
                    else:
                        self.wants_stop |= save_progress(session, self._lease, progress, self._whole)
            except DatabaseAwayError as error:  # a later beat may find it, and that the lease is lost or not
                log.warning("the database does not answer", extra={"run": self._lease.run, "why": str(error)})
            except LostLeaseError:
                self.is_lost = True
                return
            except Exception:  # a heart that falls silent has another compute the same beside this one
                log.exception("a beat failed", extra={"run": self._lease.run})
