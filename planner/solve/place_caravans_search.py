"""The search for sites and dates of caravans: simulated annealing with the exact count of whom each reaches.

What one caravan reaches depends on all that start before it, so whoever moves, the persons of its kind are counted
again. People, equipment and money beyond what there is cost a fine while the search runs; the best state without any is
kept.
"""

from __future__ import annotations

from math import exp, log
from typing import Final, NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from planner.solve.tours.moves import draw

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Seeds = NDArray[np.uint64]

NOT_HELD: Final = -1
MOST_EDITS: Final = 2


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
    cost
        Priced centimes by caravan and province of its site.
    money, in_scope, budget
        Centimes that a caravan spends under a budget, shape (budgets, caravans), where it stands in one of the budget's
        provinces, shape (budgets, provinces); and at most how many all may.
    rates
        Centimes of a person reached, a person-day or piece-day too many, an owed caravan that is not held, a centime
        overspent, and anything too many at all.
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


def empty_state(board: Board) -> State:
    """Return the state in which no caravan is held."""
    n, n_kinds = len(board.kind), int(board.kind.max(initial=-1)) + 1
    owed = float(board.is_owed.sum()) * float(board.rates[2])
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
        totals=np.zeros(2, np.int64),
        worth=np.array([-owed, -owed]),
        best_site=np.full(n, NOT_HELD, np.int32),
        best_start=np.zeros(n, np.int32),
    )


def empty_edits() -> Edits:
    """Return room for a move."""
    return Edits(*(np.zeros(MOST_EDITS, np.int32) for _ in range(3)), np.zeros(1, np.int32))


@numba.njit(cache=True)
def _beyond(used: int, change: int, limit: int) -> int:
    """Return how much more, or less, is used beyond a limit after a change."""
    return max(0, used + change - limit) - max(0, used - limit)


@numba.njit(cache=True)
def _use(board: Board, state: State, caravan: int, site: int, start: int, sign: int) -> None:
    """Take, or give back with a sign of -1, what a caravan uses at a site from a day on."""
    province, days = board.province[site], board.days[caravan]
    for kind in range(board.needs.shape[1]):
        need = sign * board.needs[caravan, kind]
        if need == 0:
            continue
        pool = board.pools[province, kind]
        for day in range(start, start + days):
            week = board.week[day]
            state.totals[0] += _beyond(state.on_day[pool, day], need, board.on_day[pool, day])
            state.totals[0] += _beyond(state.in_week[pool, week], need, board.in_week[pool, week])
            state.on_day[pool, day] += need
            state.in_week[pool, week] += need
        state.totals[0] += _beyond(state.in_season[pool], need * days, board.in_season[pool])
        state.in_season[pool] += need * days
    for budget in range(len(board.budget)):
        if board.in_scope[budget, province]:
            money = sign * board.money[budget, caravan]
            state.totals[1] += _beyond(state.spent[budget], money, board.budget[budget])
            state.spent[budget] += money


@numba.njit(cache=True)
def _put(board: Board, state: State, caravan: int, site: int, start: int) -> float:
    """Put a caravan elsewhere, or away; return what that costs more, persons and fines left out."""
    cost = 0.0
    if state.site[caravan] >= 0:
        _use(board, state, caravan, state.site[caravan], state.start[caravan], -1)
        cost -= board.cost[caravan, board.province[state.site[caravan]]]
    elif board.is_owed[caravan]:
        cost -= board.rates[2]
    state.site[caravan], state.start[caravan] = site, start
    if site >= 0:
        _use(board, state, caravan, site, start, 1)
        cost += board.cost[caravan, board.province[site]]
    elif board.is_owed[caravan]:
        cost += board.rates[2]
    return cost


@numba.njit(cache=True)
def _count(board: Board, state: State, kind: int, edits: Edits, place: int) -> None:
    """Put the caravans of a kind in order anew and count whom they reach."""
    queue, n = state.queue[place], 0
    for i in range(state.held[kind]):
        caravan = state.order[kind, i]
        if caravan != edits.caravan[0] and (edits.used[0] == 1 or caravan != edits.caravan[1]):
            queue[n] = caravan
            n += 1
    for edit in range(edits.used[0]):
        caravan = edits.caravan[edit]
        if board.kind[caravan] == kind and state.site[caravan] >= 0:
            i = n
            while i > 0 and (
                state.start[queue[i - 1]] > state.start[caravan]
                or (state.start[queue[i - 1]] == state.start[caravan] and queue[i - 1] > caravan)
            ):
                queue[i] = queue[i - 1]
                i -= 1
            queue[i] = caravan
            n += 1
    state.queued[place] = n
    state.left[:] = board.population
    total = 0
    for i in range(n):
        caravan = queue[i]
        site, room = state.site[caravan], board.room[caravan]
        first = board.near_start[site]
        for k in range(first, first + board.within[board.radius[caravan], site]):
            douar = board.near[k]
            persons = min(room, state.left[douar])
            state.left[douar] -= persons
            room -= persons
            if room == 0:
                break
        total += board.room[caravan] - room
    state.reached[place] = total


@numba.njit(cache=True)
def _fines(board: Board, state: State) -> float:
    is_beyond = state.totals[0] > 0 or state.totals[1] > 0
    return board.rates[1] * state.totals[0] + board.rates[3] * state.totals[1] + board.rates[4] * is_beyond


