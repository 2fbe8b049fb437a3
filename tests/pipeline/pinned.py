"""What a plan decides, as decisions and as pins, with one decision changed by chance."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from planner.domain.campaign import Campaign, Pin
from planner.domain.plan import (
    CaravanDecision,
    DayDecision,
    Decisions,
    DutyDecision,
    Plan,
    PostDecision,
    StopDecision,
    TourDecision,
    UseDecision,
    VisitDecision,
)

Row = TypeVar("Row")


def decisions_of(plan: Plan) -> Decisions:
    """Return what a plan decides."""
    stops, days = defaultdict(list), defaultdict(list)
    for stop in sorted(plan.stops, key=lambda row: row.sequence):
        stops[stop.tour, stop.date].append(StopDecision(stop.point, stop.service_start, stop.consultations))
    for row in sorted(plan.tours, key=lambda row: row.date):
        days[row.tour, row.unit].append(DayDecision(row.date, row.start, tuple(stops[row.tour, row.date]), row.to))
    return Decisions(
        tours=tuple(TourDecision(unit, tuple(there)) for (_, unit), there in days.items()),
        visits=tuple(VisitDecision(row.douar, row.date, row.point, row.tour) for row in plan.visits),
        caravans=tuple(CaravanDecision(row.caravan, row.site, row.start) for row in plan.caravans),
        posts=tuple(PostDecision(row.ambulance, row.centre, row.from_, row.to) for row in plan.ambulance_posts),
        duties=tuple(DutyDecision(row.staff, row.date, row.duty, row.code) for row in plan.roster),
        uses=tuple(UseDecision(row.equipment, row.caravan, row.from_, row.to) for row in plan.equipment_use),
    )


def pins_of(decisions: Decisions) -> Iterator[Pin]:
    """Yield all that is decided and can be pinned; a tour-day that serves none cannot."""
    units = {}
    for tour in decisions.tours:
        units[tour.code] = tour.unit
        for day in tour.days:
            if points := tuple(stop.point for stop in day.stops):
                yield Pin(kind="tour", unit=tour.unit, date=day.date, points=points)
    for held in decisions.caravans:
        yield Pin(kind="caravan", caravan=held.caravan, site=held.site, date=held.start)
    for post in decisions.posts:
        yield Pin(kind="ambulance", ambulance=post.ambulance, centre=post.centre, from_=post.from_, to=post.to)
    for duty in decisions.duties:
        unit = units[duty.code] if duty.duty == "tour" else ""
        yield Pin(kind="duty", staff=duty.staff, date=duty.date, unit=unit, caravan="" if unit else duty.code)


class Changing:
    """Changes one decision by chance; what hangs on it follows, but visits, which are given up."""

    def __init__(self, decisions: Decisions, campaign: Campaign, chance: random.Random) -> None:
        self.decisions, self.campaign, self.pick = decisions, campaign, chance.choice
        head = campaign.settings.campaign
        self.days = [head.start + timedelta(number) for number in range((head.end - head.start).days + 1)]

    def change(self) -> Decisions:
        """Return the decisions with one of them changed; as they are where none can be, as all tours are longer."""
        decisions = self.decisions
        changes = [(decisions.posts, self._post), (decisions.caravans, self._caravan), (decisions.duties, self._duty)]
        changes.append(([tour for tour in decisions.tours if len(tour.days) == 1], self._tour))
        able = [(rows, change) for rows, change in changes if rows]
        if not able:
            return decisions
        rows, change = self.pick(able)
        return change(self.pick(rows))

    def _post(self, old: PostDecision) -> Decisions:
        other = self.pick(
            [
                replace(old, centre=self.pick(sorted(self.campaign.centres))),
                replace(old, ambulance=self.pick(sorted(self.campaign.ambulances))),
                replace(old, from_=self.pick([day for day in self.days if day <= old.to])),
            ]
        )
        return replace(self.decisions, posts=_with(self.decisions.posts, old, other))

    def _caravan(self, old: CaravanDecision) -> Decisions:
        sites = [*self.campaign.centres, *self.campaign.points]
        other = self.pick([replace(old, site=self.pick(sites)), replace(old, start=self.pick(self.days))])
        later = other.start - old.start
        uses = tuple(
            replace(use, from_=use.from_ + later, to=use.to + later) if use.caravan == old.caravan else use
            for use in self.decisions.uses
        )
        duties = tuple(
            replace(duty, date=duty.date + later) if duty.code == old.caravan else duty
            for duty in self.decisions.duties
        )
        held = _with(self.decisions.caravans, old, other)
        return replace(self.decisions, caravans=held, uses=uses, duties=duties)

    def _duty(self, old: DutyDecision) -> Decisions:
        other = replace(old, staff=self.pick(sorted(self.campaign.staff)))
        return replace(self.decisions, duties=_with(self.decisions.duties, old, other))

    def _tour(self, old: TourDecision) -> Decisions:
        day = old.days[0]
        stops = list(day.stops)
        place = self.pick(range(len(stops)))
        stops[place] = replace(stops[place], point=self.pick(sorted(self.campaign.points)))
        other = self.pick(
            [
                replace(old, unit=self.pick(sorted(self.campaign.units))),
                replace(old, days=(replace(day, date=self.pick(self.days)),)),
                replace(old, days=(replace(day, stops=tuple(stops)),)),
            ]
        )
        duties = tuple(
            replace(duty, code=other.code, date=other.days[0].date) if duty.code == old.code else duty
            for duty in self.decisions.duties
        )
        visits = tuple(visit for visit in self.decisions.visits if visit.tour != old.code)
        tours = _with(self.decisions.tours, old, other)
        return replace(self.decisions, tours=tours, duties=duties, visits=visits)


def _with(rows: Sequence[Row], old: Row, other: Row) -> tuple[Row, ...]:
    return tuple(other if row is old else row for row in rows)
