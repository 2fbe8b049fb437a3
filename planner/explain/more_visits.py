"""How many more visits could be had: what the proven bound says, in visits."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

from planner.domain.campaign import Campaign
from planner.domain.money import to_centimes
from planner.domain.plan import Run


class MoreVisits(NamedTuple):
    """At most so many visits could be added to a plan's.

    Attributes
    ----------
    most
        The proven limit.
    missing
        The visits wanted and not counted of douars where somebody lives.
    """

    most: int
    missing: int


def most_more_visits(run: Run, campaign: Campaign) -> MoreVisits:
    """Return how many more visits the bound leaves room for, the plan's other figures being as they are.

    A plan with more visits, each seen in full, for the same money, caravans and cover, and with no more lateness, has
    an objective smaller by the worth of those visits; no plan's is smaller than the bound. So no more visits can be
    added than there are missing ones, taken from the least worth on, whose worth together fits into objective − bound.
    """
    policy = campaign.settings.policy
    repeat = Fraction(policy.repeat_value)
    counted = Counter(visit.douar for visit in run.plan.visits)
    worths = sorted(
        to_centimes(douar.population * Fraction(policy.value_mad_per_person[douar.risk]) * repeat**before)
        for douar in campaign.douars.values()
        if douar.population
        for before in range(counted[douar.code], campaign.wanted_visits(douar))
    )
    room = run.plan.objective_centimes - run.bound_centimes
    return MoreVisits(bisect_right(list(accumulate(worths)), room), len(worths))
