"""Caravans held by hand: the most promising first, each at the best site that is left, on the earliest free day."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from copy import copy

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from planner.problem.answer import CaravanChoice, UseChoice
from planner.problem.arrays import Bools
from planner.problem.caravans import CaravanProblem
from planner.problem.crew_days import CrewDays, crew_load
from planner.solve.by_hand.purse import Purse
from planner.solve.duties import caravan_duty


class Diary:
    """Which caravans are held, who is reached by them, and who and what is still free on which day.

    Attributes
    ----------
    crew
        What the people can still give.
    held, uses
        The caravans, and their pieces of equipment.
    """

    def __init__(self, problem: CaravanProblem, crew: CrewDays) -> None:
        self.problem, self.crew = problem, crew
        self.held: list[CaravanChoice] = []
        self.uses: list[UseChoice] = []
        self._uncounted = np.tile(problem.reach.population, (int(problem.kind.max(initial=0)) + 1, 1))
        self._is_piece_free = problem.supply.piece_available.copy()

    def hold_best(self, caravans: Iterable[int], purse: Purse) -> None:
        """Hold those of some caravans that are owed or worth more than they cost, and let the purse pay for them."""
        for caravan in self.most_promising(caravans):
            choice = self._best_choice(caravan, purse)
            if choice is not None:
                purse.pay(int(self.problem.site_province[choice.site]), self.problem.costs(caravan))
                self._hold(choice)

    def in_order(self) -> tuple[tuple[CaravanChoice, ...], tuple[UseChoice, ...]]:
        """Return the caravans held and their pieces, in ascending order of caravans."""
        held = sorted(self.held, key=lambda choice: choice.caravan)
        return tuple(held), tuple(sorted(self.uses, key=lambda use: (use.caravan, use.equipment)))

    def copy(self) -> Diary:
        """Return a diary to go on with apart from this one."""
        other = copy(self)
        other.held, other.uses = self.held.copy(), self.uses.copy()
        other._uncounted, other._is_piece_free = self._uncounted.copy(), self._is_piece_free.copy()
        return other

    def most_promising(self, caravans: Iterable[int]) -> list[int]:
        """Return those of some caravans that are not held: the owed ones first, then those that could bring most."""
        waiting = set(caravans) - {choice.caravan for choice in self.held}
        hopes = {each: max((gain for gain, _ in self._gains(each)), default=0.0) for each in waiting}
        return sorted(hopes, key=lambda each: (not self.problem.is_owed[each], -hopes[each], each))

    def keep(self, held: Collection[CaravanChoice], uses: Iterable[UseChoice], purse: Purse) -> None:
        """Take over caravans that are held already, with their pieces, and let the purse pay for them."""
        begins = {choice.caravan: choice.first_day for choice in held}
        for choice in held:
            purse.pay(int(self.problem.site_province[choice.site]), self.problem.costs(choice.caravan))
        self._note(held)
        for use in uses:
            first = begins[use.caravan]
            self._is_piece_free[use.equipment, first : first + int(self.problem.days[use.caravan])] = False
            self.uses.append(use)

    def _best_choice(self, caravan: int, purse: Purse) -> CaravanChoice | None:
        """Return where and from when a caravan is best held, None where it is not worth it or nothing is free."""
        free: dict[int, Bools] = {}
        for gain, site in sorted(self._gains(caravan), key=lambda each: (-each[0], each[1])):
            if gain <= 0 and not self.problem.is_owed[caravan]:
                break
            province = int(self.problem.site_province[site])
            if province not in free:
                free[province] = self._free_starts(caravan, province)
                free[province] &= purse.affords(province, self.problem.costs(caravan))
            starts = self.problem.may_start(caravan, site)
            starts = starts[free[province][starts]]
            if len(starts):
                return CaravanChoice(caravan, site, int(starts[0]))
        return None

    def _gains(self, caravan: int) -> list[tuple[float, int]]:
        """Return the sites of a caravan, and before each the centimes that it is worth there beyond its cost."""
        problem, cost = self.problem, sum(self.problem.costs(caravan).values())
        uncounted, radius = self._uncounted[problem.kind[caravan]], int(problem.radius[caravan])
        room, worth = int(problem.room[caravan]), float(problem.centimes_per_person)
        sites = problem.sites_of[caravan].tolist()
        reached = [int(uncounted[problem.reach.douars(radius, site)].sum()) for site in sites]
        return [(min(room, persons) * worth - cost, site) for persons, site in zip(reached, sites, strict=True)]

    def _free_starts(self, caravan: int, province: int) -> Bools:
        """Return by day whether a caravan's people and pieces are free in a province from it on, for all its days."""
        supply, n_days = self.problem.supply, int(self.problem.days[caravan])
        needs, pools = supply.needs[caravan], supply.pools[province]
        people = np.flatnonzero(needs[: supply.first_piece_kind])
        asked, of = needs[people, None], pools[people]
        weeks = sliding_window_view(supply.week, n_days)
        days_in_week = (weeks[:, :, None] == weeks[:, None, :]).sum(2)
        free = sliding_window_view((self.crew.persons_by_day[of] >= asked).all(0), n_days).all(1)
        free &= (self.crew.days_by_week[of][:, weeks] >= asked[:, :, None] * days_in_week).all((0, 2))
        free &= bool((self.crew.days_in_season[of] >= needs[people] * n_days).all())
        for kind in supply.first_piece_kind + np.flatnonzero(needs[supply.first_piece_kind :]):
            pieces = self._is_piece_free[supply.piece_pool == pools[kind]]
            free &= sliding_window_view(pieces, n_days, 1).all(2).sum(0) >= needs[kind]
        return np.pad(free, (0, n_days - 1))

    def _hold(self, choice: CaravanChoice) -> None:
        """Note a caravan, and who and what is with it."""
        self._note([choice])
        problem, supply, caravan = self.problem, self.problem.supply, choice.caravan
        days = slice(choice.first_day, choice.first_day + int(problem.days[caravan]))
        needs, pools = supply.needs[caravan], supply.pools[problem.site_province[choice.site]]
        for kind in supply.first_piece_kind + np.flatnonzero(needs[supply.first_piece_kind :]):
            is_free = (supply.piece_pool == pools[kind]) & self._is_piece_free[:, days].all(1)
            pieces = np.flatnonzero(is_free)[: needs[kind]]
            self._is_piece_free[pieces, days] = False
            self.uses += [UseChoice(int(piece), caravan) for piece in pieces]

    def _note(self, held: Collection[CaravanChoice]) -> None:
        """Note caravans, whom they reach one after another, and the people who are with them."""
        problem = self.problem
        for choice in held:
            problem.take_persons(self._uncounted[problem.kind[choice.caravan]], choice.caravan, choice.site)
        self.held += held
        self.crew = self.crew.less(crew_load(problem.staff, [caravan_duty(problem, choice) for choice in held]))
