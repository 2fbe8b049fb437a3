"""What the search for caravans runs on: the board that it does not change, the state that it does, and its moves."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from planner.problem.arrays import Bools, Floats, Ints, Longs
from planner.problem.structs import by_reference

NOT_HELD: Final = -1
MOST_EDITS: Final = 2
DAY, CENTIME, PERSON, OWED, EXCESS = range(5)
"""Places in `Board.rates`; the first two are those in `State.totals` too."""
NOW, BEST = range(2)
"""Places in `State.worth`."""


class Board(NamedTuple):
    """What a search does not change; see `CaravanProblem` for what is not told here.

    Attributes
    ----------
    is_barred
        First days that are ruled out for a caravan while the search goes on, shape (caravans, days).
    site_start, sites
        Where caravan c may stand: `sites[site_start[c] : site_start[c + 1]]`.
    may_stand
        The same, shape (caravans, sites).
    far_start, far
        Sites around douar d: `far[far_start[d] : far_start[d + 1]]`.
    spare, day_cost
        By pool, its days that cost tours nothing, and centimes of one beyond them.
    cost
        Priced centimes by caravan and province of its site, people left out.
    money, in_scope, budget
        Centimes that a caravan spends under a budget, shape (budgets, caravans), where it stands in one of the budget's
        provinces, shape (budgets, provinces); and at most how many all may.
    rates
        Centimes of a person-day or piece-day too many, of a centime overspent, of a person reached, of an owed caravan
        that is not held, and of anything too many at all.
    """

    kind: Ints
    days: Ints
    room: Ints
    radius: Ints
    is_owed: Bools
    first_start: Ints
    last_start: Ints
    length: Ints
    can_start: Bools
    is_barred: Bools
    site_start: Ints
    sites: Ints
    may_stand: Bools
    province: Ints
    near_start: Ints
    near: Ints
    within: Ints
    far_start: Ints
    far: Ints
    population: Ints
    needs: Ints
    pools: Ints
    on_day: Ints
    in_week: Ints
    in_season: Ints
    week: Ints
    spare: Floats
    day_cost: Floats
    cost: Floats
    money: Longs
    in_scope: Bools
    budget: Longs
    rates: Floats


class State(NamedTuple):
    """Where each caravan stands from when on, and what follows from it.

    Attributes
    ----------
    site, start
        By caravan; the site is `NOT_HELD` where it is not.
    on_day, in_week, in_season, spent
        What is used of each pool and budget.
    order, held, persons
        By kind: the caravans held in the order in which persons count, how many they are, whom they reach.
    left, queue, queued, reached
        Room to work in: persons of a douar not yet counted; the order, number and persons of at most two kinds anew.
    taken
        Centimes that it costs tours what is used of each pool, a single number.
    totals
        Person-days and piece-days too many, centimes overspent.
    worth
        Centimes: what the state is worth less costs and fines, and the most that one without a fine was.
    best_site, best_start
        The state that was worth most.
    """

    site: Ints
    start: Ints
    on_day: Ints
    in_week: Ints
    in_season: Ints
    spent: Longs
    order: Ints
    held: Ints
    persons: Longs
    left: Ints
    queue: Ints
    queued: Ints
    reached: Longs
    taken: Floats
    totals: Longs
    worth: Floats
    best_site: Ints
    best_start: Ints


class Edits(NamedTuple):
    """What a move changes: the caravan, its new site and start, by edit; and how many edits there are."""

    caravan: Ints
    site: Ints
    start: Ints
    used: Ints


board_record = by_reference(Board)
state_record = by_reference(State)
edits_record = by_reference(Edits)


def empty_state(board: Board) -> State:
    """Return the state in which no caravan is held."""
    n, n_kinds = len(board.kind), int(board.kind.max(initial=-1)) + 1
    owed = float(board.is_owed.sum()) * float(board.rates[OWED])
    return State(
        site=np.full(n, NOT_HELD, np.int32),
        start=np.zeros(n, np.int32),
        on_day=np.zeros_like(board.on_day),
        in_week=np.zeros_like(board.in_week),
        in_season=np.zeros_like(board.in_season),
        spent=np.zeros(len(board.budget), np.int64),
        order=np.zeros((n_kinds, n), np.int32),
        held=np.zeros(n_kinds, np.int32),
        persons=np.zeros(n_kinds, np.int64),
        left=np.zeros_like(board.population),
        queue=np.zeros((MOST_EDITS, n), np.int32),
        queued=np.zeros(MOST_EDITS, np.int32),
        reached=np.zeros(MOST_EDITS, np.int64),
        taken=np.zeros(1),
        totals=np.zeros(2, np.int64),
        worth=np.array([-owed, -owed]),
        best_site=np.full(n, NOT_HELD, np.int32),
        best_start=np.zeros(n, np.int32),
    )


def empty_edits() -> Edits:
    """Return room for a move."""
    caravan, site, start = np.zeros((3, MOST_EDITS), np.int32)
    return Edits(caravan, site, start, np.zeros(1, np.int32))
