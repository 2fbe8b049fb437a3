"""The season as it is planned by hand: tours so far, and what is left of money and people."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy

from planner.problem import Problem
from planner.problem.answer import Tours
from planner.problem.crew_days import crew_capacity, crew_load
from planner.problem.limits import TourLimits, build_limits
from planner.solve.by_hand.ground import costs_of
from planner.solve.by_hand.posts import pay_for_posts
from planner.solve.by_hand.purse import Purse
from planner.solve.by_hand.tours import keep_pinned_tours, plan_tours_by_hand
from planner.solve.duties import tour_duties


class Season:
    """The tours planned so far, and what is left of money and people."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.purse, self.crew = problem, Purse(problem.budgets), crew_capacity(problem.staff)
        self.tours: dict[int, Tours] = dict.fromkeys(range(len(problem.tours)), ())

    def copy(self) -> Season:
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
        self.crew = self.crew.less(crew_load(self.problem.staff, tour_duties(self.problem, province, tours)))

    def take(self, province: int) -> Tours:
        """Take a province's tours back and return them."""
        tours, self.tours[province] = self.tours[province], ()
        self.purse.pay_back(province, costs_of(self.problem.tours[province], tours))
        load = crew_load(self.problem.staff, tour_duties(self.problem, province, tours))
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


def begin(problem: Problem) -> Season:
    """Return the season with its pinned posts and tours."""
    season = Season(problem)
    pay_for_posts(problem.ambulances, problem.ambulances.pins, season.purse)
    for province, tours in enumerate(problem.tours):
        season.put(province, keep_pinned_tours(tours, season.limits(province, {province: 1.0})))
    return season
