"""The tours of one province as numbers: where units may stop when, what it takes, costs and is worth.

Numbers of points, douars, units and centres are the province's own, counted from 0; `*_of` arrays say which national
number of the index each has. Nodes are the points first and then the centres: node `n_points + centre`. Money is
centimes, as floats where a rate has no whole number of them: these figures steer the search, and what is paid is
worked out exactly by `derive`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geodata.travel import NO_WAY, TravelTimes
from planner.domain.calendar import SeasonCalendar
from planner.domain.campaign import Campaign
from planner.domain.catchments import Catchments, closed_spans
from planner.domain.columns import PROFESSIONS, WEEK
from planner.problem.index import Index

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

FAR: Final = 1_000_000
"""Minutes and metres of a drive that is impossible."""
ROAD, TRACK = 0, 1
"""Vehicle classes: what a vehicle can drive."""
FUEL, PER_DIEM, MEDICINES, UPKEEP, HIRE = range(5)
"""The chapters that tours spend on, in the order of cost arrays."""
TOUR_CHAPTERS: Final = ("fuel", "per_diem", "medicines", "upkeep", "hire")


@dataclass(frozen=True, slots=True)
class Days:
    """The season's days, arrays of length n_days.

    Attributes
    ----------
    week
        Number of the Monday-to-Sunday week, from 0.
    pause_start, pause_end
        Minutes of the day without service; equal where there is none.
    """

    is_open: Bools
    week: Ints
    work_min: Ints
    end_min: Ints
    pause_start: Ints
    pause_end: Ints
    start_min: int


@dataclass(frozen=True, slots=True)
class Units:
    """Mobile units, arrays by unit.

    Attributes
    ----------
    base
        Node of the base.
    vehicle
        ROAD or TRACK.
    crew
        Persons by profession, shape (units, professions).
    per_km
        Centimes a km for fuel and for upkeep, shape (units, 2).
    per_day
        Centimes a tour-day for per diem and for hire, shape (units, 2).
    per_night
        Centimes a night of the whole crew.
    available
        Open days on which the unit is there, shape (units, days).
    """

    units_of: Ints
    base: Ints
    vehicle: Ints
    clinicians: Ints
    consultations_per_day: Ints
    crew: Ints
    crew_size: Ints
    per_km: Floats
    per_day: Floats
    per_night: Floats
    available: Bools


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

    @property
    def n_points(self) -> int:
        """How many points there are."""
        return len(self.points_of)

    @property
    def n_days(self) -> int:
        """How many days the season has."""
        return len(self.days.is_open)

    def service_min(self, consultations: int, unit: int) -> int:
        """Return the minutes of a stop's service, setting up included."""
        numerator, denominator = self.minutes_per_consultation
        return self.setup_min - (-consultations * numerator // (denominator * int(self.units.clinicians[unit])))

    def least_consultations(self, point: int, unit: int) -> int:
        """Return how many a stop must see to count; where nobody asks, nothing counts: more than can be."""
        demand = int(self.demand[point])
        if demand == 0:
            return FAR
        return max(1, ceil(self.min_share * min(demand, int(self.units.consultations_per_day[unit]))))


def build_days(calendar: SeasonCalendar) -> Days:
    """Return the season's days as arrays."""
    days = calendar.days
    pauses = [calendar.pause(day) or (0, 0) for day in days]
    first_monday = days[0].toordinal() - days[0].weekday()
    return Days(
        is_open=np.array([day in calendar.open_days for day in days], dtype=bool),
        week=np.array([(day.toordinal() - first_monday) // 7 for day in days], dtype=np.int32),
        work_min=np.array([calendar.work_min(day) for day in days], dtype=np.int32),
        end_min=np.array([calendar.day_end(day) for day in days], dtype=np.int32),
        pause_start=np.array([pause[0] for pause in pauses], dtype=np.int32),
        pause_end=np.array([pause[1] for pause in pauses], dtype=np.int32),
        start_min=calendar.rules.day_start,
    )


def build_units(campaign: Campaign, codes: list[str], centres: dict[str, int], index: Index, days: Days) -> Units:
    """Return some units as arrays; `centres` gives the node of each centre's code."""
    units, costs = [campaign.units[code] for code in codes], campaign.settings.costs
    crew = np.zeros((len(units), len(PROFESSIONS)), np.int32)
    available = np.zeros((len(units), index.n_days), bool)
    for row, unit in enumerate(units):
        for seat in campaign.crew(unit.crew):
            crew[row, PROFESSIONS.index(seat.profession)] += seat.count
        there = index.span(unit.from_, unit.to)
        available[row, there.start : there.stop] = days.is_open[there.start : there.stop]
    per_diem = np.array([float(costs.per_diem_mad[profession]) * 100 for profession in PROFESSIONS])
    fuel = [float(unit.litres_per_100km * costs.fuel_mad_per_l) for unit in units]
    return Units(
        units_of=np.array([index.units[code] for code in codes], np.int32),
        base=np.array([centres[unit.base] for unit in units], np.int32),
        vehicle=np.array([TRACK if unit.access == "track" else ROAD for unit in units], np.int32),
        clinicians=np.array([unit.clinicians for unit in units], np.int32),
        consultations_per_day=np.array([unit.consultations_per_day for unit in units], np.int32),
        crew=crew,
        crew_size=crew.sum(axis=1, dtype=np.int32),
        per_km=np.array([(of, float(u.upkeep_mad_per_km) * 100) for of, u in zip(fuel, units, strict=True)]).reshape(
            -1, 2
        ),
        per_day=np.column_stack([crew @ per_diem, [float(unit.hire_mad_per_day) * 100 for unit in units]]).reshape(
            -1, 2
        ),
        per_night=crew.sum(axis=1) * float(costs.night_mad_per_person) * 100,
        available=available,
    )


def build_tours(
    campaign: Campaign,
    catchments: Catchments,
    travel: TravelTimes,
    calendar: SeasonCalendar,
    index: Index,
    province: str,
) -> TourProblem:
    """Return a province's tours as numbers."""
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
    numbers = {point.code: number for number, point in enumerate(points)}
    nodes = [point.code for point in points] + [centre.code for centre in centres]
    legs = [travel.legs(nodes, nodes, vehicle) for vehicle in ("road", "track")]
    days = build_days(calendar)

    served = np.zeros((len(points), index.n_days), bool)
    shut = closed_spans(campaign)
    weekday = np.array([day.weekday() for day in calendar.days])
    for row, point in enumerate(points):
        served[row] = days.is_open & np.isin(weekday, [WEEK.index(day) for day in point.weekdays])
        for first, last in shut.get(point.code, ()):
            there = index.span(first, last)
            served[row, there.start : there.stop] = False

    wanted = [campaign.wanted_visits(douar) for douar in douars]
    population = np.array([douar.population for douar in douars], np.int32)
    persons_wanted = sum(n * douar.population for n, douar in zip(wanted, douars, strict=True))
    mpc = Fraction(policy.minutes_per_consultation)
    own_units = {code: number for number, code in enumerate(units)}
    return TourProblem(
        province=index.provinces[province],
        days=days,
        units=build_units(
            campaign, units, {centre.code: len(points) + row for row, centre in enumerate(centres)}, index, days
        ),
        points_of=np.array([index.points[point.code] for point in points], np.int32),
        centres_of=np.array([index.centres[centre.code] for centre in centres], np.int32),
        minutes=np.stack([np.where(each.minutes == NO_WAY, FAR, each.minutes) for each in legs]).astype(np.int32),
        metres=np.stack([np.where(each.metres == NO_WAY, FAR, each.metres) for each in legs]).astype(np.int32),
        reachable=np.array([[point.access == "road" for point in points], [True for _ in points]], dtype=bool),
        foot_min=np.array([point.foot_min for point in points], np.int32),
        opens=np.array([point.opens for point in points], np.int32),
        closes=np.array([point.closes for point in points], np.int32),
        served=served,
        demand=np.array([catchments.demand[point.code] for point in points], np.int32),
        setup_min=policy.setup_min,
        minutes_per_consultation=(mpc.numerator, mpc.denominator),
        medicine=float(campaign.settings.costs.medicines_mad_per_consultation) * 100,
        lodging=np.array([centre.lodging for centre in centres], np.int32),
        max_nights=policy.max_nights,
        days_per_week=policy.unit_days_per_week,
        min_share=Fraction(policy.min_share),
        douars_of=np.array([index.douars[douar.code] for douar in douars], np.int32),
        douar_points=tuple(tuple(numbers[code] for code in catchments.points_of[douar.code]) for douar in douars),
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
            (own_units[pin.unit], index.day(pin.date), tuple(numbers[code] for code in pin.points))
            for pin in campaign.pins
            if pin.kind == "tour" and pin.date is not None and pin.unit in own_units
        ),
    )
