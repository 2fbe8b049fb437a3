"""The best visits to count are as good as those found by trying all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from planner.derive import ServedStop, count_visits
from planner.derive.lateness import late_days, longest_wait_days, wait_marks
from planner.derive.visits import persons_counted, sees_enough, visit_centimes
from planner.domain.columns import Clock
from tests.derive.small import FIRST, GROUND, Ground


def stop(day: int, seen: int, point: str = "A") -> ServedStop:
    """Return a stop on a day of the season."""
    when = FIRST + timedelta(day)
    return ServedStop(when, Clock(540), f"U1@{when}", point, seen, "U1")


def worth(ground: Ground, douar_code: str, stops: Sequence[ServedStop]) -> Fraction:
    """Return what counting some stops for a douar comes to, in centimes."""
    campaign, douar = ground.campaign, ground.campaign.douars[douar_code]
    longest = longest_wait_days(campaign, campaign.wanted_visits(douar))
    values = (
        visit_centimes(campaign, douar, persons_counted(ground.catchments, each, douar), number)
        for number, each in enumerate(stops, start=1)
    )
    marks = pairwise(wait_marks(campaign, [each.date for each in stops]))
    late = douar.population * sum(late_days(*ends, longest) for ends in marks)
    return sum(values) - late * 100 * Fraction(campaign.settings.policy.late_mad_per_person_day)


def best_worth(ground: Ground, douar: str, stops: Sequence[ServedStop]) -> Fraction:
    """Return the best that any choice of stops comes to."""
    campaign = ground.campaign
    enough = [each for each in sorted(stops) if sees_enough(campaign, ground.catchments, each)]
    choices = (
        choice
        for number in range(campaign.wanted_visits(campaign.douars[douar]) + 1)
        for choice in combinations(enough, number)
        if all((b.date - a.date).days >= campaign.settings.policy.gap_min_days for a, b in pairwise(choice))
    )
    return max(worth(ground, douar, choice) for choice in choices)


@given(
    st.dictionaries(st.integers(0, 39), st.integers(20, 75), max_size=7),
    st.sampled_from([0, 3, 7, 21]),
    st.sampled_from([Decimal(0), Decimal("0.10"), Decimal("0.333"), Decimal(5)]),
    st.sampled_from([Decimal(0), Decimal("0.8"), Decimal(1)]),
)
def test_no_other_choice_is_worth_more(days: dict[int, int], gap: int, late: Decimal, repeat: Decimal) -> None:
    ground = GROUND.with_policy(gap_min_days=gap, late_mad_per_person_day=late, repeat_value=repeat)
    stops = [stop(day, seen) for day, seen in days.items()]
    visits = count_visits(ground.campaign, ground.catchments, stops)
    by_tour = {each.tour: each for each in stops}
    for douar in ("D1", "D2"):
        counted = [by_tour[each.tour] for each in visits if each.douar == douar]
        assert worth(ground, douar, counted) == best_worth(ground, douar, stops)


def test_a_fuller_visit_goes_before_an_earlier_one() -> None:
    visits = count_visits(GROUND.campaign, GROUND.catchments, [stop(5, 35), stop(12, 60)])
    assert [(each.douar, each.date) for each in visits] == [
        ("D1", FIRST + timedelta(12)),
        ("D2", FIRST + timedelta(12)),
    ]


def test_of_equals_more_visits_are_counted() -> None:
    ground = GROUND.with_policy(repeat_value=Decimal(0), late_mad_per_person_day=Decimal(0))
    visits = count_visits(ground.campaign, ground.catchments, [stop(0, 60), stop(30, 60)])
    assert [each.douar for each in visits] == ["D1", "D1", "D2", "D2"]


def test_a_stop_that_sees_too_few_counts_for_nobody() -> None:
    assert count_visits(GROUND.campaign, GROUND.catchments, [stop(5, 29)]) == ()


def test_two_stops_of_a_day_count_where_no_gap_is_asked() -> None:
    ground = GROUND.with_policy(gap_min_days=0, late_mad_per_person_day=Decimal(0))
    stops = [stop(5, 60), stop(5, 60)._replace(tour="U2@2024-01-13")]
    assert len(count_visits(ground.campaign, ground.catchments, stops)) == 4
