"""Plans: immutable documents beside what lists of plans show. No plan is ever changed but for its state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from planner.check_campaign.build import build_campaign
from planner.domain.campaign import Campaign
from planner.domain.money import to_centimes
from planner.domain.plan import Run, Status
from planner.errors import FaultyInputError
from planner.files.folder import from_texts, to_texts
from planner.files.guard import CAMPAIGN_FOLDER
from planner.files.plans import from_plan_texts, to_plan_texts
from planner.files.write import to_rows
from planner.store.database import time_of
from planner.store.documents import Document, load_texts, pack, save_document
from planner.store.errors import NotThereError, PlanStateError
from planner.store.frozen import freeze
from planner.store.tables import Figures, PlanRecord
from planner.store.types import PlanState

NEXT: Final[dict[PlanState, PlanState]] = {
    "draft": "submitted",
    "submitted": "approved",
    "approved": "published",
    "published": "archived",
}
"""Where a plan can go from each state."""


@dataclass(frozen=True, slots=True)
class PackedCampaign:
    """A campaign ready to be kept; `provinces` has the region of each of its provinces, by code."""

    input_sha256: str
    document: Document
    provinces: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PackedPlan:
    """A plan and its campaign ready to be kept: what takes time is done before a transaction begins."""

    status: Status
    figures: Figures
    document: Document
    campaign: PackedCampaign


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """What the store knows of a plan without opening its document.

    Attributes
    ----------
    campaign, campaign_version
        Of what, as it was when the plan was asked for.
    run
        The run that made it; None where none did.
    input_sha256
        The digest of the campaign in it.
    provinces
        The region of each province that it plans, by code; the campaign may have others by now.
    """

    number: int
    campaign: int
    campaign_version: int
    run: int | None
    made_by: str
    created: datetime
    state: PlanState
    status: Status
    input_sha256: str
    provinces: Mapping[str, str]
    figures: Figures


def pack_campaign(campaign: Campaign) -> PackedCampaign:
    """Return a campaign as it is kept beside runs and plans."""
    provinces = {code: province.region for code, province in campaign.provinces.items()}
    return PackedCampaign(campaign.digest, pack(to_texts(to_rows(campaign))), provinces)


def pack_plan(run: Run, campaign: Campaign) -> PackedPlan:
    """Return a plan that the checker has passed as it is kept: the files of its folder, and its campaign's."""
    return PackedPlan(run.status, _figures(run), pack(to_plan_texts(run)), pack_campaign(campaign))


def save_plan(
    session: Session, campaign: int, campaign_version: int, packed: PackedPlan, by: str, run: int | None = None
) -> StoredPlan:
    """Keep a new plan of a campaign, a draft."""
    document, campaign_document = (save_document(session, each) for each in (packed.document, packed.campaign.document))
    record = PlanRecord(
        campaign=campaign,
        campaign_version=campaign_version,
        run=run,
        made_by=by,
        created=time_of(session),
        state="draft",
        status=packed.status,
        input_sha256=packed.campaign.input_sha256,
        document=document,
        campaign_document=campaign_document,
        provinces=dict(packed.campaign.provinces),
        figures=packed.figures,
    )
    session.add(record)
    session.flush()
    return freeze(StoredPlan, record)


def load_plan(session: Session, plan: int) -> StoredPlan:
    """Return a plan but for its document.

    Raises
    ------
    NotThereError
        Where there is no such plan.
    """
    return freeze(StoredPlan, _record_of(session, plan))


def load_plans(session: Session, campaign: int) -> tuple[StoredPlan, ...]:
    """Return every plan of a campaign but for its document, the newest first."""
    wanted = select(PlanRecord).where(PlanRecord.campaign == campaign).order_by(PlanRecord.number.desc())
    return tuple(freeze(StoredPlan, record) for record in session.scalars(wanted))


def load_plan_of_run(session: Session, run: int) -> StoredPlan | None:
    """Return the plan that a run came to but for its document; None where it came to none, or not yet."""
    record = session.scalar(select(PlanRecord).where(PlanRecord.run == run))
    return None if record is None else freeze(StoredPlan, record)


def load_plan_texts(session: Session, plan: int) -> dict[str, str]:
    """Return what the files of a plan's folder hold, by their names, those of the campaign in it too.

    Raises
    ------
    NotThereError
        Where there is no such plan.
    """
    record = _record_of(session, plan)
    inside = load_texts(session, record.campaign_document)
    return load_texts(session, record.document) | {f"{CAMPAIGN_FOLDER}/{name}": text for name, text in inside.items()}


def load_plan_run(session: Session, plan: int) -> tuple[Campaign, Run]:
    """Return the campaign that a plan was made of, and the plan beside how it came to be.

    Raises
    ------
    NotThereError
        Where there is no such plan.
    """
    record = _record_of(session, plan)
    return load_packed_campaign(session, record.campaign_document), from_plan_texts(
        load_texts(session, record.document)
    )


def load_packed_campaign(session: Session, digest: str) -> Campaign:
    """Return the campaign of a document.

    Raises
    ------
    FaultyInputError
        Where what was a campaign when it was kept is none any more, as the rules have changed.
    """
    campaign, faults = build_campaign(from_texts(load_texts(session, digest)))
    if campaign is None:
        raise FaultyInputError(faults)
    return campaign


def move_plan(session: Session, plan: int, to: PlanState) -> StoredPlan:
    """Put a plan into the state that follows its own.

    Raises
    ------
    NotThereError
        Where there is no such plan.
    PlanStateError
        Where it is in another state, perhaps since a moment ago.
    """
    return _move(session, plan, [state for state, after in NEXT.items() if after == to], to)


def send_back(session: Session, plan: int) -> StoredPlan:
    """Make a submitted plan a draft again, as whoever looked at it wants another.

    Raises
    ------
    NotThereError
        Where there is no such plan.
    PlanStateError
        Where it is in another state, perhaps since a moment ago.
    """
    return _move(session, plan, ["submitted"], "draft")


def _move(session: Session, plan: int, before: Sequence[PlanState], to: PlanState) -> StoredPlan:
    """Put a plan that is in one of some states into another; the statement that writes looks at them."""
    moved = update(PlanRecord).where(PlanRecord.number == plan, PlanRecord.state.in_(before)).values(state=to)
    if session.execute(moved.returning(PlanRecord.number)).scalar_one_or_none() is None:
        raise PlanStateError(_record_of(session, plan).state)
    return load_plan(session, plan)


def _record_of(session: Session, plan: int) -> PlanRecord:
    record = session.get(PlanRecord, plan, populate_existing=True)
    if record is None:
        raise NotThereError(f"plans/{plan}")
    return record


def _figures(run: Run) -> Figures:
    """Return what is shown of a plan in lists."""
    plan, told = run.plan, run.plan.indicators
    return Figures(
        objective_centimes=plan.objective_centimes,
        bound_centimes=run.bound_centimes,
        operations_centimes=plan.operations_centimes,
        spent_centimes=sum(to_centimes(line.amount_mad) for line in plan.budget),
        visits_wanted=told["visits_wanted"],
        visits_counted=told["visits_counted"],
        persons_wanted=told["persons_wanted"],
        persons_counted=told["persons_counted"],
        persons_served=told["persons_served"],
        consultations=told["consultations"],
        distance_m=int(told["km"] * 1000),
        nights=told["nights"],
        unit_days=told["unit_days"],
        caravans_held=told["caravans_held"],
        persons_reached=told["persons_reached"],
        covered_60=told["covered_60"],
        backed_up_60=told["backed_up_60"],
    )
