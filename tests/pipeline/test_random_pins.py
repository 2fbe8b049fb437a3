"""What any small plan does may be pinned; a change of it that breaks a rule of pins is told by that rule."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Final

import pytest

from planner.check_campaign.build import build_campaign
from planner.check_plan import check_plan
from planner.derive import derive
from planner.domain.calendar import build_calendar
from planner.domain.campaign import Campaign, Pin
from planner.domain.catchments import build_catchments, travel_times
from planner.domain.plan import Decisions
from planner.domain.rules import Rule
from planner.files.write import to_rows
from tests.pipeline.pinned import Changing, decisions_of, pins_of
from tests.pipeline.test_random_rules import campaign_of, plan

CAMPAIGNS, CHANGES = 12, 20
OF_PINS_ALONE: Final = frozenset(
    {
        Rule.OPEN_DAYS, Rule.UNIT_AVAILABLE, Rule.TOUR_PROVINCE, Rule.ACCESS, Rule.POINT_ONCE_A_DAY, Rule.CLOSURES,
        Rule.UNIT_WEEK, Rule.CARAVAN_SITE, Rule.CARAVAN_DAYS, Rule.AMBULANCE_POSTS, Rule.ONE_POST_AT_A_TIME,
        Rule.POST_CAPACITY, Rule.DUTY_PLACE, Rule.DUTY_AVAILABLE, Rule.DUTY_LIMITS, Rule.DAY_OFF,
    }
)  # fmt: skip
"""Rules that depend on nothing of a plan but what was pinned of it."""


def rules_of_pins(campaign: Campaign, pins: list[Pin]) -> set[Rule]:
    """Return the rules that pins are told to break."""
    faults = build_campaign(to_rows(replace(campaign, pins=tuple(dict.fromkeys(pins)))))[1]
    assert {fault.code for fault in faults} <= {"pin_breaks_rule", "pins_break_rule"}
    return {Rule[dict(fault.details)["rule"]] for fault in faults}


def rules_of_plan(campaign: Campaign, decisions: Decisions) -> set[Rule] | None:
    """Return the rules that a plan breaks; None where it cannot even be worked out."""
    head, catchments = campaign.settings.campaign, build_catchments(campaign)
    travel = travel_times(campaign, catchments)
    calendar = build_calendar(campaign.settings.calendar, head.start, head.end)
    try:
        made = derive(campaign, catchments, travel, calendar, decisions)
    except ValueError:
        return None
    return {Rule[fault.code] for fault in check_plan(made, campaign, travel)}


@pytest.mark.parametrize("seed", range(CAMPAIGNS))
def test_what_a_plan_does_may_be_pinned_and_a_change_that_breaks_a_rule_of_pins_is_told_by_it(seed: int) -> None:
    campaign, chance = replace(campaign_of(seed), pins=()), random.Random(seed)
    decisions = decisions_of(plan(campaign).plan)
    pins = list(pins_of(decisions))
    assert not rules_of_pins(campaign, pins)
    assert not rules_of_pins(campaign, chance.sample(pins, len(pins) // 2))
    for _ in range(CHANGES if pins else 0):
        other = Changing(decisions, campaign, chance).change()
        told, found = rules_of_pins(campaign, list(pins_of(other))), rules_of_plan(campaign, other)
        if found is None:
            continue
        assert found & OF_PINS_ALONE <= told
        assert not told or found, told
