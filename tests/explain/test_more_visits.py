"""How many more visits the bound leaves room for."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.plan import Run
from planner.explain.more_visits import most_more_visits
from tests.check_plan.tiny_plan import CAMPAIGN, PLAN, RUN

UNVISITED = replace(PLAN, visits=())
WORTHS = [480000, 384000, 307200, 100000, 200000, 160000, 45000]
"""Of the tiny campaign's seven wanted visits, centimes: population times the risk's MAD, times 0.8 for each before."""


def with_room(centimes: int) -> Run:
    return replace(RUN, plan=UNVISITED, bound_centimes=UNVISITED.objective_centimes - centimes)


def test_without_a_gap_no_visit_more_can_be_had() -> None:
    assert most_more_visits(with_room(0), CAMPAIGN).most == 0


def test_the_missing_visits_are_those_wanted_and_not_counted() -> None:
    assert most_more_visits(RUN, CAMPAIGN).missing == 1
    assert most_more_visits(with_room(0), CAMPAIGN).missing == 7


def test_a_gap_of_exactly_one_visit_is_one_visit_and_a_centime_less_is_none() -> None:
    assert most_more_visits(with_room(45000), CAMPAIGN).most == 1
    assert most_more_visits(with_room(44999), CAMPAIGN).most == 0


@given(st.integers(0, sum(WORTHS) + 1))
def test_no_set_of_missing_visits_larger_than_told_fits_into_the_gap(room: int) -> None:
    fitting = [n for n in range(8) if any(sum(some) <= room for some in combinations(WORTHS, n))]
    assert most_more_visits(with_room(room), CAMPAIGN).most == max(fitting)


def test_later_visits_worth_nothing_do_not_hinder_the_count() -> None:
    policy = replace(CAMPAIGN.settings.policy, repeat_value=CAMPAIGN.settings.policy.repeat_value * 0)
    campaign = replace(CAMPAIGN, settings=replace(CAMPAIGN.settings, policy=policy))
    assert most_more_visits(with_room(0), campaign).most == 3
