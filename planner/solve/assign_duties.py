"""Who serves where: persons for the crews of tours and caravans, complete wherever that is possible.

Each pool of one profession is first manned on its own. Pools where that leaves a shift empty are solved by CP-SAT,
together where they share duties, since a duty that one of them gives up is given up by all. The other pools can man
every duty and so every part of them: they never make a roster smaller.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, NamedTuple

import numpy as np
from ortools.sat.python import cp_model

from planner.domain.solve_settings import SolveSettings
from planner.problem.days import WEEK_DAYS
from planner.problem.roster import MOST_DAYS_IN_SEVEN, Duty, StaffProblem
from planner.solve.cp_sat import run
from planner.solve.failures import SOLVER_ERRORS
from planner.solve.man_pools import Pool, build_pools

WORK: Final = 10.0
"""CP-SAT's for all models of one roster together; see `planner.solve.cp_sat`."""


class Service(NamedTuple):
    """A person on duty on a day; `duty` is its number among the duties that were asked for."""

    person: int
    day: int
    duty: int


@dataclass(frozen=True, slots=True)
class DutyAnswer:
    """A roster.

    Attributes
    ----------
    services
        In ascending order: the crew of each duty that is not unmanned, complete on each of its days.
    unmanned
        Duties given up, in ascending order; nobody serves on them. They are as few as the solver's work can find, by
        weight and, of equal weights, by number; duties with a pin that can be kept are given up last.
    """

    services: tuple[Service, ...]
    unmanned: tuple[int, ...]


def assign_duties(staff: StaffProblem, duties: Sequence[Duty], settings: SolveSettings) -> DutyAnswer:
    """Man the crews of duties, giving up as little as possible where not all can be manned.

    The same duties and seed give the same roster: the work of the solver is limited, not its time. Without a staff
    table there is no roster, and no duty is unmanned.
    """
    if not staff.has_roster:
        return DutyAnswer((), ())
    pools = build_pools(staff, duties)
    for pool in pools:
        pool.man()
    pinned = {shift.duty for pool in pools for shift in pool.shifts if shift.pinned}
    all_else = sum(duty.weight for duty in duties) + 1
    penalties = [duty.weight + (number in pinned) * all_else for number, duty in enumerate(duties)]
    groups = sorted(_groups([pool for pool in pools if not all(pool.crews)]), key=_size)
    unmanned: set[int] = set()
    work_left = WORK
    for done, group in enumerate(groups):
        given_up, work = _give_up_least(group, penalties, settings.seed, work_left / (len(groups) - done))
        unmanned |= given_up
        work_left -= work
    services = set[Service]()
    for pool in pools:
        pool.leave(unmanned)
        pool.even_out()
        for shift, crew in zip(pool.shifts, pool.crews, strict=True):
            days = range(shift.first_day, shift.first_day + shift.length_days)
            services |= {Service(person, day, shift.duty) for person in pool.members[crew].tolist() for day in days}
    return DutyAnswer(tuple(sorted(services)), tuple(sorted(unmanned)))


def _groups(pools: Sequence[Pool]) -> list[list[Pool]]:
    """Put together the pools that share duties, directly or through others."""
    groups: list[tuple[set[int], list[Pool]]] = []
    for pool in pools:
        shared, together = {shift.duty for shift in pool.shifts}, [pool]
        apart = []
        for group in groups:
            if group[0] & shared:
                shared, together = shared | group[0], [*group[1], *together]
            else:
                apart.append(group)
        groups = [*apart, (shared, together)]
    return [together for _, together in groups]


def _size(group: Sequence[Pool]) -> int:
    """Return how many choices a group has; small ones go first, as what they leave of the work goes to the others."""
    return sum(len(pool.members) * len(pool.shifts) for pool in group)


def _give_up_least(pools: Sequence[Pool], penalties: Sequence[int], seed: int, work: float) -> tuple[set[int], float]:
    """Man pools together as far as possible within some work.

    Returns
    -------
    The duties given up, and the work it took.
    """
    numbers = sorted({shift.duty for pool in pools for shift in pool.shifts})
    empty = {shift.duty for pool in pools for shift, crew in zip(pool.shifts, pool.crews, strict=True) if not crew}
    for pool in pools:
        pool.leave(empty)
    model = cp_model.CpModel()
    kept = {number: model.new_bool_var("") for number in numbers}
    for number in numbers:
        model.add_hint(kept[number], number not in empty)
    serving = [_add_pool(model, pool, kept) for pool in pools]
    worth = [penalties[number] * (len(numbers) + 1) + 1 for number in numbers]
    model.maximize(cp_model.LinearExpr.weighted_sum([*kept.values()], worth))
    try:
        solver = run(model, seed, work)
    except SOLVER_ERRORS:
        return empty, work
    for pool, chances in zip(pools, serving, strict=True):
        for number, of_shift in enumerate(chances):
            pool.put(number, [person for person, serves in of_shift.items() if solver.boolean_value(serves)])
    given_up = {number for number in numbers if not solver.boolean_value(kept[number])}
    return given_up, solver.response_proto.deterministic_time


def _add_pool(
    model: cp_model.CpModel, pool: Pool, kept: Mapping[int, cp_model.IntVar]
) -> list[dict[int, cp_model.IntVar]]:
    """Add a pool's rules to a model; return by shift the variable of each person who may be on it."""
    serving: list[dict[int, cp_model.IntVar]] = []
    days_of: dict[int, dict[int, list[cp_model.IntVar]]] = {person: {} for person in range(len(pool.members))}
    for shift, crew in zip(pool.shifts, pool.crews, strict=True):
        able = np.flatnonzero(pool.available[:, shift.days].all(1)).tolist()
        chances = {person: model.new_bool_var("") for person in able}
        model.add(sum(chances.values()) == shift.persons * kept[shift.duty])
        for kind, count in shift.skills:
            having = [serves for person, serves in chances.items() if pool.skill[person] == kind]
            model.add(sum(having) >= count * kept[shift.duty])
        for person, serves in chances.items():
            model.add_hint(serves, person in crew)
            if pool.members[person] in shift.pinned:
                model.add_implication(kept[shift.duty], serves)
            for day in range(shift.first_day, shift.first_day + shift.length_days):
                days_of[person].setdefault(day, []).append(serves)
        serving.append(chances)
    asked = sum(shift.persons * shift.length_days * kept[shift.duty] for shift in pool.shifts)
    model.add(asked <= int(pool.max_days.sum()))  # implied, but proofs are ten times faster with it
    for person, days in days_of.items():
        for _, together in groupby(sorted(days), key=lambda day: {id(serves) for serves in days[day]}):
            model.add_at_most_one(days[next(together)])
        weeks = [[*week] for _, week in groupby(sorted(days), key=lambda day: pool.week[day])]
        sevens = [[*range(day, day + WEEK_DAYS)] for day in days if days.keys() >= {*range(day, day + WEEK_DAYS)}]
        limits = [(sorted(days), int(pool.max_days[person]))]
        limits += [(week, int(pool.max_days_per_week[person])) for week in weeks]
        limits += [(seven, MOST_DAYS_IN_SEVEN) for seven in sevens]
        for span, most in limits:
            if len(span) > most:
                model.add(sum(serves for day in span for serves in days[day]) <= most)
    return serving
