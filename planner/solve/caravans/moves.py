"""The moves of the search for caravans: each writes what it changes and says whether there is something to try."""

from __future__ import annotations

from planner.problem.structs import compiled
from planner.solve.caravans.state import NOT_HELD, Board, Edits, State
from planner.solve.chance import Seeds, draw


@compiled
def _is_allowed(board: Board, caravan: int, site: int, start: int) -> bool:
    return (
        board.may_stand[caravan, site]
        and board.first_start[caravan] <= start <= board.last_start[caravan]
        and board.can_start[board.length[caravan], site, start]
        and not board.is_barred[caravan, start]
    )


@compiled
def _edit(board: Board, edits: Edits, caravan: int, site: int, start: int) -> bool:
    """Add an edit; return whether the caravan may do so."""
    edit = edits.used[0]
    edits.caravan[edit], edits.site[edit], edits.start[edit] = caravan, site, start
    edits.used[0] = edit + 1
    return site < 0 or _is_allowed(board, caravan, site, start)


@compiled
def _any_start(board: Board, seeds: Seeds, caravan: int) -> int:
    first = int(board.first_start[caravan])
    return first + draw(seeds, int(board.last_start[caravan]) - first + 1)


@compiled
def _any_site(board: Board, seeds: Seeds, caravan: int) -> int:
    first = board.site_start[caravan]
    return int(board.sites[first + draw(seeds, board.site_start[caravan + 1] - first)])


@compiled
def _site_near(board: Board, seeds: Seeds, caravan: int, site: int) -> int:
    """Return a site that shares a douar with another, or the same one where nobody is near."""
    around = board.within[board.radius[caravan], site]
    if around == 0:
        return site
    douar = board.near[board.near_start[site] + draw(seeds, around)]
    first = board.far_start[douar]
    return int(board.far[first + draw(seeds, board.far_start[douar + 1] - first)])


@compiled
def _hold(board: Board, state: State, edits: Edits, seeds: Seeds, caravan: int, dice: int) -> bool:
    """Hold a caravan that is not, or hold it instead of another: anywhere, or more often where or when that one was."""
    site, start = _any_site(board, seeds, caravan), _any_start(board, seeds, caravan)
    if dice < 30:
        return _edit(board, edits, caravan, site, start)
    other = draw(seeds, len(board.kind))
    if state.site[other] < 0:
        return False
    if dice < 80:
        site = state.site[other]
    if dice < 60 and _is_allowed(board, caravan, site, state.start[other]):
        start = state.start[other]
    return _edit(board, edits, caravan, site, start) and _edit(board, edits, other, NOT_HELD, 0)


@compiled
def _swap(board: Board, state: State, edits: Edits, seeds: Seeds, caravan: int, swaps_sites: bool) -> bool:
    """Let two caravans of a kind change sites, or else first days."""
    kind = board.kind[caravan]
    other = state.order[kind, draw(seeds, state.held[kind])]
    if other == caravan:
        return False
    one, two = (other, caravan) if swaps_sites else (caravan, other)
    return _edit(board, edits, caravan, state.site[one], state.start[two]) and _edit(
        board, edits, other, state.site[two], state.start[one]
    )


@compiled
def _move(board: Board, state: State, edits: Edits, seeds: Seeds, caravan: int, dice: int) -> bool:
    """Move a caravan to another day, to a site near its own, or anywhere."""
    site, start = state.site[caravan], state.start[caravan]
    if dice < 53:
        return _edit(board, edits, caravan, site, _any_start(board, seeds, caravan))
    target = _site_near(board, seeds, caravan, site) if dice < 90 else _any_site(board, seeds, caravan)
    if not _is_allowed(board, caravan, target, start) or dice % 2:
        start = _any_start(board, seeds, caravan)
    return _edit(board, edits, caravan, target, start)


@compiled
def propose(board: Board, state: State, edits: Edits, seeds: Seeds) -> bool:
    """Write a random move; return whether there is one to try."""
    edits.used[0] = 0
    caravan = draw(seeds, len(board.kind))
    if board.site_start[caravan] == board.site_start[caravan + 1]:
        return False
    dice = draw(seeds, 100)
    if state.site[caravan] < 0:
        return _hold(board, state, edits, seeds, caravan, dice)
    if dice < 3:
        return _edit(board, edits, caravan, NOT_HELD, 0)
    if dice < 33:
        return _swap(board, state, edits, seeds, caravan, dice < 18)
    return _move(board, state, edits, seeds, caravan, dice)
