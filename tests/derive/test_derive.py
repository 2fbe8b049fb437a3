"""A whole plan, figure by figure as reckoned by hand, and what holds of every plan."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.plan import DutyRow, UnservedRow
from tests.derive.small import DECISIONS, GROUND

PLAN = GROUND.derive(DECISIONS)


def test_objective_is_money_less_worth_plus_lateness_and_shortfall() -> None:
    # money 7,072.91, visits 21,290, caravans 8,400, cover 1,413.60, lateness 310, shortfall 1,252 + 600
    assert PLAN.objective_centimes == -21_868_69


def test_operations_are_money_without_medicines() -> None:
    assert PLAN.operations_centimes == 4_860_91


def test_indicators_are_those_reckoned_by_hand() -> None:
    assert PLAN.indicators == {
        "visits_wanted": 7,
        "visits_counted": 5,
        "persons_wanted": 951,
        "persons_counted": 478,
        "persons_served": 298,
        "consultations": 158,
        "stops": 4,
        "coverage_by_province": {"P1": 0.530522, "P2": 0.0},
        "coverage_by_risk": {"none": 0.0, "orange": 0.7, "red": 0.466667, "yellow": 0.574257},
        "equity": {"worst_province": "P2", "gini": 0.5},
        "late_person_days": 3100,
        "km": Decimal("109.1"),
        "nights": 1,
        "unit_days": 3,
        "caravans_held": 2,
        "persons_reached": 280,
        "covered_60": 4,
        "backed_up_60": 0,
        "money_by_chapter": {
            "fuel": Decimal("156.01"),
            "per_diem": Decimal("1980.00"),
            "medicines": Decimal("2212.00"),
            "upkeep": Decimal("773.65"),
            "caravans": Decimal("1500.50"),
            "hire": Decimal("450.75"),
            "other": Decimal("0.00"),
        },
        "persons_per_1000_mad": 107.17,
    }


def test_what_is_missing_is_listed_without_a_reason() -> None:
    assert PLAN.unserved == (
        UnservedRow(kind="visit", code="D1", missing=1, reason="search"),
        UnservedRow(kind="visit", code="D4", missing=1, reason="search"),
        UnservedRow(kind="caravan", code="K3", missing=1, reason="search"),
        UnservedRow(kind="cover", code="D5", missing=1, reason="search"),
    )


def test_a_person_on_duty_serves_in_their_profession() -> None:
    (duty,) = DECISIONS.duties
    assert PLAN.roster == (DutyRow(staff="S1", date=duty.date, duty="tour", code=duty.code, role="doctor"),)


def test_an_empty_plan_has_no_money_and_owes_everything() -> None:
    empty = GROUND.derive(replace(DECISIONS, tours=(), visits=(), caravans=(), posts=(), duties=()))
    assert empty.budget == ()
    assert empty.operations_centimes == 0
    assert empty.indicators["persons_per_1000_mad"] == 0
    assert empty.indicators["equity"] == {"worst_province": "P1", "gini": 0.0}
    assert [row.missing for row in empty.unserved if row.kind == "visit"] == [3, 2, 1, 1]
    # D1 waits 40 days where 15 are enough, D2 where 20 are: (24 × 200 + 19 × 100) × 0.10; 951 × 0.6 × 20 short
    assert empty.objective_centimes == 67_000 + 11_412_00


@given(st.randoms(use_true_random=False))
def test_the_order_of_decisions_changes_nothing(chance: st.DataObject) -> None:
    shuffled = {
        name: tuple(chance.sample(getattr(DECISIONS, name), len(getattr(DECISIONS, name))))
        for name in ("tours", "visits", "caravans", "posts", "duties")
    }
    assert GROUND.derive(replace(DECISIONS, **shuffled)) == PLAN


@given(st.sets(st.sampled_from(DECISIONS.tours)), st.sets(st.sampled_from(DECISIONS.caravans)), st.data())
def test_lines_of_money_add_up_to_the_chapters(tours: set, caravans: set, data: st.DataObject) -> None:
    visits = tuple(each for each in DECISIONS.visits if each.tour in {tour.code for tour in tours})
    posts = data.draw(st.sets(st.sampled_from(DECISIONS.posts)))
    plan = GROUND.derive(replace(DECISIONS, tours=tuple(tours), visits=visits, caravans=tuple(caravans), posts=posts))
    assert sum(row.amount_mad for row in plan.budget) == sum(plan.indicators["money_by_chapter"].values())
    assert all(row.amount_mad > 0 for row in plan.budget)
    assert [row.line for row in plan.budget] == list(range(1, len(plan.budget) + 1))
