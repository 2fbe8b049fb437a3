"""Workers that live: each tells now and then that it does, so that somebody can see when none is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from planner.store.database import time_of
from planner.store.tables import RunRecord, WorkerRecord

FORGOTTEN_S: Final = 86_400
"""After which a worker that was killed is no more told of."""


@dataclass(frozen=True, slots=True)
class SeenWorker:
    """A worker, and when it was last heard of."""

    name: str
    seen: datetime

    def lives(self, now: datetime, patience_s: float) -> bool:
        """Whether it was heard of within so many seconds; what is dated as much later, a clock dated that ran ahead."""
        return abs(now - self.seen) <= timedelta(seconds=patience_s)


def write_sign(session: Session, worker: str) -> None:
    """Keep that a worker lives."""
    now = time_of(session)
    session.execute(delete(WorkerRecord).where(WorkerRecord.seen <= now - timedelta(seconds=FORGOTTEN_S)))
    session.merge(WorkerRecord(name=worker, seen=now))
    session.flush()


def remove_sign(session: Session, worker: str) -> None:
    """Keep that a worker has ended."""
    session.execute(delete(WorkerRecord).where(WorkerRecord.name == worker))


def load_workers(session: Session) -> tuple[SeenWorker, ...]:
    """Return the workers that have not ended as far as is known, in order of name."""
    waiting = session.execute(select(WorkerRecord.name, WorkerRecord.seen))
    working = session.execute(select(RunRecord.worker, RunRecord.heartbeat).where(RunRecord.state == "running"))
    seen: dict[str, datetime] = {}
    for name, at in (*waiting, *working):
        if at is not None:
            seen[name] = max(at, seen.get(name, at))
    return tuple(SeenWorker(name, at) for name, at in sorted(seen.items()))
