"""From numbers to numbers: a whole plan, and what was proven of it.

The order is that of what binds: money is set aside for what is pinned or must be held; prices of the money and people
that parts share, with the bound that they prove; ambulances and caravans at these prices; prices of what they leave,
and the provinces' tours at these, each within its share of the caps at last; what one province leaves to the others;
and the people.
"""

from __future__ import annotations

from math import floor

from planner.domain.solve_settings import SolveSettings
from planner.domain.watch import Watch
from planner.executors import open_executor
from planner.problem import Problem
from planner.problem.answer import Answer, Choices, Note
from planner.solve.by_hand import heed_duties, hold_rest
from planner.solve.caravans import CaravanAnswer
from planner.solve.clock import SolveClock
from planner.solve.failures import national_notes
from planner.solve.man import man
from planner.solve.place_others import Others, place_others
from planner.solve.pricing import find_prices, find_prices_of_tours
from planner.solve.search_provinces import Found, search_provinces
from planner.solve.stages import build_stages, heed_contradictions


def solve(problem: Problem, settings: SolveSettings, watch: Watch, cluster: str = "") -> Answer:
    """Plan a problem within the time that the settings give.

    Parameters
    ----------
    cluster
        The address of a Dask scheduler on whose workers provinces are computed; blank for processes of this machine.

    Raises
    ------
    ClusterError
        Where the cluster cannot, or cannot any more.
    """
    clock = SolveClock(settings, watch)
    problem = heed_duties(problem)
    with open_executor(settings.workers, cluster) as executor:
        priced = find_prices(problem, clock, executor)
        others = place_others(priced, clock)
        priced = find_prices_of_tours(priced, others.money, others.crew_left(), clock, executor)
        found = search_provinces(others, priced, clock, executor)
    manned, caravans, unmanned = _man(found, others, settings)
    stages, contradicted = heed_contradictions(build_stages(priced, found, others, caravans))
    failed = national_notes(
        {"posts": others.posts.failure, "bound_caravans": caravans.failure, "prices": others.failure}
    )
    notes = {*priced.notes, *failed, *found.notes, *unmanned, *contradicted}
    return Answer(
        manned,
        bound_centimes=floor(priced.bound_mad * 100),
        stages=stages,
        was_stopped=clock.wants_stop,
        # Provinces end in any order, and the same work must tell the same.
        notes=tuple(sorted(notes, key=lambda note: (note.what, note.province, note.detail))),
    )


def _man(found: Found, others: Others, settings: SolveSettings) -> tuple[Choices, CaravanAnswer, tuple[Note, ...]]:
    """Return the plan with its people, its caravans, with more where tours leave room for them, and who is missing."""
    problem, chosen = others.problem, others.caravans
    plan = Choices(found.tours, chosen.caravans, others.posts.posts, uses=chosen.uses)
    more = hold_rest(problem, plan)
    manned, notes = man(problem, more, settings)
    if more is plan:
        return manned, chosen, notes
    if notes or manned.caravans != more.caravans:
        without, notes_without = man(problem, plan, settings)
        if notes != notes_without or manned.caravans != more.caravans:  # one more is not worth whom it sends home
            return without, chosen, notes_without
    return manned, others.value(more), notes
