"""A whole plan by hand: ambulances, then caravans, then tours province by province, and who serves on them."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from itertools import accumulate, compress
from typing import Final

from planner.domain.solve_settings import SolveSettings
from planner.problem import Problem
from planner.problem.answer import CaravanChoice, DutyChoice, PostChoice, TourChoice, UseChoice
from planner.problem.limits import TourLimits
from planner.problem.roster import CrewDays, Duty, crew_capacity, crew_load
from planner.solve.assign_duties import assign_duties
from planner.solve.by_hand.ground import costs_of
from planner.solve.by_hand.held import hold_by_hand
from planner.solve.by_hand.posts import post_by_hand
from planner.solve.by_hand.purse import Purse
from planner.solve.by_hand.tours import plan_tours_by_hand, worth_of_tours
from planner.solve.place_caravans import reach_centimes

NOT_THERE: Final = -1
Tours = dict[int, tuple[TourChoice, ...]]


@dataclass(frozen=True, slots=True)
class HandPlan:
    """All that is chosen by hand, as an `Answer` has it."""

    tours: Tours
    caravans: tuple[CaravanChoice, ...]
    posts: tuple[PostChoice, ...]
    duties: tuple[DutyChoice, ...]
    uses: tuple[UseChoice, ...]


def plan_by_hand(problem: Problem, settings: SolveSettings) -> HandPlan:
    """Return a plan that keeps every rule of a campaign, the same for the same problem and seed.

    Ambulances come first. Caravans come before tours or after them, whichever plan is worth more. What they leave of
    the caps is shared among the provinces in proportion to the persons wanted; what one leaves over goes to those after
    it, and at last to each in turn. What cannot be manned is dropped.
    """
    purse = Purse(problem.budgets)
    posts = post_by_hand(problem.ambulances, purse)
    plans = [_plan(problem, copy(purse), posts, caravans_first) for caravans_first in (True, False)]
    return _man(problem, settings, max(plans, key=lambda plan: _worth(problem, plan)))


def _plan(problem: Problem, purse: Purse, posts: tuple[PostChoice, ...], caravans_first: bool) -> HandPlan:
    """Return a plan that is not manned yet."""
    crew = crew_capacity(problem.staff)
    if caravans_first:
        caravans, uses = hold_by_hand(problem.caravans, purse, crew)
        crew = crew.less(crew_load(problem.staff, [_caravan_duty(problem, choice) for choice in caravans]))
        tours = _plan_tours(problem, purse, crew)
    else:
        tours = _plan_tours(problem, purse, crew)
        duties = [duty for number, there in tours.items() for duty in _tour_duties(problem, number, there)]
        caravans, uses = hold_by_hand(problem.caravans, purse, crew.less(crew_load(problem.staff, duties)))
    return HandPlan(tours, caravans, posts, (), uses)


def _worth(problem: Problem, plan: HandPlan) -> float:
    """Return the centimes that tours and caravans of a plan are worth, less what they cost."""
    caravans = [choice.caravan for choice in plan.caravans]
    costs = problem.caravans.fixed_centimes[caravans].sum() + problem.caravans.per_diem_centimes[caravans].sum()
    reached = sum(reach_centimes(problem.caravans, plan.caravans).values())
    tours = sum(worth_of_tours(problem.tours[number], there) for number, there in plan.tours.items())
    return tours + reached - int(costs)


def _plan_tours(problem: Problem, purse: Purse, crew: CrewDays) -> Tours:
    """Return the tours of all provinces within what is left of money and people."""
    tours: Tours = dict.fromkeys(range(len(problem.tours)), ())
    waiting = {number: 1.0 + float(each.wanted @ each.population) for number, each in enumerate(problem.tours)}
    for number, province in [*enumerate(problem.tours)] * 2:
        own = crew_load(problem.staff, _tour_duties(problem, number, tours[number]))
        purse.pay(number, {chapter: -cost for chapter, cost in costs_of(province, tours[number]).items()})
        caps = purse.for_tours(number, waiting if number in waiting else {number: 1.0})
        pools = problem.staff.pools[number, : len(problem.index.professions)]
        limits = TourLimits(
            crew.persons_by_day[pools] + own.persons_by_day[pools],
            crew.days_by_week[pools] + own.days_by_week[pools],
            crew.days_in_season[pools] + own.days_in_season[pools],
            *caps,
        )
        tours[number] = plan_tours_by_hand(province, limits, tours[number])
        purse.pay(number, costs_of(province, tours[number]))
        load = crew_load(problem.staff, _tour_duties(problem, number, tours[number]))
        crew = crew.less(load.less(own))
        waiting.pop(number, None)
    return tours


def _tour_duties(problem: Problem, province: int, tours: Sequence[TourChoice]) -> list[Duty]:
    """Return what tours ask of people."""
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


def _caravan_duty(problem: Problem, choice: CaravanChoice) -> Duty:
    """Return what a caravan asks of people; one that is owed is given up last."""
    caravans = problem.caravans
    return Duty(
        int(caravans.site_province[choice.site]),
        int(problem.staff.caravan_crew[choice.caravan]),
        choice.first_day,
        int(caravans.days[choice.caravan]),
        is_tour=False,
        source=choice.caravan,
        weight=int(caravans.room[choice.caravan]) * (100 if caravans.is_owed[choice.caravan] else 1),
    )


def _man(problem: Problem, settings: SolveSettings, plan: HandPlan) -> HandPlan:
    """Return what can be manned of a plan, with its roster."""
    caravan_duties = [_caravan_duty(problem, choice) for choice in plan.caravans]
    duties = [*caravan_duties, *(duty for each, of in plan.tours.items() for duty in _tour_duties(problem, each, of))]
    answer = assign_duties(problem.staff, duties, settings)
    unmanned = set(answer.unmanned)
    is_manned = iter([number not in unmanned for number in range(len(duties))])
    seats = [(duty.province, NOT_THERE, duty.source) for duty in caravan_duties]
    caravans = tuple(choice for choice in plan.caravans if next(is_manned))
    tours: Tours = {}
    for province, there in plan.tours.items():
        manned = [next(is_manned) for _ in there]
        seats += [(province, place, NOT_THERE) for place in accumulate(manned[:-1], initial=0)][: len(there)]
        tours[province] = tuple(compress(there, manned))
    held = {choice.caravan for choice in caravans}
    return HandPlan(
        tours,
        caravans,
        plan.posts,
        tuple(DutyChoice(service.person, service.day, *seats[service.duty]) for service in answer.services),
        tuple(use for use in plan.uses if use.caravan in held),
    )
