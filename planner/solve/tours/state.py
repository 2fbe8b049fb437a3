"""What the search changes: which slot serves what, and every sum that a move must keep right."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.problem.structs import by_reference
from planner.solve.tours.arena import N_CHAPTERS, Arena
from planner.solve.tours.worth import MOST_STOPS

MOST_STOPS_A_DAY: Final = 6
"""Stops of a day, where no day that is given has more."""
MOST_EVENTS: Final = 40
"""Stops at one point in a season, where there are not nearly as many to begin with."""
MOST_EDITS: Final = 8
"""Slots that one move may change."""

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]


class State(NamedTuple):
    """A set of dated tours; slot = unit * n_days + day, a slot without a tour has start -1.

    Attributes
    ----------
    start, end
        Nodes where the slot's day begins and ends; a chain of nights goes on in the next slot.
    codes, n_stops, seen
        Stops as numbers of point and level, and what each sees.
    metres
        Of the day.
    ev_day, ev_slot, ev_seen, ev_count
        By point: its stops; `ev_seen` is 0 where a stop counts for nobody.
    value, persons
        By douar: the worth of its visits less lateness, and the persons counted.
    spent
        Centimes by chapter.
    sums
        Priced money, worth, persons counted, penalty of caps, objective.
    """

    start: Ints
    end: Ints
    codes: Ints
    n_stops: Ints
    seen: Ints
    metres: Ints
    ev_day: Ints
    ev_slot: Ints
    ev_seen: Ints
    ev_count: Ints
    value: Floats
    persons: Ints
    spent: Floats
    sums: Floats
    unit_week: Ints
    lodged: Ints
    crew_day: Ints
    crew_week: Ints
    crew_season: Ints


class Edits(NamedTuple):
    """A move being tried: new contents of up to MOST_EDITS slots, and the old ones to go back to.

    Attributes
    ----------
    change
        What the last move tried would change the objective by, centimes; infinite where it broke a limit.
    """

    n_edits: Ints
    change: Floats
    slot: Ints
    start: Ints
    end: Ints
    codes: Ints
    n_stops: Ints
    seen: Ints
    metres: Ints
    old_start: Ints
    old_end: Ints
    old_codes: Ints
    old_n: Ints
    old_seen: Ints
    old_metres: Ints
    old_spent: Floats
    old_sums: Floats
    douars: Ints
    old_value: Floats
    old_persons: Ints
    stamp: Ints
    room_days: Ints
    room_persons: Ints
    room_best: Floats
    room_who: Ints
    room_points: Ints
    room_starts: Ints


state_by_reference = by_reference(State)
edits_by_reference = by_reference(Edits)


def empty_state(arena: Arena, most_stops: int = MOST_STOPS_A_DAY, most_events: int = MOST_EVENTS) -> State:
    """Return a state without tours, its sums still to be worked out by `recount`.

    Parameters
    ----------
    most_stops, most_events
        Stops that a day, and a point in a season, may have.
    """
    n_points, n_days, n_units, n_douars = (int(each) for each in arena.sizes[:4])
    slots, n_centres = n_units * n_days, len(arena.lodging)
    weeks, n_crew = int(arena.week.max(initial=0)) + 1, arena.crew.shape[1]

    def ints(*shape: int) -> Ints:
        return np.zeros(shape, np.int32)

    return State(
        start=np.full(slots, -1, np.int32),
        end=np.full(slots, -1, np.int32),
        codes=ints(slots, most_stops),
        n_stops=ints(slots),
        seen=ints(slots, most_stops),
        metres=ints(slots),
        ev_day=ints(n_points, most_events),
        ev_slot=ints(n_points, most_events),
        ev_seen=ints(n_points, most_events),
        ev_count=ints(n_points),
        value=np.zeros(n_douars),
        persons=ints(n_douars),
        spent=np.zeros(N_CHAPTERS),
        sums=np.zeros(5),
        unit_week=ints(n_units, weeks),
        lodged=ints(n_centres, n_days),
        crew_day=ints(n_crew, n_days),
        crew_week=ints(n_crew, weeks),
        crew_season=ints(n_crew),
    )


def empty_edits(arena: Arena, most_stops: int = MOST_STOPS_A_DAY) -> Edits:
    """Return room for a move of days that have so many stops."""
    n_douars = int(arena.sizes[3])
    most = len(arena.powers)

    def ints(*shape: int) -> Ints:
        return np.zeros(shape, np.int32)

    return Edits(
        n_edits=ints(1),
        change=np.zeros(1),
        slot=ints(MOST_EDITS),
        start=ints(MOST_EDITS),
        end=ints(MOST_EDITS),
        codes=ints(MOST_EDITS, most_stops),
        n_stops=ints(MOST_EDITS),
        seen=ints(MOST_EDITS, most_stops),
        metres=ints(MOST_EDITS),
        old_start=ints(MOST_EDITS),
        old_end=ints(MOST_EDITS),
        old_codes=ints(MOST_EDITS, most_stops),
        old_n=ints(MOST_EDITS),
        old_seen=ints(MOST_EDITS, most_stops),
        old_metres=ints(MOST_EDITS),
        old_spent=np.zeros(N_CHAPTERS),
        old_sums=np.zeros(5),
        douars=ints(n_douars),
        old_value=np.zeros(n_douars),
        old_persons=ints(n_douars),
        stamp=ints(n_douars + 1),
        room_days=ints(MOST_STOPS),
        room_persons=ints(MOST_STOPS),
        room_best=np.zeros((most, MOST_STOPS)),
        room_who=ints(most, MOST_STOPS),
        room_points=ints(most_stops),
        room_starts=ints(most_stops),
    )
