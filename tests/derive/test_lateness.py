"""Waiting longer than one should."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from planner.derive.lateness import late_days, late_person_days, lateness_centimes
from planner.domain.plan import VisitRow
from tests.derive.small import FIRST, GROUND


def visit(douar: str, when: date) -> VisitRow:
    """Return a counted visit."""
    return VisitRow(douar=douar, date=when, point="A", tour="T", number=1, persons=1, value_mad=Decimal(1))


def test_waits_are_from_the_first_day_between_visits_and_to_the_day_after_the_last() -> None:
    late = late_person_days(GROUND.campaign, [visit("D1", date(2024, 2, 6)), visit("D1", date(2024, 1, 9))])
    assert late["D1"] == 12 * 200  # of 1, 28 and 11 days one may have 16
    assert late["D2"] == 19 * 100  # it wants two in 40 days: 20 days are enough, and 40 - 1 are waited


def test_a_douar_that_wants_one_visit_may_wait_all_season() -> None:
    assert late_person_days(GROUND.campaign, [])["D3"] == 0


def test_a_douar_that_wants_nothing_is_never_late() -> None:
    assert "D5" not in late_person_days(GROUND.campaign, [])


def test_days_between_are_counted_without_both_marks() -> None:
    assert [late_days(FIRST, date(2024, 1, day), 5) for day in (8, 14, 15)] == [0, 0, 1]


def test_lateness_is_rounded_half_up_once_a_douar() -> None:
    rules = GROUND.with_policy(late_mad_per_person_day=Decimal("0.005"))
    assert lateness_centimes(rules.campaign, {"D1": 1, "D2": 1, "D3": 2}) == 1 + 1 + 1
