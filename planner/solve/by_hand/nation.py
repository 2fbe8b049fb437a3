"""A whole plan by hand: ambulances, caravans, tours province by province, and who serves on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from itertools import accumulate, compress
from typing import Final

import numpy as np

from planner.domain.solve_settings import SolveSettings
from planner.problem import Problem
from planner.problem.answer import CaravanChoice, DutyChoice, PostChoice, TourChoice, Tours, UseChoice
from planner.problem.crew_days import crew_capacity, crew_load
from planner.problem.limits import TourLimits, build_limits
from planner.problem.roster import Duty
from planner.solve.assign_duties import assign_duties
from planner.solve.by_hand.duties import owe_caravan, pin_duty_day
from planner.solve.by_hand.ground import costs_of
from planner.solve.by_hand.held import Diary, caravan_duty
from planner.solve.by_hand.posts import pay_for_pinned_posts, post_by_hand
from planner.solve.by_hand.purse import Purse
from planner.solve.by_hand.tours import keep_pinned_tours, plan_tours_by_hand, worth_of_tours
from planner.solve.caravans import reach_centimes

NOT_THERE: Final = -1


@dataclass(frozen=True, slots=True)
class HandPlan:
    """All that is chosen by hand, as an `Answer` has it."""

    tours: dict[int, Tours]
    caravans: tuple[CaravanChoice, ...]
    posts: tuple[PostChoice, ...]
    duties: tuple[DutyChoice, ...]
    uses: tuple[UseChoice, ...]


def plan_by_hand(problem: Problem, settings: SolveSettings) -> HandPlan:
    """Return a plan that keeps every rule of a campaign, the same for the same problem and seed.

    What is pinned or owed comes first, then ambulances, then caravans and tours in the order that is worth more. Caps
    are shared among the provinces in proportion to the persons wanted; what one leaves over goes to those after it, and
    at last to each in turn. What cannot be manned is dropped.
    """
    problem = heed_duties(problem)
    season = _begin(problem)
    plans = [_plan(season.copy(), caravans_first) for caravans_first in (True, False)]
    return _man(problem, settings, max(plans, key=lambda plan: _worth(problem, plan)))


def heed_duties(problem: Problem) -> Problem:
    """Return a problem in which what pinned duties are with must be too, as far as that can be."""
    for pin in problem.staff.pins:
        if not pin.is_tour:
            problem = replace(problem, caravans=owe_caravan(problem.caravans, pin))
            continue
        for province, tours in enumerate(problem.tours):
            for unit in np.flatnonzero(tours.units.units_of == pin.source).tolist():
                if any((unit, pin.day) == pinned[:2] for pinned in tours.pinned):
                    continue
                season = _begin(problem)
                kept = season.take(province)
                limits = season.limits(province, {province: 1.0})
                there = pin_duty_day(tours, limits, kept, unit, pin.day)
                problem = replace(problem, tours=(*problem.tours[:province], there, *problem.tours[province + 1 :]))
    return problem


def keep_owed(problem: Problem) -> HandPlan:
    """Return all that is pinned or must be held, as far as it can be kept together; not manned."""
    season = _begin(problem)
    diary = _hold_owed(season)
    posts = tuple(PostChoice(*pin) for pin in problem.ambulances.pins)
    return HandPlan(season.tours, tuple(diary.held), posts, (), tuple(diary.uses))


class _Season:
    """The tours planned so far, and what is left of money and people."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.purse, self.crew = problem, Purse(problem.budgets), crew_capacity(problem.staff)
        self.tours: dict[int, Tours] = dict.fromkeys(range(len(problem.tours)), ())

    def copy(self) -> _Season:
        """Return a season to go on with apart from this one."""
        other = copy(self)
        other.purse, other.tours = copy(self.purse), self.tours.copy()
        return other

    def limits(self, province: int, wanted: Mapping[int, float]) -> TourLimits:
        """Return the limits of a province's tours; see `Purse.for_tours`."""
        return build_limits(self.problem.staff, self.crew, province, self.purse.for_tours(province, wanted))

    def put(self, province: int, tours: Tours) -> None:
        """Plan the tours of a province that has none."""
        self.tours[province] = tours
        self.purse.pay(province, costs_of(self.problem.tours[province], tours))
        self.crew = self.crew.less(crew_load(self.problem.staff, _tour_duties(self.problem, province, tours)))

    def take(self, province: int) -> Tours:
        """Take a province's tours back and return them."""
        tours, self.tours[province] = self.tours[province], ()
        self.purse.pay_back(province, costs_of(self.problem.tours[province], tours))
        load = crew_load(self.problem.staff, _tour_duties(self.problem, province, tours))
        self.crew = self.crew.less(crew_load(self.problem.staff, ()).less(load))
        return tours

    def plan_tours(self) -> None:
        """Plan the tours of all provinces, and then in turn what others have left over."""
        waiting = {number: 1.0 + float(each.wanted @ each.population) for number, each in enumerate(self.problem.tours)}
        for province, problem in [*enumerate(self.problem.tours)] * 2:
            kept = self.take(province)
            limits = self.limits(province, waiting if province in waiting else {province: 1.0})
            self.put(province, plan_tours_by_hand(problem, limits, kept))
            waiting.pop(province, None)


