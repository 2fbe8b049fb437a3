"""From rows of text to a campaign, or to every fault that keeps them from being one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from planner.check_campaign.canonical import digest_of
from planner.check_campaign.code_rules import (
    codes_are_known,
    codes_are_unique,
    names_are_given,
    needed_tables_have_rows,
)
from planner.check_campaign.drafts import Drafts, read_drafts
from planner.check_campaign.pins import pins_break_no_rule
from planner.check_campaign.place_rules import (
    bases_lie_in_their_province,
    catchments_stay_in_a_province,
    closures_close_something,
    places_lie_in_morocco,
    provinces_lie_in_their_region,
    sites_lie_where_caravans_go,
)
from planner.check_campaign.row_rules import (
    crews_have_somebody,
    decimals_are_few,
    drives_are_told_once,
    km_have_one_decimal,
    pins_are_complete,
)
from planner.check_campaign.sound_part import build_sound_part
from planner.check_campaign.time_rules import (
    ends_follow_starts,
    holidays_are_known,
    pairs_are_in_order,
    season_can_be_reckoned,
)
from planner.domain.campaign import Campaign
from planner.domain.rows import Rows
from planner.errors import Fault

RULES: Final[tuple[Callable[[Drafts], Iterator[Fault]], ...]] = (
    needed_tables_have_rows,
    codes_are_unique,
    codes_are_known,
    names_are_given,
    ends_follow_starts,
    pairs_are_in_order,
    season_can_be_reckoned,
    holidays_are_known,
    places_lie_in_morocco,
    catchments_stay_in_a_province,
    bases_lie_in_their_province,
    provinces_lie_in_their_region,
    sites_lie_where_caravans_go,
    closures_close_something,
    drives_are_told_once,
    km_have_one_decimal,
    crews_have_somebody,
    decimals_are_few,
    pins_are_complete,
)


def build_campaign(rows: Rows) -> tuple[Campaign | None, tuple[Fault, ...]]:
    """Return the campaign that rows make, or None and every fault, in order of file and row."""
    campaign, faults = judge_rows(rows)
    return campaign and replace(campaign, digest=digest_of(campaign)), faults


def judge_rows(rows: Rows) -> tuple[Campaign | None, tuple[Fault, ...]]:
    """Return what `build_campaign` does, without the digest, which takes as long as all the rest.

    A cell that cannot be read hides no other fault and causes none: rules judge what could be read.
    """
    faults = list(rows.faults)
    drafts = read_drafts(rows, faults)
    for rule in RULES:
        faults += rule(drafts)
    sound = build_sound_part(drafts, faults)
    if sound is not None:
        faults += pins_break_no_rule(sound)
    if faults or sound is None:
        return None, tuple(sorted(set(faults)))
    return sound.campaign, ()
