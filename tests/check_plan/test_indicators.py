"""Every indicator is worked out again and compared: whole figures exactly, shares to four decimals."""

from __future__ import annotations

from typing import Any, Final

import pytest

from planner.check_plan import check_plan
from planner.domain.rules import Rule
from tests.check_plan.test_every_rule import (
    Case,
    rules_broken,
)
from tests.check_plan.tiny_campaign import CAMPAIGN, drives
from tests.check_plan.tiny_plan import PLAN, plan

# --- indicators

FIGURES: Final = [
    (*path, key)
    for path, tree in (((), PLAN.indicators), *(((name,), tree) for name, tree in PLAN.indicators.items()))
    if isinstance(tree, dict)
    for key in tree
    if not isinstance(tree[key], dict)
]


@pytest.mark.parametrize("path", FIGURES, ids=".".join)
@pytest.mark.parametrize("change", ["off", "out", "words"])
def test_an_indicator_that_is_off_or_left_out_is_found(path: tuple[str, ...], change: str) -> None:
    stated: dict[str, Any] = {
        key: dict(each) if isinstance(each, dict) else each for key, each in PLAN.indicators.items()
    }
    tree = stated[path[0]] if len(path) == 2 else stated
    figure = tree.pop(path[-1])
    if change == "off":
        tree[path[-1]] = "Q" if isinstance(figure, str) else figure + 1
    elif change == "words":
        tree[path[-1]] = str(figure) + "?"
    faults = check_plan(plan(indicators=stated), CAMPAIGN, drives(CAMPAIGN))
    assert [(fault.code, fault.column) for fault in faults] == [("INDICATORS", "indicators." + ".".join(path))]


@pytest.mark.parametrize(("share", "passes"), [(0.6805, True), (279 / 410, True), (0.6804, False), (0.681, False)])
def test_shares_are_stated_to_four_decimals(share: float, passes: bool) -> None:
    stated = PLAN.indicators | {"coverage_by_province": {"P": share}}
    assert (rules_broken(Case(plan(indicators=stated))) == set()) == passes


def test_there_are_no_further_indicators_nor_provinces() -> None:
    assert rules_broken(Case(plan(indicators=PLAN.indicators | {"tours": 3}))) == {Rule.INDICATORS}
    more = {"coverage_by_province": PLAN.indicators["coverage_by_province"] | {"Q": 0.0}}
    assert rules_broken(Case(plan(indicators=PLAN.indicators | more))) == {Rule.INDICATORS}
