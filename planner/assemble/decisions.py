"""What was chosen, in codes and dates: the solver's numbers read backwards through the index."""

from __future__ import annotations

from collections.abc import Iterator

from planner.derive import ServedStop, count_visits
from planner.domain.campaign import Campaign
from planner.domain.catchments import Catchments
from planner.domain.columns import Clock
from planner.domain.plan import (
    CaravanDecision,
    DayDecision,
    Decisions,
    DutyDecision,
    PostDecision,
    StopDecision,
    TourDecision,
    UseDecision,
)
from planner.problem import Problem
from planner.problem.answer import Choices, DayChoice, Tours
from planner.problem.index import Index
from planner.problem.schedule import Clockwork, build_clockwork, schedule_day
from planner.problem.tours import TourProblem


def assemble(choices: Choices, problem: Problem, campaign: Campaign, catchments: Catchments) -> Decisions:
    """Return what was chosen in codes and dates; each douar counts those of its stops that are worth most.

    Raises
    ------
    ValueError
        Where a day's stops do not fit it: a mistake of the solver.
    """
    index = problem.index
    tours = {province: _tours(there, problem.tours[province], index) for province, there in choices.tours.items()}
    every_tour = tuple(tour for there in tours.values() for tour in there)
    caravans, units = index.caravans.codes, index.equipment.codes
    first_days = {choice.caravan: choice.first_day for choice in choices.caravans}
    last_days = {
        choice.caravan: choice.first_day + campaign.caravans[caravans[choice.caravan]].days - 1
        for choice in choices.caravans
    }
    return Decisions(
        tours=every_tour,
        visits=count_visits(campaign, catchments, _served(every_tour)),
        caravans=tuple(
            CaravanDecision(caravans[choice.caravan], _site(index, choice.site), index.date(choice.first_day))
            for choice in choices.caravans
        ),
        posts=tuple(
            PostDecision(
                index.ambulances.codes[post.ambulance],
                index.centres.codes[post.centre],
                index.date(post.first_day),
                index.date(post.last_day),
            )
            for post in choices.posts
        ),
        duties=tuple(
            DutyDecision(
                index.staff.codes[duty.staff],
                index.date(duty.day),
                "caravan" if duty.caravan >= 0 else "tour",
                caravans[duty.caravan] if duty.caravan >= 0 else tours[duty.province][duty.tour].code,
            )
            for duty in choices.duties
        ),
        uses=tuple(
            UseDecision(
                units[use.equipment],
                caravans[use.caravan],
                index.date(first_days[use.caravan]),
                index.date(last_days[use.caravan]),
            )
            for use in choices.uses
        ),
    )


def _site(index: Index, site: int) -> str:
    """Return the code of a caravan's site: centres are numbered first, then points."""
    n_centres = len(index.centres)
    return index.centres.codes[site] if site < n_centres else index.points.codes[site - n_centres]


def _tours(choices: Tours, problem: TourProblem, index: Index) -> list[TourDecision]:
    """Return the tours of a province."""
    clock, units = build_clockwork(problem), index.units.codes
    return [
        TourDecision(
            units[problem.units.units_of[choice.unit]],
            tuple(
                _day(day, choice.unit, number, clock, problem, index)
                for number, day in enumerate(choice.days, choice.first_day)
            ),
        )
        for choice in choices
    ]


def _day(choice: DayChoice, unit: int, day: int, clock: Clockwork, problem: TourProblem, index: Index) -> DayDecision:
    """Return a day with its hours; it leaves no earlier than its first stop needs."""
    hours = schedule_day(clock, unit, day, choice.start, choice.end, choice.points, choice.consultations)
    if hours is None:
        raise ValueError(f"unit {unit} of province {problem.province} cannot drive its day {day}")
    start = problem.days.start_min
    if choice.points:
        drive = problem.minutes[problem.units.vehicle[unit], choice.start, choice.points[0]]
        start = hours.service_start[0] - int(drive) - int(problem.foot_min[choice.points[0]])
    stops = tuple(
        StopDecision(index.points.codes[problem.points_of[point]], Clock(begins), seen)
        for point, begins, seen in zip(choice.points, hours.service_start, choice.consultations, strict=True)
    )
    end = index.centres.codes[problem.centres_of[choice.end - problem.n_points]]
    return DayDecision(index.date(day), Clock(start), stops, end)


def _served(tours: tuple[TourDecision, ...]) -> Iterator[ServedStop]:
    for tour in tours:
        for day in tour.days:
            for stop in day.stops:
                yield ServedStop(day.date, stop.service_start, tour.code, stop.point, stop.consultations, tour.unit)
