"""What lies between objective and bound follows from them, and a change that is named is whole."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from planner.domain.plan import Gaps, Stage
from planner.domain.rules import Rule
from tests.check_plan.test_every_rule import K2_MISSING, MANDATORY, Case, rules_broken
from tests.check_plan.tiny_plan import PLAN, RUN, campaign, changed, plan

OURS = Gaps(Decimal("0.022090"), Decimal("0.038534"))  # 172.90 of 7,827.10 and of 4,486.90
THEIRS = Gaps(Decimal("0.02"), Decimal("0.033333"))


def stated(*gaps: Gaps, stages: tuple[Stage, ...] = RUN.stages) -> Case:
    """Return a case whose file states gaps."""
    return Case(run=replace(RUN, stages=stages, stated_gaps=gaps))


@pytest.mark.parametrize("stated_gaps", [(OURS, THEIRS), (Gaps(Decimal("0.0221"), Decimal("0.0385")), THEIRS)])
def test_gaps_may_be_stated_to_four_decimals(stated_gaps: tuple[Gaps, ...]) -> None:
    assert rules_broken(stated(*stated_gaps)) == set()


@pytest.mark.parametrize("wrong", [None, Decimal(0), Decimal("0.0222"), Decimal("-0.02209"), Decimal("1e10")])
@pytest.mark.parametrize("place", ["gap", "gap_operations"])
@pytest.mark.parametrize("whose", [0, 1])
def test_a_gap_that_does_not_follow_is_found(whose: int, place: str, wrong: Decimal | None) -> None:
    gaps = [OURS, THEIRS]
    gaps[whose] = gaps[whose]._replace(**{place: wrong})
    assert rules_broken(stated(*gaps)) == {Rule.GAPS}


@pytest.mark.parametrize(
    ("objective", "bound", "operations", "gaps"),
    [
        (0, -5, 10, Gaps(None, Decimal("0.5"))),
        (5, 0, 0, Gaps(Decimal(1), None)),
        (0, 0, 0, Gaps(Decimal(0), Decimal(0))),
    ],
)
def test_a_gap_is_null_only_where_its_divisor_alone_is_nothing(
    objective: int, bound: int, operations: int, gaps: Gaps
) -> None:
    stages = (Stage("tours", "P", objective, bound, operations, 0, ""),)
    assert rules_broken(stated(OURS, gaps, stages=stages)) == set()
    swapped = Gaps(gaps.gap_operations, gaps.gap) if None in gaps else Gaps(None, None)
    assert rules_broken(stated(OURS, swapped, stages=stages)) == {Rule.GAPS}


FUEL: dict[str, Any] = {
    "reason": "money", "change": "money", "change_code": "fuel", "change_amount": Decimal(2), "cost_mad": Decimal(9)
}  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"change_code": ""},
        {"reason": "crew", "change": "crew", "change_code": "doctor"},
        {"reason": "unit", "change": "unit", "change_code": "U"},
        {"reason": "capacity", "change": "lodging", "change_code": "GITE"},
        {"reason": "closed", "change": "day", "change_code": "2024-01-08"},
        {"reason": "hours", "change": "hours", "change_code": "SOUK"},
        {"reason": "site", "change": "site", "change_code": "SOUK"},
    ],
)
def test_a_change_that_is_whole_passes(change: dict[str, Any]) -> None:
    assert rules_broken(Case(plan(unserved=changed(PLAN.unserved, 0, **FUEL | change)))) == set()


def test_a_piece_more_for_a_caravan_is_a_change_that_is_whole() -> None:
    piece = FUEL | {"reason": "equipment", "change": "equipment", "change_code": "ultrasound", "cost_mad": None}
    lacking = plan(unserved=(*PLAN.unserved, replace(K2_MISSING, **piece)))
    assert rules_broken(Case(lacking, campaign(caravans={"K2": replace(MANDATORY, mandatory="0")}))) == set()


@pytest.mark.parametrize(
    "change",
    [
        {"change_code": "fuels"},
        {"change_amount": None},
        {"change_amount": Decimal(0)},
        {"cost_mad": Decimal(-1)},
        {"change": ""},
        {"change": "", "change_code": "", "change_amount": None},
        {"change": "", "change_code": "", "cost_mad": None},
        {"reason": "search"},
        {"reason": "not_worth"},
        {"reason": "crew"},
        {"reason": "closed", "change": "day", "change_code": "Monday"},
        {"reason": "unit", "change": "unit", "change_code": "X"},
        {"reason": "crew", "change": "crew", "change_code": ""},
    ],
)
def test_a_change_that_is_not_whole_is_found(change: dict[str, Any]) -> None:
    assert rules_broken(Case(plan(unserved=changed(PLAN.unserved, 0, **FUEL | change)))) == {Rule.CHANGES}
