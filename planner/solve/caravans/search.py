"""The search for sites and dates of caravans: simulated annealing with the exact count of whom each reaches.

What one caravan reaches depends on all that start before it, so whoever moves, the persons of its kind are counted
again. People, equipment and money beyond what there is cost a fine while the search runs; the best state without any is
kept.
"""

from __future__ import annotations

from math import exp, log

from planner.problem.structs import compiled
from planner.solve.caravans.moves import propose
from planner.solve.caravans.state import BEST, CENTIME, DAY, EXCESS, NOW, OWED, PERSON, Board, Edits, State
from planner.solve.chance import Seeds, draw


@compiled
def _beyond(used: int, change: int, limit: int) -> int:
    """Return how much more, or less, is used beyond a limit after a change."""
    return max(0, used + change - limit) - max(0, used - limit)


@compiled
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
            state.totals[DAY] += _beyond(state.on_day[pool, day], need, board.on_day[pool, day])
            state.totals[DAY] += _beyond(state.in_week[pool, week], need, board.in_week[pool, week])
            state.on_day[pool, day] += need
            state.in_week[pool, week] += need
        used, change = state.in_season[pool], need * days
        state.totals[DAY] += _beyond(used, change, board.in_season[pool])
        beyond = max(0.0, used + change - board.spare[pool]) - max(0.0, used - board.spare[pool])
        state.taken[0] += board.day_cost[pool] * beyond
        state.in_season[pool] += change
    for budget in range(len(board.budget)):
        if board.in_scope[budget, province]:
            money = sign * board.money[budget, caravan]
            state.totals[CENTIME] += _beyond(state.spent[budget], money, board.budget[budget])
            state.spent[budget] += money


@compiled
def _put(board: Board, state: State, caravan: int, site: int, start: int) -> float:
    """Put a caravan elsewhere, or away; return what that costs more, persons and fines left out."""
    cost = -state.taken[0]
    if state.site[caravan] >= 0:
        _use(board, state, caravan, state.site[caravan], state.start[caravan], -1)
        cost -= board.cost[caravan, board.province[state.site[caravan]]]
    elif board.is_owed[caravan]:
        cost -= board.rates[OWED]
    state.site[caravan], state.start[caravan] = site, start
    if site >= 0:
        _use(board, state, caravan, site, start, 1)
        cost += board.cost[caravan, board.province[site]]
    elif board.is_owed[caravan]:
        cost += board.rates[OWED]
    return cost + state.taken[0]


@compiled
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


@compiled
def _fines(board: Board, state: State) -> float:
    """Return what all that is too many costs."""
    rates, days, centimes = board.rates, state.totals[DAY], state.totals[CENTIME]
    return rates[DAY] * days + rates[CENTIME] * centimes + rates[EXCESS] * (days > 0 or centimes > 0)


@compiled
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
    if cost - board.rates[PERSON] * room <= allowance:
        kinds = 2 if edits.used[0] == 2 and board.kind[edits.caravan[1]] != board.kind[edits.caravan[0]] else 1
        for place in range(kinds):
            kind = board.kind[edits.caravan[place]]
            _count(board, state, kind, edits, place)
            cost -= board.rates[PERSON] * (state.reached[place] - state.persons[kind])
    if kinds == 0 or cost > allowance:
        for edit in range(edits.used[0]):
            _put(board, state, edits.caravan[edit], edits.site[edit], edits.start[edit])
        return False
    for place in range(kinds):
        kind = board.kind[edits.caravan[place]]
        state.order[kind] = state.queue[place]
        state.held[kind], state.persons[kind] = state.queued[place], state.reached[place]
    state.worth[NOW] -= cost
    if state.totals[DAY] == 0 and state.totals[CENTIME] == 0 and state.worth[NOW] > state.worth[BEST] + 0.5:
        state.worth[BEST] = state.worth[NOW]
        state.best_site[:], state.best_start[:] = state.site, state.start
    return True


@compiled
def run_moves(board: Board, state: State, edits: Edits, seeds: Seeds, n_moves: int, hot: float, cold: float) -> None:
    """Try so many moves while the temperature falls from hot to cold, centimes."""
    ratio = log(cold / hot) / n_moves
    for move in range(n_moves):
        temperature = hot * exp(ratio * move)
        if propose(board, state, edits, seeds):
            try_edits(board, state, edits, -temperature * log((draw(seeds, 1 << 30) + 1) / (1 << 30)))
