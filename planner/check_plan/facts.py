"""What follows from a campaign and from a plan's decisions, worked out again from nothing that the plan derived itself.

A plan's decisions are its tours and their hours, stops, visits (douar and stop), caravans (site and first day), posts,
roster and use of equipment. They are taken as they stand, even where they break a rule, so that each mistake is found
once. Money is in centimes, distances in metres.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache, cached_property
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from geodata.travel import Leg, TravelTimes
from planner.check_plan.costs import Cost, caravan_costs, post_costs, tour_costs
from planner.check_plan.reach import Cover, days_of_cover, persons_reached
from planner.check_plan.season import Season, Span
from planner.domain.campaign import Campaign, Douar, Unit
from planner.domain.catchments import Catchments, build_catchments, closed_spans
from planner.domain.money import to_centimes
from planner.domain.plan import PLAN_TABLES, CaravanRow, Plan, PostRow, Run, StopRow, TourRow, VisitRow


class Drive(NamedTuple):
    """A drive of a tour-day, told in the row and column of its arrival; without a leg there is no way."""

    row: TourRow | StopRow
    column: str
    leaves: int
    leg: Leg | None


@dataclass(frozen=True, slots=True)
class TourDay:
    """A day of a tour, its stops and drives in order, and its minutes and metres as they should be."""

    row: TourRow
    unit: Unit
    stops: tuple[StopRow, ...]
    drives: tuple[Drive, ...]
    foot_min: int
    service_min: int

    @property
    def drive_min(self) -> int:
        """Minutes of driving."""
        return sum(drive.leg.minutes for drive in self.drives if drive.leg)

    @property
    def metres(self) -> int:
        """Metres driven."""
        return sum(drive.leg.metres for drive in self.drives if drive.leg)


class CountedVisit(NamedTuple):
    """A visit and what follows from its stop."""

    row: VisitRow
    number: int
    persons: int
    value: int


class Facts:
    """A plan, its campaign, the drives, the run if there is one, and what follows, worked out once when asked for."""

    def __init__(self, plan: Plan, campaign: Campaign, travel: TravelTimes, run: Run | None = None) -> None:
        self.plan = plan
        self.campaign = campaign
        self.travel = travel
        self.run = run
        self.policy = campaign.settings.policy
        self.season = Season(campaign.settings, plan.ramadan)
        self.leg = cache(travel.leg)
        self.crew = cache(campaign.crew)

    @cached_property
    def row_numbers(self) -> dict[int, tuple[str, int]]:
        """By identity of each row of the plan and each pin, its file and its row as a spreadsheet counts them."""
        tables = [(table.name, getattr(self.plan, table.name)) for table in PLAN_TABLES]
        tables.append(("pins", self.campaign.pins))
        return {id(row): (f"{name}.csv", number) for name, rows in tables for number, row in enumerate(rows, start=2)}

    # --- places

    @cached_property
    def catchments(self) -> Catchments:
        """Who comes where, and what they ask for."""
        return build_catchments(self.campaign)

    @cached_property
    def _closed(self) -> dict[str, tuple[Span, ...]]:
        return closed_spans(self.campaign)

    def is_closed(self, point: str, day: date) -> bool:
        """Say whether a point is closed on a day."""
        return any(first <= day <= last for first, last in self._closed.get(point, ()))

    def region(self, province: str) -> str:
        """Return a province's region."""
        return self.campaign.provinces[province].region

    # --- tours

    @cached_property
    def tours(self) -> dict[str, list[TourDay]]:
        """Each tour's days in order."""
        stops: dict[tuple[str, date], list[StopRow]] = defaultdict(list)
        for stop in sorted(self.plan.stops, key=lambda stop: stop.sequence):
            stops[stop.tour, stop.date].append(stop)
        tours: dict[str, list[TourDay]] = defaultdict(list)
        for row in sorted(self.plan.tours, key=lambda row: row.date):
            tours[row.tour].append(self._tour_day(row, tuple(stops[row.tour, row.date])))
        return dict(tours)

    @cached_property
    def tour_days(self) -> list[TourDay]:
        """Every day of every tour."""
        return [day for days in self.tours.values() for day in days]

    def _tour_day(self, row: TourRow, stops: tuple[StopRow, ...]) -> TourDay:
        unit, points = self.campaign.units[row.unit], self.campaign.points
        places = pairwise([row.from_, *(stop.point for stop in stops), row.to])
        arrivals: list[tuple[TourRow | StopRow, str]] = [*((stop, "arrive") for stop in stops), (row, "end")]
        leaves = [row.start, *(stop.depart for stop in stops)]
        drives = tuple(
            Drive(*arrival, minute, self.leg(origin, target, unit.access))
            for arrival, minute, (origin, target) in zip(arrivals, leaves, places, strict=True)
        )
        foot_min = sum(2 * points[stop.point].foot_min for stop in stops)
        return TourDay(row, unit, stops, drives, foot_min, sum(self.service_min(stop, unit) for stop in stops))

    def service_min(self, stop: StopRow, unit: Unit) -> int:
        """Return the minutes that a stop's service lasts, rounded up."""
        each = Fraction(self.policy.minutes_per_consultation) / unit.clinicians
        return self.policy.setup_min + ceil(stop.consultations * each)

    @cached_property
    def stops(self) -> dict[tuple[str, date, str], StopRow]:
        """Each stop by tour, date and point; the first where a tour stops twice at a point in a day."""
        stops = sorted(self.plan.stops, key=lambda stop: stop.sequence, reverse=True)
        return {(stop.tour, stop.date, stop.point): stop for stop in stops}

    def stop_of(self, visit: VisitRow) -> StopRow | None:
        """Return the stop that a visit is; None where there is none, or not for that douar."""
        is_there = visit.point in self.catchments.points_of[visit.douar] and self.catchments.demand[visit.point]
        return self.stops.get((visit.tour, visit.date, visit.point)) if is_there else None

    # --- visits

    @cached_property
    def wanted(self) -> dict[str, int]:
        """The visits that each douar wants."""
        return {code: self.campaign.wanted_visits(douar) for code, douar in self.campaign.douars.items()}

    @cached_property
    def visits(self) -> dict[str, list[CountedVisit]]:
        """Each douar's counted visits in order of date, hour and tour, those that are no stop left out."""
        found: dict[str, list[tuple[StopRow, VisitRow]]] = {code: [] for code in self.campaign.douars}
        for row in self.plan.visits:
            if stop := self.stop_of(row):
                found[row.douar].append((stop, row))
        visits = {}
        for code, there in found.items():
            there.sort(key=lambda pair: (pair[0].date, pair[0].service_start, pair[0].tour, pair[0].sequence))
            douar = self.campaign.douars[code]
            visits[code] = [self._visit(douar, *pair, number) for number, pair in enumerate(there, start=1)]
        return visits

    def _visit(self, douar: Douar, stop: StopRow, row: VisitRow, number: int) -> CountedVisit:
        persons = stop.consultations * douar.population // self.catchments.demand[stop.point]
        share = Fraction(self.policy.repeat_value) ** (number - 1)
        worth = to_centimes(persons * Fraction(self.policy.value_mad_per_person[douar.risk]) * share)
        return CountedVisit(row, number, persons, worth)

    @cached_property
    def late_person_days(self) -> dict[str, int]:
        """By douar that wants visits, its population times the days that it waits longer than it should."""
        late, end = {}, self.season.last + timedelta(1)
        for code, wanted in self.wanted.items():
            if wanted:
                longest = max(self.policy.gap_max_days, self.season.days // wanted)
                marks = pairwise([self.season.first, *(visit.row.date for visit in self.visits[code]), end])
                days = sum(max(0, (after - mark).days - 1 - longest) for mark, after in marks)
                late[code] = days * self.campaign.douars[code].population
        return late

    def persons_by(self, column: str) -> dict[str, tuple[int, int]]:
        """Return the persons wanted and the persons counted, by province or risk, wherever some are wanted."""
        wanted, counted = Counter[str](), Counter[str]()
        for code, douar in self.campaign.douars.items():
            wanted[getattr(douar, column)] += self.wanted[code] * douar.population
            counted[getattr(douar, column)] += sum(visit.persons for visit in self.visits[code])
        return {key: (wanted[key], counted[key]) for key in sorted(wanted) if wanted[key]}

    # --- caravans and ambulances

    def caravan_end(self, held: CaravanRow) -> date:
        """Return the last day of a caravan by its first and its number of days, as late as there are dates."""
        last = held.start.toordinal() + self.campaign.caravans[held.caravan].days - 1
        return date.fromordinal(min(last, date.max.toordinal()))

    def caravan_dates(self, held: CaravanRow) -> list[date]:
        """Return the days in season of a caravan."""
        return self.season.dates(held.start, self.caravan_end(held))

    @cached_property
    def reach(self) -> dict[str, dict[str, int]]:
        """By caravan, the persons of each douar that it reaches."""
        return persons_reached(self.campaign, self.travel, self.plan.caravans)

    def reach_value(self, caravan: str) -> int:
        """Return the worth of whom a caravan reaches."""
        return to_centimes(sum(self.reach[caravan].values()) * Fraction(self.policy.caravan_value_mad_per_person))

    @cached_property
    def missing_caravans(self) -> list[str]:
        """The caravans that must be held and are not."""
        held = {row.caravan for row in self.plan.caravans}
        return [code for code, wish in self.campaign.caravans.items() if wish.mandatory == "1" and code not in held]

    def post_dates(self, post: PostRow) -> list[date]:
        """Return the days in season of a post."""
        return self.season.dates(post.from_, post.to)

    @cached_property
    def cover(self) -> Cover:
        """The days on which ambulances cover each douar."""
        return days_of_cover(
            self.campaign, self.travel, self.plan.ambulance_posts, (self.season.first, self.season.last)
        )

    @property
    def is_infeasible(self) -> bool:
        """Whether the plan says that not all that must be kept can be, which only a run can say."""
        return self.run is not None and self.run.status == "infeasible"

    # --- money

    @cached_property
    def costs(self) -> list[Cost]:
        """All that the plan costs, a line a source, chapter and rate."""
        costs: list[Cost] = []
        for code, days in self.tours.items():
            consultations = sum(stop.consultations for day in days for stop in day.stops)
            metres = sum(day.metres for day in days)
            costs += tour_costs(self.campaign, code, days[0].unit, len(days), metres, consultations)
        for held in self.plan.caravans:
            costs += caravan_costs(self.campaign, held)
        for post in self.plan.ambulance_posts:
            costs += post_costs(self.campaign, post, len(self.post_dates(post)))
        return costs

    @cached_property
    def _money(self) -> Counter[tuple[str, str]]:
        money = Counter[tuple[str, str]]()
        for cost in self.costs:
            money[cost.chapter, cost.province] += cost.amount
        return money

    def money(self, *, chapter: str = "", province: str = "", region: str = "") -> int:
        """Return the money of a chapter, a province and a region; blank means all."""
        return sum(
            amount
            for (of, where), amount in self._money.items()
            if chapter in ("", of) and province in ("", where) and region in ("", self.region(where))
        )

    @property
    def operations(self) -> int:
        """The plan's money without medicines."""
        return self.money() - self.money(chapter="medicines")

    @cached_property
    def objective(self) -> int:
        """Money − worth of visits, reach and cover + lateness + shortfall."""
        policy = self.policy
        visits = sum(visit.value for visits in self.visits.values() for visit in visits)
        reached = sum(self.reach_value(held.caravan) for held in self.plan.caravans)
        cover, backup = Fraction(policy.cover_mad_per_person), Fraction(policy.backup_mad_per_person)
        covered = sum(
            to_centimes(
                douar.population * (cover * self.cover.once[code] + backup * self.cover.twice[code]) / self.season.days
            )
            for code, douar in self.campaign.douars.items()
        )
        day, person = Fraction(policy.late_mad_per_person_day), Fraction(policy.shortfall_mad_per_person)
        late = sum(to_centimes(persons * day) for persons in self.late_person_days.values())
        floor = Fraction(policy.coverage_floor)
        short = sum(
            to_centimes(max(Fraction(0), floor * wanted - counted) * person)
            for wanted, counted in self.persons_by("province").values()
        )
        return self.money() - visits - reached - covered + late + short
