"""What the search changes: which slot serves what, and every sum that a move must keep right."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from planner.problem.arrays import Floats, Ints
from planner.problem.chapters import TOUR_CHAPTERS
from planner.problem.structs import by_reference
from planner.solve.tours.arena import Arena

MOST_STOPS_A_DAY: Final = 6
"""Stops of a day, where no day that is given has more."""
MOST_STOPS_AT_POINT: Final = 40
"""Stops at one point in a season, where there are not nearly as many to begin with."""
MOST_STOPS_OF_DOUAR: Final = 48
"""Stops at one douar's points that are looked at, where there are more."""
MOST_EDITS: Final = 8
"""Slots that one move may change."""
N_SUMS: Final = 4
WORTH, PERSONS, PENALTY, OBJECTIVE = range(N_SUMS)
"""The sums of a state: worth of visits less lateness, persons counted, what caps that are passed cost, and all in all
with priced money and shortfall; centimes but for the persons."""


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
        By point, its stops in the season as events in no order, and how many there are: the day and slot of each, and
        what it sees, 0 where it counts for nobody.
    value, persons
        By douar, the worth of its visits less lateness, and the persons counted.
    spent
        Centimes by chapter of TOUR_CHAPTERS.
    sums
        WORTH, PERSONS, PENALTY, OBJECTIVE.
    unit_week
        Tour-days of each unit in each week.
    lodged
        Persons who sleep at each centre each night.
    crew_day, crew_week, crew_season
        Persons on duty on each day, and person-days in each week and in all, by profession first.
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
    """A move being tried, and room to work in.

    Attributes
    ----------
    n_edits
        How many slots it changes, shape (1,).
    slot
        Those slots.
    start, end, codes, n_stops, seen, metres
        What each is to hold; while the move is tried, what it held before: both change places.
    old_spent, old_sums
        Those of the state before the move.
    move, marked_by
        The number of the move, shape (1,), and by douar that of the last that concerned it.
    n_marked, marked, old_value, old_persons
        How many douars this one concerns, shape (1,); who they are, and what they were worth.
    room_points, room_starts
        Of a day that is filled: its points, and when each service starts.
    room_days, room_persons, room_best, room_who
        Of a douar that is counted: its stops and what they count; and by visit and stop the best worth, and whom.
    """

    n_edits: Ints
    slot: Ints
    start: Ints
    end: Ints
    codes: Ints
    n_stops: Ints
    seen: Ints
    metres: Ints
    old_spent: Floats
    old_sums: Floats
    move: Ints
    marked_by: Ints
    n_marked: Ints
    marked: Ints
    old_value: Floats
    old_persons: Ints
    room_points: Ints
    room_starts: Ints
    room_days: Ints
    room_persons: Ints
    room_best: Floats
    room_who: Ints


state_by_reference = by_reference(State)
edits_by_reference = by_reference(Edits)


def _ints(*shape: int) -> Ints:
    return np.zeros(shape, np.int32)


def empty_state(arena: Arena, most_stops: int, most_at_point: int) -> State:
    """Return a state without tours, its sums still to be worked out by `recount`.

    Parameters
    ----------
    most_stops, most_at_point
        Stops that a day, and a point in a season, may have.
    """
    slots, n_centres = arena.n_units * arena.n_days, len(arena.lodging)
    weeks, n_crew = int(arena.week.max(initial=0)) + 1, arena.crew.shape[1]

    return State(
        start=np.full(slots, -1, np.int32),
        end=np.full(slots, -1, np.int32),
        codes=_ints(slots, most_stops),
        n_stops=_ints(slots),
        seen=_ints(slots, most_stops),
        metres=_ints(slots),
        ev_day=_ints(arena.n_points, most_at_point),
        ev_slot=_ints(arena.n_points, most_at_point),
        ev_seen=_ints(arena.n_points, most_at_point),
        ev_count=_ints(arena.n_points),
        value=np.zeros(arena.n_douars),
        persons=_ints(arena.n_douars),
        spent=np.zeros(len(TOUR_CHAPTERS)),
        sums=np.zeros(N_SUMS),
        unit_week=_ints(arena.n_units, weeks),
        lodged=_ints(n_centres, arena.n_days),
        crew_day=_ints(n_crew, arena.n_days),
        crew_week=_ints(n_crew, weeks),
        crew_season=_ints(n_crew),
    )


def empty_edits(arena: Arena, most_stops: int) -> Edits:
    """Return room for a move of days that have so many stops."""
    visits, stops = len(arena.powers), MOST_STOPS_OF_DOUAR
    return Edits(
        n_edits=_ints(1),
        slot=_ints(MOST_EDITS),
        start=_ints(MOST_EDITS),
        end=_ints(MOST_EDITS),
        codes=_ints(MOST_EDITS, most_stops),
        n_stops=_ints(MOST_EDITS),
        seen=_ints(MOST_EDITS, most_stops),
        metres=_ints(MOST_EDITS),
        old_spent=np.zeros(len(TOUR_CHAPTERS)),
        old_sums=np.zeros(N_SUMS),
        move=_ints(1),
        marked_by=_ints(arena.n_douars),
        n_marked=_ints(1),
        marked=_ints(arena.n_douars),
        old_value=np.zeros(arena.n_douars),
        old_persons=_ints(arena.n_douars),
        room_points=_ints(most_stops),
        room_starts=_ints(most_stops),
        room_days=_ints(stops),
        room_persons=_ints(stops),
        room_best=np.zeros((visits, stops)),
        room_who=_ints(visits, stops),
    )
