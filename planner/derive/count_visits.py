"""Which stops to count for whom, so that visits are worth the most and waiting costs the least."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date as Day
from fractions import Fraction
from typing import NamedTuple

from planner.derive.lateness import late_days, longest_wait_days, wait_marks
from planner.derive.visits import ServedStop, persons_counted, sees_enough, visit_centimes
from planner.domain.campaign import Campaign, Douar
from planner.domain.catchments import Catchments
from planner.domain.plan import VisitDecision


class Choice(NamedTuple):
    """Stops chosen for a douar, and their worth less the waiting up to the last, in parts of a centime."""

    worth: int
    stops: tuple[ServedStop, ...]


def count_visits(campaign: Campaign, catchments: Catchments, stops: Iterable[ServedStop]) -> tuple[VisitDecision, ...]:
    """Return the visits to count of some stops: for each douar, those whose worth less lateness is greatest.

    They are spaced, no more than the douar wants, and of stops that see enough. Of equals the choice with more visits
    is taken. Lateness is weighed before it is rounded; a province's shortfall, which ties its douars together, is not.
    """
    by_douar: dict[str, list[ServedStop]] = defaultdict(list)
    for stop in sorted(stops):
        if sees_enough(campaign, catchments, stop):
            for code in catchments.douars_at[stop.point]:
                by_douar[code].append(stop)
    return tuple(
        VisitDecision(code, stop.date, stop.point, stop.tour)
        for code, there in sorted(by_douar.items())
        for stop in _best_stops(campaign, catchments, campaign.douars[code], there)
    )


def _best_stops(
    campaign: Campaign, catchments: Catchments, douar: Douar, stops: Sequence[ServedStop]
) -> tuple[ServedStop, ...]:
    """Return the best of a douar's stops, given in order, by a dynamic program over how many and which is the last."""
    wanted, gap_days = campaign.wanted_visits(douar), campaign.settings.policy.gap_min_days
    if not wanted:
        return ()
    longest = longest_wait_days(campaign, wanted)
    first, end = wait_marks(campaign, ())
    # A late day costs a fraction of a centime: everything is weighed in that fraction's parts, which are whole.
    day_cost = Fraction(campaign.settings.policy.late_mad_per_person_day) * 100 * douar.population

    def less_waiting(choice: Choice, until: Day) -> int:
        since = choice.stops[-1].date if choice.stops else first
        return choice.worth - day_cost.numerator * late_days(since, until, longest)

    def may_follow(choice: Choice, stop: ServedStop) -> bool:
        last = choice.stops[-1] if choice.stops else None
        return last is None or (last < stop and (stop.date - last.date).days >= gap_days)

    reached, choices = [Choice(0, ())], [Choice(0, ())]
    for number in range(1, wanted + 1):
        further = []
        for stop in stops:
            if before := [choice for choice in reached if may_follow(choice, stop)]:
                best = max(before, key=lambda choice: less_waiting(choice, stop.date))
                persons = persons_counted(catchments, stop, douar)
                worth = visit_centimes(campaign, douar, persons, number) * day_cost.denominator
                further.append(Choice(less_waiting(best, stop.date) + worth, (*best.stops, stop)))
        reached = further
        choices += further
    return max(choices, key=lambda choice: (less_waiting(choice, end), len(choice.stops))).stops
