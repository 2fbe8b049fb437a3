"""Money enough for what a plan owes: nothing is pinned, and no caravan must be held, that its caps cannot pay for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from planner.demo.pins import sites_of
from planner.demo.rules import CAP_STEP_MAD, TOTAL_STEP_MAD
from planner.derive.caravans import derive_caravans
from planner.derive.money import derive_budget
from planner.derive.tours import derive_tours
from planner.domain.campaign import Campaign
from planner.domain.catchments import build_catchments, travel_times
from planner.domain.plan import BudgetRow, CaravanDecision, DayDecision, PostDecision, StopDecision, TourDecision


def afford_owed(campaign: Campaign) -> Campaign:
    """Return a campaign with its envelope and caps raised to what its pins and mandatory caravans cost, and a little.

    The little, a step of each, is for the centimes that a planner keeps back for rounding.
    """
    total = campaign.settings.budget.total_mad
    if total is None:
        return campaign
    owed = _owed(campaign)
    caps = (
        replace(
            cap,
            amount_mad=_raised(
                cap.amount_mad,
                CAP_STEP_MAD,
                (row for row in owed if cap.chapter in ("", row.chapter) and cap.region in ("", row.region)),
            ),
        )
        for cap in campaign.caps
    )
    budget = replace(campaign.settings.budget, total_mad=_raised(total, TOTAL_STEP_MAD, owed))
    return replace(campaign, settings=replace(campaign.settings, budget=budget), caps=tuple(caps))


def _raised(amount_mad: Decimal, step_mad: int, owed: Iterable[BudgetRow]) -> Decimal:
    """Return an amount, or where that is more the next but one step above what is owed."""
    owed_mad = sum((row.amount_mad for row in owed), Decimal(0))
    return max(amount_mad, (owed_mad // step_mad + 2) * step_mad) if owed_mad else amount_mad


def _owed(campaign: Campaign) -> tuple[BudgetRow, ...]:
    """Return the money of a plan of nothing but pins and mandatory caravans; its tours see as many as a unit can."""
    travel, head = travel_times(campaign, build_catchments(campaign)), campaign.settings.campaign
    tours, stops = derive_tours(campaign, travel, _tours(campaign))
    caravans, _ = derive_caravans(campaign, travel, _caravans(campaign))
    posts = [
        PostDecision(pin.ambulance, pin.centre, pin.from_ or head.start, pin.to or head.end)
        for pin in campaign.pins
        if pin.kind == "ambulance"
    ]
    return derive_budget(campaign, tours, stops, caravans, posts)


def _tours(campaign: Campaign) -> Iterator[TourDecision]:
    starts = campaign.settings.calendar.day_start
    for pin in campaign.pins:
        if pin.kind == "tour" and pin.date:
            unit = campaign.units[pin.unit]
            seen = unit.consultations_per_day // len(pin.points)
            stops = tuple(StopDecision(code, starts, seen) for code in pin.points)
            yield TourDecision(unit.code, (DayDecision(pin.date, starts, stops, unit.base),))


def _caravans(campaign: Campaign) -> Iterator[CaravanDecision]:
    """Yield the caravans that must be held: at their pinned site, or at any, as all cost the same."""
    pinned = {pin.caravan: pin for pin in campaign.pins if pin.kind == "caravan"}
    for caravan in campaign.caravans.values():
        pin, sites = pinned.get(caravan.code), sites_of(campaign, caravan)
        if pin and pin.date:
            yield CaravanDecision(caravan.code, pin.site, pin.date)
        elif caravan.mandatory == "1" and sites:
            yield CaravanDecision(caravan.code, sites[0].code, caravan.earliest or campaign.settings.campaign.start)
