"""The tables of the database. What leaves the room are the frozen dataclasses beside the verbs, never these."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar, Final

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, LargeBinary, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, composite, mapped_column

from planner.domain.plan import Status
from planner.domain.roles import Role
from planner.store.types import Moment, PlanState, RunState, Words, is_one_of

NAMES: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Constraints have names of their own, so that a migration can change them on SQLite too."""


class Base(DeclarativeBase):
    """What every table has: how its columns are kept by their types."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Moment(),
        str: Text(),
        tuple[str, ...]: Words(),
        dict[str, Any]: JSON(none_as_null=True),
        list[Any]: JSON(),
    }


@dataclass(frozen=True, slots=True)
class Figures:
    """What a plan comes to, as lists of plans show and sort it; money in centimes, the way in metres.

    Attributes
    ----------
    operations_centimes
        Spending but for medicines, which follow from who is served.
    spent_centimes
        All of it.
    """

    objective_centimes: int
    bound_centimes: int
    operations_centimes: int
    spent_centimes: int
    visits_wanted: int
    visits_counted: int
    persons_wanted: int
    persons_counted: int
    persons_served: int
    consultations: int
    distance_m: int
    nights: int
    unit_days: int
    caravans_held: int
    persons_reached: int
    covered_60: int
    backed_up_60: int


class UserRecord(Base):
    """An account."""

    __tablename__ = "users"
    __table_args__ = (is_one_of("role", Role),)

    email: Mapped[str] = mapped_column(String(320), primary_key=True)
    password_hash: Mapped[str]
    role: Mapped[Role] = mapped_column(String(20))
    regions: Mapped[tuple[str, ...]]
    provinces: Mapped[tuple[str, ...]]
    is_active: Mapped[bool]


class LoginRecord(Base):
    """That an account is in, under the digest of the token that shows it."""

    __tablename__ = "logins"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    email: Mapped[str] = mapped_column(ForeignKey("users.email"), index=True)
    seen: Mapped[datetime]
    ends: Mapped[datetime]


class FailureRecord(Base):
    """That somebody could not log in: into what, as a digest, and from where."""

    __tablename__ = "login_failures"
    __table_args__ = (Index(None, "address", "at"),)

    number: Mapped[int] = mapped_column(primary_key=True)
    email_sha256: Mapped[str] = mapped_column(String(64))
    address: Mapped[str]
    at: Mapped[datetime]


class CampaignRecord(Base):
    """A campaign, finished or not; its version grows with every change of any of its rows."""

    __tablename__ = "campaigns"

    number: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    made_by: Mapped[str]
    created: Mapped[datetime]
    changed: Mapped[datetime]
    version: Mapped[int]
    suffix: Mapped[str]
    faults: Mapped[list[Any]]
    unread: Mapped[tuple[str, ...]]


class TableRecord(Base):
    """A table of a campaign: where it came from, and its columns in order; `campaign` is that of the settings."""

    __tablename__ = "campaign_tables"

    campaign: Mapped[int] = mapped_column(ForeignKey("campaigns.number"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int]
    file: Mapped[str]
    columns: Mapped[tuple[str, ...]]


class RowRecord(Base):
    """A row of a campaign's table as it was typed; `version` is that of the campaign when it was written."""

    __tablename__ = "campaign_rows"

    campaign: Mapped[int] = mapped_column(ForeignKey("campaigns.number"), primary_key=True)
    table_name: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    row: Mapped[int]
    cells: Mapped[dict[str, Any]]
    unread: Mapped[tuple[str, ...]]
    version: Mapped[int]


class DocumentRecord(Base):
    """Files that nothing changes any more, under the digest of what they hold: JSON of texts by name, deflated."""

    __tablename__ = "documents"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class RunRecord(Base):
    """A plan that was asked for: who computes it, how far it is, how it ended."""

    __tablename__ = "runs"
    __table_args__ = (is_one_of("state", RunState), Index(None, "state", "leased_until"))

    number: Mapped[int] = mapped_column(primary_key=True)
    campaign: Mapped[int] = mapped_column(ForeignKey("campaigns.number"), index=True)
    campaign_version: Mapped[int]
    document: Mapped[str] = mapped_column(ForeignKey("documents.sha256"))
    provinces: Mapped[dict[str, Any]]
    settings: Mapped[dict[str, Any]]
    asked_by: Mapped[str]
    asked: Mapped[datetime]
    state: Mapped[RunState] = mapped_column(String(20))
    attempt: Mapped[int]
    lost: Mapped[int]
    worker: Mapped[str]
    leased_until: Mapped[datetime | None]
    heartbeat: Mapped[datetime | None]
    progress: Mapped[dict[str, Any] | None]
    whole: Mapped[dict[str, Any] | None]
    wants_stop: Mapped[bool]
    error: Mapped[str]
    ended: Mapped[datetime | None]


class WorkerRecord(Base):
    """A worker, and when it was last heard of while it waited; while it works, its run tells."""

    __tablename__ = "workers"

    name: Mapped[str] = mapped_column(primary_key=True)
    seen: Mapped[datetime]


class PlanRecord(Base):
    """A plan: its state and figures, and the digests of the two documents that are the plan and its campaign."""

    __tablename__ = "plans"
    __table_args__ = (is_one_of("state", PlanState), is_one_of("status", Status))

    number: Mapped[int] = mapped_column(primary_key=True)
    campaign: Mapped[int] = mapped_column(ForeignKey("campaigns.number"), index=True)
    campaign_version: Mapped[int]
    run: Mapped[int | None] = mapped_column(ForeignKey("runs.number"), unique=True)
    made_by: Mapped[str]
    created: Mapped[datetime]
    state: Mapped[PlanState] = mapped_column(String(20))
    status: Mapped[Status] = mapped_column(String(20))
    input_sha256: Mapped[str] = mapped_column(String(64))
    document: Mapped[str] = mapped_column(ForeignKey("documents.sha256"))
    campaign_document: Mapped[str] = mapped_column(ForeignKey("documents.sha256"))
    provinces: Mapped[dict[str, Any]]
    figures: Mapped[Figures] = composite(*(mapped_column(each.name, BigInteger) for each in fields(Figures)))


class JournalRecord(Base):
    """Who did what when; the database itself refuses to change or remove a line."""

    __tablename__ = "journal"

    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    who: Mapped[str] = mapped_column(index=True)
    deed: Mapped[str]
    about: Mapped[str] = mapped_column(index=True)
    details: Mapped[dict[str, Any]]
