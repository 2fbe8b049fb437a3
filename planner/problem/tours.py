"""The tours of one province as numbers: where units may stop when, what it takes, costs and is worth.

Numbers of points, douars, units and centres are the province's own, counted from 0; `*_of` arrays say which national
number of the index each has. Nodes are the points first and then the centres: node `n_points + centre`. Money is
centimes, as floats where a rate has no whole number of them: these figures steer the search, and what is paid is
worked out exactly by `derive`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np

from geodata.travel import NO_WAY, TravelTimes
from planner.domain.campaign import Campaign, Point
from planner.domain.catchments import Catchments, Spans
from planner.domain.columns import VEHICLES, WEEK
from planner.domain.rounding import LINE_CENTIMES, tour_lines
from planner.problem.arrays import Bools, Floats, Ints
from planner.problem.chapters import TOUR_CHAPTERS
from planner.problem.days import Days
from planner.problem.index import Index
from planner.problem.units import Units, build_units

FAR: Final = 100_000_000
"""Minutes and metres of a drive that is impossible: more than all of a day together, and few enough to add up."""
UNASKED: Final = 1_000_000
"""Consultations that make a stop count where nobody asks for any: more than any unit gives."""


@dataclass(frozen=True, slots=True)
class TourProblem:
    """What tours of one province could do.

    Attributes
    ----------
    minutes, metres
        By vehicle class, from node to node, shape (2, nodes, nodes); FAR where there is no way.
    reachable
        Points to which a vehicle class may drive at all, shape (2, points).
    served
        Open days on which a point may be served, shape (points, days).
    demand
        Consultations that a point asks for at a stop.
    minutes_per_consultation
        Numerator and denominator.
    rounding
        Centimes by which rounding its lines can move a tour of a unit at most, by chapter, shape (units, 5).
    lodging
        Persons that can sleep at each centre.
    douar_points
        By douar, its points.
    worth
        Centimes of one person's first visit, by douar.
    late_worth
        Centimes of a person's day of waiting, times the douar's population.
    max_wait
        Days that a douar may wait between two marks without lateness.
    floor_persons, shortfall
        Persons that the province should count, and centimes that each below them costs.
    pinned
        Tours that must run: unit, day, points in order.
    parted
        Units and days on which they come home, as pins give the next day to other people.
    """

    province: int
    days: Days
    units: Units
    points_of: Ints
    centres_of: Ints
    minutes: Ints
    metres: Ints
    reachable: Bools
    foot_min: Ints
    opens: Ints
    closes: Ints
    served: Bools
    demand: Ints
    setup_min: int
    minutes_per_consultation: tuple[int, int]
    medicine: float
    rounding: Floats
    lodging: Ints
    max_nights: int
    days_per_week: int
    min_share: Fraction
    douars_of: Ints
    douar_points: tuple[tuple[int, ...], ...]
    population: Ints
    wanted: Ints
    worth: Floats
    late_worth: Floats
    max_wait: Ints
    repeat_value: float
    gap_min_days: int
    floor_persons: float
    shortfall: float
    pinned: tuple[tuple[int, int, tuple[int, ...]], ...]
    parted: tuple[tuple[int, int], ...] = ()

    @property
    def n_points(self) -> int:
        """How many points there are."""
        return len(self.points_of)

    @property
    def n_days(self) -> int:
        """How many days the season has."""
        return len(self.days.is_open)

    @property
    def least_to_count(self) -> Ints:
        """The consultations that make a stop count, UNASKED where nobody asks for any, shape (points, units)."""
        asked = self.demand[:, None].astype(np.int64)
        could, share = np.minimum(asked, self.units.consultations_per_day), self.min_share
        least = np.maximum(1, -(-could * share.numerator // share.denominator))
        return np.where(asked > 0, least, UNASKED).astype(np.int32)

    @property
    def point_douars(self) -> list[list[int]]:
        """By point, the douars that come to it, ascending."""
        comes: list[list[int]] = [[] for _ in range(self.n_points)]
        for douar, points in enumerate(self.douar_points):
            for point in points:
                comes[point].append(douar)
        return comes

    def service_min(self, units: Ints, consultations: Ints) -> Ints:
        """Return the minutes of stops' services, setting up included, rounded up; see `schedule.service_minutes`."""
        numerator, denominator = self.minutes_per_consultation
        share = denominator * self.units.clinicians[units].astype(np.int64)
        minutes = self.setup_min - (-consultations.astype(np.int64) * numerator) // share
        return minutes.astype(np.int32)

    def minutes_each(self, clinicians: int) -> float:
        """Return the minutes that each consultation of a stop takes so many clinicians, before they are rounded up."""
        numerator, denominator = self.minutes_per_consultation
        return numerator / (denominator * clinicians)


