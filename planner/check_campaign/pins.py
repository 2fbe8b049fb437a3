"""Pins that break a rule, alone or together: what each check rests on, and the faults of all of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from planner.check_campaign import (
    pin_caravans,
    pin_crews,
    pin_days,
    pin_duties,
    pin_held,
    pin_money,
    pin_posts,
    pin_serving,
    pin_tours,
)
from planner.check_campaign.drafts import Draft
from planner.check_campaign.pin_facts import PinCheck, PinFacts
from planner.check_campaign.sound_part import SoundPart
from planner.domain.campaign import Pin
from planner.errors import Fault, FaultCode

DAYS: Final = ("[campaign]", "[calendar]")
DRIVES: Final = ("[policy]", "[travel]", "travel", "centres", "crews")
"""What says where a unit may be by night, and how far its points are from there."""
CHECKS: Final[tuple[tuple[PinCheck, tuple[str, ...]], ...]] = (
    (pin_tours.open_days, DAYS),
    (pin_tours.unit_available, ()),
    (pin_tours.points_can_be_served, ()),
    (pin_tours.points_are_open, ("closures",)),
    (pin_tours.weekdays_are_theirs, ()),
    (pin_tours.someone_consults, ("[policy]", "douars", "points", "catchments")),
    (pin_tours.one_tour_a_day, ()),
    (pin_tours.unit_week, ("[policy]",)),
    (pin_days.days_can_be_run, (*DAYS, *DRIVES)),
    (
        pin_serving.units_can_serve,
        (*DAYS, *DRIVES, "closures", "douars", "points", "catchments"),
    ),
    (pin_caravans.sites_are_theirs, ()),
    (pin_caravans.days_are_theirs, DAYS),
    (pin_caravans.sites_are_open, ("closures",)),
    (pin_caravans.caravans_stand_once, ()),
    (pin_caravans.equipment_is_there, ("equipment",)),
    (pin_caravans.equipment_is_free, ("equipment",)),
    (pin_posts.posts_are_theirs, ("[campaign]",)),
    (pin_posts.one_post_at_a_time, ("[campaign]",)),
    (pin_posts.posts_are_free, ("[campaign]",)),
    (pin_held.caravans_can_be_held, (*DAYS, "centres", "closures", "equipment", "points", "crews", "leave", "staff")),
    (pin_duties.caravans_are_there, ()),
    (pin_duties.seats_are_enough, ("crews",)),
    (pin_duties.places_are_theirs, ()),
    (pin_duties.persons_are_there, ()),
    (pin_duties.persons_are_not_on_leave, ("leave",)),
    (pin_duties.one_duty_a_day, ()),
    (pin_duties.persons_keep_their_limits, ()),
    (pin_crews.crews_can_be_formed, ("crews", "leave", "staff")),
    (pin_money.caps_hold, (*DAYS, "[budget]", "[costs]", "caps", *DRIVES)),
)
"""Each check, and of which tables and sections it needs the whole; a pin's own rows are without fault anyway."""


def pins_break_no_rule(sound: SoundPart) -> Iterator[Fault]:
    """Yield a fault for each rule that pins break, at the last of them, naming all.

    A check whose tables have faults of their own is left for when they are mended.
    """
    if not sound.pins:
        return
    facts = PinFacts(sound.campaign)
    drafts: dict[Pin, Draft] = dict(reversed(sound.pins))
    for check, rests_on in CHECKS:
        if sound.clean.issuperset(rests_on):
            for rule, pins, column in check(facts):
                rows = sorted(drafts[pin].row for pin in pins)
                last = max((drafts[pin] for pin in pins), key=lambda draft: draft.row)
                code: FaultCode = "pin_breaks_rule" if len(rows) == 1 else "pins_break_rule"
                yield last.fault(column, code, rule=rule.name, pins=", ".join(map(str, rows)))
