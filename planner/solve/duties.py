"""What tours and caravans ask of people."""

from __future__ import annotations

from collections.abc import Iterable

from planner.problem import Problem
from planner.problem.answer import CaravanChoice, TourChoice
from planner.problem.caravans import CaravanProblem
from planner.problem.roster import Duty


def tour_duties(problem: Problem, province: int, tours: Iterable[TourChoice]) -> list[Duty]:
    """Return what tours of a province ask of people; each weighs as many as it sees."""
    units = problem.tours[province].units.units_of
    return [
        Duty(
            province,
            int(problem.staff.unit_crew[units[tour.unit]]),
            tour.first_day,
            len(tour.days),
            is_tour=True,
            source=int(units[tour.unit]),
            weight=sum(sum(day.consultations) for day in tour.days),
        )
        for tour in tours
    ]


def caravan_duty(problem: CaravanProblem, choice: CaravanChoice, weight: int = 0) -> Duty:
    """Return what a caravan asks of people."""
    return Duty(
        int(problem.site_province[choice.site]),
        int(problem.staff.caravan_crew[choice.caravan]),
        choice.first_day,
        int(problem.days[choice.caravan]),
        is_tour=False,
        source=choice.caravan,
        weight=weight,
    )