def build_tours(
    campaign: Campaign,
    catchments: Catchments,
    travel: TravelTimes,
    days: Days,
    shut: Spans,
    index: Index,
    province: str,
) -> TourProblem:
    """Return a province's tours as numbers; `shut` are the nation's closed spans by point."""
    policy = campaign.settings.policy
    points = [point for point in campaign.points.values() if point.province == province]
    units = [unit.code for unit in campaign.units.values() if unit.province == province]
    bases = {campaign.units[code].base for code in units}
    centres = [
        centre
        for centre in campaign.centres.values()
        if centre.province == province and (centre.lodging > 0 or centre.code in bases)
    ]
    douars = [douar for douar in campaign.douars.values() if douar.province == province]
    codes = [point.code for point in points] + [centre.code for centre in centres]
    nodes = {code: node for node, code in enumerate(codes)}
    legs = [travel.legs(codes, codes, vehicle) for vehicle in VEHICLES]
    wanted = [campaign.wanted_visits(douar) for douar in douars]
    population = np.array([douar.population for douar in douars], np.int32)
    persons_wanted = sum(n * douar.population for n, douar in zip(wanted, douars, strict=True))
    mpc = Fraction(policy.minutes_per_consultation)
    return TourProblem(
        province=index.provinces[province],
        days=days,
        units=build_units(campaign, units, nodes, index, days),
        points_of=np.array([index.points[point.code] for point in points], np.int32),
        centres_of=np.array([index.centres[centre.code] for centre in centres], np.int32),
        minutes=np.stack([np.where(each.minutes == NO_WAY, FAR, each.minutes) for each in legs]).astype(np.int32),
        metres=np.stack([np.where(each.metres == NO_WAY, FAR, each.metres) for each in legs]).astype(np.int32),
        reachable=np.array([[point.access == "road" for point in points], [True for _ in points]], dtype=bool),
        foot_min=np.array([point.foot_min for point in points], np.int32),
        opens=np.array([point.opens for point in points], np.int32),
        closes=np.array([point.closes for point in points], np.int32),
        served=_served(points, days, shut, index),
        demand=np.array([catchments.demand[point.code] for point in points], np.int32),
        setup_min=policy.setup_min,
        minutes_per_consultation=(mpc.numerator, mpc.denominator),
        medicine=float(campaign.settings.costs.medicines_mad_per_consultation) * 100,
        rounding=_rounding(campaign, units),
        lodging=np.array([centre.lodging for centre in centres], np.int32),
        max_nights=policy.max_nights,
        days_per_week=policy.unit_days_per_week,
        min_share=Fraction(policy.min_share),
        douars_of=np.array([index.douars[douar.code] for douar in douars], np.int32),
        douar_points=tuple(tuple(nodes[code] for code in catchments.points_of[douar.code]) for douar in douars),
        population=population,
        wanted=np.array(wanted, np.int32),
        worth=np.array([float(policy.value_mad_per_person[douar.risk]) * 100 for douar in douars]),
        late_worth=population.astype(np.float64) * float(policy.late_mad_per_person_day) * 100,
        max_wait=np.array([max(policy.gap_max_days, index.n_days // max(n, 1)) for n in wanted], np.int32),
        repeat_value=float(policy.repeat_value),
        gap_min_days=policy.gap_min_days,
        floor_persons=float(policy.coverage_floor * persons_wanted),
        shortfall=float(policy.shortfall_mad_per_person) * 100,
        pinned=tuple(
            (units.index(pin.unit), index.day(pin.date), tuple(nodes[code] for code in pin.points))
            for pin in campaign.pins
            if pin.kind == "tour" and pin.date is not None and pin.unit in units
        ),
    )


def _rounding(campaign: Campaign, units: Sequence[str]) -> Floats:
    """Return the centimes by which rounding can move a tour of each unit at most, shape (units, chapters)."""
    lines = [tour_lines(campaign, campaign.units[code]) for code in units]
    rounded = np.array([[by_chapter[chapter] for chapter in TOUR_CHAPTERS] for by_chapter in lines], float)
    return LINE_CENTIMES * rounded.reshape(-1, len(TOUR_CHAPTERS))


def _served(points: Sequence[Point], days: Days, shut: Spans, index: Index) -> Bools:
    """Return the open days on which each point may be served, shape (points, days)."""
    weekday = np.array([index.date(day).weekday() for day in range(index.n_days)])
    served = np.zeros((len(points), index.n_days), bool)
    for row, point in enumerate(points):
        served[row] = days.is_open & np.isin(weekday, [WEEK.index(day) for day in point.weekdays])
        for first, last in shut.get(point.code, ()):
            there = index.span(first, last)
            served[row, there.start : there.stop] = False
    return served