def _begin(problem: Problem) -> _Season:
    """Return the season with its pinned posts and tours."""
    season = _Season(problem)
    pay_for_pinned_posts(problem.ambulances, season.purse)
    for province, tours in enumerate(problem.tours):
        season.put(province, keep_pinned_tours(tours, season.limits(province, {province: 1.0})))
    return season


def _hold_owed(season: _Season) -> Diary:
    """Hold the caravans that must be held."""
    diary = Diary(season.problem.caravans, season.crew)
    diary.hold_best(np.flatnonzero(season.problem.caravans.is_owed).tolist(), season.purse)
    return diary


def _plan(season: _Season, caravans_first: bool) -> HandPlan:
    """Return a plan that is not manned yet."""
    problem, purse = season.problem, season.purse
    diary = _hold_owed(season)
    posts = post_by_hand(problem.ambulances, purse)
    if caravans_first:
        diary.hold_best(range(len(problem.caravans)), purse)
    season.crew = diary.crew
    season.plan_tours()
    diary.crew = season.crew
    diary.hold_best(range(len(problem.caravans)), purse)
    return HandPlan(season.tours, tuple(diary.held), posts, (), tuple(diary.uses))


def _worth(problem: Problem, plan: HandPlan) -> float:
    """Return the centimes that tours and caravans of a plan are worth, less what they cost."""
    caravans = [choice.caravan for choice in plan.caravans]
    costs = problem.caravans.fixed_centimes[caravans].sum() + problem.caravans.per_diem_centimes[caravans].sum()
    reached = sum(reach_centimes(problem.caravans, plan.caravans).values())
    tours = sum(worth_of_tours(problem.tours[number], there) for number, there in plan.tours.items())
    return tours + reached - int(costs)


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


def _man(problem: Problem, settings: SolveSettings, plan: HandPlan) -> HandPlan:
    """Return what can be manned of a plan, with its roster."""
    caravan_duties = [caravan_duty(problem.caravans, choice) for choice in plan.caravans]
    duties = [*caravan_duties, *(duty for each, of in plan.tours.items() for duty in _tour_duties(problem, each, of))]
    answer = assign_duties(problem.staff, duties, settings)
    unmanned = set(answer.unmanned)
    is_manned = iter([number not in unmanned for number in range(len(duties))])
    seats = [(duty.province, NOT_THERE, duty.source) for duty in caravan_duties]
    caravans = tuple(choice for choice in plan.caravans if next(is_manned))
    tours: dict[int, Tours] = {}
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