@numba.njit(cache=True)
def try_edits(board: Board, state: State, edits: Edits, allowance: float) -> bool:
    """Make a move if the state is worth no more than an allowance less by it; return whether it stands."""
    fines, cost, room = _fines(board, state), 0.0, 0
    for edit in range(edits.used[0]):
        caravan, site, start = edits.caravan[edit], edits.site[edit], edits.start[edit]
        edits.site[edit], edits.start[edit] = state.site[caravan], state.start[caravan]
        cost += _put(board, state, caravan, site, start)
        if site >= 0:
            room += board.room[caravan]
    allowance -= _fines(board, state) - fines
    kinds = 0
    if cost - board.rates[0] * room <= allowance:
        kinds = 2 if edits.used[0] == 2 and board.kind[edits.caravan[1]] != board.kind[edits.caravan[0]] else 1
        for place in range(kinds):
            kind = board.kind[edits.caravan[place]]
            _count(board, state, kind, edits, place)
            cost -= board.rates[0] * (state.reached[place] - state.persons[kind])
    if kinds == 0 or cost > allowance:
        for edit in range(edits.used[0]):
            _put(board, state, edits.caravan[edit], edits.site[edit], edits.start[edit])
        return False
    for place in range(kinds):
        kind = board.kind[edits.caravan[place]]
        state.order[kind] = state.queue[place]
        state.held[kind], state.persons[kind] = state.queued[place], state.reached[place]
    state.worth[0] -= cost
    if state.totals[0] == 0 and state.totals[1] == 0 and state.worth[0] > state.worth[1] + 0.5:
        state.worth[1] = state.worth[0]
        state.best_site[:], state.best_start[:] = state.site, state.start
    return True


@numba.njit(cache=True)
def _is_allowed(board: Board, caravan: int, site: int, start: int) -> bool:
    return (
        board.may_stand[caravan, site]
        and board.first_start[caravan] <= start <= board.last_start[caravan]
        and board.can_start[board.length[caravan], site, start]
        and not board.is_barred[caravan, start]
    )


@numba.njit(cache=True)
def _edit(board: Board, edits: Edits, caravan: int, site: int, start: int) -> bool:
    """Add an edit; return whether the caravan may do so."""
    edit = edits.used[0]
    edits.caravan[edit], edits.site[edit], edits.start[edit] = caravan, site, start
    edits.used[0] = edit + 1
    return site < 0 or _is_allowed(board, caravan, site, start)


@numba.njit(cache=True)
def _any_start(board: Board, seeds: Seeds, caravan: int) -> int:
    return board.first_start[caravan] + draw(seeds, board.last_start[caravan] - board.first_start[caravan] + 1)


@numba.njit(cache=True)
def _any_site(board: Board, seeds: Seeds, caravan: int) -> int:
    first = board.site_start[caravan]
    return board.sites[first + draw(seeds, board.site_start[caravan + 1] - first)]


@numba.njit(cache=True)
def _site_near(board: Board, seeds: Seeds, caravan: int, site: int) -> int:
    """Return a site that shares a douar with another, or the same one where nobody is near."""
    around = board.within[board.radius[caravan], site]
    if around == 0:
        return site
    douar = board.near[board.near_start[site] + draw(seeds, around)]
    first = board.far_start[douar]
    return board.far[first + draw(seeds, board.far_start[douar + 1] - first)]


@numba.njit(cache=True)
def propose(board: Board, state: State, edits: Edits, seeds: Seeds) -> bool:
    """Write a random move; return whether there is one to try."""
    edits.used[0] = 0
    n = len(board.kind)
    caravan = draw(seeds, n)
    if board.site_start[caravan] == board.site_start[caravan + 1]:
        return False
    site, start, dice = state.site[caravan], state.start[caravan], draw(seeds, 100)
    if site < 0:
        target, start = _any_site(board, seeds, caravan), _any_start(board, seeds, caravan)
        if dice < 30:
            return _edit(board, edits, caravan, target, start)
        other = draw(seeds, n)
        if state.site[other] < 0:
            return False
        if dice < 80:
            target = state.site[other]
        if dice < 60 and _is_allowed(board, caravan, target, state.start[other]):
            start = state.start[other]
        return _edit(board, edits, caravan, target, start) and _edit(board, edits, other, NOT_HELD, 0)
    if dice < 3:
        return _edit(board, edits, caravan, NOT_HELD, 0)
    if dice < 33:
        kind = board.kind[caravan]
        other = state.order[kind, draw(seeds, state.held[kind])]
        if other == caravan:
            return False
        if dice < 18:
            return _edit(board, edits, caravan, state.site[other], start) and _edit(
                board, edits, other, site, state.start[other]
            )
        return _edit(board, edits, caravan, site, state.start[other]) and _edit(
            board, edits, other, state.site[other], start
        )
    if dice < 53:
        return _edit(board, edits, caravan, site, _any_start(board, seeds, caravan))
    target = _site_near(board, seeds, caravan, site) if dice < 90 else _any_site(board, seeds, caravan)
    if not _is_allowed(board, caravan, target, start) or dice % 2:
        start = _any_start(board, seeds, caravan)
    return _edit(board, edits, caravan, target, start)


@numba.njit(cache=True)
def run_moves(board: Board, state: State, edits: Edits, seeds: Seeds, n_moves: int, hot: float, cold: float) -> None:
    """Try so many moves while the temperature falls from hot to cold, centimes."""
    ratio = log(cold / hot) / n_moves
    for move in range(n_moves):
        temperature = hot * exp(ratio * move)
        if propose(board, state, edits, seeds):
            try_edits(board, state, edits, -temperature * log((draw(seeds, 1 << 30) + 1) / (1 << 30)))
