"""From numbers to numbers: a whole plan, and what was proven of it.

The order is that of what binds: money is set aside for what is pinned or must be held; prices of the money and people
that parts share, with the bound that they prove; ambulances and caravans at these prices; prices of what they leave,
and the provinces' tours at these, and at dearer ones where they exceed the caps; what one province leaves to the
others; and the people.
"""

from __future__ import annotations

from math import floor

from planner.domain.columns import CHAPTERS
from planner.domain.solve_settings import SolveSettings
from planner.domain.watch import Watch
from planner.problem import Problem
from planner.problem.answer import Answer, Choices
from planner.problem.crew_days import crew_capacity, crew_load
from planner.solve.by_hand import heed_duties, hold_rest, keep_owed
from planner.solve.caravans import place_caravans, value_caravans
from planner.solve.clock import SolveClock
from planner.solve.duties import caravan_duty
from planner.solve.failures import national_notes
from planner.solve.hold_more import hold_more
from planner.solve.man import man
from planner.solve.money import no_money_spent
from planner.solve.post_ambulances import post_ambulances
from planner.solve.pricing import find_prices, find_prices_of_tours
from planner.solve.search_provinces import search_provinces
from planner.solve.stages import build_stages, heed_contradictions
from planner.solve.workers import workers


def solve(problem: Problem, settings: SolveSettings, watch: Watch) -> Answer:
    """Plan a problem within the time that the settings give."""
    clock = SolveClock(settings, watch)
    problem = heed_duties(problem)
    nothing, owed = no_money_spent(problem), keep_owed(problem)
    pinned_tours, owed_caravans = nothing.with_tours(owed.tours), nothing.with_caravans(owed.caravans)
    with workers(clock.workers) as pool:
        priced = find_prices(problem, clock, pool)
        clock.tell("", "ambulances", None, priced.bound_mad)
        begun_s = clock.elapsed_s
        upkeep = priced.by_chapter()[:, CHAPTERS.index("upkeep")]
        left = priced.without_tours(owed_caravans, nothing.with_posts(owed.posts), pinned_tours)
        posts = post_ambulances(problem.ambulances, settings, upkeep, left)
        money = nothing.with_posts(posts.posts)

        def look_on(worth_mad: float) -> bool:
            clock.tell("", "caravans", -worth_mad, priced.bound_mad)
            return clock.wants_stop

        posted_s = clock.elapsed_s
        left, prices = priced.without_tours(money, owed_caravans, pinned_tours), priced.caravans
        caravans = place_caravans(problem.caravans, settings, prices, left, look_on)
        caravans = hold_more(caravans, priced, money, pinned_tours)
        held_s = clock.elapsed_s
        money = money.with_caravans(caravans.caravans)
        prices_mad = float((priced.by_chapter() * money.spent).sum()) / 100
        others_mad = -posts.objective_mad - caravans.worth_mad - caravans.crew_mad - prices_mad
        duties = [caravan_duty(problem.caravans, choice) for choice in caravans.caravans]
        capacity = crew_capacity(problem.staff).less(crew_load(problem.staff, duties))
        priced = find_prices_of_tours(priced, money, capacity, clock, pool)
        found = search_provinces(problem, money, pinned_tours, capacity, priced, others_mad, clock, pool)
    plan = Choices(found.tours, caravans.caravans, posts.posts, uses=caravans.uses)
    more = hold_rest(problem, plan)
    manned, notes = man(problem, more, settings)
    if more is not plan and (notes or manned.caravans != more.caravans):  # one more is not worth what it sends home
        more, (manned, notes) = plan, man(problem, plan, settings)
    if more is not plan:
        budgets = nothing.with_posts(posts.posts).budgets()
        caravans = value_caravans(problem.caravans, prices, budgets, more.caravans, more.uses)
    failed = national_notes({"posts": posts.failure, "bound_caravans": caravans.failure})
    stages = build_stages(problem, priced, found, caravans, posts, (posted_s - begun_s, held_s - posted_s))
    stages, contradicted = heed_contradictions(stages)
    return Answer(
        manned,
        bound_centimes=floor(priced.bound_mad * 100),
        stages=stages,
        was_stopped=clock.wants_stop,
        notes=tuple(dict.fromkeys((*priced.notes, *failed, *found.notes, *notes, *contradicted))),
    )
