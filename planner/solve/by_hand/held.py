"""Caravans held by hand: the most promising first, each at the best site that is left, on the earliest free day."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from planner.domain.columns import Chapter
from planner.problem.answer import CaravanChoice, UseChoice
from planner.problem.caravans import CaravanProblem
from planner.problem.roster import CrewDays
from planner.solve.by_hand.purse import Purse

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]


def hold_by_hand(
    problem: CaravanProblem, purse: Purse, crew: CrewDays
) -> tuple[tuple[CaravanChoice, ...], tuple[UseChoice, ...]]:
    """Return the caravans that are owed or worth more than they cost, and their pieces; the purse pays for them.

    Parameters
    ----------
    crew
        What the people can still give.
    """
    diary, held, uses = _Diary(problem, crew), list[CaravanChoice](), list[UseChoice]()
    gains = [
        max((diary.gain(each, site) for site in sites), default=0.0) for each, sites in enumerate(problem.sites_of)
    ]
    for caravan in sorted(range(len(problem)), key=lambda each: (not problem.is_owed[each], -gains[each])):
        choice = _best_choice(problem, diary, purse, caravan)
        if choice is not None:
            purse.pay(int(problem.site_province[choice.site]), diary.costs(caravan))
            uses += diary.hold(choice)
            held.append(choice)
    held.sort(key=lambda choice: choice.caravan)
    return tuple(held), tuple(sorted(uses, key=lambda use: (use.caravan, use.equipment)))


def _best_choice(problem: CaravanProblem, diary: _Diary, purse: Purse, caravan: int) -> CaravanChoice | None:
    """Return where and from when a caravan is best held, None where it is not worth its cost or nothing is free."""
    free: dict[int, Bools] = {}
    for gain, site in sorted((-diary.gain(caravan, int(site)), int(site)) for site in problem.sites_of[caravan]):
        if gain >= 0 and not problem.is_owed[caravan]:
            break
        province = int(problem.site_province[site])
        if province not in free:
            is_paid = purse.affords(province, diary.costs(caravan))
            free[province] = diary.free_starts(caravan, province) & is_paid
        starts = problem.may_start(caravan, site)
        starts = starts[free[province][starts]]
        if len(starts):
            return CaravanChoice(caravan, site, int(starts[0]))
    return None


class _Diary:
    """Who is reached already, and who and what is free on which day."""

    def __init__(self, problem: CaravanProblem, crew: CrewDays) -> None:
        self.problem = problem
        self.uncounted = np.tile(problem.reach.population, (int(problem.kind.max(initial=0)) + 1, 1))
        self.on_day = crew.persons_by_day.copy()
        self.in_week = crew.days_by_week.copy()
        self.in_season = crew.days_in_season.copy()
        self.is_piece_free = problem.supply.piece_available.copy()

    def costs(self, caravan: int) -> dict[Chapter, int]:
        """Return the centimes that a caravan costs."""
        fixed, per_diem = self.problem.fixed_centimes[caravan], self.problem.per_diem_centimes[caravan]
        return {"caravans": int(fixed), "per_diem": int(per_diem)}

    def gain(self, caravan: int, site: int) -> float:
        """Return the centimes that a caravan at a site would be worth beyond its cost."""
        problem = self.problem
        there = problem.reach.douars(int(problem.radius[caravan]), site)
        persons = min(int(problem.room[caravan]), int(self.uncounted[problem.kind[caravan], there].sum()))
        return float(persons * problem.centimes_per_person) - sum(self.costs(caravan).values())

    def free_starts(self, caravan: int, province: int) -> Bools:
        """Return by day whether a caravan's people and pieces are free in a province from it on, for all its days."""
        supply, n_days = self.problem.supply, int(self.problem.days[caravan])
        needs, pools = supply.needs[caravan], supply.pools[province]
        people = np.flatnonzero(needs[: supply.first_piece_kind])
        asked, of = needs[people, None], pools[people]
        weeks = sliding_window_view(supply.week, n_days)
        days_in_week = (weeks[:, :, None] == weeks[:, None, :]).sum(2)
        free = sliding_window_view((self.on_day[of] >= asked).all(0), n_days).all(1)
        free &= (self.in_week[of][:, weeks] >= asked[:, :, None] * days_in_week).all((0, 2))
        free &= bool((self.in_season[of] >= needs[people] * n_days).all())
        for kind in supply.first_piece_kind + np.flatnonzero(needs[supply.first_piece_kind :]):
            pieces = self.is_piece_free[supply.piece_pool == pools[kind]]
            free &= sliding_window_view(pieces, n_days, 1).all(2).sum(0) >= needs[kind]
        return np.pad(free, (0, n_days - 1))

    def hold(self, choice: CaravanChoice) -> list[UseChoice]:
        """Note a caravan in the diary and return the pieces that it takes."""
        problem, supply, caravan = self.problem, self.problem.supply, choice.caravan
        room, uncounted = int(problem.room[caravan]), self.uncounted[problem.kind[caravan]]
        for douar in problem.reach.douars(int(problem.radius[caravan]), choice.site):
            persons = min(room, int(uncounted[douar]))
            room, uncounted[douar] = room - persons, uncounted[douar] - persons
        days = slice(choice.first_day, choice.first_day + int(problem.days[caravan]))
        needs, pools = supply.needs[caravan], supply.pools[problem.site_province[choice.site]]
        people, week = np.flatnonzero(needs[: supply.first_piece_kind]), supply.week[days]
        self.on_day[pools[people], days] -= needs[people, None]
        np.subtract.at(self.in_week, (pools[people, None], week), needs[people, None])
        self.in_season[pools[people]] -= needs[people] * len(week)
        uses = []
        for kind in supply.first_piece_kind + np.flatnonzero(needs[supply.first_piece_kind :]):
            is_free = (supply.piece_pool == pools[kind]) & self.is_piece_free[:, days].all(1)
            pieces = np.flatnonzero(is_free)[: needs[kind]]
            self.is_piece_free[pieces, days] = False
            uses += [UseChoice(int(piece), caravan) for piece in pieces]
        return uses
