"""Caravans so few that every way to place them can be tried: four of two kinds, three sites, six douars, eight days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from typing import Final

import numpy as np

from planner.problem.answer import CaravanChoice
from planner.problem.caravan_reach import Reach
from planner.problem.caravan_supply import Supply
from planner.problem.caravans import CaravanProblem
from planner.problem.crew_days import CrewDays, crew_capacity
from planner.problem.roster import NO_SKILL, StaffProblem

N_DAYS: Final = 8
N_PROVINCES: Final = 2
N_PROFESSIONS: Final = 7
PIECE_KIND, PIECE_POOL = N_PROFESSIONS, N_PROVINCES * N_PROFESSIONS
SITE_PROVINCE: Final = np.array([0, 0, 1], np.int32)


def few_people(available: np.ndarray, max_days: Sequence[int], crew_persons: int) -> StaffProblem:
    """Return doctors, those of even number in province 0 and of odd in 1, and crews of so many."""
    n = len(available)
    crew_needs = np.zeros((1, N_PROFESSIONS), np.int32)
    crew_needs[0, 0] = crew_persons
    return StaffProblem(
        profession=np.zeros(n, np.int32),
        skill=np.full(n, NO_SKILL, np.int32),
        province=np.arange(n, dtype=np.int32) % N_PROVINCES,
        available=available,
        max_days_per_week=np.full(n, 5, np.int32),
        max_days=np.array(max_days, np.int32),
        week=np.arange(N_DAYS, dtype=np.int32) // 7,
        profession_of=np.arange(N_PROFESSIONS, dtype=np.int32),
        crew_needs=crew_needs,
        unit_crew=np.zeros(0, np.int32),
        caravan_crew=np.zeros(4, np.int32),
        pools=np.arange(PIECE_POOL, dtype=np.int32).reshape(N_PROVINCES, N_PROFESSIONS),
        pins=(),
    )


def few_supply(staff: StaffProblem, pieces_asked: Sequence[int], pieces_available: np.ndarray) -> Supply:
    """Return the people beside pieces of one kind in the only region."""
    people, n_weeks = crew_capacity(staff), int(staff.week[-1]) + 1
    return Supply(
        first_piece_kind=PIECE_KIND,
        needs=np.hstack([staff.crew_needs[staff.caravan_crew], np.array(pieces_asked, np.int32)[:, None]]),
        pools=np.hstack([staff.pools, np.full((N_PROVINCES, 1), PIECE_POOL, np.int32)]),
        capacity=CrewDays(
            np.concatenate([people.persons_by_day, pieces_available.sum(0, np.int32)[None]]),
            np.concatenate([people.days_by_week, np.full((1, n_weeks), 99, np.int32)]),
            np.concatenate([people.days_in_season, np.full(1, 99, np.int32)]),
        ),
        week=staff.week,
        piece_pool=np.full(len(pieces_available), PIECE_POOL, np.int32),
        piece_available=pieces_available,
    )


def few_caravans(seed: int) -> CaravanProblem:
    """Return a problem by chance in which people, pieces, windows and room all bind now and then."""
    chance = np.random.default_rng(seed)
    staff = few_people(chance.random((3, N_DAYS)) < 0.8, chance.integers(2, 5, 3).tolist(), 1)
    near = [chance.permutation(6)[: chance.integers(2, 6)] for _ in SITE_PROVINCE]
    days = chance.integers(1, 3, 4).astype(np.int32)
    open_days = chance.random((3, N_DAYS)) < 0.7
    can_start = np.stack([open_days, open_days & np.roll(open_days, -1, 1)])
    can_start[1, :, -1] = False
    first_start = chance.integers(0, 3, 4).astype(np.int32)
    last_start = np.minimum(first_start + chance.integers(1, 5, 4), N_DAYS - days).astype(np.int32)
    return CaravanProblem(
        kind=np.array([0, 0, 0, 1], np.int32),
        region=np.zeros(4, np.int32),
        days=days,
        room=chance.integers(3, 12, 4).astype(np.int32),
        radius=np.zeros(4, np.int32),
        fixed_centimes=chance.integers(200, 900, 4),
        per_diem_centimes=chance.integers(0, 90, 4),
        is_owed=np.zeros(4, bool),
        sites_of=tuple(
            np.array([site for site in range(3) if can_start[n - 1, site, first : last + 1].any()], np.int32)
            for n, first, last in zip(days, first_start, last_start, strict=True)
        ),
        first_start=first_start,
        last_start=last_start,
        length=days - 1,
        can_start=can_start,
        site_province=SITE_PROVINCE,
        centimes_per_person=Fraction(250),
        reach=Reach(
            near_start=np.array([0, *np.cumsum([len(there) for there in near])], np.int32),
            near=np.concatenate(near).astype(np.int32),
            within=np.array([[len(there) for there in near]], np.int32),
            population=chance.integers(1, 8, 6).astype(np.int32),
        ),
        supply=few_supply(staff, chance.integers(0, 2, 4).tolist(), chance.random((1, N_DAYS)) < 0.8),
        staff=staff,
    )


def all_placings(problem: CaravanProblem) -> Iterator[tuple[CaravanChoice, ...]]:
    """Yield every choice of site and first day, or none, by caravan, whatever it takes."""
    ways: list[list[tuple[CaravanChoice, ...]]] = [
        [
            (),
            *(
                (CaravanChoice(c, int(s), int(day)),)
                for s in problem.sites_of[c]
                for day in problem.may_start(c, int(s))
            ),
        ]
        for c in range(len(problem))
    ]
    for placing in product(*ways):
        yield tuple(choice for way in placing for choice in way)


def can_be_supplied(problem: CaravanProblem, placing: Sequence[CaravanChoice]) -> bool:
    """Return whether persons and pieces can be found, by trying all; everybody may serve all of seven days but one."""
    staff, supply = problem.staff, problem.supply
    asked = [
        (
            choice,
            int(problem.site_province[choice.site]),
            range(choice.first_day, choice.first_day + int(problem.days[c])),
        )
        for choice in placing
        for c in (choice.caravan,)
    ]
    with_piece = [days for choice, _, days in asked if supply.needs[choice.caravan, PIECE_KIND]]
    taken = [day for days in with_piece for day in days]
    if len(taken) != len(set(taken)) or not all(supply.piece_available[0, day] for day in taken):
        return False
    seats = [(day, province) for _, province, days in asked for day in days]
    return _can_man(staff, seats, [set() for _ in staff.province])


def _can_man(staff: StaffProblem, seats: list[tuple[int, int]], diaries: list[set[int]]) -> bool:
    if not seats:
        return True
    (day, province), *others = seats
    for person, diary in enumerate(diaries):
        of_week = [other for other in diary if staff.week[other] == staff.week[day]]
        may = staff.province[person] == province and staff.available[person, day] and day not in diary
        if may and len(diary) < staff.max_days[person] and len(of_week) < staff.max_days_per_week[person]:
            diary.add(day)
            if _can_man(staff, others, diaries):
                return True
            diary.remove(day)
    return False
