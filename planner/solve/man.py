"""The people of all tours and caravans together; what nobody can staff is not run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate, compress

from planner.domain.solve_settings import SolveSettings
from planner.problem import Problem
from planner.problem.answer import CaravanChoice, Choices, DutyChoice, Note, TourChoice, Tours
from planner.problem.roster import Duty
from planner.solve.assign_duties import assign_duties
from planner.solve.duties import caravan_duty, tour_duties


def man(problem: Problem, plan: Choices, settings: SolveSettings) -> tuple[Choices, tuple[Note, ...]]:
    """Return what can be manned of a plan, with its roster, and a note for each province that gives up tours.

    Where people do not suffice for all, tours that see the fewest persons are given up first. A caravan weighs more
    than all tours together, since these are searched with the people that caravans leave, and one with more room more
    than one with less. What is pinned or owed weighs more than all that is not; and duties to which persons are pinned
    are given up last of all (see `assign_duties`).
    """
    provinces = sorted(plan.tours.items())
    duties = _weighed_duties(problem, provinces, plan.caravans)
    answer = assign_duties(problem.staff, duties, settings)
    unmanned = set(answer.unmanned)
    is_manned = iter([number not in unmanned for number in range(len(duties))])
    tours: dict[int, Tours] = {}
    seats: list[partial[DutyChoice]] = []
    notes: list[Note] = []
    for province, there in provinces:
        manned = [next(is_manned) for _ in there]
        places = accumulate(manned, initial=0)
        seats += [partial(DutyChoice, province=province, tour=place) for place, _ in zip(places, there, strict=False)]
        tours[province] = tuple(compress(there, manned))
        if not all(manned):
            notes.append(Note("unmanned", province, str(manned.count(False))))
    seats += [partial(DutyChoice, province=duty.province, caravan=duty.source) for duty in duties[len(seats) :]]
    caravans = tuple(compress(plan.caravans, is_manned))
    held = {choice.caravan for choice in caravans}
    roster = tuple(seats[service.duty](service.person, service.day) for service in answer.services)
    uses = tuple(use for use in plan.uses if use.caravan in held)
    return replace(plan, tours=tours, caravans=caravans, duties=roster, uses=uses), tuple(notes)


def _weighed_duties(
    problem: Problem, tours: Sequence[tuple[int, Tours]], caravans: Sequence[CaravanChoice]
) -> list[Duty]:
    """Return the duties of tours by province and then of caravans, weighed as `man` says."""
    duties = [duty for province, there in tours for duty in tour_duties(problem, province, there)]
    is_owed = [_is_pinned(problem, province, tour) for province, there in tours for tour in there]
    all_tours = 1 + sum(duty.weight for duty in duties)
    for choice in caravans:
        duties.append(caravan_duty(problem.caravans, choice, all_tours + int(problem.caravans.room[choice.caravan])))
        is_owed.append(bool(problem.caravans.is_owed[choice.caravan]))
    all_else = 1 + sum(duty.weight for duty in duties)
    return [duty._replace(weight=duty.weight + owed * all_else) for duty, owed in zip(duties, is_owed, strict=True)]


def _is_pinned(problem: Problem, province: int, tour: TourChoice) -> bool:
    """Return whether a pin says that a tour must run on one of its days."""
    days = range(tour.first_day, tour.first_day + len(tour.days))
    return any(unit == tour.unit and day in days for unit, day, _ in problem.tours[province].pinned)
